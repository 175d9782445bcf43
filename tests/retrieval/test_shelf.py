"""Shelves: probabilities over products and "none of these"."""

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fashion_focus.retrieval import Calibration, Coefficients, Gallery, Shelf

MODEL = "m@1"
Floats = npt.NDArray[np.float32]


def unit(rows: npt.NDArray[np.float64]) -> Floats:
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


def scattered(n: int, *, seed: int, width: int = 128) -> Floats:
    return unit(np.random.default_rng(seed).normal(size=(n, width)))


def near(vector: Floats, *, amount: float, seed: int = 0) -> Floats:
    noise = np.random.default_rng(seed).normal(size=vector.shape)
    return unit(vector + amount * noise / np.linalg.norm(noise, axis=1, keepdims=True))


def calibrated() -> Calibration:
    weights = Coefficients(similarity=8.0, by_query=1.0, by_product=1.0, none=12.0, none_by_query=2.0)
    return Calibration(MODEL, scattered(64, seed=9), weights, neighbours=16)


def shelf_of(vectors: Floats, *, calibration: Calibration | None = None) -> Shelf:
    names = [f"p{row}" for row in range(len(vectors))]
    return Shelf.build(Gallery.of_products(names, vectors, model=MODEL), calibration or calibrated())


@pytest.fixture(params=["plain", "calibrated"])
def calibration(request: pytest.FixtureRequest) -> Calibration:
    return calibrated() if request.param == "calibrated" else Calibration.plain(MODEL)


def test_a_product_is_recognized_by_its_own_view(calibration: Calibration) -> None:
    views = scattered(10, seed=1)
    matches = shelf_of(views, calibration=calibration).match(near(views, amount=0.4))
    assert [row[0].product_id for row in matches.top(1)] == [f"p{row}" for row in range(10)]
    assert matches.none.max() < 0.1


def test_a_stranger_is_none_of_these(calibration: Calibration) -> None:
    matches = shelf_of(scattered(10, seed=1), calibration=calibration).match(scattered(20, seed=2))
    assert matches.none.min() > 0.5


def test_twins_share_the_probability_that_pictures_cannot_divide(calibration: Calibration) -> None:
    views = scattered(6, seed=3)
    twins = np.concatenate([views, views[:1]])
    matches = shelf_of(twins, calibration=calibration).match(near(views[:1], amount=0.3))
    assert matches.probabilities[0, 0] == pytest.approx(matches.probabilities[0, 6], abs=1e-4)
    assert matches.probabilities[0, 0] + matches.probabilities[0, 6] > 0.9


@given(products=st.integers(0, 12), queries=st.integers(0, 5), seed=st.integers(0, 1000))
def test_probabilities_and_none_sum_to_one(products: int, queries: int, seed: int) -> None:
    shelf = shelf_of(scattered(products + 1, seed=seed)[1:])
    matches = shelf.match(scattered(queries + 1, seed=seed + 1)[1:])
    total = matches.probabilities.sum(axis=1) + matches.none
    assert matches.probabilities.shape == (queries, products)
    assert np.allclose(total, 1, atol=1e-5)


def test_an_empty_shelf_knows_only_none() -> None:
    assert shelf_of(np.zeros((0, 128), np.float32)).match(scattered(3, seed=0)).none.tolist() == [1, 1, 1]


def test_the_order_of_products_changes_nothing(calibration: Calibration) -> None:
    views, queries = scattered(8, seed=4), scattered(5, seed=5)
    straight = shelf_of(views, calibration=calibration).match(queries)
    turned = shelf_of(views[::-1], calibration=calibration).match(queries)
    assert np.allclose(straight.probabilities, turned.probabilities[:, ::-1], atol=1e-5)


def test_any_view_of_a_product_may_match() -> None:
    views = scattered(4, seed=6)
    gallery = Gallery.of_products(["cup", "cup", "hat", "shoe"], views, model=MODEL)
    matches = Shelf.build(gallery, calibrated()).match(near(views[1:2], amount=0.2))
    assert matches.top(1)[0][0].product_id == "cup"


def test_a_product_can_be_added() -> None:
    views = scattered(5, seed=7)
    grown = shelf_of(views[:4]).with_product("new", views[4:])
    assert grown.products == ("p0", "p1", "p2", "p3", "new")
    assert grown.match(views[4:]).top(1)[0][0].product_id == "new"
    whole = shelf_of(views)
    assert np.allclose(grown.match(views).probabilities, whole.match(views).probabilities, atol=1e-6)


def test_top_rows_come_best_first_with_their_similarity() -> None:
    views = scattered(5, seed=8)
    rows = shelf_of(views).match(views[:1]).top(3)[0]
    assert [row.probability for row in rows] == sorted((row.probability for row in rows), reverse=True)
    assert rows[0].scores["visual"] == pytest.approx(1, abs=1e-5)
    assert len(rows) == 3


def test_similarities_of_another_model_are_not_read() -> None:
    other = replace(calibrated(), model="m@2")
    with pytest.raises(ValueError, match="cannot be read"):
        shelf_of(scattered(2, seed=0), calibration=other)


def test_queries_of_another_width_are_refused() -> None:
    with pytest.raises(ValueError, match="queries must have shape"):
        shelf_of(scattered(2, seed=0)).match(scattered(2, seed=0, width=64))
