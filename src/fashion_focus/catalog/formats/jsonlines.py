"""JSON Lines: one object a line, with the merchant feed's names."""

import io
import json
from collections.abc import Iterator

from fashion_focus.catalog.formats import columns
from fashion_focus.catalog.formats.rows import Row, Source
from fashion_focus.core.errors import CatalogError


def jsonl_rows(text: str, source: Source) -> Iterator[Row]:
    """Rows of the lines that hold an object; others are remarked upon. Raises CatalogError for a missing column."""
    rows = []
    names: set[str] = set()
    for line, content in enumerate(io.StringIO(text, newline=None), start=1):
        if not content.strip():
            continue
        cells = _cells(content)
        if cells is None:
            source.remarks.add("no-object", "it is no JSON object; the line was left out", line=line)
            continue
        names.update(cells)
        rows.append(_row(line, cells))
        if len(rows) > source.limits.products:
            break
    if not rows:
        raise CatalogError(f"cannot read {source.path}: no line holds a JSON object; write one object a product a line")
    columns.require_columns(sorted(names), source, line=rows[0].line)
    return iter(rows)


def _cells(content: str) -> dict[str, object] | None:
    try:
        value = json.loads(content)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _row(line: int, cells: dict[str, object]) -> Row:
    named = {columns.canonical(name): value for name, value in cells.items()}
    more = named.get("additional_image_link")
    listed = [str(link) for link in more] if isinstance(more, list) else []
    if listed:
        named["additional_image_link"] = ""
    return columns.make_row(line, {name: _text(value) for name, value in named.items()}, more_images=listed)


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return " > ".join(map(str, value))
    return str(value)
