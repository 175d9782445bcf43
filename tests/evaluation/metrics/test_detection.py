"""Average precision of boxes on hand-worked pictures."""

from dataclasses import replace

import numpy as np
import pytest
from tests.evaluation.made import BOX, exhibit, perfect, truth

from fashion_focus.evaluation import Prediction
from fashion_focus.evaluation.metrics import Picture, ap50, detection_ap50

HERE, THERE, AWAY = [0.0, 0.0, 10.0, 10.0], [20.0, 0.0, 30.0, 10.0], [80.0, 80.0, 90.0, 90.0]


def picture(
    found: list[list[float]], scores: list[float], wanted: list[list[float]], ignored: list[list[float]]
) -> Picture:
    boxes = (np.array(each, float).reshape(-1, 4) for each in (found, wanted, ignored))
    one, two, three = boxes
    return Picture(one, np.array(scores, float), two, three)


def test_a_hand_worked_ranking_over_two_pictures() -> None:
    first = picture([HERE, AWAY], [0.9, 0.8], [HERE, THERE], [])
    second = picture([THERE], [0.7], [THERE], [])
    # Ranked: right, wrong, right; three are wanted: (1 + 2/3) / 3.
    assert ap50([first, second]) == pytest.approx((1 + 2 / 3) / 3)


def test_a_box_is_found_once() -> None:
    twice = picture([HERE, [0.0, 0.0, 10.0, 9.0]], [0.9, 0.8], [HERE], [])
    assert ap50([twice, picture([THERE], [0.7], [THERE], [])]) == pytest.approx((1 + 2 / 3) / 2)


def test_what_is_ignored_is_neither_right_nor_wrong() -> None:
    assert ap50([picture([AWAY, HERE], [0.9, 0.8], [HERE], [AWAY])]) == 1.0


def test_half_overlap_is_enough() -> None:
    half, less = [0.0, 0.0, 10.0, 5.0], [0.0, 0.0, 10.0, 4.9]
    assert ap50([picture([half], [1.0], [HERE], [])]) == 1.0
    assert ap50([picture([less], [1.0], [HERE], [])]) == 0.0


def test_nothing_wanted_has_no_precision() -> None:
    assert ap50([picture([HERE], [1.0], [], [])]) is None


def test_a_category_is_judged_by_itself() -> None:
    known = truth(exhibit("A", 0, 4), exhibit("C", 5, 9, "shoe"), duration=10.0)
    said = perfect(known)
    mistaken = replace(said, tracklets=tuple(replace(each, category="bag") for each in said.tracklets))
    figures = detection_ap50([known], [mistaken])
    assert figures["all"] == 1.0
    assert figures["shoe"] == 0.0
    assert figures["bag"] == pytest.approx(1.0), "equal scores stand in order of time: the wrong ones come last"


def test_boxes_between_two_samples_are_interpolated() -> None:
    known = truth(exhibit("A", 0, 4), duration=4.0)
    coarse = perfect(known).tracklets[0]
    sparse = replace(coarse, rows=(coarse.rows[0], *coarse.rows[4::4], coarse.rows[-1]))
    assert detection_ap50([known], [Prediction("s1", (), (sparse,))])["all"] == 1.0
    gone = replace(coarse, rows=(coarse.rows[0], coarse.rows[-1]))
    assert detection_ap50([known], [Prediction("s1", (), (gone,))])["all"] == pytest.approx(4 / 20), (
        "3.8 s apart is a gap; each end stands for 0.25 s"
    )


def test_things_hardly_seen_are_not_asked_for() -> None:
    known = truth(exhibit("A", 0, 2), duration=2.0)
    frames = tuple(replace(f, objects=tuple(replace(o, visible=0.1) for o in f.objects)) for f in known.frames)
    assert detection_ap50([replace(known, frames=frames)], [Prediction("s1")])["bag"] is None
    assert BOX[2] > BOX[0]
