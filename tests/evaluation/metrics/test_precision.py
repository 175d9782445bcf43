"""Average precision on hand-worked rankings."""

import numpy as np
import pytest

from fashion_focus.evaluation.metrics import T_IOUS, average_precision, temporal_hits


@pytest.mark.parametrize(
    ("hits", "n_truth", "expected"),
    [
        pytest.param([1, 0, 1], 2, (1 + 2 / 3) / 2, id="a miss between"),
        pytest.param([0, 1, 1, 0], 2, 2 / 3, id="interpolated from the right"),
        pytest.param([1, 1], 4, 0.5, id="half is found"),
        pytest.param([0, 0], 3, 0.0, id="nothing right"),
        pytest.param([], 3, 0.0, id="nothing said"),
    ],
)
def test_average_precision_of_a_hand_worked_ranking(hits: list[int], n_truth: int, expected: float) -> None:
    assert average_precision(np.array(hits, bool), n_truth) == pytest.approx(expected)


def test_there_must_be_something_to_find() -> None:
    with pytest.raises(ValueError, match="something to find"):
        average_precision(np.zeros(1, bool), 0)


def test_thresholds_are_those_of_qvhighlights() -> None:
    assert T_IOUS == (0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95)


def test_a_truth_is_found_once() -> None:
    hits = temporal_hits([(0, 10), (0, 9), (20, 30)], [(0, 10), (20, 28)])
    assert hits[0].all()
    assert not hits[1].any(), "its truth is taken by the more confident answer"
    assert hits[2].sum() == 7, "0.8 overlap passes 0.5 to 0.8"


def test_an_answer_takes_the_free_truth_it_overlaps_most() -> None:
    hits = temporal_hits([(0, 10), (0, 10)], [(0, 8), (0, 10)])
    assert hits[0].all()
    assert hits[1].sum() == 7
