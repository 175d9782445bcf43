"""How live video spoils a product's picture: from a cut-out on white to a crop of a moving, lit, handled thing.

Each step takes a NumPy random generator and gives back a new picture; `film` is all of them in the order of optics:
shape, room, hands, light, box, lens, codec. Colours move only as much as a camera's white balance: the
difference between two colourways must stay visible.
"""

from dataclasses import dataclass, replace

import cv2
import numpy as np
import numpy.typing as npt

from fashion_focus.core.arrays import Pixels
from fashion_focus.embedding import SIDE, crop_square
from fashion_focus.training.visual_handling import Floats, Random, blend, draw_hand, draw_sticker, put_beside
from fashion_focus.training.visual_material import Sprite

_CANVAS = 1.7


@dataclass(frozen=True, slots=True)
class Filming:
    """How strongly video spoils. Probabilities 0 to 1; sizes in pixels of the picture; shares of the thing's size."""

    size_px: tuple[float, float] = (90, 240)
    rotation_deg: float = 14
    any_rotation: float = 0.08
    perspective: float = 0.12
    bend: float = 0.03
    mirrored: float = 0.3
    part: float = 0.3
    hand: float = 0.45
    sticker: float = 0.12
    neighbour: float = 0.1
    box_scale: tuple[float, float] = (0.8, 1.3)
    box_shift: float = 0.09
    motion_blur: float = 0.3
    low_resolution: float = 0.25
    white_balance: float = 0.1
    exposure: float = 0.3


def film(sprite: Sprite, room: Pixels, rng: Random, *, filming: Filming, other: Sprite | None = None) -> Pixels:
    """A crop (SIDE, SIDE, 3) as a detector would cut it from a video of the thing in a room.

    other: another product's sprite that may stand half before it.
    """
    if rng.random() < filming.part:
        sprite = part_of(sprite, rng)
    long_side = float(np.exp(rng.uniform(*np.log(filming.size_px))))
    moved = move(sprite, rng, filming=filming, long_side=long_side)
    lit = light(moved[..., :3], rng, filming=filming, strength=0.5)
    picture = blend(backdrop(room, rng, side=moved.shape[0]), lit, moved[..., 3])
    box = bounding_box(moved[..., 3])
    if other is not None and rng.random() < filming.neighbour:
        picture = put_beside(picture, other, box, rng)
    return _handled(picture, box, rng, filming=filming, seen=imprecise(box, rng, filming=filming))


def film_photo(photo: Pixels, rng: Random, *, filming: Filming, keep: tuple[float, float] = (0.7, 1.0)) -> Pixels:
    """A crop (SIDE, SIDE, 3) of a natural photo (H, W, 3) whose product stands near its middle, spoilt likewise.

    keep: the range of the sides' shares that the crop covers.
    """
    opaque = np.dstack([photo, np.full(photo.shape[:2], 255, np.uint8)])
    calm = replace(filming, any_rotation=0.0, perspective=filming.perspective / 2)
    long_side = float(rng.uniform(140, 240))
    moved = move(opaque, rng, filming=calm, long_side=long_side, border=cv2.BORDER_REFLECT_101)
    sides = np.array([photo.shape[1], photo.shape[0]]) * long_side / max(photo.shape[:2])
    sides = sides * rng.uniform(*keep, size=2)
    centre = moved.shape[0] / 2 + rng.uniform(-0.08, 0.08, 2) * sides
    box = np.concatenate([centre - sides / 2, centre + sides / 2]).astype(np.float32)
    return _handled(moved[..., :3], box, rng, filming=filming, seen=box)


def _handled(picture: Pixels, box: Floats, rng: Random, *, filming: Filming, seen: Floats) -> Pixels:
    if rng.random() < filming.hand:
        picture = draw_hand(picture, box, rng)
    if rng.random() < filming.sticker:
        picture = draw_sticker(picture, box, rng)
    return through_camera(light(picture, rng, filming=filming), seen, rng, filming=filming)


