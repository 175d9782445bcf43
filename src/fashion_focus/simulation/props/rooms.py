"""Drawn rooms that shows come from: a wall with shelves, a clothes rail, a window, a plant and lights, out of focus."""

from collections.abc import Callable

import cv2
import numpy as np
import numpy.typing as npt

from fashion_focus.core.arrays import Pixels

_WIDTH, _HEIGHT = 480, 270
_WALLS = ((232, 222, 208), (205, 214, 218), (226, 203, 200), (196, 208, 190), (120, 112, 122), (74, 84, 98))
_WOODS = ((150, 108, 70), (96, 66, 46), (196, 164, 122), (236, 232, 226))
Canvas = npt.NDArray[np.float32]
Colour = tuple[float, ...]


def draw_rooms(rng: np.random.Generator, count: int) -> tuple[Pixels, ...]:
    """So many rooms (270, 480, 3)."""
    return tuple(_draw_room(rng) for _ in range(count))


def _draw_room(rng: np.random.Generator) -> Pixels:
    out = np.ones((_HEIGHT, _WIDTH, 3), np.float32)
    out *= np.array(_WALLS[rng.integers(len(_WALLS))], np.float32) + rng.normal(0, 8, 3).astype(np.float32)
    if rng.random() < 0.4:
        _panels(out, rng)
    # Things of the room from left to right, some of them behind the host.
    things: list[Callable[[Canvas, np.random.Generator, int], None]] = [_shelf, _rail, _window, _picture, _plant]
    places = [int(_WIDTH * share) for share in (0.02, 0.27, 0.52, 0.76)]
    for place, which in zip(places, rng.integers(0, len(things), len(places)), strict=True):
        if rng.random() < 0.85:
            things[which](out, rng, place + int(rng.integers(-8, 9)))
    out = np.asarray(cv2.GaussianBlur(out, (0, 0), float(rng.uniform(0.9, 2.6))), np.float32)
    if rng.random() < 0.4:
        out = _neon(out, rng)
    light = _lamp(rng)
    return np.clip(out * light[..., None] + rng.normal(0, 1.5, out.shape), 0, 255).astype(np.uint8)


def _panels(out: Canvas, rng: np.random.Generator) -> None:
    """A wall of boards or tiles."""
    step = int(rng.integers(24, 60))
    for x in range(int(rng.integers(step)), _WIDTH, step):
        out[:, x : x + 2] *= 0.88
    if rng.random() < 0.4:
        for y in range(int(rng.integers(step)), _HEIGHT, step):
            out[y : y + 2] *= 0.88


