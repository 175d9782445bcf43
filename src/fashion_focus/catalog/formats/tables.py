"""CSV and TSV: merchant feeds and Shopify exports, told apart by their headers."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from fashion_focus.catalog.formats import columns, shopify
from fashion_focus.catalog.formats.rows import Row, Source
from fashion_focus.core.errors import CatalogError

_DELIMITERS = (",", "\t", ";", "|")


@dataclass(frozen=True, slots=True)
class Table:
    """A list with a header. cells come as (line, values in the header's order), as many as the header has."""

    header: tuple[str, ...]
    line: int
    cells: Iterator[tuple[int, list[str]]]

    @property
    def is_shopify(self) -> bool:
        """True where the header is that of a Shopify product export."""
        return shopify.recognises(self.header)


def read_table(text: str, source: Source) -> Table:
    """The header, and the rows as they are asked for. Raises CatalogError where there is no header."""
    records = _records(text, source)
    line, header = next(records, (1, []))
    if not header:
        raise CatalogError(f"cannot read {source.path}: it is empty; it needs a header and one row a product")
    return Table(tuple(header), line, _fitted(records, len(header), source))


def merchant_rows(table: Table, source: Source) -> Iterator[Row]:
    """Rows of a merchant feed. Raises CatalogError where a required column is missing."""
    columns.require_columns(table.header, source, line=table.line)
    names = [columns.canonical(name) for name in table.header]
    for line, cells in table.cells:
        named: dict[str, str] = {}
        more_images = []
        for name, cell in zip(names, cells, strict=True):
            if name == "additional_image_link" and name in named:
                more_images += cell.split(",")
            else:
                named.setdefault(name, cell)
        yield columns.make_row(line, named, more_images=more_images)


def _records(text: str, source: Source) -> Iterator[tuple[int, list[str]]]:
    """All rows that are not blank, with the line where each starts."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    start = 1
    try:
        for record in reader:
            if _is_open(text, record):
                raise CatalogError(
                    f"cannot read {source.path} line {start}: a quotation mark is never closed; close it"
                )
            if any(cell.strip() for cell in record):
                yield start, record
            start = reader.line_num + 1
    except csv.Error as error:
        raise CatalogError(f"cannot read {source.path} line {start}: {error}; check its quotation marks") from error


def _is_open(text: str, cells: list[str]) -> bool:
    """True where the last cell reached the end of the text because its quotation mark is not closed."""
    return bool(cells) and "\n" in cells[-1] and text.endswith(cells[-1])


def _fitted(records: Iterator[tuple[int, list[str]]], width: int, source: Source) -> Iterator[tuple[int, list[str]]]:
    for line, cells in records:
        if any(cell.strip() for cell in cells[width:]):
            text = f"{len(cells)} cells under {width} columns; the row was left out: quote cells that hold a separator"
            source.remarks.add("too-many-cells", text, line=line)
            continue
        yield line, (cells + [""] * width)[:width]


def _delimiter(text: str) -> str:
    """The separator that makes most known columns of the first line that is not blank."""
    first = next((line for line in text.splitlines() if line.strip()), "")

    def n_known(delimiter: str) -> int:
        names = next(csv.reader([first], delimiter=delimiter))
        return sum(columns.canonical(name) in columns.COLUMNS or shopify.knows(name) for name in names)

    return max(_DELIMITERS, key=lambda delimiter: (n_known(delimiter), first.count(delimiter)))
