"""Sprites: cut-out pictures with premultiplied alpha that are turned, scaled and pasted into a picture."""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from fashion_focus.core.arrays import Pixels, Vector

Matrix = npt.NDArray[np.float64]
_OPAQUE = 96  # alpha from which a pixel counts as part of the thing


@dataclass(frozen=True, slots=True)
class Sprite:
    """One view of a thing: RGBA uint8 with premultiplied colour, in halving sizes, and the outline of the product.

    levels: (H, W, 4) pictures, the first the largest. outline: (K, 2) float32, hull of the product itself in pixels of
    the first level (of a worn garment: the garment, not the person). azimuth: degrees from the view that a shop shows.
    """

    levels: tuple[Pixels, ...]
    outline: Vector
    azimuth: float = 0.0

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels of the first level."""
        return self.levels[0].shape[1], self.levels[0].shape[0]

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """Box (x0, y0, x1, y1) of the product in pixels of the first level."""
        low, high = self.outline.min(0), self.outline.max(0)
        return float(low[0]), float(low[1]), float(high[0]), float(high[1])


@dataclass(frozen=True, slots=True)
class Light:
    """How a pasted sprite is lit: gain for each colour channel (1 leaves it), and depth of the shadow it throws."""

    gain: tuple[float, float, float] = (1.0, 1.0, 1.0)
    shadow: float = 0.0


PLAIN = Light()


def make_sprite(rgba: Pixels, *, max_side: int, product: Pixels | None = None, azimuth: float = 0.0) -> Sprite | None:
    """A sprite from straight RGBA (H, W, 4), cut to what is opaque and at most max_side px long; None when empty.

    product: (H, W) mask of the product itself, where that is less than all that is opaque.
    """
    box = cv2.boundingRect((rgba[..., 3] >= _OPAQUE).astype(np.uint8))
    if min(box[2:]) < 4:
        return None
    cut = (slice(box[1], box[1] + box[3]), slice(box[0], box[0] + box[2]))
    mask = rgba[cut][..., 3] if product is None else product[cut]
    first = _shrink(premultiply(rgba[cut]), max_side / max(box[2:]))
    outline = _outline(_shrink(np.ascontiguousarray(mask), max_side / max(box[2:])))
    return None if outline is None else Sprite(_levels(first), outline, azimuth)


def premultiply(rgba: Pixels) -> Pixels:
    """RGBA (H, W, 4) with its colours multiplied by alpha."""
    out = rgba.copy()
    alpha = rgba[..., 3:].astype(np.uint16)
    out[..., :3] = (rgba[..., :3].astype(np.uint16) * alpha + 127) // 255
    return out


def flatten(sprite: Sprite, *, ground: tuple[int, int, int] = (255, 255, 255)) -> Pixels:
    """The sprite's first level (H, W, 3) on a plain ground."""
    rgba = sprite.levels[0]
    rest = (255 - rgba[..., 3:].astype(np.uint16)) * np.array(ground, np.uint16)
    return np.asarray(np.minimum(rgba[..., :3] + rest // 255, 255), np.uint8)


def placing(
    sprite: Sprite, *, centre: tuple[float, float], height: float, angle: float, squeeze: float = 1.0
) -> Matrix:
    """Matrix (2, 3) that puts the middle of the sprite's product at centre with the product height px high.

    angle: degrees, clockwise positive. squeeze: factor on the width (a turned flat thing; below 0 mirrors it).
    """
    x0, y0, x1, y1 = sprite.bounds
    scale = height / max(y1 - y0, 1.0)
    turn = np.deg2rad(angle)
    linear = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]]) @ np.diag([scale * squeeze, scale])
    middle = np.array([(x0 + x1) / 2, (y0 + y1) / 2])
    return np.hstack([linear, (np.array(centre) - linear @ middle)[:, None]])


def after(camera: Matrix, matrix: Matrix) -> Matrix:
    """The matrix (2, 3) that applies `matrix` and then `camera`."""
    return np.asarray(camera @ np.vstack([matrix, [0.0, 0.0, 1.0]]))


