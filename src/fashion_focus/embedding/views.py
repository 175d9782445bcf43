"""Pictures made ready for the visual encoder: catalog views and crops of frames, as squares.

Both sides keep their shape and are filled up with white: a shop's product pictures stand on white, so a filled-up
crop of a tall thing looks like its picture, where a stretched one would not.
"""

import cv2
import numpy as np
import numpy.typing as npt

from fashion_focus.core.arrays import Pixels
from fashion_focus.core.geometry import clip, expand

SIDE = 192
"""Side of the encoder's square input in pixels."""

CROP_MARGIN = 0.04
"""How far crops reach beyond a box, as a share of its sides: detectors' boxes often cut an edge off."""

_WHITE = 255
_NEARLY_WHITE = 246
_VIEW_BORDER = 0.03


def prepare_view(pixels: npt.NDArray[np.uint8], *, side: int = SIDE) -> Pixels:
    """A reference picture as (side, side, 3): flattened on white, trimmed of empty borders, filled up to a square.

    pixels: (H, W, 3) RGB or (H, W, 4) RGBA. Raises ValueError for any other shape.
    """
    trimmed = trim(flatten_on_white(pixels))
    border = round(_VIEW_BORDER * side)
    inner = letterbox(trimmed, side=side - 2 * border)
    return np.pad(inner, ((border, border), (border, border), (0, 0)), constant_values=_WHITE)


def crop_square(
    pixels: Pixels, box: npt.NDArray[np.float32], *, margin: float = CROP_MARGIN, side: int = SIDE
) -> Pixels:
    """What a box shows, as (side, side, 3), filled up with white where the box is not square.

    pixels: (H, W, 3) RGB. box: xyxy in pixels of it; it is grown by margin on each side, then clipped to the picture.
    Raises ValueError where the box lies outside the picture or is empty.
    """
    height, width = pixels.shape[:2]
    grown = clip(expand(np.asarray(box, np.float32)[None], margin), width=width, height=height)[0]
    x0, y0 = np.floor(grown[:2]).astype(int)
    x1, y1 = np.ceil(grown[2:]).astype(int)
    if x1 <= x0 or y1 <= y0:
        raise ValueError(f"box {np.round(box, 1).tolist()} has no pixels in a picture of {width}x{height}")
    return letterbox(pixels[y0:y1, x0:x1], side=side)


def flatten_on_white(pixels: npt.NDArray[np.uint8]) -> Pixels:
    """RGB of an RGB or RGBA picture (H, W, 3 or 4), as it looks on white paper. Raises ValueError otherwise."""
    if pixels.ndim != 3 or pixels.shape[2] not in {3, 4}:
        raise ValueError(f"a picture must have shape (height, width, 3 or 4), found {pixels.shape}")
    if pixels.shape[2] == 3:
        return pixels
    alpha = pixels[..., 3:].astype(np.uint16)
    mixed = pixels[..., :3] * alpha + _WHITE * (_WHITE - alpha)
    return ((mixed + 127) // _WHITE).astype(np.uint8)


def trim(pixels: Pixels) -> Pixels:
    """The picture (H, W, 3) without the white rows and columns around what it shows; all white: unchanged."""
    ink = pixels.min(axis=2) < _NEARLY_WHITE
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    if not len(rows):
        return pixels
    return pixels[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def letterbox(pixels: Pixels, *, side: int) -> Pixels:
    """The picture (H, W, 3) scaled to fit (side, side, 3), in the middle, filled up with white."""
    height, width = pixels.shape[:2]
    share = side / max(height, width)
    inner_width, inner_height = max(1, round(width * share)), max(1, round(height * share))
    method = cv2.INTER_AREA if share < 1 else cv2.INTER_LINEAR
    square = np.full((side, side, 3), _WHITE, np.uint8)
    top, left = (side - inner_height) // 2, (side - inner_width) // 2
    resized = cv2.resize(pixels, (inner_width, inner_height), interpolation=method)
    square[top : top + inner_height, left : left + inner_width] = resized
    return square
