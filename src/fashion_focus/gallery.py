"""A catalog's pictures as vectors and text: what the shelf of a session and the gallery of a search are made from."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from fashion_focus.catalog import load_picture
from fashion_focus.core.arrays import Pixels, Vectors
from fashion_focus.core.errors import CatalogError
from fashion_focus.core.notes import Note
from fashion_focus.core.product import Catalog, Product
from fashion_focus.core.taxonomy import Category
from fashion_focus.core.words import PrintedLine
from fashion_focus.embedding import WIDTH, Encoder, prepare_view
from fashion_focus.language import TextReader
from fashion_focus.retrieval import Gallery

BATCH = 32
"""Pictures prepared at a time: a bound on memory, not on speed."""
_WORN = (Category.CLOTHING.value, Category.SHOE.value)


@dataclass(frozen=True, slots=True)
class EmbeddedCatalog:
    """The gallery of a catalog, and what could not be embedded."""

    gallery: Gallery
    notes: tuple[Note, ...]


def embed_catalog(catalog: Catalog, encoder: Encoder) -> EmbeddedCatalog:
    """Every view of every product as a row, in the catalog's order.

    A picture that cannot be read is left out with a note; a product without any is known by words only.
    """
    ids: list[str] = []
    squares: list[Pixels] = []
    vectors: list[Vectors] = []
    notes: list[Note] = []
    for product_id, path in [(product.id, path) for product in catalog for path in product.images]:
        try:
            squares.append(prepare_view(load_picture(path)))
        except CatalogError as error:
            notes.append(Note("broken-image", str(error)))
            continue
        ids.append(product_id)
        if len(squares) == BATCH:
            vectors.append(encoder.encode(np.stack(squares)))
            squares.clear()
    if squares:
        vectors.append(encoder.encode(np.stack(squares)))
    table = np.concatenate(vectors) if vectors else np.zeros((0, WIDTH), np.float32)
    return EmbeddedCatalog(Gallery.of_products(ids, table, model=encoder.name), tuple(notes))


def read_products(catalog: Catalog, reader: TextReader | None) -> dict[str, tuple[PrintedLine, ...]]:
    """What is printed on each product, as far as its pictures tell; those without print are left out.

    reader: None reads nothing.
    Clothes and shoes are not read: what is written there is mostly a label's name, and they are most of a shop.
    """
    found: dict[str, tuple[PrintedLine, ...]] = {}
    if reader is None:
        return found
    for product in catalog:
        lines = tuple(line for path in product.images for line in _read(product, path, reader))
        if lines:
            found[product.id] = lines
    return found


def _read(product: Product, path: Path, reader: TextReader) -> tuple[PrintedLine, ...]:
    if product.category and product.category[0].lower() in _WORN:
        return ()
    try:
        return reader.read(load_picture(path))
    except CatalogError:
        return ()  # embedding the same picture has told of it
