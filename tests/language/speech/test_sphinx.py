"""English about a shelf is heard with times on the media clock; what is not about it names nothing."""

import numpy as np
import pytest
from tests.conformance.test_recognizer import RATE_HZ, SHELF, Samples, hear, talk

from fashion_focus.core.frame import Sound
from fashion_focus.core.product import Catalog, Product
from fashion_focus.core.words import Utterance
from fashion_focus.language import (
    PocketsphinxRecognizer,
    ScriptedRecognizer,
    SilentRecognizer,
    WordMatcher,
    choose_recognizer,
)

__all__ = ["talk"]

CHINESE = Catalog((Product("a", "Alpro Blueberry 大豆酸奶"), Product("b", "Enamel 红色马克杯"), Product("c", "Cap")))


@pytest.fixture(scope="module")
def heard(talk: Samples) -> list[Utterance]:
    return hear(PocketsphinxRecognizer(SHELF), talk, [], start=100.0)


def test_two_sentences_are_two_utterances_on_the_media_clock(heard: list[Utterance], talk: Samples) -> None:
    assert len(heard) == 2
    assert 100.2 < heard[0].start < 101.0
    assert 100.0 + len(talk) / RATE_HZ - 1.0 < heard[1].end < 100.0 + len(talk) / RATE_HZ


def test_title_words_are_heard(heard: list[Utterance]) -> None:
    named = [mention.product_id for utterance in heard for mention in WordMatcher(SHELF).mentions_in(utterance)]
    assert named == ["p0", "p1"]


def test_silence_and_noise_say_nothing() -> None:
    generator = np.random.default_rng(5)
    hiss = (generator.standard_normal(RATE_HZ * 4) * 60).astype(np.int16)
    assert hear(PocketsphinxRecognizer(SHELF), np.concatenate([np.zeros(RATE_HZ * 4, np.int16), hiss]), []) == []


def test_a_hole_in_the_sound_ends_the_utterance(talk: Samples) -> None:
    recognizer = PocketsphinxRecognizer(SHELF)
    middle = int(1.2 * RATE_HZ)
    first = recognizer.accept(Sound(talk[:middle], 0.0))
    first += recognizer.accept(Sound(talk[middle:], 50.0))
    rest = recognizer.finish()
    assert first[0].end < 2.0
    assert all(utterance.start >= 50.0 for utterance in (first + rest)[1:])


def test_another_sample_rate_is_refused() -> None:
    with pytest.raises(ValueError, match="16000 Hz, found 8000"):
        PocketsphinxRecognizer(SHELF).accept(Sound(np.zeros(80, np.int16), 0.0, rate_hz=8000))


def test_a_shelf_without_english_words_still_gives_a_recognizer() -> None:
    assert PocketsphinxRecognizer(Catalog((Product("a", "大豆酸奶"),))).finish() == []
    assert PocketsphinxRecognizer(Catalog(())).finish() == []


def test_the_recognizer_is_chosen_by_transcript_and_language() -> None:
    assert isinstance(choose_recognizer(CHINESE, [Utterance(0, 1, "hi")]), ScriptedRecognizer)
    assert isinstance(choose_recognizer(CHINESE), SilentRecognizer)
    assert isinstance(choose_recognizer(CHINESE, language="en-US"), PocketsphinxRecognizer)
    assert isinstance(choose_recognizer(SHELF), PocketsphinxRecognizer)
    assert isinstance(choose_recognizer(SHELF, language="de"), SilentRecognizer)
