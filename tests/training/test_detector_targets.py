"""Targets agree with the truth that they are made of."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.training.painted_scenes import PaintedTruth

from fashion_focus.training.detector_targets import PARENTS, make_targets

pytestmark = pytest.mark.training
WIDTH, HEIGHT = 160, 96


def _truth(boxes: list[list[int]] | list[list[float]], *, leaves: list[int], visible: float = 1.0) -> PaintedTruth:
    n = len(boxes)
    return PaintedTruth(
        boxes=np.array(boxes, np.float32).reshape(n, 4),
        product_ids=tuple(f"p{i}" for i in range(n)),
        leaves=np.array(leaves, np.int64),
        presented=np.arange(n) % 2 == 0,
        visible=np.full(n, visible, np.float32),
    )


def test_every_centre_is_a_peak_in_the_channel_of_its_category() -> None:
    targets = make_targets(_truth([[8, 8, 60, 70], [90, 20, 150, 80]], leaves=[9, 0]), width=WIDTH, height=HEIGHT)
    for (y, x), product in zip(targets.cells, targets.products, strict=True):
        leaf = {"p0": 9, "p1": 0}[product]
        assert targets.heat[PARENTS[leaf], y, x] == 1.0
        assert targets.leaf[y, x] == leaf
    assert (targets.heat == 1.0).sum() == 2


@settings(max_examples=50, deadline=None)
@given(x=st.floats(-20, WIDTH - 5), y=st.floats(-20, HEIGHT - 5), w=st.floats(4, WIDTH), h=st.floats(4, HEIGHT))
def test_a_box_comes_back_from_its_centre(x: float, y: float, w: float, h: float) -> None:
    box = np.array([max(x, 0), max(y, 0), min(x + w, WIDTH), min(y + h, HEIGHT)], np.float32)
    if (box[2:] - box[:2]).min() < 4:
        return
    targets = make_targets(_truth([box.tolist()], leaves=[3]), width=WIDTH, height=HEIGHT)
    cell = targets.cells[0]
    centre = (np.tile(cell[::-1], 2) + 0.5) * 4
    found = centre + targets.box[:, cell[0], cell[1]] * [-1, -1, 1, 1]
    np.testing.assert_allclose(found, box, atol=2.2)
    np.testing.assert_allclose((cell[::-1] + targets.offsets[0]) * 4, (box[:2] + box[2:]) / 2, atol=1e-3)
    assert targets.weight.sum() == pytest.approx(1.0, abs=1e-4)


def test_where_things_overlap_the_smaller_one_owns_the_cell() -> None:
    boxes = [[0, 0, 160, 96], [60, 30, 100, 66]]
    targets = make_targets(_truth(boxes, leaves=[0, 20]), width=WIDTH, height=HEIGHT)
    assert targets.leaf[12, 20] == 20


def test_a_hidden_thing_is_neither_taught_nor_punished() -> None:
    targets = make_targets(_truth([[8, 8, 60, 70]], leaves=[9], visible=0.05), width=WIDTH, height=HEIGHT)
    assert targets.heat.max() == 0
    assert len(targets.products) == 0
    assert targets.ignore[9, 8]


def test_an_empty_scene_has_empty_targets() -> None:
    targets = make_targets(_truth([], leaves=[]), width=WIDTH, height=HEIGHT)
    assert targets.heat.max() == 0
    assert targets.cells.shape == (0, 2)
