"""The drawn range: families of near twins over all categories, each article with its views, title and colour."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from fashion_focus.core.taxonomy import Category
from fashion_focus.simulation.articles import Article
from fashion_focus.simulation.classes import leaf_index
from fashion_focus.simulation.drawing.designs import (
    Design,
    Draw,
    Family,
    Member,
    bag,
    cloth,
    folded,
    pottery,
    shoe,
    thing,
    turned,
)
from fashion_focus.simulation.drawing.labels import Colour, brand_name, color_names, tinted
from fashion_focus.simulation.drawing.naming import FLAVOURS_ZH, Called
from fashion_focus.simulation.drawing.packs import Turned
from fashion_focus.simulation.drawing.things import draw_bowl, draw_household, draw_mug, draw_tool, draw_toy
from fashion_focus.simulation.drawing.turntable import Turntable
from fashion_focus.simulation.drawing.wearers import WEARABLE, draw_wearer
from fashion_focus.simulation.sprites import Sprite, make_sprite

_FLAVOURS = tuple(FLAVOURS_ZH)
_AZIMUTHS = (0.0, 25.0, -30.0, 60.0, 150.0, 180.0, 215.0)
TURNS = tuple(float(azimuth) for azimuth in range(0, 360, 18))
"""Azimuths so near to one another that a product seems to turn, not to jump."""


@dataclass(frozen=True, slots=True)
class Maker:
    """Who makes a drawn range; what makers of different `part` make differs in ids, brands and dyes.

    name: begins the ids. part: the k-th of n makers. dye: what it adds to red, green and blue. azimuths: the sides that
    its products are seen from.
    """

    name: str = "drawn"
    part: tuple[int, int] = (0, 1)
    dye: Colour = (0, 0, 0)
    azimuths: tuple[float, ...] = _AZIMUTHS


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of product: its class, the nouns that titles use, and how a family of it is designed.

    design: takes the family's generator and brand, and gives what draws a member from any azimuth.
    """

    category: Category
    fine: str
    nouns: tuple[str, ...]
    design: Design
    flavoured: bool = False


