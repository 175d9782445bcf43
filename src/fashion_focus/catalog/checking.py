"""What a seller should know of a list before a show."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from fashion_focus.catalog.formats import CatalogFormat
from fashion_focus.catalog.limits import CatalogLimits
from fashion_focus.catalog.reading import Fetch, survey_catalog
from fashion_focus.core.notes import Note
from fashion_focus.core.product import Catalog

Group = tuple[str, ...]
"""Ids of products that have something in common."""


@dataclass(frozen=True, slots=True)
class CatalogCheck:
    """The state of a list. rows: read, bad ones included; products: usable; pictures: usable, of all products.

    without_picture: ids of products that only words can name. twins: products of one style (item_group_id), hard to
    tell apart. same_picture: products whose main pictures are the same file: pictures cannot tell them apart.
    """

    file: str
    format: CatalogFormat
    rows: int
    products: int
    pictures: int
    without_picture: tuple[str, ...]
    twins: tuple[Group, ...]
    same_picture: tuple[Group, ...]
    notes: tuple[Note, ...]


def check_catalog(path: Path, *, limits: CatalogLimits | None = None, fetch: Fetch | None = None) -> CatalogCheck:
    """Reads the list with all its pictures. Raises CatalogError where the list as a whole cannot be used."""
    reading = survey_catalog(path, limits=limits, fetch=fetch)
    catalog = reading.catalog
    return CatalogCheck(
        file=catalog.file,
        format=reading.format,
        rows=reading.rows,
        products=len(catalog),
        pictures=sum(len(product.images) for product in catalog),
        without_picture=tuple(product.id for product in catalog if not product.images),
        twins=_groups((product.group, product.id) for product in catalog if product.group),
        same_picture=_same_picture(catalog),
        notes=catalog.notes,
    )


def _same_picture(catalog: Catalog) -> tuple[Group, ...]:
    return _groups((_digest(product.images[0]), product.id) for product in catalog if product.images)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _groups(keyed: Iterable[tuple[str, str]]) -> tuple[Group, ...]:
    ids = defaultdict(list)
    for key, product_id in keyed:
        ids[key].append(product_id)
    return tuple(tuple(group) for group in ids.values() if len(group) > 1)
