"""Viewers' comments in: a JSON Lines file of {t, user, text} to comments in order of time."""

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from fashion_focus.core.errors import WordsError
from fashion_focus.core.notes import Note
from fashion_focus.core.words import Comment
from fashion_focus.language.textfiles import read_lines

MAX_COMMENT_CHARACTERS = 1000
_REMEDY = 'write lines such as {"t": 12.5, "user": "mia", "text": "how much is the bag?"}'


@dataclass(frozen=True, slots=True)
class Comments:
    """What a comments file holds: comments in order of arrival, and notes on what was left out or mended."""

    comments: tuple[Comment, ...]
    notes: tuple[Note, ...] = ()


def read_comments(path: Path, *, duration: float | None = None) -> Comments:
    """A comments file's comments; duration: the video's, in seconds, where it is known.

    A broken line, or one beyond the video's end, never costs the rest: it is left out, counted, and the first one
    named in a note. Raises WordsError where the file cannot be read or has lines but no good one;
    an empty file is a stream in which nobody wrote.
    """
    found, broken = _parse(read_lines(path))
    if broken and not found:
        line, reason = broken[0]
        raise WordsError(f"{path}:{line}: no comment ({reason}), nor is any other line; {_REMEDY}")
    inside = [comment for comment in found if duration is None or comment.time <= duration]
    ordered = tuple(sorted(inside, key=lambda comment: comment.time))
    return Comments(ordered, tuple(_notes(path.name, found=found, broken=broken, duration=duration)))


def _parse(lines: list[str]) -> tuple[list[Comment], list[tuple[int, str]]]:
    found: list[Comment] = []
    broken: list[tuple[int, str]] = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            found.append(_comment(json.loads(line)))
        except (ValueError, TypeError, OverflowError, RecursionError) as error:
            broken.append((number, error.msg if isinstance(error, json.JSONDecodeError) else str(error)))
    return found, broken


def _comment(record: object) -> Comment:
    if not isinstance(record, dict):
        raise TypeError("it is no object")
    time, text = record.get("t"), record.get("text")
    if isinstance(time, bool) or not isinstance(time, int | float) or not math.isfinite(time) or time < 0:
        raise TypeError("t is no number of seconds")
    if not isinstance(text, str):
        raise TypeError("text is missing")
    return Comment(float(time), str(record.get("user") or ""), text[:MAX_COMMENT_CHARACTERS])


def _notes(name: str, *, found: list[Comment], broken: list[tuple[int, str]], duration: float | None) -> Iterator[Note]:
    if not found and not broken:
        yield Note("comments-empty", f"{name}: the file holds no comments")
    if broken:
        line, reason = broken[0]
        yield Note("comments-broken", f"{name}:{line}: no comment ({reason}); left out; {_REMEDY}", count=len(broken))
    late = sum(b.time < a.time for a, b in pairwise(found))
    if late:
        yield Note("comments-unsorted", f"{name}: comments out of order of time were sorted", count=late)
    beyond = [comment for comment in found if duration is not None and comment.time > duration]
    if beyond:
        text = f"{name}: comments after the video's end at {duration:.1f} s were left out"
        yield Note("comments-beyond-end", text, time=duration, count=len(beyond))
