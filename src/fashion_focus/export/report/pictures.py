"""Pictures for the report: key frames and catalog photos, made small and written into the page as data."""

import base64
import warnings
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageOps

from fashion_focus.core.arrays import Pixels
from fashion_focus.core.product import Product


@dataclass(frozen=True, slots=True)
class Level:
    """How much room pictures take. sides in pixels; frames: how many a focus keeps; photo_px 0 leaves photos out."""

    frame_px: int
    frames: int
    photo_px: int
    quality: int


LEVELS = (
    Level(frame_px=160, frames=3, photo_px=160, quality=82),
    Level(frame_px=128, frames=3, photo_px=128, quality=76),
    Level(frame_px=112, frames=2, photo_px=112, quality=72),
    Level(frame_px=96, frames=1, photo_px=96, quality=68),
    Level(frame_px=72, frames=1, photo_px=72, quality=60),
    Level(frame_px=72, frames=0, photo_px=72, quality=60),
    Level(frame_px=72, frames=0, photo_px=0, quality=60),
)
"""From full to none: frames shrink first, then thin out."""

# What Pillow itself holds for a decompression bomb; a photo above it is left out, and the report says so.
_MOST_PIXELS = 89_478_485


def frame_uri(crop: Pixels, level: Level) -> str:
    """A key frame (H, W, 3) as a data address of a JPEG, its longer side at most level.frame_px."""
    return _uri(crop, side=level.frame_px, quality=level.quality)


def photo_uri(photo: Image.Image, level: Level) -> str:
    """A catalog photo as a data address of a JPEG, its longer side at most level.photo_px."""
    return _uri(np.asarray(photo, np.uint8), side=level.photo_px, quality=level.quality)


def first_photo(product: Product) -> Image.Image | None:
    """The product's first picture that can be read, upright, on white and small; None where there is none."""
    for path in product.images:
        photo = _small_photo(path)
        if photo is not None:
            return photo
    return None


def _small_photo(path: Path) -> Image.Image | None:
    side = LEVELS[0].photo_px
    try:
        with warnings.catch_warnings():
            # Sizes are checked below, before anything is decoded.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(path) as opened:
                return _on_white(opened, side) if opened.width * opened.height <= _MOST_PIXELS else None
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        # Pillow raises SyntaxError for some broken PNG files. The catalog has named the picture already.
        return None


def _on_white(opened: Image.Image, side: int) -> Image.Image:
    opened.draft("RGB", (side * 2, side * 2))
    upright = ImageOps.exif_transpose(opened)
    if upright.has_transparency_data:
        layer = upright.convert("RGBA")
        upright = Image.alpha_composite(Image.new("RGBA", layer.size, "white"), layer)
    photo = upright.convert("RGB")
    photo.thumbnail((side, side), Image.Resampling.LANCZOS)
    return photo


def _uri(pixels: Pixels, *, side: int, quality: int) -> str:
    height, width = pixels.shape[:2]
    share = min(1.0, side / max(height, width))
    size = (max(1, round(width * share)), max(1, round(height * share)))
    small = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA) if share < 1.0 else pixels
    settings = [cv2.IMWRITE_JPEG_QUALITY, quality, cv2.IMWRITE_JPEG_OPTIMIZE, 1]
    # OpenCV writes any array of three channels; it can only fail where memory ends.
    _, coded = cv2.imencode(".jpg", cv2.cvtColor(small, cv2.COLOR_RGB2BGR), settings)
    return "data:image/jpeg;base64," + base64.b64encode(coded.tobytes()).decode("ascii")
