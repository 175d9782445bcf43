"""People who wear drawn garments: whole figures in plain clothes, with the garment over them."""

import cv2
import numpy as np
import numpy.typing as npt

from fashion_focus.core.arrays import Pixels
from fashion_focus.simulation.props.hands import random_look

_WIDTH, _HEIGHT = 360, 900
_HAIR = ((28, 22, 20), (60, 38, 24), (112, 72, 40), (196, 158, 96), (150, 70, 36))
_PLAIN = ((238, 236, 230), (60, 64, 72), (120, 116, 110), (196, 182, 160))
# Where on the figure a garment lies: middle of its top, and its width and height, in px.
_PLACES: dict[str, tuple[tuple[int, int], tuple[int, int]]] = {
    "top": ((180, 186), (272, 250)), "outerwear": ((180, 176), (284, 300)), "dress": ((180, 184), (250, 430)),
    "underwear": ((180, 214), (176, 110)), "trousers": ((180, 420), (196, 430)), "shorts": ((180, 420), (206, 200)),
    "skirt": ((180, 416), (226, 250)),
}  # fmt: skip
WEARABLE = frozenset(_PLACES)
"""Fine classes that a figure can wear."""


def draw_wearer(garment: Pixels, fine: str, *, seed: int) -> tuple[Pixels, Pixels]:
    """RGBA (900, 360, 4) of somebody in a garment (H, W, 4), and the garment's mask (900, 360).

    fine: the garment's class, one of WEARABLE. seed: of the person.
    """
    figure = _figure(np.random.default_rng(seed))
    layer = _placed(garment, fine)
    share = layer[..., 3:].astype(np.float32) / 255
    colour = figure[..., :3] * (1 - share) + layer[..., :3] * share
    alpha = np.maximum(figure[..., 3], layer[..., 3])
    return np.dstack([colour, alpha]).astype(np.uint8), np.ascontiguousarray(layer[..., 3])


def _placed(garment: Pixels, fine: str) -> Pixels:
    """The garment (900, 360, 4) where the figure wears it, drawn in a little at the waist."""
    x, y, wide, tall = cv2.boundingRect((garment[..., 3] > 96).astype(np.uint8))
    (middle, top), (width, height) = _PLACES[fine]
    # Long cuts stay longer than short ones.
    height = round(height * min(1.15, max(0.8, tall / wide * width / height)))
    cut = cv2.resize(garment[y : y + tall, x : x + wide], (width, height), interpolation=cv2.INTER_AREA)
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    waist = 1 - 0.07 * np.exp(-(((rows / height - 0.55) / 0.2) ** 2)) * (fine in {"top", "dress", "outerwear"})
    source = (columns - width / 2) / waist + width / 2
    drawn = cv2.remap(cut, source.astype(np.float32), rows, cv2.INTER_LINEAR)
    out = np.zeros((_HEIGHT, _WIDTH, 4), np.uint8)
    low = min(_HEIGHT, top + height)
    out[top:low, middle - width // 2 : middle - width // 2 + width] = drawn[: low - top]
    return out


def _figure(rng: np.random.Generator) -> Pixels:
    look = random_look(rng)
    layer = np.zeros((_HEIGHT, _WIDTH, 4), np.uint8)
    hair = (*_HAIR[rng.integers(len(_HAIR))], 255)
    plain, legs = ((*_PLAIN[index], 255) for index in rng.integers(0, len(_PLAIN), 2))
    skin, shade = (*look.skin, 255), (*(int(value * 0.82) for value in look.skin), 255)
    if rng.random() < 0.6:
        cv2.ellipse(layer, (180, 106), (58, 100), 0, 0, 360, hair, -1, cv2.LINE_AA)
    _fill(layer, [(146, 400), (214, 400), (222, 860), (190, 860), (180, 470), (170, 860), (138, 860)], legs)
    for x in (150, 210):
        cv2.ellipse(layer, (x, 872), (24, 14), 0, 0, 360, (40, 38, 38, 255), -1, cv2.LINE_AA)
    for side in (-1, 1):
        cv2.line(layer, (180 + side * 84, 222), (180 + side * 104, 340), skin, 40, cv2.LINE_AA)
        cv2.line(layer, (180 + side * 104, 340), (180 + side * 112, 452), skin, 32, cv2.LINE_AA)
        cv2.ellipse(layer, (180 + side * 113, 470), (17, 25), 0, 0, 360, skin, -1, cv2.LINE_AA)
    _fill(layer, [(92, 206), (150, 186), (210, 186), (268, 206), (250, 330), (236, 430), (124, 430), (110, 330)], plain)
    cv2.rectangle(layer, (160, 140), (200, 196), shade, -1)
    cv2.ellipse(layer, (180, 96), (44, 58), 0, 0, 360, skin, -1, cv2.LINE_AA)
    cv2.ellipse(layer, (180, 66), (47, 40), 0, 180, 360, hair, -1, cv2.LINE_AA)
    for side in (-1, 1):
        cv2.ellipse(layer, (180 + side * 17, 96), (6, 4), 0, 0, 360, (40, 30, 28, 255), -1, cv2.LINE_AA)
        cv2.line(layer, (180 + side * 10, 86), (180 + side * 25, 85), hair, 3, cv2.LINE_AA)
    cv2.ellipse(layer, (180, 124), (13, 6), 0, 10, 170, (170, 72, 76, 255), 3, cv2.LINE_AA)
    depth = cv2.GaussianBlur(layer[..., 3], (0, 0), 9).astype(np.float32) / 255
    colour = np.clip(layer[..., :3] * (0.66 + 0.38 * depth)[..., None], 0, 255)
    return np.dstack([colour, layer[..., 3]]).astype(np.uint8)


def _fill(layer: npt.NDArray[np.uint8], corners: list[tuple[int, int]], ink: tuple[int, ...]) -> None:
    cv2.fillPoly(layer, [np.array(corners, np.int32)], ink, cv2.LINE_AA)
