"""What happens in a show: its settings, its shelf, and what is exhibited when and how."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import numpy as np

from fashion_focus.core.errors import SettingsError
from fashion_focus.core.taxonomy import Category
from fashion_focus.simulation.articles import Article
from fashion_focus.simulation.assets import Assets
from fashion_focus.simulation.casting import pick_article
from fashion_focus.simulation.streams.timetable import returning, timetable

LEAD = 0.7  # seconds that a product takes to come in or to go out


class Mode(StrEnum):
    """How a product is presented."""

    HELD = "held"
    PUT_DOWN = "held, put down"
    HANGER = "hanger"
    WORN = "worn"
    CLOSEUP = "closeup"
    PHOTO = "natural photo"


class Spoken(StrEnum):
    """How the speech names an exhibit: whole, in part, after it has gone, as another product, or not at all."""

    FULL = "full"
    PART = "part"
    LATE = "late"
    WRONG = "wrong"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class StreamSettings:
    """A show to be made.

    seconds: its length. size: width and height in px. n_products: on the shelf. n_exhibits: how often one is shown.
    language: of the speech, the comments and drawn products' titles, "en" or "zh". categories: only products of these
    are exhibited, of all where it is empty. products, places, videos: folders of real material, as load_assets takes
    them; without them all is drawn. split: of the real products.
    """

    seconds: float = 75.0
    size: tuple[int, int] = (1280, 720)
    fps: int = 25
    n_products: int = 12
    n_exhibits: int = 6
    language: str = "en"
    categories: tuple[Category, ...] = ()
    products: Path | None = None
    places: Path | None = None
    videos: Path | None = None
    split: str = "train"

    def __post_init__(self) -> None:
        if self.seconds < 1 or self.fps < 5 or self.n_products < 1 or self.n_exhibits < 0:
            raise SettingsError(
                "a show needs at least 1 second, 5 pictures a second, 1 product and 0 exhibits; "
                f"found {self.seconds} s, {self.fps}, {self.n_products} and {self.n_exhibits}; give larger numbers"
            )
        if min(self.size) < 64 or any(side % 2 for side in self.size):
            raise SettingsError(f"a show's sides must be even and at least 64 px, found {self.size}; give others")
        if self.language not in {"en", "zh"}:
            raise SettingsError(f'no speech in the language "{self.language}"; give "en" or "zh"')


@dataclass(frozen=True, slots=True)
class Exhibit:
    """One presentation: the product is fully in view from start to end (seconds), and comes and goes around that.

    pair: shown together with its neighbour; side: -1 left, 0 middle, 1 right.
    """

    article: Article
    start: float
    end: float
    mode: Mode
    spoken: Spoken
    pair: bool = False
    side: int = 0

    @property
    def name(self) -> str:
        """The mode's name in the truth."""
        return f"{self.mode.value}, pair" if self.pair else self.mode.value


@dataclass(frozen=True, slots=True)
class StreamPlan:
    """A whole show before it is drawn. about: products that stand or hang about from beginning to end."""

    settings: StreamSettings
    shelf: tuple[Article, ...]
    exhibits: tuple[Exhibit, ...]
    about: tuple[Article, ...]


def plan_stream(rng: np.random.Generator, assets: Assets, settings: StreamSettings) -> StreamPlan:
    """A plan that has as many exhibits as fit into its seconds at 2.5 s each, and near twins on the shelf."""
    shown = _distinct_groups(rng, assets, settings)
    shelf = _shelf(rng, assets, shown, count=settings.n_products)
    exhibits = _exhibits(rng, shown, settings) if shown else ()
    exhibited = {exhibit.article.product_id for exhibit in exhibits}
    idle = [article for article in shelf if article.product_id not in exhibited]
    about = [idle[index] for index in rng.permutation(len(idle))[: int(rng.integers(1, 5))]]
    order = rng.permutation(len(shelf))
    return StreamPlan(settings, tuple(shelf[index] for index in order), exhibits, tuple(about))


def exhibits_for(seconds: float) -> int:
    """How many exhibits suit a show of this length: one in 9 s of a short show, one in 40 s of a long one."""
    return max(1, round(seconds / min(40.0, 9.0 + seconds / 40.0)))


def _distinct_groups(rng: np.random.Generator, assets: Assets, settings: StreamSettings) -> list[Article]:
    """Articles of different families, as many as there may be exhibits; all categories as likely."""
    # A fifth of the exhibits return; a third of the shelf is never shown.
    most = min(
        settings.n_exhibits, max(1, settings.n_products if settings.n_products < 12 else settings.n_products // 2)
    )
    found: dict[str, Article] = {}
    for _ in range(50 * most):
        article = pick_article(rng, assets, among=settings.categories)
        found.setdefault(article.group or article.product_id, article)
        if len(found) >= most:
            break
    return list(found.values())


def _shelf(rng: np.random.Generator, assets: Assets, shown: list[Article], *, count: int) -> list[Article]:
    """What is shown, its near twins (at most half of the rest), and others."""
    taken = {article.product_id: article for article in shown}
    groups = {article.group for article in shown if article.group}
    twins = [a for a in assets.articles if a.group in groups and a.product_id not in taken]
    for index in rng.permutation(len(twins))[: (count - len(taken) + 1) // 2]:
        taken[twins[index].product_id] = twins[index]
    others = [a for a in assets.articles if a.product_id not in taken and a.group not in groups]
    for index in rng.permutation(len(others))[: max(0, count - len(taken))]:
        taken[others[index].product_id] = others[index]
    return list(taken.values())[:count]


def _exhibits(rng: np.random.Generator, shown: list[Article], settings: StreamSettings) -> tuple[Exhibit, ...]:
    slots = timetable(rng, settings.seconds, settings.n_exhibits)
    order = returning(rng, len(slots), len(shown))
    exhibits = []
    for slot, which in zip(slots, order, strict=True):
        article = shown[which]
        spoken = list(Spoken)[int(rng.choice(5, p=[0.42, 0.25, 0.1, 0.08, 0.15]))]
        mode = _mode(rng, article, pair=slot.side != 0)
        exhibits.append(Exhibit(article, slot.start, slot.end, mode, spoken, slot.side != 0, slot.side))
    return tuple(exhibits)


def _mode(rng: np.random.Generator, article: Article, *, pair: bool) -> Mode:
    if article.worn and not pair and rng.random() < 0.5:
        return Mode.WORN
    if article.photos and not pair and rng.random() < (0.7 if len(article.photos) > 1 else 0.25):
        return Mode.PHOTO
    if article.hangs:
        return Mode.HANGER
    if pair:
        return Mode.HELD
    return (Mode.HELD, Mode.PUT_DOWN, Mode.CLOSEUP)[int(rng.choice(3, p=[0.55, 0.2, 0.25]))]
