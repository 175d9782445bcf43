"""Catalog views and crops as squares."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fashion_focus.embedding import SIDE, crop_square, flatten_on_white, letterbox, prepare_view, trim

RED = (200, 20, 30)


def red_square_on_white(*, offset: int = 30) -> np.ndarray:
    picture = np.full((100, 140, 3), 255, np.uint8)
    picture[20:60, offset : offset + 40] = RED
    return picture


def test_a_view_does_not_depend_on_the_white_around_the_product() -> None:
    assert np.array_equal(prepare_view(red_square_on_white(offset=10)), prepare_view(red_square_on_white(offset=90)))


def test_a_view_fills_its_square_up_to_a_border() -> None:
    view = prepare_view(red_square_on_white())
    assert view.shape == (SIDE, SIDE, 3)
    assert tuple(view[SIDE // 2, SIDE // 2]) == RED
    assert tuple(view[1, 1]) == (255, 255, 255)


def test_what_is_transparent_becomes_white() -> None:
    sprite = np.zeros((10, 10, 4), np.uint8)
    sprite[2:8, 2:8] = (*RED, 255)
    flat = flatten_on_white(sprite)
    assert tuple(flat[0, 0]) == (255, 255, 255)
    assert tuple(flat[5, 5]) == RED


def test_half_transparent_ink_is_mixed_with_white() -> None:
    sprite = np.full((1, 1, 4), (0, 0, 0, 128), np.uint8)
    assert flatten_on_white(sprite)[0, 0, 0] == pytest.approx(127, abs=1)


@pytest.mark.parametrize("shape", [(4, 4), (4, 4, 1), (4, 4, 5)], ids=str)
def test_a_picture_that_is_neither_rgb_nor_rgba_is_refused(shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="must have shape"):
        prepare_view(np.zeros(shape, np.uint8))


def test_an_all_white_picture_is_kept() -> None:
    white = np.full((9, 7, 3), 255, np.uint8)
    assert trim(white).shape == white.shape


def test_a_crop_shows_what_is_in_its_box() -> None:
    crop = crop_square(red_square_on_white(), np.array([30, 20, 70, 60], np.float32), margin=0)
    assert np.abs(crop.astype(int) - np.array(RED)).max() <= 1


def test_a_tall_crop_is_filled_up_with_white() -> None:
    crop = crop_square(np.zeros((100, 100, 3), np.uint8), np.array([40, 0, 60, 100], np.float32), margin=0)
    assert tuple(crop[SIDE // 2, 0]) == (255, 255, 255)
    assert tuple(crop[SIDE // 2, SIDE // 2]) == (0, 0, 0)


@pytest.mark.parametrize(
    "box", [(200, 10, 240, 40), (10, 10, 10, 40), (-50, -50, -10, -10)], ids=["outside", "empty", "before"]
)
def test_a_box_without_pixels_is_refused(box: tuple[float, ...]) -> None:
    with pytest.raises(ValueError, match="has no pixels"):
        crop_square(red_square_on_white(), np.array(box, np.float32), margin=0)


@given(width=st.integers(1, 300), height=st.integers(1, 300), side=st.integers(8, 64))
def test_a_letterbox_keeps_its_size_and_fills_one_direction(width: int, height: int, side: int) -> None:
    square = letterbox(np.zeros((height, width, 3), np.uint8), side=side)
    assert square.shape == (side, side, 3)
    dark = square.max(axis=2) < 255
    assert max(dark.any(axis=0).sum(), dark.any(axis=1).sum()) == side


@given(x=st.floats(-20, 90), y=st.floats(-20, 90), width=st.floats(15, 300), height=st.floats(15, 300))
def test_any_box_that_touches_the_picture_gives_a_square(x: float, y: float, width: float, height: float) -> None:
    box = np.array([x, y, x + width + 20, y + height + 20], np.float32)
    assert crop_square(np.zeros((100, 120, 3), np.uint8), box).shape == (SIDE, SIDE, 3)
