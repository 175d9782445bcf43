"""One conversion for many sizes."""

from dataclasses import dataclass, field

import numpy as np
from tests.structuring.scenes import Thing, paint

from fashion_focus.core.arrays import Pixels
from fashion_focus.media import ArrayPicture
from fashion_focus.structuring.pyramid import PicturePyramid


@dataclass
class Counted:
    """A picture that says which conversions were asked of it."""

    picture: ArrayPicture
    asked: list[tuple[int, int]] = field(default_factory=list)

    @property
    def size(self) -> tuple[int, int]:
        return self.picture.size

    def pixels(self) -> Pixels:
        return self.picture.pixels()

    def resized(self, width: int, height: int) -> Pixels:
        self.asked.append((width, height))
        return self.picture.resized(width, height)


def test_small_sizes_are_made_from_larger_ones() -> None:
    source = Counted(ArrayPicture(paint((1280, 720), [Thing((200, 100, 900, 600))])))
    pyramid = PicturePyramid(source)
    pyramid.resized(512, 288)
    small = pyramid.resized(64, 36)
    pyramid.resized(64, 36)
    assert source.asked == [(512, 288)]
    np.testing.assert_allclose(small.astype(int), source.picture.resized(64, 36).astype(int), atol=12)


def test_sizes_that_are_not_much_smaller_come_from_the_source() -> None:
    source = Counted(ArrayPicture(paint((1280, 720))))
    pyramid = PicturePyramid(source)
    for width, height in ((512, 288), (400, 225), (1000, 500)):
        assert pyramid.resized(width, height).shape == (height, width, 3)
    assert source.asked == [(512, 288), (400, 225), (1000, 500)]
    assert pyramid.size == (1280, 720)
    assert pyramid.pixels() is source.picture.pixels()
