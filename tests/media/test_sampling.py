"""Sound in time: samples keep their place through rounding, holes, overlaps and any rate."""

from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fashion_focus.media.sampling import RATE_HZ, SampleClock, Samples, SteadyClock, resampled

RATES = [8_000, 11_025, 16_000, 22_050, 32_000, 44_100, 48_000, 96_000]
Stamped = list[tuple[Fraction | None, Samples]]


def _tone(rate_hz: int, *, start: Fraction, n: int, hz: float = 440.0) -> Samples:
    return np.asarray(np.sin(2 * np.pi * hz * (float(start) + np.arange(n) / rate_hz)), np.float32)


def _framed(rate_hz: int, *, start: Fraction, seconds: int = 2, tick: Fraction, size: int = 1024) -> Stamped:
    """A tone cut into frames whose time stamps are rounded to a tick."""
    frames: Stamped = []
    for k in range(seconds * rate_hz // size):
        at = start + Fraction(k * size, rate_hz)
        frames.append((round(at / tick) * tick, _tone(rate_hz, start=at, n=size)))
    return frames


def _line(frames: Stamped, rate_hz: int, *, first: int = 0) -> dict[int, float]:
    return {
        number + k: float(value)
        for number, samples in resampled(iter(frames), rate_hz, first=first)
        for k, value in enumerate(samples)
    }


@pytest.mark.parametrize("rate_hz", RATES)
def test_a_tone_keeps_its_phase_at_any_rate(rate_hz: int) -> None:
    line = _line(_framed(rate_hz, start=Fraction(1, 7), tick=Fraction(1, rate_hz * 7)), rate_hz)

    middle = [n for n in line if 0.3 < n / RATE_HZ < 1.8]
    truth = np.sin(2 * np.pi * 440.0 * np.array(middle) / RATE_HZ)
    assert len(middle) == pytest.approx(1.5 * RATE_HZ, abs=2)
    # Between two input samples there are at least 32 places, hence an error of up to half of one's step.
    bound = 2 * np.pi * 440.0 / rate_hz / 64 + 0.002
    assert np.abs(np.array([line[n] for n in middle]) - truth).max() < bound


@pytest.mark.parametrize("rate_hz", [44_100, 48_000])
def test_what_lies_above_8_khz_does_not_fold_down(rate_hz: int) -> None:
    high = [(Fraction(0), _tone(rate_hz, start=Fraction(0), n=rate_hz, hz=9_500.0))]

    values = np.array(list(_line(list(high), rate_hz).values()))
    assert np.abs(values[500:-500]).max() < 0.01


@given(first=st.integers(0, 2 * RATE_HZ))
@settings(max_examples=15, deadline=None)
def test_values_do_not_depend_on_where_a_run_starts(first: int) -> None:
    frames = _framed(44_100, start=Fraction(1, 10), tick=Fraction(1, 1000))
    whole = _line(frames, 44_100)

    assert _line(frames, 44_100, first=first) == {n: value for n, value in whole.items() if n >= first}


@given(st.lists(st.integers(100, 2000), min_size=1, max_size=30), st.sampled_from(RATES))
@settings(max_examples=30, deadline=None)
def test_counted_samples_follow_one_another_exactly(sizes: list[int], rate_hz: int) -> None:
    clock = SampleClock(rate_hz)
    at, places = Fraction(1, 3), []
    for size in sizes:
        places.append(clock.place(at, size))
        at += Fraction(size, rate_hz)

    starts = [start for start, _ in places]
    assert [new for _, new in places] == [True] + [False] * (len(sizes) - 1)
    assert starts == [Fraction(1, 3) + Fraction(sum(sizes[:k]), rate_hz) for k in range(len(sizes))]


@given(st.floats(-200e-6, 200e-6))
@settings(max_examples=15, deadline=None)
def test_a_recorder_whose_clock_is_off_stays_within_a_millisecond(off: float) -> None:
    clock = SampleClock(48_000)
    real = Fraction(1024, 48_000) * (1 + Fraction(round(off * 10**6), 10**6))
    errors = [float(abs(clock.place(k * real, 1024)[0] - k * real)) for k in range(1500)]

    assert max(errors) < 0.0015
    assert np.mean(errors) < 0.001


def test_a_hole_is_left_open() -> None:
    frames = _framed(48_000, start=Fraction(0), tick=Fraction(1, 48_000))
    line = _line(frames[:20] + frames[40:], 48_000)

    missing = sorted(set(range(max(line))) - set(line))
    assert missing[0] / RATE_HZ == pytest.approx(20 * 1024 / 48_000, abs=1e-4)
    assert missing[-1] / RATE_HZ == pytest.approx(40 * 1024 / 48_000, abs=1e-4)
    assert len(missing) == pytest.approx(20 * 1024 / 3, abs=2)


def test_sound_that_comes_twice_is_told_once() -> None:
    frames = _framed(48_000, start=Fraction(0), tick=Fraction(1, 48_000))
    numbers = [
        number + k
        for number, samples in resampled(iter(frames[:30] + frames[10:]), 48_000, first=0)
        for k in range(len(samples))
    ]

    assert numbers == sorted(set(numbers))


@given(st.lists(st.fractions(-5, 100), min_size=1, max_size=40))
def test_media_time_never_falls_back_by_more_than_a_second(stamps: list[Fraction]) -> None:
    clock = SteadyClock(Fraction(0))
    times = [clock.time(stamp, Fraction(1, 25)) for stamp in stamps]

    assert all(later >= earlier - 1 for earlier, later in pairwise(times))
