"""Intervals and paired comparisons by drawing units again."""

import numpy as np
import pytest

from fashion_focus.evaluation.metrics import Ratio, compare, intervals


def shares(*values: float) -> Ratio:
    return Ratio(np.array(values, float), np.ones(len(values)))


def test_an_interval_holds_the_figure_and_narrows_with_more_units() -> None:
    few, many = (intervals({"x": shares(*([1, 0] * n))})["x"] for n in (10, 1000))
    assert few is not None
    assert many is not None
    assert few[0] < many[0] < 0.5 < many[1] < few[1]


def test_an_interval_has_the_width_of_the_binomial() -> None:
    band = intervals({"x": shares(*([1] * 120 + [0] * 280))}, rounds=4000)["x"]
    assert band is not None
    wide = 1.96 * np.sqrt(0.3 * 0.7 / 400)
    assert band == pytest.approx((0.3 - wide, 0.3 + wide), abs=0.008)


def test_the_same_units_give_the_same_interval() -> None:
    assert intervals({"x": shares(1, 0, 1, 1)}) == intervals({"x": shares(1, 0, 1, 1)})


def test_a_figure_without_value_has_no_interval() -> None:
    assert intervals({"x": Ratio(np.zeros(3), np.zeros(3))}) == {"x": None}
    assert intervals({}) == {}


def test_pairing_finds_a_small_difference_that_intervals_hide() -> None:
    rng = np.random.default_rng(1)
    hard = rng.random(200)
    before, after = {"x": shares(*hard)}, {"x": shares(*(hard + 0.02))}
    low, high = intervals(before)["x"] or (0, 0)
    assert high - low > 0.04
    change = compare(before, after)["x"]
    assert change.is_real
    assert change.change == pytest.approx(0.02)
    assert (change.low, change.high) == pytest.approx((0.02, 0.02))


def test_noise_is_not_called_a_difference() -> None:
    rng = np.random.default_rng(2)
    called = 0
    for seed in range(40):
        before, after = ({"x": shares(*rng.random(60))} for _ in range(2))
        called += compare(before, after, rounds=400, seed=seed)["x"].is_real
    assert called <= 6, "about one in twenty may be"


def test_other_numbers_of_units_are_refused() -> None:
    with pytest.raises(ValueError, match="same streams"):
        compare({"x": shares(1, 0)}, {"x": shares(1, 0, 1)})
