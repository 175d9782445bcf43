"""Media time of live sources: from 0, never backwards, a new epoch wherever the clock is another one."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from fashion_focus.decoding.clock import LiveClock

SIZE = (320, 180)


def test_the_first_picture_is_at_zero() -> None:
    clock = LiveClock()
    assert clock.picture(Fraction(1234), SIZE) == 0
    assert clock.picture(Fraction(1235), SIZE) == 1
    assert clock.epoch == 0


def test_jumps_begin_an_epoch_at_zero() -> None:
    clock = LiveClock()
    for epoch, stamp in enumerate((5, 36_005, 5)):
        assert clock.picture(Fraction(stamp), SIZE) == 0
        assert clock.epoch == epoch


def test_another_size_begins_an_epoch() -> None:
    clock = LiveClock()
    clock.picture(Fraction(0), SIZE)
    assert clock.picture(Fraction(1, 25), (640, 360)) == 0
    assert clock.epoch == 1


def test_a_pause_of_some_seconds_is_none() -> None:
    clock = LiveClock()
    clock.picture(Fraction(0), SIZE)
    assert clock.picture(Fraction(8), SIZE) == 8
    assert clock.epoch == 0


def test_pictures_out_of_order_are_left_out() -> None:
    clock = LiveClock()
    clock.picture(Fraction(1), SIZE)
    assert clock.picture(Fraction(1, 2), SIZE) is None
    assert clock.picture(Fraction(1), SIZE) is None


def test_sound_of_another_clock_waits_for_its_pictures() -> None:
    clock = LiveClock()
    assert clock.sound(Fraction(100)) is None
    clock.picture(Fraction(100), SIZE)
    assert clock.sound(Fraction(199, 2)) == Fraction(-1, 2)
    assert clock.sound(Fraction(36_100)) is None
    clock.picture(Fraction(36_100), SIZE)
    assert clock.sound(Fraction(36_101)) == 1


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=60))
def test_time_only_grows_inside_an_epoch(stamps: list[int]) -> None:
    clock, latest = LiveClock(), (-1, Fraction(0))
    for stamp in stamps:
        time = clock.picture(Fraction(stamp, 1000), SIZE)
        if time is None:
            continue
        assert clock.epoch >= latest[0]
        assert clock.epoch > latest[0] or time > latest[1]
        latest = clock.epoch, time
