"""What every Index must do."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pytest

from fashion_focus.retrieval import ExactIndex, FaissIndex, Index

BuildIndex = Callable[[npt.NDArray[np.float32]], Index]


def unit(n: int, *, seed: int, width: int = 32) -> npt.NDArray[np.float32]:
    vectors = np.random.default_rng(seed).normal(size=(n, width)).astype(np.float32)
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)


@pytest.fixture(params=[ExactIndex, FaissIndex], ids=lambda kind: kind.__name__)
def build(request: pytest.FixtureRequest) -> BuildIndex:
    if request.param is FaissIndex:
        pytest.importorskip("faiss", reason="needs the extra [faiss]")
    chosen: BuildIndex = request.param
    return chosen


def test_every_view_finds_itself(build: BuildIndex) -> None:
    views = unit(500, seed=0)
    rows, scores = build(views).search(views, k=1)
    assert rows[:, 0].tolist() == list(range(500))
    assert scores[:, 0] == pytest.approx(np.ones(500), abs=1e-5)


def test_the_best_come_first(build: BuildIndex) -> None:
    _, scores = build(unit(300, seed=1)).search(unit(7, seed=2), k=20)
    assert (np.diff(scores, axis=1) <= 1e-6).all()


def test_the_nearest_are_those_of_a_full_comparison(build: BuildIndex) -> None:
    views, queries = unit(800, seed=3), unit(9, seed=4)
    rows, _ = build(views).search(queries, k=10)
    assert np.array_equal(rows, np.argsort(-(queries @ views.T), axis=1)[:, :10])


def test_fewer_views_than_asked_for_give_all_of_them(build: BuildIndex) -> None:
    rows, scores = build(unit(3, seed=5)).search(unit(2, seed=6), k=10)
    assert rows.shape == scores.shape == (2, 3)
    assert sorted(rows[0].tolist()) == [0, 1, 2]


def test_an_empty_index_finds_nothing(build: BuildIndex) -> None:
    rows, scores = build(unit(0, seed=0)).search(unit(2, seed=6), k=10)
    assert rows.shape == scores.shape == (2, 0)


def test_no_queries_find_nothing(build: BuildIndex) -> None:
    rows, _ = build(unit(5, seed=7)).search(unit(0, seed=0), k=2)
    assert rows.shape == (0, 2)


def test_its_length_is_the_number_of_views(build: BuildIndex) -> None:
    assert len(build(unit(17, seed=8))) == 17


def test_a_query_of_another_width_is_refused(build: BuildIndex) -> None:
    with pytest.raises(ValueError, match="queries must have shape"):
        build(unit(5, seed=9)).search(unit(1, seed=9, width=16), k=1)


def test_no_neighbours_cannot_be_asked_for(build: BuildIndex) -> None:
    with pytest.raises(ValueError, match="at least 1"):
        build(unit(5, seed=9)).search(unit(1, seed=9), k=0)
