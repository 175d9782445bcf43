"""What a seller may show: products, their reference pictures, and the list that holds them."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from fashion_focus.core.notes import Note


@dataclass(frozen=True, slots=True)
class Product:
    """One thing for sale, as its seller describes it.

    images: files of reference views, the main one first; may be empty (then only words can name the product).
    category: path from the root, such as ("clothing", "Shorts"); as the seller wrote it, not our taxonomy.
    number: the item number that hosts say and viewers type.
    """

    id: str
    title: str
    images: tuple[Path, ...] = ()
    description: str = ""
    category: tuple[str, ...] = ()
    brand: str = ""
    color: str = ""
    size: str = ""
    price: str = ""
    link: str = ""
    group: str = ""
    number: str = ""

    def __post_init__(self) -> None:
        if not self.id:
            raise ValueError("a product needs an id")


@dataclass(frozen=True)
class Catalog:
    """The products that one video may show, in the order of the seller's list; ids are unique.

    notes: what was found and left out while reading (a missing picture, a doubled row), for the report.
    """

    products: tuple[Product, ...]
    file: str = ""
    notes: tuple[Note, ...] = ()

    def __post_init__(self) -> None:
        if len(self._by_id) != len(self.products):
            raise ValueError("product ids in a catalog must be unique")

    @cached_property
    def _by_id(self) -> dict[str, Product]:
        return {product.id: product for product in self.products}

    def __len__(self) -> int:
        return len(self.products)

    def __iter__(self) -> Iterator[Product]:
        return iter(self.products)

    def __contains__(self, product_id: object) -> bool:
        return product_id in self._by_id

    def __getitem__(self, product_id: str) -> Product:
        return self._by_id[product_id]
