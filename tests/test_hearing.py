"""Hearing in another process: nobody waits for it, nothing that was said is lost, and it goes on anywhere."""

import os
import signal
import time

import numpy as np
import pytest

from fashion_focus.core.frame import Sound
from fashion_focus.core.product import Catalog, Product
from fashion_focus.core.words import Utterance
from fashion_focus.hearing import HearingProcess
from fashion_focus.language import ScriptedRecognizer

CATALOG = Catalog((Product("a", "Red bag"),))
SAID = [Utterance(float(k), k + 0.5, f"word {k}") for k in range(8)]
SOUNDS = [Sound(np.zeros(8000, np.int16), k / 2) for k in range(16)]


def scripted(catalog: Catalog) -> ScriptedRecognizer:
    assert len(catalog) == 1
    return ScriptedRecognizer(SAID)


class Sleepy(ScriptedRecognizer):
    """Takes its time over each piece."""

    def accept(self, sound: Sound) -> list[Utterance]:
        time.sleep(0.2)
        return super().accept(sound)


def sleepy(catalog: Catalog) -> Sleepy:
    return Sleepy(SAID)


def test_all_that_is_said_comes_in_order() -> None:
    hearing = HearingProcess(scripted, CATALOG)
    heard = [utterance for sound in SOUNDS for utterance in hearing.accept(sound)]
    heard += hearing.finish()
    hearing.close()
    assert heard == SAID


def test_nobody_waits_for_a_slow_recognizer() -> None:
    hearing = HearingProcess(sleepy, CATALOG)
    began = time.monotonic()
    for sound in SOUNDS[:8]:
        hearing.accept(sound)
    assert time.monotonic() - began < 1.0
    hearing.close()


@pytest.mark.parametrize("place", [1, 7, 15])
def test_it_goes_on_from_any_state(place: int) -> None:
    first = HearingProcess(scripted, CATALOG)
    heard = [utterance for sound in SOUNDS[:place] for utterance in first.accept(sound)]
    state = first.state()
    first.close()
    second = HearingProcess(scripted, CATALOG)
    second.restore(state)
    heard += [utterance for sound in SOUNDS[place:] for utterance in second.accept(sound)]
    heard += second.finish()
    second.close()
    assert heard == SAID


def test_a_killed_recognizer_is_started_again_and_loses_nothing() -> None:
    hearing = HearingProcess(scripted, CATALOG)
    heard = [utterance for sound in SOUNDS[:6] for utterance in hearing.accept(sound)]
    os.kill(hearing.pid, signal.SIGKILL)
    heard += [utterance for sound in SOUNDS[6:] for utterance in hearing.accept(sound)]
    heard += hearing.finish()
    hearing.close()
    assert heard == SAID


def test_another_recognizers_state_is_refused() -> None:
    hearing = HearingProcess(scripted, CATALOG)
    with pytest.raises(ValueError, match="another recognizer"):
        hearing.restore(b"{}")
    hearing.close()
