"""The forms that a product list comes in, each read to the same rows; knows nothing of what pictures show."""

from fashion_focus.catalog.formats.columns import COLUMNS
from fashion_focus.catalog.formats.rows import Row, Source
from fashion_focus.catalog.formats.sniffing import CatalogFormat, open_list

__all__ = ["COLUMNS", "CatalogFormat", "Row", "Source", "open_list"]
