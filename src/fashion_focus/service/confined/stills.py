"""Pictures that the service serves: always encoded anew, so that nothing but pixels comes through."""

from pathlib import Path

import cv2
import numpy as np

from fashion_focus.core.arrays import Pixels
from fashion_focus.files import write_atomically


def write_jpeg(path: Path, pixels: Pixels, *, longest: int = 0, quality: int = 85) -> None:
    """A picture (H, W, 3) RGB as JPEG; longest: its longer side is shrunk to so many pixels."""
    height, width = pixels.shape[:2]
    scale = longest / max(height, width) if longest else 1.0
    if scale < 1.0:
        size = (max(1, round(width * scale)), max(1, round(height * scale)))
        pixels = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)
    _, packed = cv2.imencode(".jpg", cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, quality])
    write_atomically(path, packed.tobytes())
