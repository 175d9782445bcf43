"""A drawn host: head, hair, neck and a sweater; arms come with the hands that hold products."""

import cv2
import numpy as np

from fashion_focus.simulation.hands import SKINS
from fashion_focus.simulation.sprites import Sprite, make_sprite

_HAIR = ((28, 22, 20), (60, 38, 24), (112, 72, 40), (196, 158, 96), (150, 70, 36), (150, 148, 146))
_SIZE = (420, 520)  # width and height px


def draw_host(rng: np.random.Generator) -> Sprite:
    """A host to the waist; stands with its lower edge at the picture's."""
    width, height = _SIZE
    layer = np.zeros((height, width, 4), np.uint8)
    skin = tuple(float(value) for value in SKINS[rng.integers(len(SKINS))])
    hair, sweater = (*_HAIR[rng.integers(len(_HAIR))], 255), _color(rng, 30, 220)
    middle = width // 2
    if rng.random() < 0.5:
        cv2.ellipse(layer, (middle, 190), (92, 150), 0, 0, 360, hair, -1, cv2.LINE_AA)
    shoulders = np.array([[60, 520], [70, 370], [150, 310], [270, 310], [350, 370], [360, 520]])
    cv2.fillPoly(layer, [shoulders], sweater, cv2.LINE_AA)
    cv2.rectangle(layer, (middle - 30, 240), (middle + 30, 325), _shade(skin, 0.85), -1)
    cv2.ellipse(layer, (middle, 318), (46, 22), 0, 0, 180, _shade(skin, 0.85), -1, cv2.LINE_AA)
    cv2.ellipse(layer, (middle, 165), (68, 90), 0, 0, 360, _shade(skin, 1.0), -1, cv2.LINE_AA)
    cv2.ellipse(layer, (middle, 120), (74, 66), 0, 180, 360, hair, -1, cv2.LINE_AA)
    for side in (-1, 1):
        cv2.ellipse(layer, (middle + side * 25, 165), (9, 6), 0, 0, 360, (245, 245, 245, 255), -1, cv2.LINE_AA)
        cv2.circle(layer, (middle + side * 25, 165), 5, (40, 30, 25, 255), -1, cv2.LINE_AA)
        cv2.line(layer, (middle + side * 14, 149), (middle + side * 36, 147), hair, 4, cv2.LINE_AA)
    cv2.line(layer, (middle, 170), (middle - 4, 193), _shade(skin, 0.75), 3, cv2.LINE_AA)
    cv2.ellipse(layer, (middle, 214), (20, 8), 0, 0, 180, (170, 70, 70, 255), -1, cv2.LINE_AA)
    sprite = make_sprite(_lit(layer), max_side=height)
    if sprite is None:
        raise RuntimeError("a drawn host is empty; this is a fault of the drawing")
    return sprite


def _lit(layer: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    depth = cv2.GaussianBlur(layer[..., 3], (0, 0), 16).astype(np.float32) / 255
    side = np.linspace(0.92, 1.08, layer.shape[1], dtype=np.float32)[None]
    colour = np.clip(layer[..., :3] * ((0.65 + 0.4 * depth) * side)[..., None], 0, 255)
    return np.dstack([colour, layer[..., 3]]).astype(np.uint8)


def _color(rng: np.random.Generator, low: int, high: int) -> tuple[int, int, int, int]:
    red, green, blue = (int(value) for value in rng.integers(low, high, 3))
    return red, green, blue, 255


def _shade(skin: tuple[float, ...], factor: float) -> tuple[int, int, int, int]:
    red, green, blue = (int(min(255.0, value * factor)) for value in skin)
    return red, green, blue, 255
