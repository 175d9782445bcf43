"""A thing for sale, with all that a scene or a shelf needs of it."""

from dataclasses import dataclass

from fashion_focus.core.taxonomy import LEAVES, Category
from fashion_focus.simulation.sprites import Sprite


@dataclass(frozen=True, slots=True)
class Article:
    """A product with its views.

    leaf: index into LEAVES. views: cut-out sides; the first is the shop's. worn: people wearing it, whose outline is
    the garment's. photos: whole photographs of it in use, whose outline is its own. group: near twins share it.
    """

    product_id: str
    leaf: int
    views: tuple[Sprite, ...]
    worn: tuple[Sprite, ...] = ()
    photos: tuple[Sprite, ...] = ()
    title: str = ""
    group: str = ""
    brand: str = ""
    color: str = ""

    @property
    def category(self) -> Category:
        """The coarse category."""
        return LEAVES[self.leaf][0]

    @property
    def fine(self) -> str:
        """The fine class."""
        return LEAVES[self.leaf][1]

    @property
    def hangs(self) -> bool:
        """Whether it is shown on a hanger."""
        return self.category is Category.CLOTHING and self.fine != "accessory"
