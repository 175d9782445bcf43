"""Localization of tracklets whose products are known."""

import numpy as np
import pytest
from tests.evaluation.made import BOX, exhibit, truth

from fashion_focus.core.tracklet import Tracklet
from fashion_focus.evaluation.experiments.replays import localize_known, true_products

RATE = 4.0


def tracklet(name: str, start: float, end: float, *, presented: float = 0.98, at: float = 0.0) -> Tracklet:
    times = np.arange(start, end, 1 / RATE)
    boxes = np.tile(np.array(BOX, np.float32) + at, (len(times), 1))
    full = np.ones(len(times), np.float32)
    return Tracklet(name, ("bag",), times, boxes, full, full * np.float32(presented))


def test_a_presented_thing_is_a_focus_of_its_product() -> None:
    (focus,) = localize_known([tracklet("t1", 2, 8)], {"t1": "C"}, "ABC", rate=RATE)
    assert focus.product_id == "C"
    assert (focus.interval.start, focus.interval.end) == pytest.approx((2.0, 8.0), abs=0.3)


def test_what_stands_about_and_what_is_not_on_the_shelf_are_none() -> None:
    shown = [tracklet("t1", 2, 8, presented=0.02), tracklet("t2", 2, 8)]
    assert localize_known(shown, {"t1": "A", "t2": None}, "ABC", rate=RATE) == ()


def test_a_tracklet_shows_what_its_boxes_fit_most_often() -> None:
    known = truth(exhibit("A", 2, 4), exhibit("B", 5, 12))
    found = true_products(known, [tracklet("both", 2, 12), tracklet("beside", 2, 12, at=300.0)])
    assert found == {"both": "B", "beside": None}
