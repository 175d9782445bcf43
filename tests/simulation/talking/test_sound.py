"""Sound: every line where it belongs, whatever pieces it is asked for in."""

import numpy as np
import pytest

from fashion_focus.simulation.talking.sound import SoundTrack, draw_backing
from fashion_focus.simulation.talking.voice import RATE_HZ, SaidLine

SILENT = np.zeros(0, np.int16)


def line(start: float, seconds: float, level: int) -> SaidLine:
    samples = np.full(round(seconds * RATE_HZ), level, np.int16)
    return SaidLine(start, start + seconds, "word", samples)


def whole(track: SoundTrack, step: float, seconds: float) -> np.ndarray:
    return np.concatenate([track.until(min(seconds, step * n)) for n in range(1, round(seconds / step) + 2)])


@pytest.mark.parametrize("step", [0.04, 0.7, 4.0])
def test_lines_sound_from_their_start_to_their_end(step: float) -> None:
    track = SoundTrack(iter([line(0.5, 1.0, 1000), line(2.0, 0.5, 3000)]), SILENT)
    sound = whole(track, step, 4.0)
    assert len(sound) == 4 * RATE_HZ
    loud = np.flatnonzero(sound == 1000)
    assert (loud[0], len(loud)) == (round(0.5 * RATE_HZ), RATE_HZ)
    assert np.flatnonzero(sound == 3000)[0] == 2 * RATE_HZ


def test_what_was_said_is_remembered_without_its_samples() -> None:
    track = SoundTrack(iter([line(0.1, 0.2, 1), line(9.0, 0.2, 1)]), SILENT)
    track.until(1.0)
    assert [(said.start, len(said.samples)) for said in track.said] == [(0.1, 0)]


def test_somebody_speaks_only_during_a_line() -> None:
    track = SoundTrack(iter([line(1.0, 1.0, 5)]), SILENT)
    spoken = []
    for number in range(60):
        track.until((number + 1) / 20)
        spoken.append(track.speaking(number / 20))
    assert (spoken.index(True), sum(spoken)) == (20, 20)


def test_loud_voices_are_cut_off_not_wrapped_round() -> None:
    track = SoundTrack(iter([line(0.0, 0.5, 30_000)]), np.full(100, 20_000, np.int16))
    assert track.until(0.4).min() == 32_767


@pytest.mark.parametrize("seed", range(4))
def test_what_is_heard_below_the_voices_is_not_silent(seed: int) -> None:
    backing = draw_backing(np.random.default_rng(seed))
    assert len(backing) > RATE_HZ
    assert 0 < np.abs(backing.astype(int)).max() < 12_000
