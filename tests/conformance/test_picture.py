"""What every Picture promises, over all of them; a new one joins by a row in `PICTURES`."""

from collections.abc import Callable

import numpy as np
import pytest
from av.video.frame import VideoFrame

from fashion_focus.core.arrays import Pixels
from fashion_focus.core.frame import Frame, Picture
from fashion_focus.media import ArrayPicture, DecodedPicture, PlanesReader


def _decoded(pixels: Pixels, pix_fmt: str) -> Picture:
    return DecodedPicture(VideoFrame.from_ndarray(pixels, format="rgb24").reformat(format=pix_fmt))


def _carried(pixels: Pixels) -> Picture:
    """Through another process, as far as it has planes: with odd sides it has none."""
    planes = DecodedPicture(VideoFrame.from_ndarray(pixels, format="rgb24").reformat(format="yuv420p")).planes()
    return ArrayPicture(pixels) if planes is None else PlanesReader().picture(planes)


PICTURES: dict[str, Callable[[Pixels], Picture]] = {
    "array": ArrayPicture,
    "decoded-420": lambda pixels: _decoded(pixels, "yuv420p"),
    "carried-420": _carried,
    "decoded-444": lambda pixels: _decoded(pixels, "yuv444p"),
    "decoded-422-10": lambda pixels: _decoded(pixels, "yuv422p10le"),
    "decoded-rgb": lambda pixels: _decoded(pixels, "rgb24"),
}
every_picture = pytest.mark.parametrize("kind", PICTURES)


def _scene(width: int = 160, height: int = 90) -> Pixels:
    """Red above, green below on the left, blue below on the right."""
    pixels = np.zeros((height, width, 3), np.uint8)
    pixels[: height // 2] = (210, 30, 30)
    pixels[height // 2 :, : width // 2] = (30, 180, 30)
    pixels[height // 2 :, width // 2 :] = (30, 30, 220)
    return pixels


def _off(pixels: Pixels, truth: Pixels) -> float:
    return float(np.median(np.abs(pixels.astype(int) - truth.astype(int)).max(2)))


@every_picture
def test_its_pixels_are_upright_rgb_at_its_own_size(kind: str) -> None:
    picture = PICTURES[kind](_scene())

    pixels = picture.pixels()

    assert picture.size == (160, 90)
    assert pixels.shape == (90, 160, 3)
    assert pixels.dtype == np.uint8
    assert _off(pixels, _scene()) < 12


@every_picture
@pytest.mark.parametrize(("width", "height"), [(80, 45), (64, 64), (320, 180), (33, 17), (1, 1), (160, 90)])
def test_it_gives_any_size_as_the_whole_picture_stretched(kind: str, width: int, height: int) -> None:
    resized = PICTURES[kind](_scene()).resized(width, height)

    assert resized.shape == (height, width, 3)
    assert resized.dtype == np.uint8
    assert resized.flags.c_contiguous
    if height > 1:
        assert _off(resized, _scene(width, height)) < 20


@every_picture
@pytest.mark.parametrize("size", [(161, 91), (1, 90), (2, 2)])
def test_odd_and_tiny_sizes_are_kept(kind: str, size: tuple[int, int]) -> None:
    picture = PICTURES[kind](_scene(*size))

    assert picture.size == size
    assert picture.pixels().shape == (size[1], size[0], 3)


@every_picture
def test_looking_twice_gives_the_same_and_resized_pixels_are_ones_own(kind: str) -> None:
    picture = PICTURES[kind](_scene())
    first = picture.resized(80, 45)
    kept = first.copy()

    first[:] = 0

    np.testing.assert_array_equal(picture.resized(80, 45), kept)
    np.testing.assert_array_equal(picture.pixels(), picture.pixels())


@every_picture
def test_a_frame_shows_it(kind: str) -> None:
    frame = Frame(PICTURES[kind](_scene()), time=1.5)

    assert frame.size == (160, 90)
    assert frame.pixels.shape == (90, 160, 3)


@pytest.mark.parametrize("shape", [(90, 160), (90, 160, 4), (0, 160, 3)])
def test_an_array_of_another_shape_is_a_mistake(shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="shape"):
        ArrayPicture(np.zeros(shape, np.uint8))
