"""Drawn hands with forearms and sleeves, in many skin tones, and clothes hangers."""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from fashion_focus.core.arrays import Pixels, Vector
from fashion_focus.simulation.sprites import Sprite, make_sprite

SKINS = ((255, 224, 196), (241, 194, 155), (224, 172, 125), (198, 134, 90), (150, 98, 62), (110, 70, 44), (78, 48, 32))
_SIDE = 240  # width of the canvas a hand is drawn on; the hand itself is about half as wide
_WRIST = 260  # height of the canvas of a hand that ends at the wrist
_ARM = 1100  # height of that canvas: nearly all of it is forearm, so that the arm leaves the picture

Rgb = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Hand:
    """A hand that points up, its arm below: what lies behind a held thing, and the fingers that lie before it.

    grip: where the held thing meets the palm, in pixels of the sprites' first level.
    """

    behind: Sprite
    before: Sprite
    grip: tuple[float, float]
    span: float


@dataclass(frozen=True, slots=True)
class Look:
    """Colours (red, green, blue) of a person's skin and sleeves."""

    skin: tuple[int, int, int]
    sleeve: tuple[int, int, int]


def draw_hands(rng: np.random.Generator, count: int) -> tuple[Hand, ...]:
    """So many hands; half of them lie wholly before what they hold."""
    return tuple(draw_hand(rng, wrapped=bool(index % 2)) for index in range(count))


def draw_hangers(rng: np.random.Generator, count: int) -> tuple[Sprite, ...]:
    """Clothes hangers of several colours; the product outline of each is the whole hanger."""
    return tuple(_draw_hanger(rng) for _ in range(count))


def draw_hand(rng: np.random.Generator, *, wrapped: bool, look: Look | None = None, arm: bool = True) -> Hand:
    """One hand. wrapped: only its fingers lie before what it holds. look: whose, else anybody's.

    arm: with a forearm that is long enough to leave the picture, else it ends at the wrist.
    """
    look = look or random_look(rng)
    skin, sleeve = np.array(look.skin, float), np.array(look.sleeve, float)
    middle, palm_y = _SIDE / 2, 150.0
    long = _ARM if arm else _WRIST
    behind, before = (np.zeros((long, _SIDE, 4), np.uint8) for _ in range(2))
    wrist = rng.uniform(22, 30)
    _limb(behind, (middle, palm_y + 20), (middle + rng.uniform(-15, 15) * arm, long), wrist, skin, flat=not arm)
    if arm and rng.random() < 0.75:
        start = palm_y + rng.uniform(60, 240)
        _limb(behind, (middle, start), (middle, long), wrist * rng.uniform(1.25, 1.7), sleeve, flat=True)
    palm = before if not wrapped else behind
    cv2.ellipse(palm, ((middle, palm_y), (88 + rng.uniform(-8, 8), 100), 0), _ink(skin), -1, cv2.LINE_AA)
    _fingers(rng, before, (middle, palm_y), skin=skin)
    layers = [_shade(_half(layer), rng) for layer in (behind, before)]
    if not wrapped:
        layers = [layers[1], _over(layers[0], layers[1])]
    outline = np.array([[0, 0], [_SIDE, 0], [_SIDE, long], [0, long]], np.float32)
    sprites = [_fixed_sprite(layer, np.asarray(outline / 2, np.float32)) for layer in layers]
    return Hand(sprites[0], sprites[1], (middle / 2, (palm_y - 40) / 2), 75.0)


def random_look(rng: np.random.Generator) -> Look:
    """Anybody's skin and sleeves."""
    skin = np.array(SKINS[rng.integers(len(SKINS))], float) * rng.uniform(0.85, 1.05)
    sleeve = rng.uniform(20, 235, 3)
    sleeve = 0.7 * sleeve + 0.3 * sleeve.mean()  # clothes are seldom loud
    return Look(_colour(skin), _colour(sleeve))


