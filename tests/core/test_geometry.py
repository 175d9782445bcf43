"""Arithmetic on boxes."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fashion_focus.core.arrays import Boxes
from fashion_focus.core.geometry import areas, clip, expand, iou_matrix, scale

SIDES = st.floats(1, 500, width=32)
BOX = st.tuples(SIDES, SIDES, SIDES, SIDES).map(lambda b: [b[0], b[1], b[0] + b[2], b[1] + b[3]])
BOXES = st.lists(BOX, min_size=1, max_size=5).map(lambda rows: np.array(rows, np.float32))


@given(BOXES, BOXES)
def test_iou_is_symmetric_and_within_0_and_1(a: Boxes, b: Boxes) -> None:
    matrix = iou_matrix(a, b)
    np.testing.assert_allclose(matrix, iou_matrix(b, a).T, atol=1e-6)
    assert matrix.min() >= 0.0
    assert matrix.max() <= 1.0 + 1e-5


def test_iou_of_a_hand_worked_pair() -> None:
    a = np.array([[0, 0, 2, 2]], np.float32)
    b = np.array([[1, 1, 3, 3], [5, 5, 6, 6]], np.float32)
    np.testing.assert_allclose(iou_matrix(a, b), [[1 / 7, 0.0]], atol=1e-6)


def test_a_box_turned_inside_out_has_no_area() -> None:
    assert areas(np.array([[5, 5, 1, 9]], np.float32))[0] == 0.0


@given(BOXES)
def test_clipped_boxes_lie_inside_the_picture(boxes: Boxes) -> None:
    clipped = clip(boxes, width=100, height=80)
    assert clipped.min() >= 0
    assert clipped[:, [0, 2]].max() <= 100
    assert clipped[:, [1, 3]].max() <= 80


@given(BOXES, st.floats(0.1, 8), st.floats(0.1, 8))
def test_scaling_there_and_back_changes_nothing(boxes: Boxes, x: float, y: float) -> None:
    np.testing.assert_allclose(scale(scale(boxes, x=x, y=y), x=1 / x, y=1 / y), boxes, rtol=1e-4)


def test_a_box_grows_by_a_share_of_its_own_sides() -> None:
    grown = expand(np.array([[10, 10, 20, 30]], np.float32), 0.1)
    assert grown[0].tolist() == pytest.approx([9, 8, 21, 32])
