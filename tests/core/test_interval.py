"""Spans of media time."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fashion_focus.core.interval import Interval, intersection, merge, t_iou

TIMES = st.floats(0, 30_000, allow_nan=False)
INTERVALS = st.tuples(TIMES, st.floats(0.01, 1_000)).map(lambda pair: Interval(pair[0], pair[0] + pair[1]))


def test_an_empty_interval_is_refused() -> None:
    with pytest.raises(ValueError, match="start must come before end"):
        Interval(3.0, 3.0)


def test_an_interval_holds_its_start_and_not_its_end() -> None:
    interval = Interval(1.0, 2.0)
    assert interval.contains(1.0)
    assert not interval.contains(2.0)


@given(INTERVALS, INTERVALS)
def test_t_iou_is_symmetric_and_within_0_and_1(a: Interval, b: Interval) -> None:
    assert t_iou(a, b) == t_iou(b, a)
    assert 0.0 <= t_iou(a, b) <= 1.0


@given(INTERVALS)
def test_t_iou_with_itself_is_1(a: Interval) -> None:
    assert t_iou(a, a) == pytest.approx(1.0)


def test_t_iou_of_a_hand_worked_pair() -> None:
    assert t_iou(Interval(0, 4), Interval(2, 8)) == pytest.approx(2 / 8)


@given(st.lists(INTERVALS, max_size=8), st.floats(0, 5))
def test_merged_intervals_are_apart_and_cover_all(intervals: list[Interval], gap: float) -> None:
    merged = merge(intervals, gap=gap)
    assert all(b.start - a.end > gap for a, b in pairwise(merged))
    assert all(any(intersection(i, m) == pytest.approx(i.duration) for m in merged) for i in intervals)
