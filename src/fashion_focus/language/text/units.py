"""Speech and comments as a line of units with times: words in letters, and single Chinese characters."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from fashion_focus.core.words import Utterance, Word
from fashion_focus.language.text.tokens import Token, normalise, stem, tokens

_SENTENCE_END = re.compile(r"[.!?;。！？；\n]+(?=\s|$|[^\d\s])")
_PAUSE_S = 0.8
_MAX_UNITS = 40


@dataclass(frozen=True, slots=True)
class Unit:
    """A word in letters, or one Chinese, Japanese or Korean character; times in seconds, confidence 0 to 1."""

    text: str
    start: float
    end: float
    confidence: float
    is_cjk: bool


@dataclass(frozen=True, slots=True)
class Said:
    """A term (stemmed word, or character gram) with the units [first, last) that it stands in."""

    term: str
    first: int
    last: int
    confidence: float


def stretches(utterance: Utterance) -> Iterator[list[Unit]]:
    """An utterance in pieces that may each speak of one thing: cut at sentence ends and at pauses.

    Where only the utterance's own times are known, they are shared out among its words by their length.
    """
    words = utterance.words or spread(utterance)
    piece: list[Unit] = []
    for word in words:
        is_cut = bool(piece) and (word.start - piece[-1].end > _PAUSE_S or len(piece) >= _MAX_UNITS)
        if is_cut:
            yield piece
            piece = []
        piece.extend(_units(word))
        if _SENTENCE_END.search(word.text) and piece:
            yield piece
            piece = []
    if piece:
        yield piece


def spread(utterance: Utterance) -> tuple[Word, ...]:
    """Words of an utterance without word times: its span shared out by the number of characters.

    A sentence end stays with its word, so that the text may still be cut there.
    """
    text = normalise(utterance.text)
    found = list(tokens(text))
    seconds = (utterance.end - utterance.start) / max(len(text), 1)
    return tuple(
        _spread_word(token, utterance.start, seconds, _tail(text, token, found, i)) for i, token in enumerate(found)
    )


def _tail(text: str, token: Token, found: Sequence[Token], index: int) -> str:
    following = found[index + 1].start if index + 1 < len(found) else len(text)
    end = _SENTENCE_END.search(text[token.end : following] + " ")
    return end.group() if end else ""


def _spread_word(token: Token, start: float, seconds: float, tail: str) -> Word:
    return Word(start + token.start * seconds, start + token.end * seconds, token.text + tail)


def _units(word: Word) -> Iterator[Unit]:
    found = list(tokens(word.text))
    length = max(sum(len(token.text) for token in found), 1)
    seconds = (word.end - word.start) / length
    time = word.start
    for token in found:
        for text in token.text if token.is_cjk else (token.text,):
            end = time + len(text) * seconds
            yield Unit(text, time, end, word.confidence, token.is_cjk)
            time = end


def said_terms(units: Sequence[Unit]) -> Iterator[Said]:
    """All terms of a stretch: stemmed words, and grams over unbroken runs of Chinese characters."""
    index = 0
    while index < len(units):
        stop = index + 1
        if not units[index].is_cjk:
            yield Said(stem(units[index].text), index, stop, units[index].confidence)
        else:
            while stop < len(units) and units[stop].is_cjk:
                stop += 1
            yield from _grams(units, index, stop)
        index = stop


def _grams(units: Sequence[Unit], first: int, last: int) -> Iterator[Said]:
    run = "".join(unit.text for unit in units[first:last])
    if len(run) == 1:
        yield Said(run, first, last, units[first].confidence)
        return
    for length in (2, 3):
        for i in range(len(run) - length + 1):
            confidence = min(unit.confidence for unit in units[first + i : first + i + length])
            yield Said(run[i : i + length], first + i, first + i + length, confidence)


def words_of(units: Sequence[Unit], indices: set[int]) -> tuple[Word, ...]:
    """The chosen units as words; neighbouring Chinese characters become one word."""
    found: list[Word] = []
    previous = -2
    for index in sorted(indices):
        unit = units[index]
        if found and unit.is_cjk and previous == index - 1 and units[previous].is_cjk:
            last = found[-1]
            joined = Word(last.start, unit.end, last.text + unit.text, min(last.confidence, unit.confidence))
            found[-1] = joined
        else:
            found.append(Word(unit.start, unit.end, unit.text, unit.confidence))
        previous = index
    return tuple(found)
