"""What is cut out of simulated shows for the visual encoder."""

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="needs the extra [train]")

from fashion_focus.embedding import SIDE  # noqa: E402 (after the skip)
from fashion_focus.training.visual_shows import FilmedShows, Seen  # noqa: E402

pytestmark = pytest.mark.training


@pytest.fixture(scope="module")
def shows() -> FilmedShows:
    return FilmedShows("smoke", products=None, places=None, videos=None)


@pytest.fixture(scope="module")
def seen(shows: FilmedShows) -> Seen:
    (one,) = shows.film(range(2, 3), seed=5)
    return one


def test_a_show_gives_squares_of_several_products(seen: Seen) -> None:
    assert seen.squares.shape == (len(seen.products), SIDE, SIDE, 3)
    assert len(seen.products) > 20
    assert len(set(seen.products)) > 5


def test_every_product_has_the_shops_views(shows: FilmedShows, seen: Seen) -> None:
    for product in set(seen.products):
        views = shows.views(product)
        assert views.shape[1:] == (SIDE, SIDE, 3)
        assert 1 <= len(views) <= 2
        assert np.median(views[0][:4]) > 250  # on white


def test_the_same_number_gives_the_same_show(shows: FilmedShows, seen: Seen) -> None:
    (again,) = shows.film(range(2, 3), seed=5)
    assert again.products == seen.products
    assert np.array_equal(again.squares, seen.squares)