_BOTTLES = (
    Turned(((0, 0.3), (0.1, 0.3), (0.11, 0.26), (0.22, 0.3), (0.36, 0.95), (0.42, 1), (0.96, 1),
        (1, 0.92)), 0.34, 0.1, (0.45, 0.85), True),
    Turned(((0, 0.36), (0.09, 0.36), (0.1, 0.3), (0.4, 0.5), (0.5, 1), (0.97, 1),
        (1, 0.9)), 0.27, 0.09, (0.55, 0.9), True),
    Turned(((0, 0.7), (0.13, 0.72), (0.15, 1), (0.6, 0.96), (0.96, 1), (1, 0.9)), 0.36, 0.14, (0.2, 0.9)),
)  # fmt: skip
_CANS = (
    Turned(((0, 0.8), (0.02, 0.84), (0.07, 1), (0.94, 1), (0.98, 0.86), (1, 0.8)), 0.54, 0.04, (0.06, 0.96)),
    Turned(((0, 0.82), (0.02, 0.86), (0.06, 1), (0.95, 1), (1, 0.82)), 0.38, 0.03, (0.05, 0.96)),
)
_TUBS = (
    Turned(((0, 1), (0.08, 1), (0.09, 0.96), (1, 0.76)), 1.05, 0.08, (0.14, 0.95)),
    Turned(((0, 1), (0.04, 1), (0.05, 0.97), (0.96, 0.97), (1, 1)), 0.72, 0.05, (0.06, 0.95)),
    Turned(((0, 0.94), (0.18, 0.94), (0.2, 0.85), (0.26, 1), (0.97, 1), (1, 0.94)), 0.75, 0.19, (0.3, 0.92), True),
)
_TUBES = (
    Turned(((0, 1), (0.03, 1), (0.8, 0.82), (0.83, 0.6), (0.84, 0.66), (1, 0.62)), 0.36, -0.16, (0.05, 0.8)),
    Turned(((0, 0.95), (0.04, 0.95), (0.76, 0.95), (0.78, 0.85), (1, 0.85)), 0.3, -0.22, (0.06, 0.74)),
)
_JARS = (
    Turned(((0, 0.97), (0.05, 1), (0.38, 1), (0.4, 0.9), (0.45, 0.97), (0.93, 1), (1, 0.88)), 1.3, 0.39, (0.48, 0.88)),
    Turned(((0, 0.93), (0.3, 0.95), (0.32, 0.88), (0.36, 1), (0.95, 1), (1, 0.9)), 0.95, 0.31, (0.42, 0.9), True),
)
_FLACONS = (
    Turned(((0, 0.5), (0.03, 0.55), (0.05, 0.2), (0.14, 0.2), (0.16, 0.45), (0.25, 0.5), (0.3, 0.97),
        (0.97, 1), (1, 0.9)), 0.4, 0.25, (0.4, 0.85)),
    Turned(((0, 0.42), (0.25, 0.42), (0.26, 0.25), (0.3, 0.25), (0.34, 0.9), (0.4, 1), (0.97, 1),
        (1, 0.92)), 0.5, 0.25, (0.5, 0.85), True),
    Turned(((0, 0.62), (0.16, 0.62), (0.18, 0.9), (0.4, 0.93), (0.7, 1), (0.97, 0.96),
        (1, 0.85)), 0.42, 0.16, (0.28, 0.88)),
)  # fmt: skip
_C, _S = Category, True
_ANYONE = Maker()
KINDS: tuple[Kind, ...] = (
    Kind(
        _C.CLOTHING,
        "top",
        ("Tee", "T-Shirt", "Tank"),
        cloth({"Tee": "tee", "T-Shirt": "tee", "Tank": "tank"}, printed=0.5),
    ),
    Kind(_C.CLOTHING, "top", ("Shirt", "Long Sleeve"), cloth({"Shirt": "shirt", "Long Sleeve": "shirt"}, zipped=0.6)),
    Kind(
        _C.CLOTHING,
        "outerwear",
        ("Hoodie", "Jacket", "Coat"),
        cloth({"Hoodie": "hoodie", "Jacket": "hoodie", "Coat": "coat"}, zipped=0.7, printed=0.2),
    ),
    Kind(
        _C.CLOTHING,
        "trousers",
        ("Trousers", "Joggers", "Jeans"),
        cloth(dict.fromkeys(("Trousers", "Joggers", "Jeans"), "trousers")),
    ),
    Kind(_C.CLOTHING, "shorts", ("Shorts",), cloth({"Shorts": "shorts"})),
    Kind(_C.CLOTHING, "dress", ("Dress", "Sundress"), cloth({"Dress": "dress", "Sundress": "dress"}, zipped=0.2)),
    Kind(_C.CLOTHING, "skirt", ("Skirt",), cloth({"Skirt": "skirt"})),
    Kind(_C.CLOTHING, "underwear", ("Sports Bra",), cloth({"Sports Bra": "bra"})),
    Kind(_C.CLOTHING, "accessory", ("Beanie", "Scarf"), cloth({"Beanie": "beanie", "Scarf": "scarf"})),
    Kind(_C.SHOE, "sneaker", ("Sneaker", "Running Shoe", "Trainer"), shoe("sneaker")),
    Kind(_C.SHOE, "flat", ("Ballerina", "Loafer"), shoe("flat")),
    Kind(_C.SHOE, "boot", ("Boot", "Winter Boot"), shoe("boot")),
    Kind(_C.SHOE, "heel", ("Pump", "High Heel"), shoe("heel")),
    Kind(_C.BAG, "backpack", ("Backpack", "Daypack"), bag((0.5, 0.68), (0.7, 0.85), ("back",))),
    Kind(_C.BAG, "handbag", ("Handbag", "Tote", "Shoulder Bag"), bag((0.5, 0.9), (0.4, 0.65), ("handles", "shoulder"))),
    Kind(_C.BAG, "travel bag", ("Duffle Bag", "Gym Bag"), bag((0.85, 0.96), (0.38, 0.5), ("handles", "shoulder"))),
    Kind(_C.SNACK, "box", ("Biscuits", "Cereal", "Crackers"), folded((0.45, 0.95), (0.15, 0.4)), _S),
    Kind(_C.SNACK, "pouch", ("Crisps", "Nuts", "Granola"), folded((0.55, 0.8), (0.12, 0.2), soft=1.0), _S),
    Kind(_C.SNACK, "tub", ("Yoghurt", "Pudding", "Cocoa"), turned(_TUBS), _S),
    Kind(_C.BOTTLE, "bottle", ("Lemonade", "Iced Tea", "Syrup"), turned(_BOTTLES), _S),
    Kind(_C.BOTTLE, "carton", ("Juice", "Oat Drink", "Milk"), folded((0.34, 0.5), (0.3, 0.42), gable=0.2), _S),
    Kind(_C.BOTTLE, "can", ("Soda", "Tonic"), turned(_CANS), _S),
    Kind(_C.BEAUTY, "tube", ("Hand Cream", "Face Wash", "Toothpaste"), turned(_TUBES), _S),
    Kind(_C.BEAUTY, "jar", ("Night Cream", "Body Butter"), turned(_JARS), _S),
    Kind(_C.BEAUTY, "flacon", ("Shampoo", "Perfume", "Lotion"), turned(_FLACONS), _S),
    Kind(_C.OTHER, "tableware", ("Mug",), pottery(draw_mug)),
    Kind(_C.OTHER, "tableware", ("Bowl",), pottery(draw_bowl)),
    Kind(_C.OTHER, "toy", ("Toy Friend", "Toy Car"), thing(draw_toy)),
    Kind(_C.OTHER, "tool", ("Brush", "Spatula", "Mallet"), thing(draw_tool)),
    Kind(_C.OTHER, "household", ("Notebook", "Wall Clock", "Frame"), thing(draw_household)),
)


