"""Many views of one thing as one vector."""

import numpy as np
import pytest

from fashion_focus.embedding import pool_tracklet


def rows(*vectors: tuple[float, ...]) -> np.ndarray:
    return np.array(vectors, np.float32)


def test_a_pooled_vector_has_unit_length() -> None:
    pooled = pool_tracklet(rows((1, 0), (0, 1)), np.array([0.2, 0.7], np.float32))
    assert np.linalg.norm(pooled) == pytest.approx(1)


def test_the_better_view_counts_more() -> None:
    pooled = pool_tracklet(rows((1, 0), (0, 1)), np.array([0.9, 0.1], np.float32))
    assert pooled[0] > pooled[1]


def test_a_view_of_weight_zero_does_not_count() -> None:
    pooled = pool_tracklet(rows((1, 0), (0, 1)), np.array([1, 0], np.float32))
    assert pooled == pytest.approx([1, 0])


def test_opposite_vectors_have_no_mean() -> None:
    with pytest.raises(ValueError, match="cancel out"):
        pool_tracklet(rows((1, 0), (-1, 0)), np.ones(2, np.float32))


@pytest.mark.parametrize(
    "weights", [(1.0,), (0.0, 0.0), (-1.0, 2.0), (1.0, 1.0, 1.0)], ids=["few", "zero", "negative", "many"]
)
def test_weights_that_fit_no_views_are_refused(weights: tuple[float, ...]) -> None:
    with pytest.raises(ValueError, match="weights must"):
        pool_tracklet(rows((1, 0), (0, 1)), np.array(weights, np.float32))
