"""The named sets: their seeds, makers, products and streams."""

from dataclasses import dataclass

import numpy as np

from fashion_focus.core.taxonomy import Category
from fashion_focus.simulation.articles import Article
from fashion_focus.simulation.drawing.labels import Colour
from fashion_focus.simulation.drawing.range import TURNS, Maker, draw_articles
from fashion_focus.simulation.streams.plan import StreamSettings, exhibits_for

VERSION = 1
"""Grows whenever the same seed gives other products, pictures or words."""
_N_SETS = 4
MAX_SIDE = 320
"""Px of a sprite's longest side."""
_SHOP = tuple(category for category in Category if category is not Category.OTHER)
_SIZES = ((1280, 720), (720, 1280), (960, 540))


@dataclass(frozen=True, slots=True)
class StreamRow:
    """One stream of a set: its name, its seed and what is made."""

    name: str
    seed: int
    settings: StreamSettings

    @property
    def number(self) -> int:
        """Its place among those of its category, or of all where a set mixes them; from 1 on."""
        return int(self.name.rsplit("-", 1)[1])


@dataclass(frozen=True, slots=True)
class NamedSet:
    """A set whose every pixel and word follows from its name and version.

    part: which of the sets' ids, brands and dyes are its own. n_products: drawn ones. split: of real products, "" where
    the set takes none. left_out: families that look nearly as one of another set does.
    """

    name: str
    seed: int
    part: int
    dye: Colour
    n_products: int
    split: str
    streams: tuple[StreamRow, ...]
    left_out: frozenset[str] = frozenset()

    def articles(self) -> tuple[Article, ...]:
        """The set's drawn products; their views are drawn when they are looked at."""
        maker = Maker(self.name, (self.part, _N_SETS), self.dye, TURNS)
        drawn = draw_articles(np.random.default_rng(self.seed), self.n_products, max_side=MAX_SIDE, maker=maker)
        return tuple(article for article in drawn if article.group not in self.left_out)


def _by_category() -> tuple[StreamRow, ...]:
    """Six categories, twenty streams each, on shelves of 60, 200 and 600 products."""
    return tuple(
        StreamRow(
            f"{category.value}-{number + 1:02d}",
            30_000 + 100 * place + number,
            StreamSettings(
                seconds=60.0,
                size=_SIZES[number % 3],
                n_products=(60, 200, 600)[number // 2 % 3],
                n_exhibits=exhibits_for(60.0),
                language="zh" if number % 5 == 4 else "en",
                categories=(category,),
            ),
        )
        for place, category in enumerate(_SHOP)
        for number in range(20)
    )


def _mixed(name: str, seed: int, count: int) -> tuple[StreamRow, ...]:
    """Streams of all categories on shelves of 20 to 60 products."""
    return tuple(
        StreamRow(
            f"{name}-{number + 1:03d}",
            seed + number,
            StreamSettings(
                seconds=60.0,
                size=_SIZES[number % 3],
                n_products=(20, 40, 60)[number // 3 % 3],
                n_exhibits=exhibits_for(60.0),
                language="zh" if number % 5 == 4 else "en",
            ),
        )
        for number in range(count)
    )


def _small() -> tuple[StreamRow, ...]:
    """Four short streams in low resolution."""
    return tuple(
        StreamRow(
            f"smoke-{number + 1}",
            40_000 + number,
            StreamSettings(
                seconds=12.0,
                size=((320, 180), (180, 320))[number % 2],
                fps=10,
                n_products=10,
                n_exhibits=3,
                language="zh" if number == 3 else "en",
            ),
        )
        for number in range(4)
    )


# Families whose front looks nearly as one of an earlier set does; bench/set_leaks.py prints them.
_VAL_OUT = (4, 34, 93, 124, 154, 183, 184, 197, 214, 244, 274, 304)
_TEST_OUT = (
    5, 12, 17, 35, 47, 54, 65, 95, 102, 120, 125, 132, 137, 155, 162, 185, 192, 196, 215, 245, 252, 259, 266, 275, 287,
    305, 309, 312, 335, 347, 360, 365, 395, 409, 414, 425, 438, 480, 485, 492,
)  # fmt: skip


def _groups(name: str, families: tuple[int, ...]) -> frozenset[str]:
    return frozenset(f"{name}-{family:03d}" for family in families)


# Dyes differ by 36 levels in two of three colours, so that no two sets have garments of one colour and cut.
SETS: dict[str, NamedSet] = {
    each.name: each
    for each in (
        NamedSet("train", 1, 0, (18, -18, 18), 1600, "train", _mixed("train", 10_000, 120)),
        NamedSet("val", 2, 1, (-18, 18, 18), 800, "val", _mixed("val", 20_000, 24), _groups("val", _VAL_OUT)),
        NamedSet("test", 3, 2, (18, 18, -18), 1200, "test", _by_category(), _groups("test", _TEST_OUT)),
        NamedSet("smoke", 4, 3, (-18, -18, -18), 60, "", _small(), _groups("smoke", (13,))),
    )
}
"""The sets by name."""
