"""From observations to focuses."""

import numpy as np
import pytest

from fashion_focus.core.arrays import Scores
from fashion_focus.core.events import Event, FocusEnded, FocusStarted
from fashion_focus.core.focus import Focus, FocusState
from fashion_focus.core.state import StateTree
from fashion_focus.localization import Identity, Localizer, Observation

PRODUCTS = ("bag", "shoe", "tea")
PERIOD = 0.25


def identity(*shares: float, n_views: int = 3) -> Identity:
    table = np.array(shares, np.float32)
    return Identity(table, 1.0 - float(table.sum()), table, n_views)


BAG = identity(0.95, 0.02, 0.01)
SHOE = identity(0.02, 0.95, 0.01)
NOTHING = identity(0.01, 0.01, 0.01)
TWINS = identity(0.48, 0.48, 0.01)

Script = list[tuple[float, float, str, float, Identity | None]]
"""(from, to, tracklet, presented, identity)"""


def play(localizer: Localizer, script: Script, *, until: float, start: float = 0.0) -> list[Event]:
    events: list[Event] = []
    for k in range(round(start / PERIOD), round(until / PERIOD)):
        time = k * PERIOD
        live = [row for row in script if row[0] <= time < row[1]]
        events += localizer.update(time, [Observation(row[2], row[3], row[4]) for row in live])
        for row in script:
            if row[1] <= time < row[1] + PERIOD and all(other[2] != row[2] for other in live):
                localizer.end_tracklet(row[2])
    return events


def focuses(script: Script, *, until: float = 20.0) -> list[Focus]:
    localizer = Localizer(PRODUCTS, frame_period=PERIOD)
    events = play(localizer, script, until=until) + localizer.finish()
    return [event.focus for event in events if isinstance(event, FocusEnded)]


def test_a_presented_product_becomes_one_focus_with_its_edges() -> None:
    (focus,) = focuses([(3.0, 9.0, "t1", 0.95, BAG)])
    assert focus.product_id == "bag"
    assert focus.state is FocusState.FINAL
    assert focus.interval.start == pytest.approx(3.0, abs=PERIOD)
    assert focus.interval.end == pytest.approx(9.0, abs=PERIOD)
    assert focus.evidence.tracklets == ("t1",)


def test_a_product_that_stands_about_is_no_focus() -> None:
    assert focuses([(0.0, 20.0, "t1", 0.05, BAG)]) == []


def test_a_thing_that_is_none_of_the_shelf_is_no_focus() -> None:
    assert focuses([(3.0, 9.0, "t1", 0.95, NOTHING)]) == []


def test_a_glimpse_is_no_focus() -> None:
    assert focuses([(3.0, 3.6, "t1", 0.95, BAG)]) == []


def test_a_product_put_down_ends_its_focus_though_it_stays_in_sight() -> None:
    (focus,) = focuses([(3.0, 8.0, "t1", 0.95, BAG), (8.0, 16.0, "t1", 0.03, BAG)])
    assert focus.interval.end == pytest.approx(8.0, abs=2 * PERIOD)


def test_two_tracklets_of_one_product_close_in_time_are_one_focus() -> None:
    (focus,) = focuses([(3.0, 6.0, "t1", 0.95, BAG), (6.5, 10.0, "t2", 0.95, BAG)])
    assert focus.evidence.tracklets == ("t1", "t2")
    assert focus.interval.duration == pytest.approx(7.0, abs=2 * PERIOD)


def test_a_thing_that_is_no_product_does_not_drag_a_product_along() -> None:
    background = identity(0.05, 0.01, 0.01)
    (focus,) = focuses([(0.0, 20.0, "t1", 0.9, background), (3.0, 8.0, "t2", 0.95, BAG)])
    assert focus.evidence.tracklets == ("t2",)
    assert focus.interval.duration == pytest.approx(5.0, abs=2 * PERIOD)


