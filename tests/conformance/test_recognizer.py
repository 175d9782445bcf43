"""What every Recognizer promises, held for each of them over the same sound."""

import os
import shutil
import subprocess
import wave
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fashion_focus.core.frame import Sound
from fashion_focus.core.product import Catalog, Product
from fashion_focus.core.words import Utterance
from fashion_focus.language import PocketsphinxRecognizer, Recognizer, ScriptedRecognizer, SilentRecognizer

SHELF = Catalog(
    tuple(Product(f"p{i}", title) for i, title in enumerate(["Fusion Backpack", "Boat Shoe", "Baseball Cap"]))
)
SCRIPT = (Utterance(0.4, 2.0, "the fusion backpack"), Utterance(3.0, 5.0, "the boat shoe"), Utterance(4.0, 4.5, "cap"))
RATE_HZ = 16_000

Samples = npt.NDArray[np.int16]


def needs_espeak() -> None:
    if shutil.which("espeak-ng") is None:
        reason = "espeak-ng is not installed; apt-get install espeak-ng"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)


def spoken(text: str, folder: Path) -> Samples:
    """A text read aloud, at the voice's own 22,050 Hz brought to 16 kHz by straight lines between samples."""
    file = folder / "speech.wav"
    subprocess.run(["espeak-ng", "-v", "en-us", "-s", "140", "-w", str(file), text], check=True)
    with wave.open(str(file)) as sound:
        samples = np.frombuffer(sound.readframes(sound.getnframes()), np.int16).astype(np.float64)
        times = np.arange(0, len(samples) / sound.getframerate(), 1 / RATE_HZ)
        heard = np.interp(times, np.arange(len(samples)) / sound.getframerate(), samples)
    return heard.astype(np.int16)


@pytest.fixture(scope="session")
def talk(tmp_path_factory: pytest.TempPathFactory) -> Samples:
    """Five to six seconds: silence, a sentence, silence, another, silence."""
    needs_espeak()
    folder = tmp_path_factory.mktemp("talk")
    rest = np.zeros(RATE_HZ // 2, np.int16)
    first, second = (spoken(text, folder) for text in ("this is the fusion backpack", "and the boat shoe"))
    return np.concatenate([rest, first, rest, rest, second, rest])


KINDS: dict[str, Callable[[], Recognizer]] = {
    "pocketsphinx": lambda: PocketsphinxRecognizer(SHELF),
    "scripted": lambda: ScriptedRecognizer(SCRIPT),
    "silent": lambda: SilentRecognizer("zh"),
}


@pytest.fixture(params=KINDS, scope="module")
def made(request: pytest.FixtureRequest) -> Callable[[], Recognizer]:
    return KINDS[request.param]


def hear(recognizer: Recognizer, samples: Samples, cuts: list[int], *, start: float = 0.0) -> list[Utterance]:
    found: list[Utterance] = []
    edges = [0, *sorted(cuts), len(samples)]
    for first, last in pairwise(edges):
        found += recognizer.accept(Sound(samples[first:last], start + first / RATE_HZ))
    return found + recognizer.finish()


def test_utterances_come_in_order_with_words_inside_them(made: Callable[[], Recognizer], talk: Samples) -> None:
    found = hear(made(), talk, list(range(0, len(talk), 4000)))
    assert [utterance.end for utterance in found] == sorted(utterance.end for utterance in found)
    for utterance in found:
        assert utterance.start <= utterance.end
        assert all(utterance.start <= word.start <= word.end <= utterance.end for word in utterance.words)
        assert all(0.0 <= word.confidence <= 1.0 for word in utterance.words)


def test_nothing_is_said_before_its_time(made: Callable[[], Recognizer], talk: Samples) -> None:
    recognizer = made()
    for first in range(0, len(talk), 4000):
        piece = Sound(talk[first : first + 4000], first / RATE_HZ)
        assert all(utterance.end <= piece.end for utterance in recognizer.accept(piece))


@given(st.data())
@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
def test_how_sound_is_cut_does_not_matter(made: Callable[[], Recognizer], talk: Samples, data: st.DataObject) -> None:
    cuts = data.draw(st.lists(st.integers(0, len(talk)), max_size=5))
    assert hear(made(), talk, cuts) == hear(made(), talk, list(range(0, len(talk), 1024)))


@given(st.data())
@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_restored_recognizer_goes_on_as_the_first(
    made: Callable[[], Recognizer], talk: Samples, data: st.DataObject
) -> None:
    cut = data.draw(st.integers(0, len(talk)))
    first, second = made(), made()
    found = first.accept(Sound(talk[:cut], 0.0))
    second.restore(first.state())
    found += second.accept(Sound(talk[cut:], cut / RATE_HZ)) + second.finish()
    assert found == hear(made(), talk, [])


def test_a_recognizer_may_be_finished_without_sound(made: Callable[[], Recognizer]) -> None:
    recognizer = made()
    assert recognizer.accept(Sound(np.zeros(0, np.int16), 0.0)) == []
    assert all(isinstance(utterance, Utterance) for utterance in recognizer.finish())
    assert recognizer.finish() == []


def test_a_state_that_is_none_is_refused(made: Callable[[], Recognizer]) -> None:
    with pytest.raises(ValueError, match="state"):
        made().restore(b'{"other": 1}')


def test_notes_name_what_is_not_understood() -> None:
    assert [note.code for note in SilentRecognizer("zh").notes] == ["speech-language-unsupported"]


def test_a_transcript_needs_no_sound_only_time() -> None:
    recognizer = ScriptedRecognizer(SCRIPT)
    silence = np.zeros(0, np.int16)
    assert [u.text for u in recognizer.accept(Sound(silence, 2.0))] == ["the fusion backpack"]
    assert [u.text for u in recognizer.accept(Sound(silence, 4.9))] == ["cap"]
    assert [u.text for u in recognizer.finish()] == ["the boat shoe"]