def part_of(sprite: Sprite, rng: Random) -> Sprite:
    """A sprite cut at top and bottom, as a close view or a worn garment's own box shows it."""
    height, width = sprite.shape[:2]
    rows, columns = int(height * rng.uniform(0.5, 0.95)), int(width * rng.uniform(0.7, 1.0))
    top, left = int(rng.integers(0, height - rows + 1)), int(rng.integers(0, width - columns + 1))
    cut = sprite[top : top + rows, left : left + columns]
    return cut if (cut[..., 3] > 127).mean() > 0.2 else sprite


def move(
    sprite: Sprite, rng: Random, *, filming: Filming, long_side: float, border: int = cv2.BORDER_CONSTANT
) -> Sprite:
    """The sprite turned, tilted, bent and perhaps mirrored, in the middle of a square that leaves room around it."""
    height, width = sprite.shape[:2]
    side = int(long_side * _CANVAS)
    share = long_side / max(height, width)
    half = np.array([width, height]) * share / 2 * rng.uniform(0.88, 1.14, 2)
    corners = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]], np.float32) * half
    corners += rng.uniform(-1, 1, (4, 2)) * filming.perspective * 2 * half
    wild = rng.random() < filming.any_rotation
    angle = np.deg2rad(rng.uniform(-180, 180) if wild else rng.normal(0, filming.rotation_deg))
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    target = (corners @ turn.T + side / 2).astype(np.float32)
    source = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    if rng.random() < filming.mirrored:
        source[:, 0] = width - source[:, 0]
    back = np.asarray(cv2.getPerspectiveTransform(target, source), np.float64)
    return _warp(sprite, back, rng, side=side, bend=filming.bend, border=border)


def _warp(sprite: Sprite, back: npt.NDArray[np.float64], rng: Random, *, side: int, bend: float, border: int) -> Sprite:
    axis = np.arange(side, dtype=np.float32)
    x, y = np.meshgrid(axis, axis)
    bends = rng.normal(0, bend * side / _CANVAS / 2, (4, 4, 2)).astype(np.float32)
    waves = cv2.resize(bends, (side, side), interpolation=cv2.INTER_CUBIC)
    x, y = x + waves[..., 0], y + waves[..., 1]
    weight = back[2, 0] * x + back[2, 1] * y + back[2, 2]
    map_x = ((back[0, 0] * x + back[0, 1] * y + back[0, 2]) / weight).astype(np.float32)
    map_y = ((back[1, 0] * x + back[1, 1] * y + back[1, 2]) / weight).astype(np.float32)
    if sprite.shape[0] > 1.6 * side / _CANVAS:
        sprite = np.asarray(cv2.GaussianBlur(sprite, (0, 0), 0.4 * sprite.shape[0] / side), np.uint8)
    return np.asarray(cv2.remap(sprite, map_x, map_y, cv2.INTER_LINEAR, borderMode=border), np.uint8)


def backdrop(room: Pixels, rng: Random, *, side: int) -> Pixels:
    """A random square of a room (H, W, 3), scaled to (side, side, 3)."""
    height, width = room.shape[:2]
    size = int(min(height, width) * rng.uniform(0.25, 1.0))
    top, left = int(rng.integers(0, height - size + 1)), int(rng.integers(0, width - size + 1))
    square = cv2.resize(room[top : top + size, left : left + size], (side, side), interpolation=cv2.INTER_LINEAR)
    if rng.random() < 0.4:
        square = cv2.GaussianBlur(square, (0, 0), rng.uniform(0.5, 4))
    return np.asarray(square[:, ::-1] if rng.random() < 0.5 else square, np.uint8)


def bounding_box(alpha: npt.NDArray[np.uint8]) -> Floats:
    """xyxy of what is opaque; the whole picture where nothing is."""
    rows, columns = np.flatnonzero((alpha > 64).any(axis=1)), np.flatnonzero((alpha > 64).any(axis=0))
    if not len(rows):
        return np.array([0, 0, alpha.shape[1], alpha.shape[0]], np.float32)
    return np.array([columns[0], rows[0], columns[-1] + 1, rows[-1] + 1], np.float32)


