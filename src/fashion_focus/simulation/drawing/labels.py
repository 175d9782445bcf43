"""Made-up brands and the printed surfaces of their packs."""

from dataclasses import dataclass

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from fashion_focus.core.arrays import Pixels

Colour = tuple[int, int, int]
COLORS: dict[str, Colour] = {
    "red": (200, 35, 45), "blue": (35, 80, 180), "green": (45, 140, 70), "yellow": (240, 200, 50),
        "white": (238, 238, 234),
    "black": (32, 32, 36), "pink": (235, 150, 175), "purple": (115, 65, 155), "orange": (235, 125, 40),
        "grey": (130, 132, 136),
    "brown": (115, 75, 50), "beige": (215, 195, 165), "navy": (28, 38, 80), "teal": (30, 130, 135),
        "mint": (160, 220, 195),
}  # fmt: skip
_STARTS = (
    "Nor", "Vel", "Kas", "Mira", "Tol", "Ber", "Lum", "Sana", "Ori", "Fen", "Dal", "Quin", "Ros", "Alba", "Zem", "Pico",
    "Hav", "Ilka", "Jun", "Wen", "Tar", "Mon", "Sel", "Bri", "Cala", "Dov", "Eri", "Gal", "Ney", "Ulm", "Yar", "Pel",
)  # fmt: skip
_ENDS = (
    "da", "vik", "ora", "lin", "tas", "mond", "ello", "ria", "fold", "nix", "berry", "way", "sund", "key", "mark", "ton",
    "ova", "eska", "line", "park", "dale", "wick", "gard", "lux", "mere", "stone", "field", "zen",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Print:
    """What is printed on a pack.

    ground, accent, ink: colours. brand and words: large and small text. motif: seed of the picture on it, so that a
    family shares its layout.
    """

    ground: Colour
    accent: Colour
    ink: Colour
    brand: str
    words: tuple[str, ...]
    motif: int


def brand_name(rng: np.random.Generator, part: tuple[int, int] = (0, 1)) -> str:
    """A made-up brand. part: (k, n) gives only brands of the k-th of n parts that have no brand in common."""
    which, parts = part
    number = int(rng.integers(len(_STARTS) * len(_ENDS) // parts)) * parts + which
    return _STARTS[number // len(_ENDS)] + _ENDS[number % len(_ENDS)]


def color_names(rng: np.random.Generator, count: int) -> list[str]:
    """So many different colour names."""
    names = list(COLORS)
    return [names[index] for index in rng.permutation(len(names))[:count]]


def tinted(rng: np.random.Generator, name: str, *, dye: Colour = (0, 0, 0), spread: float = 8.0) -> Colour:
    """A named colour, moved by a dye and slightly off: by `spread` levels."""
    red, green, blue = np.clip(np.array(COLORS[name]) + dye + rng.normal(0, spread, 3), 0, 255).astype(int)
    return int(red), int(green), int(blue)


def contrast(ground: Colour) -> Colour:
    """Dark or light ink that can be read on a ground."""
    return (25, 25, 30) if sum(ground) > 380 else (245, 245, 240)


def face(printed: Print, *, width: int, height: int, back: bool = False) -> Pixels:
    """A printed face (height, width, 3): ground, motif, brand and words; the back has small print instead."""
    rng = np.random.default_rng(printed.motif)
    out = np.empty((height, width, 3), np.uint8)
    out[:] = printed.ground
    _motif(out, printed, rng)
    image = Image.fromarray(out)
    draw = ImageDraw.Draw(image)
    if back:
        _small_print(draw, printed, (width, height))
    else:
        _headline(draw, printed, (width, height), at=float(rng.uniform(0.08, 0.3)))
    return np.asarray(image, np.uint8).copy()


def wrapped(printed: Print, *, width: int, height: int) -> Pixels:
    """A label (height, width, 3) that goes once around, its front's middle at the first column."""
    half = width // 2
    front = face(printed, width=half, height=height)
    back = face(printed, width=width - half, height=height, back=True)
    return np.roll(np.hstack([front, back]), -(half // 2), axis=1)


def _motif(out: Pixels, printed: Print, rng: np.random.Generator) -> None:
    height, width = out.shape[:2]
    kind = rng.integers(6)
    if kind == 0:
        top = int(rng.uniform(0.4, 0.75) * height)
        cv2.rectangle(
            out, (0, top), (width, min(height, top + int(rng.uniform(0.1, 0.4) * height))), printed.accent, -1
        )
    elif kind == 1:
        centre = (width // 2, int(rng.uniform(0.5, 0.75) * height))
        cv2.circle(out, centre, int(min(width, height) * rng.uniform(0.2, 0.45)), printed.accent, -1, cv2.LINE_AA)
    elif kind == 2:
        for offset in range(-height, width, max(8, width // int(rng.integers(3, 9)))):
            cv2.line(out, (offset, height), (offset + height, 0), printed.accent, max(2, width // 24), cv2.LINE_AA)
    elif kind == 3:
        points = np.array(
            [[0, height * rng.uniform(0.4, 0.8)], [width, height * rng.uniform(0.3, 0.8)], [width, height], [0, height]]
        )
        cv2.fillPoly(out, [points.astype(np.int32)], printed.accent, cv2.LINE_AA)
    else:
        for _ in range(int(rng.integers(4, 16))):
            at = (int(rng.integers(width)), int(rng.uniform(0.35, 1.0) * height))
            axes = (int(rng.uniform(0.04, 0.16) * width), int(rng.uniform(0.04, 0.16) * width))
            shade = tuple(int(np.clip(value * rng.uniform(0.7, 1.2), 0, 255)) for value in printed.accent)
            cv2.ellipse(out, at, axes, float(rng.uniform(0, 180)), 0, 360, shade, -1, cv2.LINE_AA)


def _headline(draw: ImageDraw.ImageDraw, printed: Print, size: tuple[int, int], *, at: float) -> None:
    width, height = size
    _fit(draw, printed.brand, (width / 2, at * height), (width * 0.86, height * 0.2), printed.ink)
    for index, word in enumerate(printed.words[:3]):
        room = (width * (0.7 - 0.12 * index), height * 0.12)
        _fit(draw, word, (width / 2, (at + 0.2 + 0.13 * index) * height), room, printed.ink)


def _fit(
    draw: ImageDraw.ImageDraw, text: str, centre: tuple[float, float], room: tuple[float, float], ink: Colour
) -> None:
    """Text as large as the room (width, height) allows."""
    size = max(6.0, min(room[0] / max(len(text), 1) * 1.75, room[1]))
    draw.text(centre, text, fill=ink, font=ImageFont.load_default(size), anchor="mm")


def _small_print(draw: ImageDraw.ImageDraw, printed: Print, size: tuple[int, int]) -> None:
    width, height = size
    rng = np.random.default_rng(printed.motif + 1)
    panel = [0.12 * width, 0.15 * height, 0.88 * width, 0.8 * height]
    draw.rectangle(panel, fill=(240, 240, 236))
    for row in np.arange(0.2, 0.74, 0.045):
        end = float(rng.uniform(0.5, 0.84))
        draw.line(
            [0.16 * width, row * height, end * width, row * height], fill=(60, 60, 60), width=max(1, height // 90)
        )
    for bar in np.arange(0.55, 0.82, 0.02):
        if rng.random() < 0.6:
            draw.line(
                [bar * width, 0.66 * height, bar * width, 0.77 * height], fill=(10, 10, 10), width=max(1, width // 90)
            )
