"""Folders of streams as `fashion-focus simulate` writes them: what the pipeline is given, and what is true."""

import json
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from fashion_focus.catalog import read_catalog
from fashion_focus.core.errors import InputError
from fashion_focus.core.product import Catalog
from fashion_focus.core.words import Comment, Utterance, Word
from fashion_focus.evaluation.truth import StreamTruth, first_fault, read_truth, stream_names
from fashion_focus.language import read_comments, read_transcript

PAUSE_S = 0.2
"""Words further apart belong to two utterances; within a line, the truth's words follow one another at once."""


@dataclass(frozen=True, slots=True)
class Stream:
    """One stream's files, and its truth. said: what was really said, with the time of every word.

    transcript: the file that may stand in for speech recognition; None where there is none.
    """

    folder: Path
    truth: StreamTruth
    catalog: Catalog
    said: tuple[Utterance, ...] = ()
    comments: tuple[Comment, ...] = ()
    transcript: Path | None = None

    @property
    def name(self) -> str:
        """The stream's name, which is its folder's."""
        return self.truth.stream

    @property
    def video(self) -> Path:
        """The video file."""
        return self.folder / "video.mp4"

    def transcribed(self) -> tuple[Utterance, ...]:
        """What the transcript says. Raises WordsError where it cannot be read, InputError where there is none."""
        if self.transcript is None:
            raise InputError(f"{self.folder} has no transcript.srt; leave --transcripts away")
        return read_transcript(self.transcript).utterances


class _Word(BaseModel):
    model_config = ConfigDict(extra="ignore", allow_inf_nan=False, frozen=True)
    start: float
    end: float
    word: str


class _Words(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)
    words: list[_Word] = []


def read_streams(folder: Path) -> tuple[Stream, ...]:
    """All streams of a folder that have a truth.json, in order of name.

    Raises InputError naming the first file that is missing or cannot be used, and what to do.
    """
    return tuple(_read(folder / name) for name in stream_names(folder))


def _read(folder: Path) -> Stream:
    truth = read_truth(folder)
    if not (folder / "video.mp4").is_file():
        raise InputError(f"{folder} has no video.mp4; make the stream again with `fashion-focus simulate`")
    comments, transcript = folder / "comments.jsonl", folder / "transcript.srt"
    return Stream(
        folder,
        truth,
        read_catalog(folder / "catalog.csv"),
        _said(folder / "truth.json"),
        read_comments(comments, duration=truth.duration).comments if comments.is_file() else (),
        transcript if transcript.is_file() else None,
    )


def _said(path: Path) -> tuple[Utterance, ...]:
    """The truth's words as utterances: one ends where the next word does not follow at once."""
    try:
        found = _Words.model_validate(json.loads(path.read_text(encoding="utf-8"))).words
    except ValidationError as error:
        raise InputError(f"cannot use {path}: {first_fault(error)}; correct it there") from error
    lines: list[list[Word]] = []
    for word in (Word(one.start, one.end, one.word) for one in sorted(found, key=lambda one: one.start)):
        if lines and word.start - lines[-1][-1].end < PAUSE_S:
            lines[-1].append(word)
        else:
            lines.append([word])
    return tuple(Utterance(w[0].start, w[-1].end, " ".join(word.text for word in w), tuple(w)) for w in lines)
