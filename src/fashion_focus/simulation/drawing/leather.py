"""Shoes and bags: silhouettes with soles, laces, straps, pockets and zips."""

from dataclasses import dataclass

import cv2
import numpy as np

from fashion_focus.core.arrays import Pixels
from fashion_focus.simulation.drawing.cloth import SIDE, Points, smooth
from fashion_focus.simulation.drawing.labels import Colour, contrast

# Uppers seen from the side, toe to the right, in shares of the square; and where their soles end.
UPPERS: dict[str, tuple[tuple[float, float], ...]] = {
    "sneaker": ((0.05, 0.4), (0.13, 0.34), (0.34, 0.38), (0.44, 0.36), (0.66, 0.5), (0.9, 0.56), (0.96, 0.64),
        (0.95, 0.7), (0.05, 0.7)),
    "flat": ((0.04, 0.5), (0.1, 0.47), (0.22, 0.56), (0.5, 0.6), (0.64, 0.52), (0.88, 0.58), (0.97, 0.66),
        (0.96, 0.7), (0.05, 0.7)),
    "boot": ((0.1, 0.08), (0.46, 0.08), (0.47, 0.45), (0.56, 0.53), (0.86, 0.6), (0.95, 0.7), (0.94, 0.77),
        (0.07, 0.77), (0.12, 0.5)),
    "heel": ((0.05, 0.3), (0.12, 0.27), (0.22, 0.42), (0.5, 0.62), (0.66, 0.61), (0.9, 0.72), (0.98, 0.78),
        (0.7, 0.78), (0.42, 0.68), (0.16, 0.54)),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shoe:
    """A shoe's design. shape: a key of UPPERS. sole: its colour. stripe: seed of the mark on its side."""

    shape: str
    color: Colour
    accent: Colour
    sole: Colour
    stripe: int


@dataclass(frozen=True, slots=True)
class Bag:
    """A bag's design.

    wide, tall: shares of the square. round: share of the corners' radius. straps: handles, shoulder or back.
    """

    wide: float
    tall: float
    round: float
    straps: str
    pockets: int
    color: Colour
    accent: Colour
    seed: int


def draw_shoe(shoe: Shoe, *, azimuth: float) -> Pixels:
    """RGBA of a shoe from its outer side (0), turned towards its toe or heel, or from its inner side (180)."""
    rng = np.random.default_rng(shoe.stripe)
    outline = smooth(np.array(UPPERS[shoe.shape]) + rng.normal(0, 0.005, (len(UPPERS[shoe.shape]), 2))) * SIDE
    layer = np.zeros((SIDE, SIDE, 4), np.uint8)
    _sole(layer, shoe)
    upper = _filled(outline)
    art = np.empty((SIDE, SIDE, 3), np.uint8)
    art[:] = shoe.color
    _shoe_marks(art, shoe, rng)
    layer = _lay(layer, art, upper)
    turned = np.cos(np.deg2rad(azimuth))
    lit = _rounded(layer, azimuth)
    size = (max(round(SIDE * 0.38), round(SIDE * abs(turned))), SIDE)
    lit = np.asarray(cv2.resize(lit, size, interpolation=cv2.INTER_AREA), np.uint8)
    return lit if turned >= 0 else np.ascontiguousarray(lit[:, ::-1])


def draw_bag(bag: Bag, *, azimuth: float) -> Pixels:
    """RGBA of a bag from the front (0), the back (180) or between."""
    back = abs((azimuth + 180) % 360 - 180) > 90
    width, height = bag.wide * SIDE, bag.tall * SIDE
    left, top = (SIDE - width) / 2, SIDE * 0.97 - height
    layer = np.zeros((SIDE, SIDE, 4), np.uint8)
    _straps(layer, bag, (left, top, width, height), back=back)
    body = _filled(_rounded_box(left, top, width, height, bag.round))
    art = np.empty((SIDE, SIDE, 3), np.uint8)
    art[:] = bag.color
    if back:
        cv2.rectangle(
            art,
            _at(left + 0.2 * width, top + 0.1 * height),
            _at(left + 0.8 * width, top + 0.9 * height),
            _dark(bag.color),
            3,
        )
    else:
        _bag_front(art, bag, (left, top, width, height))
    lit = _rounded(_lay(layer, art, body), azimuth)
    squeeze = max(0.5, abs(np.cos(np.deg2rad(azimuth))))
    return np.asarray(cv2.resize(lit, (round(SIDE * squeeze), SIDE), interpolation=cv2.INTER_AREA), np.uint8)


def _sole(layer: Pixels, shoe: Shoe) -> None:
    if shoe.shape == "heel":
        points = np.array([[0.05, 0.42], [0.16, 0.5], [0.11, 0.8], [0.07, 0.8]]) * SIDE
        cv2.fillPoly(layer, [points.astype(np.int32)], (*shoe.sole, 255), cv2.LINE_AA)
        cv2.line(layer, _at(0.42 * SIDE, 0.69 * SIDE), _at(0.97 * SIDE, 0.79 * SIDE), (*shoe.sole, 255), 5, cv2.LINE_AA)
        return
    top = {"sneaker": 0.66, "flat": 0.68, "boot": 0.75}[shoe.shape]
    thick = {"sneaker": 0.11, "flat": 0.05, "boot": 0.09}[shoe.shape]
    points = (
        smooth(np.array([[0.03, top], [0.97, top], [0.98, top + thick * 0.6], [0.9, top + thick], [0.05, top + thick]]))
        * SIDE
    )
    cv2.fillPoly(layer, [points.astype(np.int32)], (*shoe.sole, 255), cv2.LINE_AA)


def _shoe_marks(art: Pixels, shoe: Shoe, rng: np.random.Generator) -> None:
    dark, light = _dark(shoe.color), contrast(shoe.color)
    cv2.ellipse(art, _at(0.98 * SIDE, 0.74 * SIDE), _at(0.2 * SIDE, 0.2 * SIDE), 0, 0, 360, dark, 2, cv2.LINE_AA)
    cv2.ellipse(
        art, _at(0.04 * SIDE, 0.7 * SIDE), _at(0.16 * SIDE, 0.24 * SIDE), 0, 0, 360, shoe.accent, -1, cv2.LINE_AA
    )
    if shoe.shape in {"sneaker", "boot"}:
        high, low = ((0.4, 0.37), (0.64, 0.52)) if shoe.shape == "sneaker" else ((0.44, 0.16), (0.5, 0.5))
        for share in np.linspace(0, 1, 6):
            x, y = (np.array(high) * (1 - share) + np.array(low) * share) * SIDE
            cv2.line(art, _at(x - 18, y + 9), _at(x + 7, y - 3), light, 4, cv2.LINE_AA)
    kind = rng.integers(3)
    for index in range(int(rng.integers(1, 4))):
        x = (0.3 + 0.1 * index) * SIDE
        if kind == 0:
            cv2.line(art, _at(x, 0.68 * SIDE), _at(x + 0.12 * SIDE, 0.46 * SIDE), shoe.accent, 8, cv2.LINE_AA)
        elif kind == 1:
            cv2.ellipse(art, _at(x + 20, 0.6 * SIDE), (40, 14), -20, 0, 200, shoe.accent, 6, cv2.LINE_AA)
        else:
            cv2.circle(art, _at(x, 0.6 * SIDE), 11, shoe.accent, -1, cv2.LINE_AA)


def _straps(layer: Pixels, bag: Bag, box: tuple[float, float, float, float], *, back: bool) -> None:
    left, top, width, _ = box
    middle = (left + width / 2, top + 6)
    ink = (*_dark(bag.accent), 255)
    if bag.straps == "handles":
        cv2.ellipse(layer, _at(*middle), _at(width * 0.26, max(20.0, top - 12)), 0, 180, 360, ink, 9, cv2.LINE_AA)
    elif bag.straps == "shoulder":
        cv2.ellipse(layer, _at(*middle), _at(width * 0.46, max(20.0, top - 10)), 0, 180, 360, ink, 6, cv2.LINE_AA)
    elif bag.straps == "back":
        cv2.ellipse(layer, _at(middle[0], middle[1] + 8), (18, 22), 0, 180, 360, ink, 7, cv2.LINE_AA)
        if not back:
            for side in (-1, 1):
                cv2.ellipse(
                    layer,
                    _at(middle[0] + side * width * 0.36, top + 0.3 * SIDE),
                    (26, 84),
                    0,
                    0,
                    360,
                    ink,
                    12,
                    cv2.LINE_AA,
                )


def _bag_front(art: Pixels, bag: Bag, box: tuple[float, float, float, float]) -> None:
    left, top, width, height = box
    rng = np.random.default_rng(bag.seed)
    dark = _dark(bag.color)
    cv2.line(art, _at(left, top + 0.14 * height), _at(left + width, top + 0.14 * height), dark, 4)
    for index in range(bag.pockets):
        low = top + height * (0.93 - 0.36 * index)
        inset = width * (0.1 + 0.05 * index)
        shape = _rounded_box(left + inset, low - 0.32 * height, width - 2 * inset, 0.32 * height, 0.2)
        fill = bag.accent if rng.random() < 0.6 else bag.color
        cv2.fillPoly(art, [shape.astype(np.int32)], fill, cv2.LINE_AA)
        cv2.polylines(art, [shape.astype(np.int32)], True, dark, 3, cv2.LINE_AA)
        cv2.line(
            art, _at(left + inset + 8, low - 0.24 * height), _at(left + width - inset - 8, low - 0.24 * height), dark, 3
        )
    if rng.random() < 0.6:
        size = (int(width * 0.1), int(height * 0.06))
        cv2.ellipse(
            art, _at(left + width / 2, top + 0.3 * height), size, 0, 0, 360, contrast(bag.color), -1, cv2.LINE_AA
        )


def _rounded_box(left: float, top: float, width: float, height: float, share: float) -> Points:
    radius = share * min(width, height)
    corners = [
        (left + radius, top),
        (left + width - radius, top),
        (left + width, top + radius),
        (left + width, top + height - radius * 0.6),
    ]
    corners += [
        (left + width - radius, top + height),
        (left + radius, top + height),
        (left, top + height - radius * 0.6),
        (left, top + radius),
    ]
    return smooth(np.array(corners))


def _filled(outline: Points) -> Pixels:
    mask = np.zeros((SIDE, SIDE), np.uint8)
    cv2.fillPoly(mask, [np.round(outline * 16).astype(np.int32)], 255, cv2.LINE_AA, 4)
    return mask


def _lay(layer: Pixels, art: Pixels, mask: Pixels) -> Pixels:
    """A filled shape over what is drawn already."""
    share = (mask.astype(np.float32) / 255)[..., None]
    colour = layer[..., :3] * (1 - share) + art * share
    return np.dstack([colour, np.maximum(layer[..., 3], mask)]).astype(np.uint8)


def _rounded(layer: Pixels, azimuth: float) -> Pixels:
    """Light from above that shows a body's depth, a little different from every side."""
    depth = cv2.GaussianBlur(layer[..., 3], (0, 0), 11).astype(np.float32) / 255
    rows = np.linspace(1.1, 0.84, SIDE, dtype=np.float32)[:, None]
    side = 1 + 0.14 * np.sin(np.deg2rad(azimuth)) * np.linspace(-1, 1, SIDE, dtype=np.float32)[None]
    grain = cv2.resize(np.random.default_rng(5).normal(0, 0.05, (13, 13)).astype(np.float32), (SIDE, SIDE))
    factor = (0.66 + 0.38 * depth) * rows * side + grain
    return np.dstack([np.clip(layer[..., :3] * factor[..., None], 0, 255), layer[..., 3]]).astype(np.uint8)


def _at(x: float, y: float) -> tuple[int, int]:
    return round(float(x)), round(float(y))


def _dark(color: Colour) -> Colour:
    red, green, blue = (int(value * 0.55) for value in color)
    return red, green, blue
