"""Shelves for streams: catalogs read by reference, each product's pictures embedded and read once for all streams."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from fashion_focus.core.errors import CatalogError
from fashion_focus.core.product import Catalog, Product
from fashion_focus.core.words import PrintedLine
from fashion_focus.gallery import EmbeddedCatalog, embed_catalog, read_products
from fashion_focus.profiles import Models
from fashion_focus.retrieval import Gallery, Shelf

_KEPT_PRODUCTS = 20_000


@dataclass(frozen=True, slots=True)
class StreamShelf:
    """A catalog and its shelf, in the same order. printed: what is written on products, by id."""

    catalog: Catalog
    shelf: Shelf
    printed: dict[str, tuple[PrintedLine, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Known:
    """What one product's pictures show and say."""

    embedded: EmbeddedCatalog
    printed: dict[str, tuple[PrintedLine, ...]]


class ShelfMaker:
    """Makes shelves, and remembers the vectors and the print of products that it has seen. Safe for several threads."""

    def __init__(self, catalogs: Callable[[str], Catalog], models: Models) -> None:
        """catalogs: turns a reference into a catalog. models: of the host, so that streams go on meanwhile."""
        self._catalogs = catalogs
        self._models = models
        self._known: OrderedDict[Product, _Known] = OrderedDict()
        self._lock = threading.Lock()

    def make(self, reference: str, *, first: Sequence[str] = (), also: Sequence[Product] = ()) -> StreamShelf:
        """The shelf of a catalog as it is now.

        first: ids that come first, in this order, as a session knows them already; what is new comes behind them.
        also: products that stay on the shelf though the catalog may have lost them. Raises CatalogError where a
        product of `first` is in neither, and what `catalogs` raises.
        """
        catalog = self._catalogs(reference)
        named = {product.id: product for product in [*also, *catalog]}
        missing = [name for name in first if name not in named]
        if missing:
            raise CatalogError(f"{reference}: product {missing[0]} is gone; put it back, or start the stream anew")
        order = dict.fromkeys([*first, *named])
        catalog = replace(catalog, products=tuple(named[name] for name in order))
        known = [self._known_of(product) for product in catalog]
        gallery = self._gallery(catalog, [one.embedded for one in known])
        printed = {name: lines for one in known for name, lines in one.printed.items()}
        return StreamShelf(catalog, Shelf.build(gallery, self._models.calibration), printed)

    def _gallery(self, catalog: Catalog, embedded: Sequence[EmbeddedCatalog]) -> Gallery:
        ids = [name for one in embedded for name in one.gallery.ids]
        rows = [one.gallery.vectors for one in embedded if len(one.gallery)]
        if not rows:
            raise CatalogError(f"{catalog.file or 'the catalog'}: no product has a picture; add pictures")
        return Gallery.of_products(ids, np.concatenate(rows), model=self._models.encoder.name)

    def _known_of(self, product: Product) -> _Known:
        with self._lock:
            known = self._known.get(product)
        if known is not None:
            return known
        alone = Catalog((product,))
        made = _Known(embed_catalog(alone, self._models.encoder), read_products(alone, self._models.reader))
        with self._lock:
            self._known[product] = made
            while len(self._known) > _KEPT_PRODUCTS:
                self._known.popitem(last=False)
        return made
