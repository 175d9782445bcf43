"""The columns of a product list, and what to say where they are named otherwise."""

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from textwrap import shorten

from fashion_focus.catalog.formats.rows import Row, Source
from fashion_focus.core.errors import CatalogError

COLUMNS = (
    "id",
    "title",
    "description",
    "image_link",
    "additional_image_link",
    "product_type",
    "brand",
    "color",
    "size",
    "price",
    "link",
    "item_group_id",
    "number",
)
REQUIRED = ("id", "title", "image_link")

_ALIASES = {"colour": "color"}
_FALLBACKS = {"product_type": "google_product_category"}
_KNOWN = {*COLUMNS, *_FALLBACKS.values()}


def canonical(name: str) -> str:
    """A column's name in the feed's own spelling: `g:Image Link` is `image_link`."""
    plain = re.sub(r"[\s-]+", "_", name.strip().lower().removeprefix("g:"))
    return _ALIASES.get(plain, plain)


def require_columns(found: Sequence[str], source: Source, *, line: int = 1) -> None:
    """Raises CatalogError naming columns found and expected where a required one is missing.

    Optional ones that look misspelt are remarked upon. found: names as written.
    """
    names = {canonical(name) for name in found}
    missing = [column for column in REQUIRED if column not in names]
    if missing:
        raise CatalogError(_missing(source.path, line, missing, found))
    for name in found:
        absent = [column for column in COLUMNS if column not in names]
        near = None if canonical(name) in _KNOWN else _nearest(canonical(name), absent, cutoff=0.8)
        if near:
            source.remarks.add(
                "unknown-column", f"column {_shown(name)!r} is not read; did you mean {near!r}?", line=line
            )


def make_row(line: int, cells: Mapping[str, str], *, more_images: Iterable[str] = ()) -> Row:
    """A row from cells by canonical name. more_images: further pictures, beside the additional_image_link cell's."""
    values = {name: value.strip() for name, value in cells.items() if name in _KNOWN}
    for column, fallback in _FALLBACKS.items():
        values[column] = values.get(column) or values.pop(fallback, "")
    images = [values.pop("image_link", ""), *values.pop("additional_image_link", "").split(","), *more_images]
    return Row(line, values, tuple(image.strip() for image in images if image.strip()))


def _missing(path: Path, line: int, missing: Sequence[str], found: Sequence[str]) -> str:
    hints = []
    strange = [name for name in found if canonical(name) not in _KNOWN]
    for column in missing:
        near = _nearest(column, strange, cutoff=0.5)
        hints += [f"rename {_shown(near)!r} to {column!r}"] if near else [f"add a column {column!r}"]
    shown = ", ".join(map(_shown, found[:15])) + (", …" if len(found) > 15 else "")
    return (
        f"{path} line {line}: no column {', '.join(map(repr, missing))}; found: {shown};"
        f" expected: {', '.join(COLUMNS)}; {', '.join(hints)}"
    )


def _shown(name: str) -> str:
    """A name as a message can have it, whatever stands in a header's place."""
    return shorten(name, 30, placeholder="…")


def _nearest(name: str, names: Sequence[str], *, cutoff: float) -> str | None:
    """The one of `names`, as written, that is most like `name`."""
    by_spelling = {canonical(one): one for one in names}
    near = difflib.get_close_matches(name, by_spelling, n=1, cutoff=cutoff)
    return by_spelling[near[0]] if near else None
