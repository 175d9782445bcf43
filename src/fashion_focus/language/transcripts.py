"""Transcripts in: SubRip, WebVTT and JSON Lines files to utterances in order of time."""

import html
import json
import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from fashion_focus.core.errors import WordsError
from fashion_focus.core.notes import Note
from fashion_focus.core.words import Utterance, Word
from fashion_focus.language.textfiles import read_lines

_TIME = re.compile(r"(?:(\d{1,4}):)?(\d{1,2}):(\d{1,2})[.,](\d{1,3})")
_MARKUP = re.compile(r"<[^<>]*>|\{\\[^{}]*\}")
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]*)>")
_REMEDY = {
    "srt": "write a line such as 00:00:01,500 --> 00:00:04,000",
    "vtt": "write a line such as 00:01.500 --> 00:04.000",
    "jsonl": 'write a line such as {"start": 1.5, "end": 4.0, "text": "…"}',
}


@dataclass(frozen=True, slots=True)
class Transcript:
    """What a transcript file says: utterances in order of start, and notes on what was mended."""

    utterances: tuple[Utterance, ...]
    notes: tuple[Note, ...] = ()


@dataclass(slots=True)
class _Lines:
    """A file's lines under its name, for messages that name file and line; strays collects what was left out."""

    file: str
    kind: str
    lines: list[str]
    strays: list[int] = field(default_factory=list)

    def notes(self) -> Iterator[Note]:
        """What the readers left out."""
        if self.strays:
            text = f"{self.file}:{self.strays[0] + 1}: text outside a cue, without times, was left out"
            yield Note("transcript-stray-text", text, count=len(self.strays))

    def error(self, index: int, what: str) -> WordsError:
        return WordsError(f"{self.file}:{index + 1}: {what}; {_REMEDY[self.kind]}")


def read_transcript(path: Path) -> Transcript:
    """A transcript file's utterances; its form is told by its first lines, so the suffix does not matter.

    Lines may overlap or stand out of order: they are sorted, and a note says so. Words are given only by JSON Lines.
    Raises WordsError, naming file, line and remedy, where the file cannot be read or a line is not what it should be.
    """
    lines = read_lines(path)
    kind = _kind(lines, path.suffix.lower())
    source = _Lines(str(path), kind, lines)
    found = list(_READERS[kind](source))
    if not found:
        raise WordsError(f"{path}: the transcript has no line of speech; {_REMEDY[kind]}")
    ordered = tuple(sorted(found, key=lambda utterance: (utterance.start, utterance.end)))
    return Transcript(ordered, (*source.notes(), *_order_notes(found, ordered, path.name)))


def _kind(lines: list[str], suffix: str) -> str:
    first = next((line.strip() for line in lines if line.strip()), "")
    if first.startswith("WEBVTT"):
        return "vtt"
    if first.startswith("{"):
        return "jsonl"
    return {".vtt": "vtt", ".jsonl": "jsonl", ".ndjson": "jsonl"}.get(suffix, "srt")


def _order_notes(found: list[Utterance], ordered: tuple[Utterance, ...], name: str) -> Iterator[Note]:
    late = sum(b.start < a.start for a, b in pairwise(found))
    if late:
        yield Note("transcript-unsorted", f"{name}: lines out of order of time were sorted", count=late)
    overlaps = [b for a, b in pairwise(ordered) if b.start < a.end]
    if overlaps:
        text = f"{name}: lines overlap in time; all of them are used"
        yield Note("transcript-overlap", text, time=overlaps[0].start, count=len(overlaps))


def _cues(source: _Lines) -> Iterator[Utterance]:
    """Utterances of SRT and WebVTT: a line of two times, then text up to an empty line."""
    lines = source.lines
    # A WebVTT file's head ends at its first empty line.
    index = _block_end(lines, next(i for i, line in enumerate(lines) if line.strip())) if source.kind == "vtt" else 0
    while index < len(lines):
        if re.match(r"(NOTE|STYLE|REGION)(\s|$)", lines[index]) and source.kind == "vtt":
            index = _block_end(lines, index)
            continue
        if "-->" not in lines[index]:
            _check_outside_cue(source, index)
            index += 1
            continue
        start, end = _times(source, index)
        stop = _block_end(lines, index)
        yield from _cue(lines[index + 1 : stop], start, end)
        index = stop


