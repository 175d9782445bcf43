"""Speech is cut out of sound at pauses, at most 15 s at a time, wherever the stream is resumed."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fashion_focus.core.frame import Sound
from fashion_focus.language.speech.voice import MAX_UTTERANCE_S, RATE_HZ, Speech, SpeechCutter


def buzz(seconds: float, *, pitch_hz: float = 120.0) -> np.ndarray[tuple[int], np.dtype[np.int16]]:
    """A vowel-like sound: harmonics of a low pitch that swell and fade four times a second, as syllables do."""
    times = np.arange(int(seconds * RATE_HZ)) / RATE_HZ
    harmonics = sum(np.sin(2 * np.pi * pitch_hz * n * times) / n for n in range(1, 20))
    return np.asarray(6000 * harmonics * (0.6 + 0.4 * np.sin(8 * np.pi * times)), np.int16)


def silence(seconds: float) -> np.ndarray[tuple[int], np.dtype[np.int16]]:
    return np.zeros(int(seconds * RATE_HZ), np.int16)


def stretches(sound: np.ndarray[tuple[int], np.dtype[np.int16]], *, step: int = 4096) -> list[Speech]:
    cutter = SpeechCutter()
    pieces = [Sound(sound[i : i + step], i / RATE_HZ) for i in range(0, len(sound), step)]
    return [speech for piece in pieces for speech in cutter.accept(piece)] + cutter.finish()


def test_a_stretch_holds_the_speech_and_little_else() -> None:
    found = stretches(np.concatenate([silence(3), buzz(2), silence(3)]))
    assert len(found) == 1
    assert 2.4 < found[0].time <= 3.05
    assert 4.9 < found[0].time + len(found[0].samples) / RATE_HZ < 5.6


def test_silence_holds_nothing() -> None:
    assert stretches(silence(12)) == []


def test_what_has_no_pause_is_cut_without_loss() -> None:
    found = stretches(buzz(40))
    ends = [speech.time + len(speech.samples) / RATE_HZ for speech in found]
    assert len(found) >= 3
    assert max(len(speech.samples) for speech in found) <= MAX_UTTERANCE_S * RATE_HZ
    assert [speech.time for speech in found[1:]] == pytest.approx(ends[:-1])


@given(st.integers(0, 24 * RATE_HZ))
@settings(max_examples=12, deadline=None)
def test_a_restored_cutter_goes_on_as_the_first(cut: int) -> None:
    sound = np.concatenate([silence(1), buzz(3), silence(1), buzz(17, pitch_hz=180.0), silence(2)])
    first, second = SpeechCutter(), SpeechCutter()
    found = first.accept(Sound(sound[:cut], 7.0))
    second.restore(json.loads(json.dumps(first.state())))
    found += second.accept(Sound(sound[cut:], 7.0 + cut / RATE_HZ)) + second.finish()
    whole = SpeechCutter()
    expected = whole.accept(Sound(sound, 7.0)) + whole.finish()
    assert [(s.time, s.samples.tobytes()) for s in found] == [(s.time, s.samples.tobytes()) for s in expected]


def test_state_stays_small_however_long_the_stream() -> None:
    cutter = SpeechCutter()
    sizes = []
    for i in range(60):
        cutter.accept(Sound(buzz(2), 2.0 * i))
        sizes.append(len(json.dumps(cutter.state())))
    assert max(sizes) < 27 * RATE_HZ * 2 * 4 / 3


@pytest.mark.parametrize(("epoch", "time"), [(1, 3.0), (0, 60.0)], ids=["another epoch", "a hole"])
def test_a_seam_ends_the_open_stretch(epoch: int, time: float) -> None:
    cutter = SpeechCutter()
    assert cutter.accept(Sound(buzz(3), 0.0)) == []
    assert len(cutter.accept(Sound(silence(1), time, epoch=epoch))) == 1
    assert cutter.finish() == []
