"""What is said and written: words with times, utterances, comments, text on things."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Word:
    """One spoken word; times in seconds, confidence 0 to 1."""

    start: float
    end: float
    text: str
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Utterance:
    """A stretch of speech. words may be empty: then only the stretch's own times are known."""

    start: float
    end: float
    text: str
    words: tuple[Word, ...] = ()
    language: str = ""
    speaker: str = ""


@dataclass(frozen=True, slots=True)
class Comment:
    """One viewer's line, at its arrival time in seconds."""

    time: float
    user: str
    text: str


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A line of text as it was read off a picture, confidence 0 to 1."""

    text: str
    confidence: float
