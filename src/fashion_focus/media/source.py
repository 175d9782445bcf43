"""What every source of a video keeps to, a source for scripts and tests, and the book of what went wrong."""

from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import Protocol, Self

from fashion_focus.core.focus import VideoFacts
from fashion_focus.core.frame import Frame, Gap, Sound
from fashion_focus.core.notes import Note

Piece = Frame | Sound | Gap

_TEXTS = {
    "corrupt-packets": "{count} packet{s} of pictures could not be decoded whole; copy the file again",
    "corrupt-sound": "{count} packet{s} of sound could not be decoded whole; copy the file again",
    "truncated": "the file ends before the time that it declares; what there is was used",
    "clock-jump": "the recording's clock was set back {count} time{s}; media time goes on without a break",
    "time-order": "{count} picture{s} whose time lies before one already reached, left out",
    "other-tracks": "the file has several picture tracks; the default one was used",
    "no-sound": "the file has no sound that can be decoded; nothing spoken can support a product",
}


class VideoSource(Protocol):
    """A video as pieces in media time; usable in `with`.

    Within an epoch the times of frames grow, and a piece starts at most a second before what was given already.
    Each iteration plays the source anew. Implementations: media.VideoFile, media.ScriptedSource.
    Conformance suite: tests/conformance/test_video_source.py.
    """

    @property
    def facts(self) -> VideoFacts:
        """What the report says of the video."""
        ...

    @property
    def notes(self) -> list[Note]:
        """What was broken or missing in what was played so far."""
        ...

    def __iter__(self) -> Iterator[Piece]: ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def close(self) -> None:
        """Give files and decoders back; an iteration that still runs ends."""
        ...


class NoteBook:
    """Notes of one run, merged by their code: the first time, and how often. Bounded by the number of codes."""

    def __init__(self) -> None:
        self._notes: dict[str, Note] = {}

    def add(self, code: str, time: float | None = None) -> None:
        """Count one more of a kind."""
        before = self._notes.get(code)
        count = before.count + 1 if before else 1
        if before is not None and before.time is not None:
            time = before.time
        self._notes[code] = Note(code, _TEXTS[code].format(count=count, s="" if count == 1 else "s"), time, count)

    def notes(self) -> list[Note]:
        """All notes, in the order in which their kinds came up."""
        return list(self._notes.values())

    def count(self, code: str) -> int:
        """How often a kind came up."""
        return self._notes[code].count if code in self._notes else 0


class ScriptedSource:
    """A source that plays given pieces, in the order of their times: for tests, notebooks and made-up streams."""

    def __init__(self, pieces: Iterable[Piece], *, facts: VideoFacts | None = None, notes: Iterable[Note] = ()) -> None:
        self._pieces = sorted(pieces, key=lambda piece: (piece.epoch, piece_time(piece)))
        self._facts = facts or _facts_of(self._pieces)
        self._notes = list(notes)
        self._closed = False

    @property
    def facts(self) -> VideoFacts:
        """As given, or what the pieces tell."""
        return self._facts

    @property
    def notes(self) -> list[Note]:
        """As given."""
        return list(self._notes)

    def __iter__(self) -> Iterator[Piece]:
        for piece in self._pieces:
            if self._closed:
                return
            yield piece

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Play no further piece."""
        self._closed = True


def piece_time(piece: Piece) -> float:
    """When a piece starts, in seconds on the media clock."""
    return piece.start if isinstance(piece, Gap) else piece.time


def _facts_of(pieces: list[Piece]) -> VideoFacts:
    frames = [piece for piece in pieces if isinstance(piece, Frame)]
    ends = [piece.time if isinstance(piece, Frame) else piece.end for piece in pieces]
    size = frames[0].size if frames else (0, 0)
    span = frames[-1].time - frames[0].time if frames else 0.0
    return VideoFacts("", max(ends, default=0.0), size, (len(frames) - 1) / span if span > 0 else 0.0)
