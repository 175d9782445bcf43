"""A thing for sale, with all that a scene or a shelf needs of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from fashion_focus.core.taxonomy import LEAVES, Category
from fashion_focus.simulation.drawing.turntable import Turntable
from fashion_focus.simulation.sprites import Sprite


@dataclass(frozen=True, slots=True)
class Article:
    """A product with its views.

    leaf: index into LEAVES. views: cut-out sides; the first is the shop's. worn: people wearing it, whose outline is
    the garment's. photos: whole photographs of it in use, whose outline is its own. group: near twins share it.
    title_zh, about, about_zh: the title in Chinese and descriptions in both languages, where they are known.
    """

    product_id: str
    leaf: int
    views: Sequence[Sprite]
    worn: Sequence[Sprite] = ()
    photos: tuple[Sprite, ...] = ()
    title: str = ""
    group: str = ""
    brand: str = ""
    color: str = ""
    title_zh: str = ""
    about: str = ""
    about_zh: str = ""

    @property
    def azimuths(self) -> tuple[float, ...]:
        """The azimuth of each view in degrees, without drawing any."""
        if isinstance(self.views, Turntable):
            return self.views.azimuths
        return tuple(view.azimuth for view in self.views)

    def forget(self) -> None:
        """Let go of what is drawn anew when it is looked at."""
        for drawn in (self.views, self.worn):
            if isinstance(drawn, Turntable):
                drawn.forget()

    def title_in(self, language: str) -> str:
        """The title in "en" or "zh", in English where no other is known."""
        return (self.title_zh if language == "zh" else "") or self.title

    def about_in(self, language: str) -> str:
        """The description in "en" or "zh"."""
        return self.about_zh if language == "zh" else self.about

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