def _shelf(out: Canvas, rng: np.random.Generator, left: int) -> None:
    """Boards with boxes, jars and folded things on them."""
    wood = np.array(_WOODS[rng.integers(len(_WOODS))], float)
    wide, step = int(rng.integers(80, 125)), int(rng.integers(48, 70))
    for low in range(int(rng.integers(50, 80)), _HEIGHT, step):
        x = left + 3
        while x < left + wide - 10:
            size = (int(rng.integers(8, 22)), int(rng.integers(14, step - 12)))
            ink = _ink(rng)
            cv2.rectangle(out, (x, low - size[1]), (x + size[0], low), ink, -1)
            cv2.rectangle(out, (x, low - size[1] // 2), (x + size[0], low - size[1] // 4), _ink(rng), -1)
            x += size[0] + int(rng.integers(1, 9))
        cv2.rectangle(out, (left, low), (left + wide, low + 5), tuple(wood), -1)
        out[low + 6 : low + 12, max(0, left) : left + wide] *= 0.85


def _rail(out: Canvas, rng: np.random.Generator, left: int) -> None:
    """A clothes rail, full."""
    wide, top = int(rng.integers(90, 125)), int(rng.integers(50, 80))
    for x in (left + 2, left + wide - 2):
        cv2.line(out, (x, top - 8), (x, _HEIGHT), (60.0, 60.0, 64.0), 3)
    x = left + 6
    while x < left + wide - 10:
        size = (int(rng.integers(9, 18)), int(rng.integers(80, 135)))
        ink = np.array(_ink(rng))
        corners = np.array(
            [[x + 4, top], [x + size[0], top + 12], [x + size[0] + 2, top + size[1]], [x, top + size[1]]]
        )
        cv2.fillPoly(out, [corners], tuple(ink), cv2.LINE_AA)
        cv2.line(out, (x + size[0] // 2, top + 14), (x + size[0] // 2, top + size[1]), tuple(ink * 0.8), 2)
        x += int(size[0] * 0.75)
    cv2.line(out, (left, top - 4), (left + wide, top - 4), (90.0, 90.0, 95.0), 4)


def _window(out: Canvas, rng: np.random.Generator, left: int) -> None:
    """A bright window between curtains."""
    wide, top, foot = int(rng.integers(70, 110)), int(rng.integers(10, 40)), int(rng.integers(160, 220))
    glow = np.linspace(252, 215, foot - top, dtype=np.float32)[:, None, None]
    out[top:foot, max(0, left) : left + wide] = glow * np.array([0.97, 0.99, 1.0], np.float32)
    for x in (left, left + wide // 2, left + wide):
        cv2.line(out, (x, top), (x, foot), (240.0, 238.0, 234.0), 4)
    curtain = np.array(_ink(rng)) * 0.5 + 110
    for first in (left - 14, left + wide - 8):
        for fold in range(4):
            x = first + fold * 6
            cv2.rectangle(out, (x, top - 8), (x + 5, _HEIGHT), tuple(curtain * (0.82 + 0.07 * fold)), -1)


def _picture(out: Canvas, rng: np.random.Generator, left: int) -> None:
    """Framed pictures."""
    for index in range(int(rng.integers(1, 4))):
        x, y = left + 12 + 30 * index, int(rng.integers(24, 90))
        size = (int(rng.integers(20, 60)), int(rng.integers(26, 64)))
        cv2.rectangle(out, (x, y), (x + size[0], y + size[1]), (245.0, 243.0, 238.0), -1)
        cv2.rectangle(out, (x, y), (x + size[0], y + size[1]), (70.0, 60.0, 52.0), 3)
        middle = (x + size[0] // 2, y + size[1] // 2)
        cv2.ellipse(out, middle, (size[0] // 4, size[1] // 4), 0, 0, 360, _ink(rng), -1, cv2.LINE_AA)


def _plant(out: Canvas, rng: np.random.Generator, left: int) -> None:
    """A plant in a pot."""
    foot = (left + 40, int(rng.integers(205, 245)))
    green = np.array([52.0, 118.0, 60.0]) * rng.uniform(0.7, 1.2)
    for _ in range(int(rng.integers(10, 18))):
        angle, long = float(rng.uniform(-1.1, 1.1)), float(rng.uniform(40, 105))
        tip = (foot[0] + long * np.sin(angle) * 0.6, foot[1] - 10 - long * np.cos(angle))
        middle = (round((foot[0] + tip[0]) / 2), round((foot[1] + tip[1]) / 2))
        axes = (max(4, round(long / 10)), round(long / 2))
        leaf = tuple(green * rng.uniform(0.75, 1.2))
        cv2.ellipse(out, middle, axes, float(np.rad2deg(angle) * 0.6), 0, 360, leaf, -1, cv2.LINE_AA)
    pot = np.array([[-18, -8], [18, -8], [13, 60], [-13, 60]]) + foot
    cv2.fillPoly(out, [pot], tuple(np.array(_ink(rng)) * 0.5 + 90), cv2.LINE_AA)


def _neon(out: Canvas, rng: np.random.Generator) -> Canvas:
    """A sign that shines."""
    letters = np.zeros(out.shape, np.uint8)
    word = ("SALE", "LIVE", "HELLO", "SHOP", "NEW IN")[rng.integers(5)]
    colour = ((255.0, 70.0, 130.0), (90.0, 200.0, 255.0), (255.0, 190.0, 80.0))[rng.integers(3)]
    at = (int(rng.choice([30, 330])), int(rng.integers(40, 70)))
    cv2.putText(letters, word, at, cv2.FONT_HERSHEY_DUPLEX, 0.9, colour, 2, cv2.LINE_AA)
    sign = letters.astype(np.float32)
    halo = cv2.GaussianBlur(sign, (0, 0), 9)
    return np.asarray(out * 0.95 + 0.5 * halo + 0.8 * cv2.GaussianBlur(sign, (0, 0), 1.0), np.float32)


def _lamp(rng: np.random.Generator) -> npt.NDArray[np.float32]:
    """Factor on the light (H, W): brighter about one place."""
    rows, columns = np.mgrid[0:_HEIGHT, 0:_WIDTH].astype(np.float32)
    at = (float(rng.uniform(0, _WIDTH)), float(rng.uniform(-40, 90)))
    far = np.hypot(columns - at[0], rows - at[1]) / _WIDTH
    return np.asarray(rng.uniform(1.0, 1.15) - rng.uniform(0.2, 0.5) * far, np.float32)


def _ink(rng: np.random.Generator) -> Colour:
    """A colour as things in a room have it: seldom loud."""
    colour = rng.uniform(40, 235, 3)
    return tuple(float(value) for value in colour * 0.65 + colour.mean() * 0.35)
