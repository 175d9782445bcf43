"""A picture that is converted once, however many sizes are asked for."""

import cv2
import numpy as np

from fashion_focus.core.arrays import Pixels
from fashion_focus.core.frame import Picture


class PicturePyramid:
    """Another picture with a memory: sizes much below one that was asked for before are made from that one.

    A conversion from a decoder's frame reads the whole frame; one from a network's input is nearly free.
    """

    def __init__(self, picture: Picture) -> None:
        self._picture = picture
        self._made: dict[tuple[int, int], Pixels] = {}

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the upright picture, in pixels."""
        return self._picture.size

    def pixels(self) -> Pixels:
        """The upright picture (H, W, 3), RGB, at its own size."""
        return self._picture.pixels()

    def resized(self, width: int, height: int) -> Pixels:
        """The whole upright picture stretched to (height, width, 3), RGB."""
        if (width, height) not in self._made:
            self._made[width, height] = self._convert(width, height)
        return self._made[width, height]

    def _convert(self, width: int, height: int) -> Pixels:
        larger = [made for (w, h), made in self._made.items() if w >= 2 * width and h >= 2 * height]
        if not larger:
            return self._picture.resized(width, height)
        nearest = min(larger, key=lambda made: made.size)
        return np.asarray(cv2.resize(nearest, (width, height), interpolation=cv2.INTER_AREA), np.uint8)
