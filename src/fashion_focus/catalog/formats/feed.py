"""Merchant feeds as XML: RSS 2.0 items, and Atom entries as the same feeds have them."""

import re
from collections.abc import Iterator
from xml.parsers import expat

from fashion_focus.catalog.formats import columns
from fashion_focus.catalog.formats.encoding import decode
from fashion_focus.catalog.formats.rows import Row, Source
from fashion_focus.core.errors import CatalogError

_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_ITEMS = {"item", "entry"}


def feed_rows(data: bytes, source: Source) -> Iterator[Row]:
    """Rows of a feed. Raises CatalogError where it is not well-formed, or declares a document type.

    A document type is refused because that is where entities that grow without bound are made, and feeds need none.
    """
    items = _Items(source)
    # The text is encoded anew because the parser itself knows few encodings.
    items.parse(_text(data, source).encode("utf-8"))
    if items.rows:
        columns.require_columns(sorted(items.names), source, line=items.rows[0].line)
    return iter(items.rows)


def _text(data: bytes, source: Source) -> str:
    declared = _DECLARED.match(data[:200])
    if not declared or declared[1].lower() in (b"utf-8", b"utf8"):
        return decode(data, source)[0]
    name = declared[1].decode("ascii")
    try:
        return data.decode(name)
    except (LookupError, UnicodeDecodeError) as error:
        raise CatalogError(
            f"cannot read {source.path}: it is not the {name} that it declares; save it as UTF-8"
        ) from error


class _Items:
    """Collects the cells of each item while the parser walks through."""

    def __init__(self, source: Source) -> None:
        self.rows: list[Row] = []
        self.names: set[str] = set()
        self._source = source
        self._path: list[str] = []
        self._cells: dict[str, list[str]] = {}
        self._text: list[str] = []
        self._line = 0
        self._parser = expat.ParserCreate("utf-8")
        self._parser.StartDoctypeDeclHandler = self._refuse_doctype
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text.append

    def parse(self, data: bytes) -> None:
        try:
            self._parser.Parse(data, True)
        except expat.ExpatError as error:
            path, reason = self._source.path, expat.ErrorString(error.code)
            raise CatalogError(
                f"cannot read {path} line {error.lineno}: {reason}; check it with an XML editor"
            ) from error

    def _refuse_doctype(self, *_: object) -> None:
        path, line = self._source.path, self._parser.CurrentLineNumber
        raise CatalogError(f"cannot read {path} line {line}: a product feed has no DOCTYPE; remove it")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._path.append(name)
        self._text.clear()
        if self._depth == 0:
            self._cells, self._line = {}, self._parser.CurrentLineNumber
        # An Atom entry has its address in an attribute.
        if self._depth == 1 and attributes.get("href"):
            self._text.append(attributes["href"])

    def _end(self, name: str) -> None:
        if self._depth == 1:
            self._cells.setdefault(name, []).append("".join(self._text).strip())
        elif self._depth == 0:
            self._close_item()
        self._text.clear()
        self._path.pop()

    @property
    def _depth(self) -> int:
        """0 at an item, 1 at its cells, -1 elsewhere."""
        for depth in (0, 1):
            if len(self._path) > depth and self._path[-1 - depth] in _ITEMS:
                return depth
        return -1

    def _close_item(self) -> None:
        # `title` and `g:title` may both be there: the feed's own name wins.
        by_preference = sorted(self._cells.items(), key=lambda item: item[0].startswith("g:"))
        cells = {columns.canonical(name): values for name, values in by_preference}
        self.names.update(cells)
        if len(self.rows) > self._source.limits.products:
            return
        more = cells.pop("additional_image_link", [])
        single = {name: values[0] for name, values in cells.items()}
        links = [link for value in more for link in value.split(",")]
        self.rows.append(columns.make_row(self._line, single, more_images=links))