def _block_end(lines: list[str], index: int) -> int:
    while index < len(lines) and lines[index].strip():
        index += 1
    return index


def _check_outside_cue(source: _Lines, index: int) -> None:
    """A line outside a cue may be empty, a header, a cue's number, or its name just above its times."""
    line = source.lines[index].strip()
    if re.match(r"[\d:.,]+\s*[-=–—]*>", line):
        raise source.error(index, f"{line[:40]!r} is no pair of times")
    following = source.lines[index + 1] if index + 1 < len(source.lines) else ""
    if line and not line.isdigit() and "-->" not in following:
        source.strays.append(index)


def _times(source: _Lines, index: int) -> tuple[float, float]:
    sides = source.lines[index].split("-->")
    # WebVTT writes settings such as "align:start" behind the second time.
    texts = [sides[0].strip(), (sides[1].split() or [""])[0]]
    times = [_seconds(text) for text in texts]
    for text, time in zip(texts, times, strict=True):
        if time is None:
            raise source.error(index, f"{text!r} is not a time")
    start, end = (float(time) for time in times if time is not None)
    if end < start:
        raise source.error(index, f"the line ends at {texts[1]}, before it starts at {texts[0]}")
    return start, end


def _seconds(text: str) -> float | None:
    found = _TIME.fullmatch(text)
    if found is None:
        return None
    hours, minutes, seconds, fraction = found.groups()
    if int(minutes) > 59 or int(seconds) > 59:
        return None
    return int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds) + int(fraction.ljust(3, "0")) / 1000


def _cue(lines: list[str], start: float, end: float) -> Iterator[Utterance]:
    raw = " ".join(line.strip() for line in lines)
    speaker = _VOICE.search(raw)
    text = html.unescape(_MARKUP.sub("", raw)).strip()
    if text:
        yield Utterance(start, end, text, speaker=speaker.group(1).strip() if speaker else "")


def _json_lines(source: _Lines) -> Iterator[Utterance]:
    for index, line in enumerate(source.lines):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
            yield _utterance(record)
        except (ValueError, TypeError, KeyError, OverflowError, RecursionError) as error:
            raise source.error(index, f"no line of a transcript ({_reason(error)})") from error


def _reason(error: Exception) -> str:
    if isinstance(error, KeyError):
        return f"{error} is missing"
    return f"column {error.colno}: {error.msg}" if isinstance(error, json.JSONDecodeError) else str(error)


def _utterance(record: object) -> Utterance:
    if not isinstance(record, dict):
        raise TypeError("it is no object")
    start, end = _number(record, "start"), _number(record, "end")
    if end < start:
        raise ValueError(f"end {end:g} comes before start {start:g}")
    rows = record.get("words") or []
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise TypeError("words is no list of objects")
    words = tuple(_word(row) for row in rows)
    text = record.get("text") or " ".join(word.text for word in words)
    if not isinstance(text, str):
        raise TypeError("text is no text")
    extras = {key: str(record.get(key) or "") for key in ("language", "speaker")}
    return Utterance(start, end, text.strip(), words, **extras)


def _word(row: dict[object, object]) -> Word:
    confidence = _number(row, "confidence") if row.get("confidence") is not None else 1.0
    text = row.get("word")
    if not isinstance(text, str):
        raise TypeError("a word's text is missing")
    start, end = _number(row, "start"), _number(row, "end")
    if end < start:
        raise ValueError(f"word {text[:20]!r} ends before it starts")
    return Word(start, end, text, min(max(confidence, 0.0), 1.0))


def _number(record: dict[object, object], key: str) -> float:
    value = record[key]
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise TypeError(f"{key} is no number of seconds")
    return float(value)


_READERS: dict[str, Callable[[_Lines], Iterator[Utterance]]] = {"srt": _cues, "vtt": _cues, "jsonl": _json_lines}
