"""Confidence: the rank statistic against an independent one, and calibration by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fashion_focus.evaluation.metrics import auroc, calibration_error, reliability


def test_ties_count_half() -> None:
    assert auroc(np.array([0.9, 0.5, 0.5, 0.1]), np.array([True, True, False, False])) == pytest.approx(3.5 / 4)


def test_one_kind_alone_has_no_area() -> None:
    assert auroc(np.array([0.3, 0.4]), np.array([True, True])) is None
    assert auroc(np.zeros(0), np.zeros(0, bool)) is None


@given(st.lists(st.tuples(st.integers(0, 6), st.booleans()), min_size=1, max_size=40))
def test_it_is_the_share_of_pairs_in_order(answers: list[tuple[int, bool]]) -> None:
    scores, kinds = np.array([a for a, _ in answers], float), np.array([b for _, b in answers], bool)
    pairs = [(p > n) + (p == n) / 2 for p in scores[kinds] for n in scores[~kinds]]
    assert auroc(scores, kinds) == (pytest.approx(sum(pairs) / len(pairs)) if pairs else None)


def test_it_agrees_with_scikit_learn() -> None:
    metrics = pytest.importorskip("sklearn.metrics", reason="scikit-learn is not installed")
    rng = np.random.default_rng(5)
    for _ in range(20):
        scores, kinds = rng.integers(0, 30, 200) / 30, rng.random(200) < 0.3
        assert auroc(scores, kinds) == pytest.approx(metrics.roc_auc_score(kinds, scores))


def test_calibration_error_of_a_hand_worked_case() -> None:
    bins = reliability(np.array([0.95, 0.95, 0.95, 0.95, 0.15, 0.15]), np.array([1, 1, 1, 0, 1, 0], bool))
    assert calibration_error(bins) == pytest.approx((4 * abs(0.95 - 0.75) + 2 * abs(0.15 - 0.5)) / 6)
    assert [each.n for each in bins] == [0, 2, 0, 0, 0, 0, 0, 0, 0, 4]


def test_bin_edges_belong_below_and_nought_to_the_first() -> None:
    bins = reliability(np.array([0.0, 0.1, 0.5, 1.0, 1.7, -2.0]), np.zeros(6, bool))
    assert [each.n for each in bins] == [3, 0, 0, 0, 1, 0, 0, 0, 0, 2]


def test_nothing_said_has_no_calibration() -> None:
    assert calibration_error(reliability(np.zeros(0), np.zeros(0, bool))) is None
