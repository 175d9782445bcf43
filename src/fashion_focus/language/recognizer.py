"""Recognizers of speech: sound in, utterances with timed words out, a piece at a time."""

import json
from collections.abc import Iterable
from typing import Protocol

from fashion_focus.core.frame import Sound
from fashion_focus.core.notes import Note
from fashion_focus.core.words import Utterance


class Recognizer(Protocol):
    """Hears a stream piece by piece and gives back what was said, in order of its end.

    Sound may come in pieces of any length; a piece without samples only moves the clock (for videos without sound).
    What is recognized depends on the sound and not on how it was cut into pieces, and a recognizer restored from a
    state goes on as the one that gave it. State is bounded.
    Implementations: language.ScriptedRecognizer (from a transcript), language.PocketsphinxRecognizer (English),
    language.SilentRecognizer (for languages that nobody here understands).
    Conformance suite: tests/conformance/test_recognizer.py.
    """

    @property
    def notes(self) -> tuple[Note, ...]:
        """What could not be recognized, and why."""
        ...

    def accept(self, sound: Sound) -> list[Utterance]:
        """Utterances that this piece completes. Raises ValueError where it is not at 16 kHz."""
        ...

    def finish(self) -> list[Utterance]:
        """Utterances that were still open when the stream ended."""
        ...

    def state(self) -> bytes:
        """All that is needed to go on later."""
        ...

    def restore(self, state: bytes) -> None:
        """Go on from a state of a recognizer made with the same arguments. Raises ValueError for another's state."""
        ...


class ScriptedRecognizer:
    """Says what a transcript says, each utterance once the sound has passed its end."""

    def __init__(self, utterances: Iterable[Utterance]) -> None:
        self._utterances = tuple(sorted(utterances, key=lambda utterance: utterance.end))
        self._said = 0

    @property
    def notes(self) -> tuple[Note, ...]:
        """None: a transcript leaves nothing to recognize."""
        return ()

    def accept(self, sound: Sound) -> list[Utterance]:
        """Utterances that end at or before the end of this piece."""
        return self._until(sound.end)

    def finish(self) -> list[Utterance]:
        """The rest of the transcript, also what is written beyond the end of the stream."""
        return self._until(float("inf"))

    def state(self) -> bytes:
        """How much of the transcript has been said."""
        return json.dumps({"said": self._said}).encode()

    def restore(self, state: bytes) -> None:
        """Go on from a state. Raises ValueError where it is not one of this transcript."""
        loaded = json.loads(state)
        said = loaded.get("said") if isinstance(loaded, dict) else None
        if not isinstance(said, int) or not 0 <= said <= len(self._utterances):
            raise ValueError(f"this state is not of a transcript of {len(self._utterances)} utterances")
        self._said = said

    def _until(self, time: float) -> list[Utterance]:
        first = self._said
        while self._said < len(self._utterances) and self._utterances[self._said].end <= time:
            self._said += 1
        return list(self._utterances[first : self._said])


class SilentRecognizer:
    """Hears nothing, and says once why: for speech in a language that no recognizer here understands."""

    def __init__(self, language: str) -> None:
        text = f"speech in {language!r} is not recognized; give a transcript (--transcript) for words to count"
        self._notes = (Note("speech-language-unsupported", text),)

    @property
    def notes(self) -> tuple[Note, ...]:
        """Why there are no words."""
        return self._notes

    def accept(self, sound: Sound) -> list[Utterance]:  # noqa: ARG002 (the protocol's name)
        """Nothing."""
        return []

    def finish(self) -> list[Utterance]:
        """Nothing."""
        return []

    def state(self) -> bytes:
        """Nothing to remember."""
        return b"{}"

    def restore(self, state: bytes) -> None:
        """Raises ValueError for another recognizer's state."""
        if json.loads(state):
            raise ValueError("this state is of another recognizer")
