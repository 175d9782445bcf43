"""The recognizer on pocketsphinx: English, a vocabulary of one shelf and its selling talk."""

import json
import math
import tempfile
from collections.abc import Iterator
from pathlib import Path

from pocketsphinx import Config, Decoder, get_model_path

from fashion_focus.core.frame import Sound
from fashion_focus.core.notes import Note
from fashion_focus.core.product import Catalog
from fashion_focus.core.words import Utterance, Word
from fashion_focus.language.speech.language_model import talk_about, to_arpa
from fashion_focus.language.speech.pronunciation import pronounce, read_dictionary
from fashion_focus.language.speech.voice import Speech, SpeechCutter

_FRAMES_PER_SECOND = 100


_CONFIDENCE_STEPS = 20


class PocketsphinxRecognizer:
    """Recognizes English speech about one shelf.

    A stretch of speech is decoded when it ends, by itself: nothing adapts from one to the next, so the state is the
    sound of the open stretch.
    """

    def __init__(self, catalog: Catalog) -> None:
        self._decoder = _decoder(catalog)
        self._cutter = SpeechCutter()

    @property
    def notes(self) -> tuple[Note, ...]:
        """None so far."""
        return ()

    def accept(self, sound: Sound) -> list[Utterance]:
        """Utterances that this piece completes. Raises ValueError where it is not at 16 kHz."""
        return self._decoded(self._cutter.accept(sound))

    def finish(self) -> list[Utterance]:
        """The utterance that was open when the stream ended."""
        return self._decoded(self._cutter.finish())

    def state(self) -> bytes:
        """The sound that is still needed."""
        return json.dumps(self._cutter.state()).encode()

    def restore(self, state: bytes) -> None:
        """Go on from a state. Raises ValueError for another recognizer's state."""
        try:
            self._cutter.restore(json.loads(state))
        except (KeyError, TypeError, ValueError) as error:
            raise ValueError("this state is of another recognizer") from error

    def _decoded(self, stretches: list[Speech]) -> list[Utterance]:
        return [utterance for speech in stretches for utterance in self._decode(speech)]

    def _decode(self, speech: Speech) -> Iterator[Utterance]:
        decoder = self._decoder
        # The front end keeps a little of the stretch before; made anew, a stretch is decoded alike wherever it comes.
        decoder.reinit_feat()
        decoder.start_utt()
        decoder.process_raw(speech.samples.tobytes(), no_search=False, full_utt=True)
        decoder.end_utt()
        words = tuple(_words(decoder, speech.time))
        if words:
            yield Utterance(words[0].start, words[-1].end, " ".join(word.text for word in words), words, "en")


def _words(decoder: Decoder, time: float) -> Iterator[Word]:
    for segment in decoder.seg() or ():
        if segment.word.startswith(("<", "[")):
            continue
        start = time + segment.start_frame / _FRAMES_PER_SECOND
        end = time + (segment.end_frame + 1) / _FRAMES_PER_SECOND
        yield Word(start, end, segment.word.split("(")[0], _confidence(float(segment.prob)))


def _confidence(posterior: float) -> float:
    """How likely a word is right, from its posterior in the decoder's lattice, which is too sure of itself.

    Logistic fit on title words in 112 synthetic sentences, half of them off the subject, with noise and music.
    """
    bounded = min(max(posterior, 1e-3), 1.0 - 1e-3)
    share = 1.0 / (1.0 + math.exp(-(0.53 * math.log(bounded / (1.0 - bounded)) + 0.43)))
    # A decoder that has heard other speech before differs in the fifth place; twentieths hide that.
    return round(share * _CONFIDENCE_STEPS) / _CONFIDENCE_STEPS


def _decoder(catalog: Catalog) -> Decoder:
    model = Path(get_model_path()) / "en-us"
    talk = talk_about(catalog)
    spoken = pronounce(talk.vocabulary, read_dictionary(model / "cmudict-en-us.dict"))
    with tempfile.TemporaryDirectory(prefix="fashion-focus-") as folder:
        arpa, dictionary = Path(folder) / "shelf.lm", Path(folder) / "shelf.dict"
        arpa.write_text(to_arpa(talk), encoding="utf-8")
        dictionary.write_text("".join(_entries(spoken)), encoding="utf-8")
        files = {"hmm": str(model / "en-us"), "lm": str(arpa), "dict": str(dictionary)}
        # The second, flat pass doubles the cost for 3 title words in 100; a heavier language model wins 2 of them back.
        config = Config(**files, cmn="batch", fwdflat=False, lw=9.0, loglevel="FATAL")
        return Decoder(config)


def _entries(spoken: dict[str, list[str]]) -> Iterator[str]:
    for word, readings in spoken.items():
        for i, phones in enumerate(readings, start=1):
            yield f"{word} {phones}\n" if i == 1 else f"{word}({i}) {phones}\n"