def test_a_product_that_returns_later_is_a_second_focus() -> None:
    first, second = focuses([(2.0, 6.0, "t1", 0.95, BAG), (12.0, 16.0, "t2", 0.95, BAG)])
    assert (first.product_id, second.product_id) == ("bag", "bag")
    assert first.id != second.id


def test_two_products_shown_together_are_two_focuses() -> None:
    found = focuses([(2.0, 8.0, "t1", 0.95, BAG), (4.0, 10.0, "t2", 0.95, SHOE)])
    assert {focus.product_id for focus in found} == {"bag", "shoe"}


def test_what_hangs_about_is_not_decided_beside_what_is_held_up() -> None:
    beside: Script = [(0.0, 8.0, "t1", 0.6, BAG), (0.0, 8.0, "t2", 0.98, SHOE)]
    assert {focus.product_id: focus.state for focus in focuses(beside)} == {
        "bag": FocusState.UNDECIDED,
        "shoe": FocusState.FINAL,
    }
    (alone,) = focuses(beside[:1])
    assert alone.state is FocusState.FINAL


def test_twins_that_pictures_cannot_tell_apart_are_left_undecided() -> None:
    (focus,) = focuses([(2.0, 8.0, "t1", 0.95, TWINS)])
    assert focus.state is FocusState.UNDECIDED
    assert focus.alternatives[0].product_id in {"bag", "shoe"}


def test_words_decide_between_twins() -> None:
    def said_shoe(start: float, end: float) -> Scores:
        return np.array([0.0, 2.0, 0.0], np.float32)

    localizer = Localizer(PRODUCTS, frame_period=PERIOD, support=said_shoe)
    events = play(localizer, [(2.0, 8.0, "t1", 0.95, TWINS)], until=20.0)
    (focus,) = [event.focus for event in events if isinstance(event, FocusEnded)]
    assert (focus.product_id, focus.state) == ("shoe", FocusState.FINAL)
    assert focus.evidence.shares["words"] > 0.2


def test_words_alone_confirm_nothing() -> None:
    def said_bag(start: float, end: float) -> Scores:
        return np.array([9.0, 0.0, 0.0], np.float32)

    localizer = Localizer(PRODUCTS, frame_period=PERIOD, support=said_bag)
    events = play(localizer, [(2.0, 8.0, "t1", 0.95, NOTHING)], until=20.0)
    assert [event for event in events if isinstance(event, FocusEnded)] == []


def test_a_focus_is_announced_while_it_runs() -> None:
    localizer = Localizer(PRODUCTS, frame_period=PERIOD)
    events = play(localizer, [(3.0, 9.0, "t1", 0.95, BAG)], until=20.0)
    started = next(event for event in events if isinstance(event, FocusStarted))
    assert started.time < 5.0
    assert started.focus.id == next(e.focus.id for e in events if isinstance(e, FocusEnded))


def test_a_late_identity_still_names_the_whole_span() -> None:
    (focus,) = focuses([(3.0, 5.0, "t1", 0.95, None), (5.0, 9.0, "t1", 0.95, BAG)])
    assert focus.interval.start == pytest.approx(3.0, abs=PERIOD)


@pytest.mark.parametrize("moment", [1.0, 3.5, 5.0, 6.25, 7.5, 10.0, 12.0])
def test_a_restored_localizer_goes_on_as_if_nothing_had_happened(moment: float) -> None:
    script: Script = [(3.0, 6.0, "t1", 0.95, BAG), (6.5, 9.0, "t2", 0.95, BAG), (7.0, 11.0, "t3", 0.9, SHOE)]
    whole = Localizer(PRODUCTS, frame_period=PERIOD)
    expected = play(whole, script, until=20.0)

    first = Localizer(PRODUCTS, frame_period=PERIOD)
    before = play(first, script, until=moment)
    state: StateTree = first.state()
    second = Localizer(PRODUCTS, frame_period=PERIOD)
    second.restore(state)
    assert before + play(second, script, until=20.0, start=moment) == expected