def box_of(sprite: Sprite, matrix: Matrix) -> Vector:
    """Box (4,) of the placed product, not clipped to any picture."""
    points = sprite.outline @ matrix[:, :2].T + matrix[:, 2]
    return np.asarray(np.concatenate([points.min(0), points.max(0)]), np.float32)


def paste(
    picture: Pixels, sprite: Sprite, matrix: Matrix, *, light: Light = PLAIN
) -> tuple[slice, slice, Pixels] | None:
    """Draw a sprite into a picture (H, W, 3) in place; the rows, columns and alpha touched, None when outside."""
    width, height = sprite.size
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]]) @ matrix[:, :2].T + matrix[:, 2]
    low = np.maximum(np.floor(corners.min(0)).astype(int), 0)
    high = np.minimum(np.ceil(corners.max(0)).astype(int), (picture.shape[1], picture.shape[0]))
    if (high - low).min() < 2:
        return None
    level, local = _level_for(sprite, matrix)
    local[:, 2] -= low
    size = (int(high[0] - low[0]), int(high[1] - low[1]))
    layer = np.asarray(cv2.warpAffine(level, local, size, flags=cv2.INTER_LINEAR), np.uint8)
    rows, columns = slice(int(low[1]), int(high[1])), slice(int(low[0]), int(high[0]))
    alpha = np.asarray(cv2.extractChannel(layer, 3), np.uint8)
    _blend(picture[rows, columns], layer, alpha, light)
    return rows, columns, alpha


def _blend(region: Pixels, layer: Pixels, single: Pixels, light: Light) -> None:
    """Lay (H, W, 4) over a region (H, W, 3) in place. single: (H, W), the layer's alpha."""
    alpha = cv2.cvtColor(single, cv2.COLOR_GRAY2RGB)
    colour = cv2.cvtColor(layer, cv2.COLOR_RGBA2RGB)
    if light.gain != (1.0, 1.0, 1.0):
        colour = cv2.min(cv2.multiply(colour, np.array([*light.gain, 0.0])), alpha)
    if light.shadow > 0:
        size = max(3, layer.shape[0] // 12)
        dark = cv2.convertScaleAbs(cv2.blur(single, (size, size)), alpha=light.shadow)
        cv2.multiply(region, cv2.cvtColor(cv2.bitwise_not(dark), cv2.COLOR_GRAY2RGB), dst=region, scale=1 / 255)
    kept = cv2.multiply(region, cv2.bitwise_not(alpha), scale=1 / 255)
    cv2.add(kept, colour, dst=region)


def _level_for(sprite: Sprite, matrix: Matrix) -> tuple[Pixels, Matrix]:
    """The level whose size suits the placing, and the matrix for that level."""
    scale = float(np.sqrt(abs(np.linalg.det(matrix[:, :2]))))
    index = 0
    while index + 1 < len(sprite.levels) and scale * 2 ** (index + 1) <= 1.2:
        index += 1
    level = sprite.levels[index]
    local = matrix.copy()
    local[:, 0] *= sprite.size[0] / level.shape[1]
    local[:, 1] *= sprite.size[1] / level.shape[0]
    return level, local


def _levels(first: Pixels) -> tuple[Pixels, ...]:
    levels = [first]
    while min(levels[-1].shape[:2]) >= 24:
        levels.append(_shrink(levels[-1], 0.5))
    return tuple(levels)


def _shrink(picture: Pixels, factor: float) -> Pixels:
    if factor >= 1.0:
        return picture
    size = (max(2, round(picture.shape[1] * factor)), max(2, round(picture.shape[0] * factor)))
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)


def _outline(mask: Pixels) -> Vector | None:
    solid = mask >= _OPAQUE
    rows = np.flatnonzero(solid.any(1))
    if len(rows) < 3:
        return None
    # The hull of each row's ends is the hull of all, and far quicker to find.
    left = solid[rows].argmax(1)
    right = mask.shape[1] - solid[rows][:, ::-1].argmax(1)
    ends = np.concatenate([np.stack([x, y], -1) for x in (left, right) for y in (rows, rows + 1)])
    return np.asarray(cv2.convexHull(ends.astype(np.float32))[:, 0], np.float32)
