"""Who is on stage: which products a random scene shows, how, where and how large."""

from dataclasses import dataclass

import numpy as np

from fashion_focus.core.errors import SettingsError
from fashion_focus.core.taxonomy import Category
from fashion_focus.simulation.actors import Actor, Manner, height_for, nearest_view, random_grips
from fashion_focus.simulation.articles import Article
from fashion_focus.simulation.assets import Assets
from fashion_focus.simulation.sprites import Light, Sprite

_WEIGHTS = {
    Category.CLOTHING: 0.24, Category.SHOE: 0.15, Category.BAG: 0.13, Category.SNACK: 0.13, Category.BOTTLE: 0.13,
    Category.BEAUTY: 0.1, Category.OTHER: 0.12,
}  # fmt: skip

_PACKS = 0.6  # share of the photographs that show packs in shops; the others show one thing each, once


@dataclass(frozen=True, slots=True)
class Play:
    """A scene's products, back to front. table: height in px of the table's strip, 0 for none. close: a close-up."""

    actors: tuple[Actor, ...]
    table: float
    close: bool


def cast(rng: np.random.Generator, assets: Assets, *, width: int, height: int) -> Play:
    """Some products about the stage and, most of the time, one or two that are presented."""
    kind = rng.random()
    size = (width, height)
    if kind < 0.14:
        return Play((_closeup(rng, assets, size),), 0.0, close=True)
    if kind < 0.24 and (photo := _photo(rng, assets, size)):
        return Play((photo,), 0.0, close=True)
    table = float(rng.uniform(0.06, 0.3)) * height if rng.random() < 0.75 else 0.0
    actors = _about(rng, assets, size, table=table)
    if kind < 0.35:
        worn = _worn(rng, assets, size)
        actors = ([*actors, worn] if rng.random() < 0.7 else [worn, *actors]) if worn else actors
    elif kind < 0.9:
        count = 2 if rng.random() < 0.22 else 1
        actors += [_shown(rng, assets, size, pair=count == 2) for _ in range(count)]
    return Play(tuple(_distinct(actors)), table, close=False)


def pick_article(rng: np.random.Generator, assets: Assets, *, among: tuple[Category, ...] = ()) -> Article:
    """A random article: first its category (of those among which to pick, if any), so that rare ones are seen.

    Raises SettingsError where there is none to pick from.
    """
    parents = [parent for parent in assets.of_category if not among or parent in among]
    if not parents:
        raise SettingsError(f"no product of {', '.join(among) or 'any category'} to show; give more products")
    weights = np.array([_WEIGHTS[parent] for parent in parents])
    parent = parents[int(rng.choice(len(parents), p=weights / weights.sum()))]
    articles = assets.of_category[parent]
    return articles[int(rng.integers(len(articles)))]


def random_light(rng: np.random.Generator) -> Light:
    """Light that does not quite suit the room."""
    level = float(np.exp(rng.normal(0, 0.14)))
    red, blue = (level * float(np.exp(rng.normal(0, 0.05))) for _ in range(2))
    return Light((red, level, blue), float(rng.choice([0.0, 0.35])))


def _shown(rng: np.random.Generator, assets: Assets, size: tuple[int, int], *, pair: bool) -> Actor:
    article = pick_article(rng, assets)
    unit = float(np.sqrt(size[0] * size[1]))
    manner = Manner.HANGER if article.hangs and rng.random() < 0.75 else Manner.HELD
    sprite = _view(rng, article)
    low, high = (0.24, 0.85) if article.hangs else (0.13, 0.75)
    longest = unit * float(np.exp(rng.uniform(np.log(low), np.log(high)))) * (0.75 if pair else 1.0)
    where = (float(rng.normal(0.5, 0.2)) * size[0], float(rng.normal(0.5, 0.17)) * size[1])
    return Actor(
        article,
        sprite,
        manner,
        where,
        height_for(sprite, longest),
        angle=float(rng.normal(0, 7 if manner is Manner.HANGER else 14)),
        squeeze=float(rng.choice([-1.0, 1.0], p=[0.25, 0.75]) * rng.uniform(0.7, 1.0)),
        grips=random_grips(rng, assets, manner, unit=unit, longest=longest),
        hanger=_hanger(rng, assets) if manner is Manner.HANGER else None,
        light=random_light(rng),
    )


def _closeup(rng: np.random.Generator, assets: Assets, size: tuple[int, int]) -> Actor:
    article = pick_article(rng, assets)
    unit = float(np.sqrt(size[0] * size[1]))
    sprite = _view(rng, article)
    longest = unit * float(np.exp(rng.uniform(np.log(0.5), np.log(1.7))))
    return Actor(
        article,
        sprite,
        Manner.CLOSEUP,
        (float(rng.normal(0.5, 0.1)) * size[0], float(rng.normal(0.5, 0.1)) * size[1]),
        height_for(sprite, longest),
        angle=float(rng.normal(0, 12)),
        squeeze=float(rng.choice([-1.0, 1.0], p=[0.2, 0.8])),
        grips=random_grips(rng, assets, Manner.CLOSEUP, unit=unit * 1.4, longest=longest),
        light=random_light(rng),
    )


