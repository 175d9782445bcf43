"""A run that starts in the middle gives what a run from the start gives from there on."""

import random
from fractions import Fraction

import numpy as np
import pytest
from tests.media.conftest import Maker
from tests.media.makers import H264, SPECS, Spec
from tests.media.played import EVERY, RATE_HZ, heard, looks, play, sounds_of


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.name)
@pytest.mark.parametrize("rate", [4.0, EVERY], ids=["four", "every"])
def test_frames_after_a_start_in_the_middle_are_those_of_a_whole_run(spec: Spec, rate: float, written: Maker) -> None:
    made = written(spec)
    whole = play(made.path, rate=rate)

    for start in _starts(spec, made.times[-1]):
        assert looks(play(made.path, rate=rate, start=start), 0.0) == looks(whole, start)


@pytest.mark.parametrize("spec", [spec for spec in SPECS if spec.sound], ids=lambda spec: spec.name)
def test_sound_after_a_start_in_the_middle_is_that_of_a_whole_run(spec: Spec, written: Maker) -> None:
    made = written(spec)
    whole = heard(sounds_of(play(made.path, rate=1.0)))

    for start in _starts(spec, made.times[-1]):
        sounds = sounds_of(play(made.path, rate=1.0, start=start))
        first = int(np.ceil(start * RATE_HZ))
        assert all(sound.time >= start for sound in sounds)
        np.testing.assert_array_equal(heard(sounds)[first:], whole[first:])


def test_a_start_beyond_the_end_gives_nothing(written: Maker) -> None:
    assert play(written(H264).path, start=60.0) == []


def _starts(spec: Spec, end: Fraction) -> list[float]:
    """A few random places, and one exactly on a picture."""
    chance = random.Random(spec.name)
    return [chance.uniform(0, float(end)) if k else 2.0 for k in range(3)]