def draw_articles(
    rng: np.random.Generator, count: int, *, max_side: int, maker: Maker = _ANYONE
) -> tuple[Article, ...]:
    """So many drawn articles in families of one to four; the same generator state gives the same articles."""
    found: list[Article] = []
    order = list(rng.permutation(len(KINDS)))
    taken: set[tuple[str, str]] = set()
    family = 0
    while len(found) < count:
        kind = KINDS[int(order[family % len(order)])]
        names = (f"{maker.name}-{family:03d}", *_brand_and_noun(rng, kind, taken, maker))
        found += _family(rng, kind, names, maker=maker, max_side=max_side)
        family += 1
    return tuple(found[:count])


def _brand_and_noun(rng: np.random.Generator, kind: Kind, taken: set[tuple[str, str]], maker: Maker) -> tuple[str, str]:
    """A brand that makes nothing of this noun yet, so that no two families have one title."""
    for _ in range(100):
        names = brand_name(rng, maker.part), kind.nouns[rng.integers(len(kind.nouns))]
        if names not in taken:
            break
    taken.add(names)
    return names


def _family(
    rng: np.random.Generator, kind: Kind, names: tuple[str, str, str], *, maker: Maker, max_side: int
) -> list[Article]:
    design = kind.design(rng, names[1], names[2])
    size = int(rng.integers(1, 5))
    colors = color_names(rng, size + 1)
    flavours = [_FLAVOURS[index] for index in rng.permutation(len(_FLAVOURS))[:size]]
    accent = tinted(rng, colors[-1], dye=maker.dye)
    members = [
        Member(tinted(rng, color, dye=maker.dye), accent, color, flavour)
        for color, flavour in zip(colors[:-1], flavours, strict=True)
    ]
    return [
        _article(kind, names, design, member, _views(kind, design.draw(member), maker.azimuths, max_side=max_side))
        for member in members
    ]


def _views(kind: Kind, draw: Draw, azimuths: tuple[float, ...], *, max_side: int) -> tuple[Turntable, Sequence[Sprite]]:
    """A product's sides and, of a garment, somebody who wears it; nothing is drawn yet."""
    sides = Turntable(lambda azimuth: make_sprite(draw(azimuth), max_side=max_side, azimuth=azimuth), azimuths)
    if kind.category is not Category.CLOTHING or kind.fine not in WEARABLE:
        return sides, ()

    def wear(azimuth: float) -> Sprite | None:
        garment = draw(azimuth)
        person, mask = draw_wearer(garment, kind.fine, seed=int(garment[::7, ::7].sum()))
        return make_sprite(person, max_side=2 * max_side, product=mask)

    return sides, Turntable(wear, (0.0,))


def _article(
    kind: Kind,
    names: tuple[str, str, str],
    design: Family,
    member: Member,
    views: tuple[Turntable, Sequence[Sprite]],
) -> Article:
    group, brand, noun = names
    flavour = member.flavour if kind.flavoured else ""
    called = Called(brand, noun, member.color_name, flavour, design.pattern, design.details)
    return Article(
        f"{group}-{(flavour or member.color_name).replace(' ', '-')}",
        leaf_index(kind.category, kind.fine),
        views[0],
        worn=views[1],
        title=called.title,
        group=group,
        brand=brand,
        color=member.color_name,
        title_zh=called.title_zh,
        about=called.about,
        about_zh=called.about_zh,
    )
