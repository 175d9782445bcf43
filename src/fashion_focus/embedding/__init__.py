"""Crops and words to vectors of one width; knows nothing of shelves or time."""

from fashion_focus.embedding.encoder import WIDTH, Encoder, HistogramEncoder, OnnxEncoder
from fashion_focus.embedding.pooling import pool_tracklet
from fashion_focus.embedding.views import (
    CROP_MARGIN,
    SIDE,
    crop_square,
    flatten_on_white,
    letterbox,
    prepare_view,
    trim,
)

__all__ = [
    "CROP_MARGIN",
    "SIDE",
    "WIDTH",
    "Encoder",
    "HistogramEncoder",
    "OnnxEncoder",
    "crop_square",
    "flatten_on_white",
    "letterbox",
    "pool_tracklet",
    "prepare_view",
    "trim",
]
