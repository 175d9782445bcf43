"""Sprites: where they are put is where their boxes say they are."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fashion_focus.simulation.sprites import Sprite, box_of, flatten, make_sprite, paste, placing


def red_block() -> Sprite:
    rgba = np.zeros((60, 40, 4), np.uint8)
    rgba[10:50, 5:35] = (255, 0, 0, 255)
    sprite = make_sprite(rgba, max_side=100)
    assert sprite is not None
    return sprite


def test_what_is_transparent_is_cut_away() -> None:
    assert red_block().size == (30, 40)


def test_an_empty_picture_gives_no_sprite() -> None:
    assert make_sprite(np.zeros((20, 20, 4), np.uint8), max_side=20) is None


@settings(max_examples=30, deadline=None)
@given(
    x=st.floats(60, 140),
    y=st.floats(60, 140),
    height=st.floats(20, 70),
    angle=st.floats(-180, 180),
    squeeze=st.sampled_from([-1.0, -0.5, 0.6, 1.0]),
)
def test_the_box_bounds_what_is_painted(x: float, y: float, height: float, angle: float, squeeze: float) -> None:
    sprite = red_block()
    picture = np.zeros((200, 200, 3), np.uint8)
    matrix = placing(sprite, centre=(x, y), height=height, angle=angle, squeeze=squeeze)
    assert paste(picture, sprite, matrix) is not None
    rows, columns = np.nonzero(picture[..., 0] > 127)
    painted = (columns.min(), rows.min(), columns.max() + 1, rows.max() + 1)
    assert box_of(sprite, matrix) == pytest.approx(painted, abs=2.5)


def test_a_sprite_outside_the_picture_paints_nothing() -> None:
    picture = np.zeros((50, 50, 3), np.uint8)
    matrix = placing(red_block(), centre=(300.0, 300.0), height=20, angle=0)
    assert paste(picture, red_block(), matrix) is None
    assert not picture.any()


def test_a_flattened_sprite_stands_on_white() -> None:
    rgba = np.zeros((40, 40, 4), np.uint8)
    rgba[5:35, 5:35, 3] = np.eye(30, dtype=np.uint8) * 255
    rgba[10:30, 10:30] = (0, 0, 255, 255)
    sprite = make_sprite(rgba, max_side=40)
    assert sprite is not None
    flat = flatten(sprite)
    assert flat[0, -1].tolist() == [255, 255, 255]
    assert flat[15, 15].tolist() == [0, 0, 255]
