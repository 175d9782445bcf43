"""What stands before a product in live video: hands, price stickers, other products."""

import cv2
import numpy as np
import numpy.typing as npt

from fashion_focus.core.arrays import Pixels
from fashion_focus.training.visual_material import Sprite

Random = np.random.Generator
Floats = npt.NDArray[np.float32]

_STICKER_WORDS = ("SALE", "-50%", "9.99", "NEW", "HOT", "2+1", "199", "TOP")


def blend(under: Pixels, over: Pixels, alpha: npt.NDArray[np.uint8]) -> Pixels:
    """`over` before `under`, both (H, W, 3), where alpha (H, W) says so."""
    share = cv2.merge([alpha.astype(np.float32) / 255] * 3)
    return np.asarray(under + (over.astype(np.float32) - under) * share, np.uint8)


def put_beside(picture: Pixels, other: Sprite, box: Floats, rng: Random) -> Pixels:
    """Another product that stands partly before the first one."""
    side = box[2:] - box[:2]
    share = float(max(side)) / max(other.shape[:2]) * rng.uniform(0.5, 1.0)
    small = cv2.resize(other, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
    angle = rng.uniform(0, 2 * np.pi)
    centre = (box[:2] + box[2:]) / 2 + np.array([np.cos(angle), np.sin(angle)]) * side * rng.uniform(0.55, 0.8)
    shift = np.array([[1, 0, centre[0] - small.shape[1] / 2], [0, 1, centre[1] - small.shape[0] / 2]], np.float32)
    placed = np.asarray(cv2.warpAffine(small, shift, (picture.shape[1], picture.shape[0])), np.uint8)
    return blend(picture, placed[..., :3], placed[..., 3])


def draw_hand(picture: Pixels, box: Floats, rng: Random) -> Pixels:
    """A drawn hand that grips the thing from a side: an arm, a palm behind the edge and fingers before it."""
    centre, sides = (box[:2] + box[2:]) / 2, box[2:] - box[:2]
    angle = rng.uniform(0, 2 * np.pi)
    inward = -np.array([np.cos(angle), np.sin(angle)])
    across = np.array([-inward[1], inward[0]])
    grip = centre - inward * sides / 2 * rng.uniform(0.75, 1.05)
    scale = float(max(sides)) * rng.uniform(0.16, 0.32)
    skin = np.array([205, 160, 130], np.float32) * rng.uniform(0.35, 1.15) + rng.normal(0, 8, 3)
    drawn = picture.copy()

    def stroke(start: Floats, end: Floats, width: float, shade: float) -> None:
        colour = tuple(float(c) for c in np.clip(skin * shade, 0, 255))
        cv2.line(drawn, tuple(map(int, start)), tuple(map(int, end)), colour, max(2, int(width)), cv2.LINE_AA)

    stroke(grip, grip - inward * scale * 4, scale * rng.uniform(0.7, 1.0), 0.92)
    stroke(grip - inward * scale * 0.3, grip - inward * scale * 0.6, scale * 1.1, 0.97)
    for finger in range(int(rng.integers(2, 5))):
        base = grip + across * scale * (finger - 1.5) * 0.36
        tip = base + inward * scale * rng.uniform(0.6, 1.5) + across * rng.normal(0, 0.12) * scale
        stroke(base, tip, scale * 0.32, 0.75)
        stroke(base, tip, scale * 0.26, rng.uniform(0.95, 1.06))
    return np.asarray(cv2.GaussianBlur(drawn, (3, 3), 0) if rng.random() < 0.5 else drawn, np.uint8)


def draw_sticker(picture: Pixels, box: Floats, rng: Random) -> Pixels:
    """A price tag or an overlay's badge somewhere on the thing."""
    sides = box[2:] - box[:2]
    size = sides * rng.uniform(0.12, 0.32)
    x, y = box[:2] + rng.uniform(0, 1, 2) * (sides - size)
    colour = tuple(float(c) for c in rng.integers(0, 256, 3))
    ink = (0.0, 0.0, 0.0) if sum(colour) > 380 else (255.0, 255.0, 255.0)
    drawn = picture.copy()
    corner = (int(x), int(y)), (int(x + size[0]), int(y + size[1] * 0.7))
    cv2.rectangle(drawn, *corner, colour, -1, cv2.LINE_AA)
    word = _STICKER_WORDS[int(rng.integers(len(_STICKER_WORDS)))]
    cv2.putText(drawn, word, (int(x) + 2, int(y + size[1] * 0.5)), 0, float(size[0]) / 70, ink, 1, cv2.LINE_AA)
    return drawn
