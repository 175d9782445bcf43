"""Things outside the six shop categories: mugs, bowls, toys, tools and household goods."""

import cv2
import numpy as np

from fashion_focus.core.arrays import Pixels
from fashion_focus.simulation.drawing.cloth import SIDE, smooth
from fashion_focus.simulation.drawing.labels import Colour, Print
from fashion_focus.simulation.drawing.packs import Turned, draw_turned

_MUG = Turned(((0, 0.96), (0.04, 1.0), (0.9, 0.94), (1, 0.86)), 0.86, 0.0, (0.12, 0.88))
_BOWL = Turned(((0, 1.0), (0.3, 0.93), (0.75, 0.62), (0.9, 0.45), (1, 0.45)), 1.9, 0.0, (0.05, 0.3))


def draw_mug(printed: Print, body: Colour, *, azimuth: float) -> Pixels:
    """RGBA of a mug; its handle goes round as it turns."""
    cup = draw_turned(_MUG, printed, (body, body), azimuth=azimuth)
    height, width = cup.shape[:2]
    out = np.zeros((height, width + 180, 4), np.uint8)
    reach = np.cos(np.deg2rad(azimuth))
    middle = (round(90 + width / 2 + reach * width * 0.47), height // 2)
    ink = (*(int(value * 0.85) for value in body), 255)
    cv2.ellipse(out, middle, (max(6, round(72 * abs(reach))), round(height * 0.3)), 0, 0, 360, ink, 22, cv2.LINE_AA)
    share = cup[..., 3:].astype(np.float32) / 255
    region = out[:, 90 : 90 + width]
    region[:] = (region * (1 - share) + cup * share).astype(np.uint8)
    return out


def draw_bowl(printed: Print, body: Colour, *, azimuth: float) -> Pixels:
    """RGBA of a bowl."""
    return draw_turned(_BOWL, printed, (body, body), azimuth=azimuth)


def draw_toy(colors: tuple[Colour, Colour], seed: int, *, azimuth: float) -> Pixels:
    """RGBA of a toy figure or car put together from round and square parts."""
    rng = np.random.default_rng(seed)
    layer = np.zeros((SIDE, SIDE, 4), np.uint8)
    for index in range(int(rng.integers(4, 9))):
        centre = (int(rng.uniform(0.3, 0.7) * SIDE), int(rng.uniform(0.25, 0.75) * SIDE))
        axes = (int(rng.uniform(0.08, 0.26) * SIDE), int(rng.uniform(0.08, 0.26) * SIDE))
        ink = (*colors[index % 2], 255)
        if rng.random() < 0.6:
            cv2.ellipse(layer, centre, axes, 0, 0, 360, ink, -1, cv2.LINE_AA)
        else:
            cv2.rectangle(
                layer, (centre[0] - axes[0], centre[1] - axes[1]), (centre[0] + axes[0], centre[1] + axes[1]), ink, -1
            )
    for x in (-1, 1):
        cv2.circle(layer, (SIDE // 2 + x * 26, int(0.38 * SIDE)), 9, (20, 20, 20, 255), -1, cv2.LINE_AA)
    return _solid(layer, azimuth)


def draw_tool(colors: tuple[Colour, Colour], seed: int, *, azimuth: float) -> Pixels:
    """RGBA of a hammer, screwdriver, spatula or brush."""
    rng = np.random.default_rng(seed)
    layer = np.zeros((SIDE, SIDE, 4), np.uint8)
    half, long = float(rng.uniform(0.03, 0.07)), float(rng.uniform(0.4, 0.62))
    grip = np.array(
        [[0.5 - half, 0.97 - long], [0.5 + half, 0.97 - long], [0.5 + half * 1.3, 0.97], [0.5 - half * 1.3, 0.97]]
    )
    cv2.fillPoly(layer, [(grip * SIDE).astype(np.int32)], (*colors[0], 255), cv2.LINE_AA)
    wide, top, tall = float(rng.uniform(0.06, 0.3)), 0.05, float(rng.uniform(0.1, 0.4))
    head = np.array(
        [[0.5 - wide, top], [0.5 + wide, top], [0.5 + wide * 0.8, top + tall], [0.5 - wide * 0.8, top + tall]]
    )
    cv2.fillPoly(layer, [(smooth(head) * SIDE).astype(np.int32)], (*colors[1], 255), cv2.LINE_AA)
    cv2.line(
        layer, (SIDE // 2, int((top + tall) * SIDE)), (SIDE // 2, int((0.98 - long) * SIDE)), (150, 152, 156, 255), 9
    )
    return _solid(layer, azimuth)


def draw_household(colors: tuple[Colour, Colour], seed: int, *, azimuth: float) -> Pixels:
    """RGBA of a notebook, sponge, frame or clock: a flat shape with a border and a mark."""
    rng = np.random.default_rng(seed)
    layer = np.zeros((SIDE, SIDE, 4), np.uint8)
    half = (int(rng.uniform(0.22, 0.46) * SIDE), int(rng.uniform(0.22, 0.46) * SIDE))
    middle = SIDE // 2
    if rng.random() < 0.4:
        cv2.ellipse(layer, (middle, middle), half, 0, 0, 360, (*colors[0], 255), -1, cv2.LINE_AA)
        cv2.ellipse(
            layer, (middle, middle), (half[0] * 3 // 4, half[1] * 3 // 4), 0, 0, 360, (*colors[1], 255), -1, cv2.LINE_AA
        )
    else:
        cv2.rectangle(
            layer, (middle - half[0], middle - half[1]), (middle + half[0], middle + half[1]), (*colors[0], 255), -1
        )
        edge = int(rng.integers(6, 30))
        corner, opposite = (
            (middle - half[0] + edge, middle - half[1] + edge),
            (middle + half[0] - edge, middle + half[1] - edge),
        )
        cv2.rectangle(layer, corner, opposite, (*colors[1], 255), int(rng.choice([-1, 5])))
    angle = float(rng.uniform(0, 6.3))
    tip = (int(middle + 50 * np.cos(angle)), int(middle + 50 * np.sin(angle)))
    cv2.line(layer, (middle, middle), tip, (30, 30, 30, 255), 5, cv2.LINE_AA)
    return _solid(layer, azimuth)


def _solid(layer: Pixels, azimuth: float) -> Pixels:
    """Light that makes flat parts look round, and the narrowing of a turned thing."""
    depth = cv2.GaussianBlur(layer[..., 3], (0, 0), 12).astype(np.float32) / 255
    edges = cv2.GaussianBlur(cv2.Laplacian(layer[..., 1], cv2.CV_32F), (0, 0), 2)
    out = layer.copy()
    out[..., :3] = np.clip(layer[..., :3] * (0.6 + 0.45 * depth)[..., None] - 0.8 * edges[..., None], 0, 255)
    turned = np.cos(np.deg2rad(azimuth))
    size = (round(SIDE * max(0.45, abs(turned))), SIDE)
    out = np.asarray(cv2.resize(out, size, interpolation=cv2.INTER_AREA), np.uint8)
    return out if turned >= 0 else np.ascontiguousarray(out[:, ::-1])
