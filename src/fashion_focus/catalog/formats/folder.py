"""A folder of pictures as a product list: one subfolder a product, or one file."""

import re
from collections.abc import Iterator
from pathlib import Path

from fashion_focus.catalog.formats.rows import Row, Source
from fashion_focus.catalog.pictures import PICTURE_SUFFIXES
from fashion_focus.core.errors import CatalogError

LIST_SUFFIXES = frozenset({".csv", ".tsv", ".xml", ".jsonl", ".ndjson"})


def folder_rows(source: Source) -> Iterator[Row]:
    """A row for each subfolder and each picture, named by it, in natural order; files of one stem are one product.

    Raises CatalogError where the folder cannot be read, has no pictures, or has a product list in it.
    """
    images: dict[str, list[Path]] = {}
    for entry in _visible(source.path):
        if entry.suffix.lower() in LIST_SUFFIXES:
            raise CatalogError(f"{source.path} holds a product list; name {entry} itself")
        for picture in _pictures(entry):
            images.setdefault(entry.name if entry.is_dir() else entry.stem, []).append(picture)
    if not images:
        kinds = ", ".join(sorted(PICTURE_SUFFIXES))
        raise CatalogError(f"{source.path} has no pictures; put one subfolder or one file a product there ({kinds})")
    for name, files in images.items():
        yield Row(0, {"id": name, "title": _title(name)}, tuple(map(str, files)))


def _pictures(entry: Path) -> list[Path]:
    candidates = _visible(entry) if entry.is_dir() else [entry]
    return [path for path in candidates if path.suffix.lower() in PICTURE_SUFFIXES and path.is_file()]


def _visible(folder: Path) -> list[Path]:
    try:
        entries = [entry for entry in folder.iterdir() if not entry.name.startswith(".")]
    except OSError as error:
        raise CatalogError(f"cannot read {folder}: {error.strerror}; check your rights to it") from error
    return sorted(entries, key=_natural)


def _natural(path: Path) -> list[tuple[int, str]]:
    """Numbers in a name count as numbers: view2 comes before view10."""
    parts = re.split(r"([0-9]+)", path.name.casefold())
    return [(int(part), "") if part.isdigit() and part.isascii() else (-1, part) for part in parts]


def _title(name: str) -> str:
    return re.sub(r"[_\s]+", " ", name).strip()
