"""Product lists in: reads a seller's list and pictures, checks them, and knows nothing of videos."""

from fashion_focus.catalog.checking import CatalogCheck, check_catalog
from fashion_focus.catalog.fetching import FetchRules, PictureFetcher
from fashion_focus.catalog.formats import CatalogFormat
from fashion_focus.catalog.limits import CatalogLimits
from fashion_focus.catalog.pictures import PICTURE_SUFFIXES, check_picture, load_picture
from fashion_focus.catalog.reading import Fetch, read_catalog
from fashion_focus.catalog.writing import write_catalog

__all__ = [
    "PICTURE_SUFFIXES",
    "CatalogCheck",
    "CatalogFormat",
    "CatalogLimits",
    "Fetch",
    "FetchRules",
    "PictureFetcher",
    "check_catalog",
    "check_picture",
    "load_picture",
    "read_catalog",
    "write_catalog",
]
