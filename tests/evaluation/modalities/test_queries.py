"""Which tracklet stands for an exhibit, and what its vectors are."""

from pathlib import Path

import numpy as np
import pytest
from tests.evaluation.made import BOX, exhibit, truth

from fashion_focus.core.arrays import Vector
from fashion_focus.core.errors import StoreError
from fashion_focus.core.tracklet import Tracklet
from fashion_focus.embedding import WIDTH
from fashion_focus.evaluation.modalities import Sights, View, exhibit_queries, load_queries, save_queries


def unit(place: int) -> Vector:
    vector = np.zeros(WIDTH, np.float32)
    vector[place] = 1.0
    return vector


def follow(name: str, start: float, end: float, *, at: float = 0.0) -> Tracklet:
    times = np.arange(start, end, 0.25)
    full = np.ones(len(times), np.float32)
    return Tracklet(name, ("bag",), times, np.tile(np.array(BOX, np.float32) + at, (len(times), 1)), full, full)


def test_the_tracklet_that_fits_longest_stands_for_an_exhibit() -> None:
    sights = Sights(
        [follow("short", 10, 13), follow("long", 12, 25), follow("beside", 5, 30, at=300)],
        {"short": [View(11, 1.0, unit(0))], "long": [View(14, 0.5, unit(1))], "beside": [View(14, 1.0, unit(2))]},
    )
    queries = exhibit_queries(truth(exhibit("A", 10, 20)), sights)
    assert queries.found.tolist() == [True]
    assert queries.spans[0].tolist() == [12.0, 20.0]
    np.testing.assert_array_equal(queries.tracklet[0], unit(1))


def test_the_best_view_is_the_image_and_all_of_the_exhibit_are_the_tracklet() -> None:
    views = [View(4, 1.0, unit(0)), View(11, 0.3, unit(1)), View(12, 0.4, unit(2))]
    queries = exhibit_queries(truth(exhibit("A", 10, 20)), Sights([follow("t", 3, 20)], {"t": views}))
    np.testing.assert_array_equal(queries.image[0], unit(2))
    np.testing.assert_allclose(queries.tracklet[0], (0.3 * unit(1) + 0.4 * unit(2)) / 0.5, rtol=1e-6)


def test_without_a_view_in_the_exhibit_the_nearest_one_counts() -> None:
    views = [View(1, 1.0, unit(0)), View(9, 0.1, unit(1))]
    queries = exhibit_queries(truth(exhibit("A", 10, 20)), Sights([follow("t", 0, 20)], {"t": views}))
    np.testing.assert_array_equal(queries.image[0], unit(1))


def test_an_exhibit_that_nothing_followed_is_not_found() -> None:
    queries = exhibit_queries(truth(exhibit("A", 10, 20)), Sights())
    assert queries.found.tolist() == [False]
    assert not queries.image.any()


def test_queries_come_back_from_their_file(tmp_path: Path) -> None:
    sights = Sights([follow("t", 3, 20)], {"t": [View(12, 0.4, unit(2))]})
    queries = exhibit_queries(truth(exhibit("A", 10, 20), exhibit("B", 30, 40)), sights)
    save_queries(queries, tmp_path / "q" / "s1.npz")
    again = load_queries(tmp_path / "q" / "s1.npz")
    assert again.found.tolist() == [True, False]
    np.testing.assert_array_equal(again.tracklet, queries.tracklet)
    np.testing.assert_array_equal(again.spans, queries.spans)


def test_a_damaged_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "s1.npz"
    path.write_bytes(b"PK nothing")
    with pytest.raises(StoreError, match=r"s1\.npz.*run the same command again"):
        load_queries(path)
