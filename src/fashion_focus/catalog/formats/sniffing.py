"""Which format a list is in, told by what it holds and not by its name alone."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from fashion_focus.catalog.formats.encoding import decode
from fashion_focus.catalog.formats.feed import feed_rows
from fashion_focus.catalog.formats.folder import folder_rows
from fashion_focus.catalog.formats.jsonlines import jsonl_rows
from fashion_focus.catalog.formats.rows import Row, Source
from fashion_focus.catalog.formats.shopify import shopify_rows
from fashion_focus.catalog.formats.tables import merchant_rows, read_table
from fashion_focus.core.errors import CatalogError

# "<", perhaps after a mark of the encoding, in encodings with one or two bytes a character.
_XML = re.compile(rb"(\xef\xbb\xbf|\xff\xfe|\xfe\xff)?[\s\x00]*<")


class CatalogFormat(StrEnum):
    """The forms of product lists that are read."""

    MERCHANT_TABLE = "merchant table"
    MERCHANT_XML = "merchant XML"
    SHOPIFY = "Shopify CSV"
    JSON_LINES = "JSON Lines"
    FOLDER = "folder of images"


@dataclass(frozen=True, slots=True)
class OpenList:
    """A list whose format is known; rows are read as they are asked for."""

    format: CatalogFormat
    rows: Iterator[Row]


def open_list(source: Source) -> OpenList:
    """Raises CatalogError where nothing can be read, or no column is what it should be."""
    if source.path.is_dir():
        return OpenList(CatalogFormat.FOLDER, folder_rows(source))
    data = _read(source)
    if _XML.match(data):
        return OpenList(CatalogFormat.MERCHANT_XML, feed_rows(data, source))
    text, _ = decode(data, source)
    start = text.lstrip()[:1]
    if start == "{":
        return OpenList(CatalogFormat.JSON_LINES, jsonl_rows(text, source))
    if start == "[":
        raise CatalogError(f"cannot read {source.path}: it is one JSON list; write one object a line without commas")
    table = read_table(text, source)
    if table.is_shopify:
        return OpenList(CatalogFormat.SHOPIFY, shopify_rows(table.header, table.cells))
    return OpenList(CatalogFormat.MERCHANT_TABLE, merchant_rows(table, source))


def _read(source: Source) -> bytes:
    path = source.path
    try:
        if path.exists() and not path.is_file():
            raise CatalogError(f"cannot read {path}: it is neither a file nor a folder; name a product list")
        size = path.stat().st_size
        if size > source.limits.file_bytes:
            limit = source.limits.file_bytes
            raise CatalogError(f"cannot read {path}: {size} bytes are more than the {limit} allowed; split the list")
        return path.read_bytes()
    except OSError as error:
        raise CatalogError(f"cannot read {path}: {error.strerror}; check the path and your rights to it") from error
