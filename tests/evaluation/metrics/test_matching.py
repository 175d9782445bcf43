"""Overlap of spans, matching one to one, and covered time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fashion_focus.evaluation.metrics import covered_seconds, match_one_to_one, span_iou

TIMES = st.floats(0, 100, allow_subnormal=False)
SPANS = st.tuples(TIMES, TIMES).map(lambda pair: (min(pair), max(pair)))


def test_overlap_of_a_hand_worked_pair() -> None:
    assert span_iou((10, 20), (12, 22)) == pytest.approx(8 / 12)


def test_empty_spans_overlap_nothing() -> None:
    assert span_iou((5, 5), (5, 5)) == 0.0
    assert span_iou((5, 5), (0, 10)) == 0.0


@given(SPANS, SPANS)
def test_overlap_is_symmetric_and_a_share(a: tuple[float, float], b: tuple[float, float]) -> None:
    assert span_iou(a, b) == span_iou(b, a)
    assert 0.0 <= span_iou(a, b) <= 1.0


def test_the_largest_overlap_is_matched_first() -> None:
    assert match_one_to_one([(0.5, 0, 0), (0.6, 1, 0), (0.4, 0, 1), (0.0, 2, 2)]) == {1: (0, 0.6), 0: (1, 0.4)}


def test_equal_overlaps_go_to_the_first() -> None:
    assert match_one_to_one([(0.5, 1, 0), (0.5, 0, 1), (0.5, 0, 0)]) == {0: (0, 0.5)}


def test_time_covered_twice_counts_once() -> None:
    assert covered_seconds((10, 20), [(0, 12), (11, 13), (18, 30), (40, 50)]) == pytest.approx(5.0)
