"""Vectors to scored products: indexes, calibration; knows nothing of time."""

from fashion_focus.retrieval.calibration import Calibration, Coefficients, load_calibration, save_calibration
from fashion_focus.retrieval.faiss_index import FaissIndex
from fashion_focus.retrieval.gallery import PRODUCT_VIEW, Gallery, load_gallery, save_gallery
from fashion_focus.retrieval.index import ExactIndex, Index, nearest_products
from fashion_focus.retrieval.shelf import VISUAL, Matches, Shelf

__all__ = [
    "PRODUCT_VIEW",
    "VISUAL",
    "Calibration",
    "Coefficients",
    "ExactIndex",
    "FaissIndex",
    "Gallery",
    "Index",
    "Matches",
    "Shelf",
    "load_calibration",
    "load_gallery",
    "nearest_products",
    "save_calibration",
    "save_gallery",
]