def _fingers(rng: np.random.Generator, layer: Pixels, palm: tuple[float, float], *, skin: Rgb) -> None:
    """Four fingers that fan out and bend, and a thumb, each with a darker edge so that they read as fingers."""
    spread, bend = rng.uniform(0.06, 0.22), rng.uniform(-0.25, 0.25)
    mirror = rng.choice([-1.0, 1.0])
    for index in range(4):
        at = (palm[0] + (index - 1.5) * 21, palm[1] - 30 + abs(index - 1.5) * 6)
        length = (64, 78, 72, 56)[index] * rng.uniform(0.8, 1.05)
        angle = (index - 1.5) * spread + bend
        tip = (at[0] + length * np.sin(angle), at[1] - length * np.cos(angle))
        _limb(layer, at, tip, 12.5, skin * 0.72)
        _limb(layer, at, tip, 10.5, skin)
        nail = (tip[0], tip[1] - 2)
        cv2.circle(layer, _pixel(nail), 5, _ink(np.minimum(skin * 1.12 + 12, 255)), -1, cv2.LINE_AA)
    root = (palm[0] + mirror * 36, palm[1] + 10)
    reach = rng.uniform(0.5, 1.2)
    tip = (root[0] + mirror * 52 * np.sin(reach), root[1] - 58 * np.cos(reach))
    _limb(layer, root, tip, 15, skin * 0.72)
    _limb(layer, root, tip, 13, skin)


def _draw_hanger(rng: np.random.Generator) -> Sprite:
    layer = np.zeros((110, 260, 4), np.uint8)
    ink = _ink(rng.uniform(30, 230, 3))
    cv2.ellipse(layer, (130, 22), (14, 16), 0, 150, 400, ink, 4, cv2.LINE_AA)
    cv2.line(layer, (130, 38), (130, 52), ink, 4, cv2.LINE_AA)
    corners = np.array([[130, 52], [12, 98], [248, 98]], np.int32)
    cv2.polylines(layer, [corners], isClosed=True, color=ink, thickness=7, lineType=cv2.LINE_AA)
    sprite = make_sprite(layer, max_side=260)
    if sprite is None:
        raise RuntimeError("a drawn hanger is empty; this is a fault of the drawing")
    return sprite


def _colour(levels: Rgb) -> tuple[int, int, int]:
    red, green, blue = (int(np.clip(value, 0, 255)) for value in levels)
    return red, green, blue


def _ink(colour: Rgb | tuple[float, ...]) -> tuple[int, int, int, int]:
    red, green, blue = (int(np.clip(value, 0, 255)) for value in colour[:3])
    return red, green, blue, 255


def _pixel(point: tuple[float, float]) -> tuple[int, int]:
    return round(point[0]), round(point[1])


def _limb(
    layer: Pixels,
    start: tuple[float, float],
    end: tuple[float, float],
    radius: float,
    colour: Rgb,
    *,
    flat: bool = False,
) -> None:
    """A thick line; round ends unless flat."""
    along = np.array(end) - np.array(start)
    across = np.array([-along[1], along[0]]) / max(float(np.hypot(*along)), 1e-6) * radius
    corners = np.array([start + across, end + across, end - across, start - across])
    cv2.fillPoly(layer, [np.round(corners).astype(np.int32)], _ink(colour), cv2.LINE_AA)
    if not flat:
        cv2.circle(layer, _pixel(start), round(radius), _ink(colour), -1, cv2.LINE_AA)
        cv2.circle(layer, _pixel(end), round(radius), _ink(colour), -1, cv2.LINE_AA)


def _shade(layer: Pixels, rng: np.random.Generator) -> Pixels:
    """Light from one side, and darker rims."""
    depth = cv2.GaussianBlur(layer[..., 3], (0, 0), 4.5).astype(np.float32) / 255
    side = np.linspace(-1, 1, layer.shape[1], dtype=np.float32)[None] * rng.uniform(-0.18, 0.18)
    grain = cv2.resize(rng.normal(0, 0.04, (60, 24)).astype(np.float32), (layer.shape[1], layer.shape[0]))
    out = layer.copy()
    factor = (0.62 + 0.42 * depth + side + grain)[..., None]
    out[..., :3] = np.clip(layer[..., :3] * factor, 0, 255)
    return out


def _over(below: Pixels, above: Pixels) -> Pixels:
    alpha = above[..., 3:].astype(np.float32) / 255
    return np.asarray(below * (1 - alpha) + above * alpha, np.uint8)


def _fixed_sprite(layer: Pixels, outline: Vector) -> Sprite:
    """A sprite that keeps its canvas, so that both layers of a hand are placed by one matrix."""
    soft = cv2.GaussianBlur(layer, (3, 3), 0)
    premultiplied = soft.copy()
    premultiplied[..., :3] = np.minimum(soft[..., :3], soft[..., 3:])
    levels: list[Pixels] = [np.asarray(premultiplied, np.uint8)]
    for _ in range(3):
        levels.append(_half(levels[-1]))
    return Sprite(tuple(levels), outline)


def _half(picture: Pixels) -> Pixels:
    return np.asarray(cv2.resize(picture, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA), np.uint8)
