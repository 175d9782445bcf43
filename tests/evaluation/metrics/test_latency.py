"""How long a viewer waits for a focus."""

import pytest
from tests.evaluation.made import exhibit, truth

from fashion_focus.evaluation.metrics.latency import Announcement, delays, latency

KNOWN = truth(exhibit("A", 10, 20), exhibit("B", 30, 40), exhibit("A", 50, 60))


def test_the_first_saying_of_the_product_counts() -> None:
    said = [Announcement(15.0, "A"), Announcement(12.0, "A"), Announcement(31.0, "C"), Announcement(54.5, "A")]
    assert delays(KNOWN, said) == [2.0, None, 4.5]


@pytest.mark.parametrize(
    ("time", "wait"),
    [(9.5, 0.0), (8.0, None), (20.0, None)],
    ids=["coming in", "long before", "over"],
)
def test_only_what_is_said_while_it_is_shown_counts(time: float, wait: float | None) -> None:
    assert delays(KNOWN, [Announcement(time, "A")])[0] == wait


def test_percentiles_are_over_what_was_said() -> None:
    found = latency([1.0, 2.0, 3.0, None])
    assert (found.n_exhibits, found.n_said, found.p50) == (4, 3, 2.0)
    assert found.p95 == pytest.approx(2.9)


def test_a_run_that_says_nothing_has_no_delay() -> None:
    found = latency(delays(KNOWN, []))
    assert (found.n_exhibits, found.n_said, found.p50, found.p95) == (3, 0, None, None)
