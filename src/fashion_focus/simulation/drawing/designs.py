"""Designs: what a family of drawn products has in common, and how each of its members is drawn from any side."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from fashion_focus.core.arrays import Pixels
from fashion_focus.simulation.drawing.cloth import Cloth, draw_cloth
from fashion_focus.simulation.drawing.labels import COLORS, Colour, Print, contrast, tinted
from fashion_focus.simulation.drawing.leather import Bag, Shoe, draw_bag, draw_shoe
from fashion_focus.simulation.drawing.packs import Folded, Turned, draw_folded, draw_turned

_PATTERNS = {
    "plain": "", "stripes": "striped", "bars": "barred", "checks": "checked", "dots": "dotted", "heather": "heathered",
}  # fmt: skip
_PATTERN_SHARES = (0.42, 0.14, 0.08, 0.12, 0.1, 0.14)


@dataclass(frozen=True, slots=True)
class Member:
    """What tells one member of a family from the others: its two colours with the first one's name, and its flavour."""

    color: Colour
    accent: Colour
    color_name: str
    flavour: str


Draw = Callable[[float], Pixels]
"""From an azimuth in degrees to RGBA."""


@dataclass(frozen=True, slots=True)
class Family:
    """How a family's members are drawn, and what can be seen on all of them. pattern: of cloth, "" for none."""

    draw: Callable[[Member], Draw]
    pattern: str = ""
    details: tuple[str, ...] = ()


Design = Callable[[np.random.Generator, str, str], Family]
"""From the family's generator, brand and noun to how its members are drawn."""
Thing = Callable[..., Pixels]


def turned(options: tuple[Turned, ...]) -> Design:
    """Bottles, cans, jars and the like: one of some turned bodies, with a label."""

    def design(rng: np.random.Generator, brand: str, noun: str) -> Family:
        body = options[rng.integers(len(options))]
        slim = body.slim * float(rng.uniform(0.85, 1.2))
        body = replace(body, slim=slim)
        motif, cap, bare = _seed(rng), _any_color(rng), _any_color(rng)
        return Family(
            lambda member: (
                lambda azimuth: draw_turned(
                    body, _printed(member, brand, noun, motif=motif), (cap, bare), azimuth=azimuth
                )
            )
        )

    return design


def folded(wide: tuple[float, float], deep: tuple[float, float], *, gable: float = 0.0, soft: float = 0.0) -> Design:
    """Boxes, cartons and pouches; wide and deep: ranges in shares of the height."""

    def design(rng: np.random.Generator, brand: str, noun: str) -> Family:
        body = Folded(float(rng.uniform(*wide)), float(rng.uniform(*deep)), gable, soft)
        motif = _seed(rng)
        return Family(
            lambda member: (
                lambda azimuth: draw_folded(body, _printed(member, brand, noun, motif=motif), azimuth=azimuth)
            )
        )

    return design


def cloth(shapes: dict[str, str], *, zipped: float = 0.0, printed: float = 0.0) -> Design:
    """Garments whose noun says their shape; zipped and printed: how often they are."""

    def design(rng: np.random.Generator, brand: str, noun: str) -> Family:
        shape = shapes[noun]
        pattern = str(rng.choice(list(_PATTERNS), p=_PATTERN_SHARES))
        cut = (float(rng.uniform(0.82, 1.02)), float(rng.uniform(0.85, 1.02)))
        seed, has_zip, has_print = _seed(rng), bool(rng.random() < zipped), bool(rng.random() < printed)

        def of(member: Member) -> Draw:
            art = (
                _printed(Member(member.accent, member.color, "", noun), brand, noun, motif=seed) if has_print else None
            )
            cloth = Cloth(shape, member.color, member.accent, pattern, cut, seed, has_zip, art)
            return lambda azimuth: draw_cloth(cloth, azimuth=azimuth)

        details = (*(["zip front"] if has_zip else []), *(["printed chest"] if has_print else []))
        return Family(of, _PATTERNS[pattern], details)

    return design


def shoe(shape: str) -> Design:
    """Shoes of one shape."""

    def design(rng: np.random.Generator, _brand: str, _noun: str) -> Family:
        seed = _seed(rng)
        sole = _any_color(rng) if rng.random() < 0.4 else (235, 233, 228)
        return Family(
            lambda member: (
                lambda azimuth: draw_shoe(Shoe(shape, member.color, member.accent, sole, seed), azimuth=azimuth)
            )
        )

    return design


def bag(wide: tuple[float, float], tall: tuple[float, float], straps: tuple[str, ...]) -> Design:
    """Bags; wide and tall: ranges in shares of the square they are drawn in."""

    def design(rng: np.random.Generator, _brand: str, _noun: str) -> Family:
        size = (float(rng.uniform(*wide)), float(rng.uniform(*tall)))
        look = (float(rng.uniform(0.05, 0.45)), str(rng.choice(straps)), int(rng.integers(0, 3)), _seed(rng))
        return Family(
            lambda member: (
                lambda azimuth: draw_bag(
                    Bag(*size, look[0], look[1], look[2], member.color, member.accent, look[3]), azimuth=azimuth
                )
            )
        )

    return design


def pottery(draw: Thing) -> Design:
    """Mugs or bowls, with a label."""

    def design(rng: np.random.Generator, brand: str, noun: str) -> Family:
        motif, body = _seed(rng), _any_color(rng)
        return Family(
            lambda member: lambda azimuth: draw(_printed(member, brand, noun, motif=motif), body, azimuth=azimuth)
        )

    return design


def thing(draw: Thing) -> Design:
    """Toys, tools and household goods, told apart by their two colours."""

    def design(rng: np.random.Generator, _brand: str, _noun: str) -> Family:
        seed = _seed(rng)
        return Family(lambda member: lambda azimuth: draw((member.color, member.accent), seed, azimuth=azimuth))

    return design


def _seed(rng: np.random.Generator) -> int:
    return int(rng.integers(2**31 - 1))


def _any_color(rng: np.random.Generator) -> Colour:
    names = list(COLORS)
    return tinted(rng, names[rng.integers(len(names))])


def _printed(member: Member, brand: str, noun: str, *, motif: int) -> Print:
    return Print(member.color, member.accent, contrast(member.color), brand, (member.flavour, noun), motif)