def _photo(rng: np.random.Generator, assets: Assets, size: tuple[int, int]) -> Actor | None:
    """A photograph of a product in use that fills most of the picture or all of it."""
    packs, others = assets.photographed
    articles = packs if packs and (rng.random() < _PACKS or not others) else others
    if not articles:
        return None
    article = articles[int(rng.integers(len(articles)))]
    sprite = article.photos[int(rng.integers(len(article.photos)))]
    return Actor(
        article,
        sprite,
        Manner.PHOTO,
        *photo_place(rng, sprite, size),
        angle=float(rng.normal(0, 4)),
        squeeze=float(rng.choice([-1.0, 1.0], p=[0.2, 0.8])),
        light=random_light(rng),
    )


def photo_place(rng: np.random.Generator, sprite: Sprite, size: tuple[int, int]) -> tuple[tuple[float, float], float]:
    """Where (px) the product of a photograph is, and how high, so that the photograph covers about the picture."""
    x0, y0, x1, y1 = sprite.bounds
    cover = max(size[0] / sprite.size[0], size[1] / sprite.size[1])
    fit = min(size[0] / sprite.size[0], size[1] / sprite.size[1])
    scale = float(rng.uniform(0.9 * fit, 1.15 * cover))
    middle = ((x0 + x1) / 2 - sprite.size[0] / 2) * scale, ((y0 + y1) / 2 - sprite.size[1] / 2) * scale
    # Half of the way to the picture's middle: who films a product keeps it in view.
    where = (
        size[0] * float(rng.normal(0.5, 0.06)) + middle[0] / 2,
        size[1] * float(rng.normal(0.5, 0.06)) + middle[1] / 2,
    )
    return where, (y1 - y0) * scale


def _worn(rng: np.random.Generator, assets: Assets, size: tuple[int, int]) -> Actor | None:
    garments = [article for article in assets.of_category.get(Category.CLOTHING, ()) if article.worn]
    if not garments:
        return None
    article = garments[int(rng.integers(len(garments)))]
    sprite = article.worn[int(rng.integers(len(article.worn)))]
    _, y0, _, y1 = sprite.bounds
    person = size[1] * float(rng.uniform(0.7, 1.5))
    scale = person / sprite.size[1]
    # The person stands in, or is cut by, the picture's lower edge.
    foot = (
        size[1] * float(rng.uniform(0.98, 1.1)) if person < size[1] else person + size[1] * float(rng.uniform(0.0, 0.1))
    )
    middle = foot - person + (y0 + y1) / 2 * scale
    where = (float(rng.normal(0.5, 0.2)) * size[0], middle)
    flip = float(rng.choice([-1.0, 1.0]))
    return Actor(
        article, sprite, Manner.WORN, where, (y1 - y0) * scale, float(rng.normal(0, 1.5)), flip, light=random_light(rng)
    )


def _about(rng: np.random.Generator, assets: Assets, size: tuple[int, int], *, table: float) -> list[Actor]:
    """Products that stand on the table or hang about, none of them presented."""
    count = int(rng.choice([0, 1, 2, 3, 4, 6], p=[0.22, 0.2, 0.22, 0.18, 0.1, 0.08]))
    return [_standing(rng, assets, size, table=table) for _ in range(count)]


def _standing(rng: np.random.Generator, assets: Assets, size: tuple[int, int], *, table: float) -> Actor:
    article = pick_article(rng, assets)
    unit = float(np.sqrt(size[0] * size[1]))
    sprite = _view(rng, article)
    longest = unit * float(rng.uniform(0.09, 0.34))
    tall = height_for(sprite, longest)
    side = float(rng.choice([rng.uniform(0.0, 0.3), rng.uniform(0.7, 1.0), rng.uniform(0.3, 0.7)], p=[0.4, 0.4, 0.2]))
    if article.hangs:
        longest *= 1.3
        tall = height_for(sprite, longest)
        where = (side * size[0], tall * 0.5 + float(rng.uniform(-0.1, 0.25)) * size[1])
        hanger = _hanger(rng, assets) if rng.random() < 0.4 else None
        return Actor(
            article, sprite, Manner.HUNG, where, tall, float(rng.normal(0, 3)), hanger=hanger, light=random_light(rng)
        )
    foot = size[1] - float(rng.uniform(0.0, max(table, 0.12 * size[1])))
    return Actor(article, sprite, Manner.STANDING, (side * size[0], foot - tall / 2), tall, light=random_light(rng))


def _view(rng: np.random.Generator, article: Article) -> Sprite:
    """Mostly a view from near the front."""
    return nearest_view(article, float(rng.normal(0, 45)) if rng.random() < 0.75 else float(rng.uniform(0, 360)))


def _hanger(rng: np.random.Generator, assets: Assets) -> Sprite | None:
    return assets.hangers[int(rng.integers(len(assets.hangers)))] if assets.hangers else None


def _distinct(actors: list[Actor]) -> list[Actor]:
    """Each product once, the one in front kept."""
    seen: dict[str, Actor] = {}
    for actor in reversed(actors):
        seen.setdefault(actor.article.product_id, actor)
    return list(reversed(seen.values()))
