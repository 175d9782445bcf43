"""Timetables: what is shown when, with pauses and returns."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fashion_focus.simulation.streams.timetable import returning, timetable


@given(seed=st.integers(0, 1000), seconds=st.floats(5, 4000), count=st.integers(1, 40))
def test_slots_are_in_order_and_inside_the_show(seed: int, seconds: float, count: int) -> None:
    slots = timetable(np.random.default_rng(seed), seconds, count)
    assert len(slots) <= count
    starts = [slot.start for slot in slots]
    assert starts == sorted(starts)
    assert all(0 < slot.start < slot.end < seconds for slot in slots)


@given(seed=st.integers(0, 1000), count=st.integers(4, 20))
def test_only_a_pair_overlaps(seed: int, count: int) -> None:
    slots = timetable(np.random.default_rng(seed), 20.0 * count, count)
    overlaps = [(a, b) for a, b in pairwise(slots) if b.start < a.end]
    assert len(overlaps) <= 1
    assert all((a.side, b.side) == (-1, 1) for a, b in overlaps)


def test_a_long_show_has_long_empty_stretches() -> None:
    slots = timetable(np.random.default_rng(2), 3600.0, 90)
    gaps = [b.start - a.end for a, b in pairwise(slots)]
    assert max(gaps) > 60


def test_a_show_without_time_has_no_slots() -> None:
    assert timetable(np.random.default_rng(0), 4.0, 3) == ()


def test_products_return_but_never_at_once() -> None:
    order = returning(np.random.default_rng(1), 60, 60)
    assert len(set(order)) < len(order)
    assert all(a != b for a, b in pairwise(order))


@pytest.mark.parametrize("count", [1, 2, 7])
def test_few_products_are_shown_again_and_again(count: int) -> None:
    assert set(returning(np.random.default_rng(1), 20, count)) == set(range(count))
