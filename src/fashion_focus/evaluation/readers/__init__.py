"""Public data sets as they are distributed, turned into queries, galleries and tracks (see `docs/protocols.md`)."""

from fashion_focus.evaluation.readers.deepfashion2 import read_deepfashion2
from fashion_focus.evaluation.readers.lpr4m import read_lpr4m
from fashion_focus.evaluation.readers.motchallenge import MotRow, MotSequence, read_mot_sequence
from fashion_focus.evaluation.readers.movingfashion import read_movingfashion
from fashion_focus.evaluation.readers.pairs import Crop, GalleryImage, PairedSet, VideoQuery
from fashion_focus.evaluation.readers.watch_and_buy import read_watch_and_buy

__all__ = [
    "Crop",
    "GalleryImage",
    "MotRow",
    "MotSequence",
    "PairedSet",
    "VideoQuery",
    "read_deepfashion2",
    "read_lpr4m",
    "read_mot_sequence",
    "read_movingfashion",
    "read_watch_and_buy",
]