def light(picture: Pixels, rng: Random, *, filming: Filming, strength: float = 1.0) -> Pixels:
    """Exposure, contrast, haze, a mild white balance, and a slope of light across the picture."""
    gain = np.exp(rng.normal(0, filming.exposure * 0.6 * strength))
    balance = 1 + rng.uniform(-1, 1, 3) * filming.white_balance * strength
    gamma = np.exp(rng.normal(0, 0.18 * strength))
    haze = abs(rng.normal(0, 0.05 * strength))
    levels = (np.arange(256)[:, None] / 255) ** gamma * gain * balance
    table = (np.clip(levels * (1 - haze) + haze * 0.8, 0, 1) * 255).astype(np.uint8)
    slope = rng.normal(0, 0.18 * strength, 2)
    corners = np.array([[-slope[0] - slope[1], slope[1] - slope[0]], [slope[0] - slope[1], slope[0] + slope[1]]])
    shade = cv2.resize(np.clip(1 + corners, 0.3, 1.7), picture.shape[1::-1], interpolation=cv2.INTER_LINEAR)
    toned = cv2.LUT(picture, table[None])
    return np.asarray(cv2.multiply(toned, cv2.merge([shade.astype(np.float32)] * 3), dtype=cv2.CV_8U), np.uint8)


def imprecise(box: Floats, rng: Random, *, filming: Filming) -> Floats:
    """The box as a detector might give it: scaled and shifted."""
    centre, sides = (box[:2] + box[2:]) / 2, box[2:] - box[:2]
    low, high = np.log(filming.box_scale)
    scaled = sides * np.exp(rng.uniform(low, high) + rng.normal(0, 0.05, 2))
    moved = centre + rng.normal(0, filming.box_shift / 2, 2) * sides
    return np.concatenate([moved - scaled / 2, moved + scaled / 2]).astype(np.float32)


def through_camera(picture: Pixels, box: Floats, rng: Random, *, filming: Filming) -> Pixels:
    """What lens, sensor and codec leave of the box: blur, few pixels, noise, JPEG blocks; (SIDE, SIDE, 3)."""
    picture, box = _around(picture, box)
    if rng.random() < filming.motion_blur:
        picture = _smear(picture, rng)
    if rng.random() < filming.low_resolution:
        share = rng.uniform(55, 140) / float(max(box[2:] - box[:2]))
        if share < 1:
            smaller = cv2.resize(picture, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
            picture, box = np.asarray(smaller, np.uint8), box * share
    level = np.full(3, rng.uniform(0, 7))
    cv2.setRNGSeed(int(rng.integers(2**31)))  # OpenCV's noise is ten times NumPy's speed, but its state is global
    grain = cv2.randn(np.empty(picture.shape, np.int16), np.zeros(3), level)
    noisy = cv2.add(picture, grain, dtype=cv2.CV_8U)
    coded = cv2.imencode(".jpg", noisy, [cv2.IMWRITE_JPEG_QUALITY, int(rng.uniform(22, 92))])[1]
    return crop_square(np.asarray(cv2.imdecode(coded, cv2.IMREAD_COLOR), np.uint8), box, side=SIDE)


def _around(picture: Pixels, box: Floats) -> tuple[Pixels, Floats]:
    """The part of the picture that the box and its margin need, and the box in it; all of it if the box is tiny."""
    limits = np.array([picture.shape[1], picture.shape[0]] * 2, np.float32)
    box = np.clip(box, 0, limits)
    if min(box[2] - box[0], box[3] - box[1]) < 8:
        return picture, np.array([0, 0, *limits[2:]], np.float32)
    margin = 0.1 * max(box[2:] - box[:2])
    x0, y0 = np.maximum(box[:2] - margin, 0).astype(int)
    x1, y1 = (box[2:] + margin).astype(int)
    return picture[y0:y1, x0:x1], box - np.array([x0, y0, x0, y0], np.float32)


def _smear(picture: Pixels, rng: Random) -> Pixels:
    length = int(rng.integers(3, max(4, picture.shape[0] // 22)))
    kernel = np.zeros((length, length), np.float32)
    angle = rng.uniform(0, np.pi)
    reach = np.array([np.cos(angle), np.sin(angle)]) * (length - 1) / 2
    middle = (length - 1) / 2
    start, end = (middle - reach).round().astype(int), (middle + reach).round().astype(int)
    cv2.line(kernel, (int(start[0]), int(start[1])), (int(end[0]), int(end[1])), 1.0)
    return np.asarray(cv2.filter2D(picture, -1, kernel / kernel.sum()), np.uint8)
