"""A video file as a source: frames at the analysis rate, sound and gaps, in order of media time."""

import heapq
from collections.abc import Generator, Iterator
from contextlib import closing
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import Self

from fashion_focus.core.focus import VideoFacts
from fashion_focus.core.notes import Note
from fashion_focus.media.facts import MediaFacts, probe, sha256_of
from fashion_focus.media.frames import FrameReader, Grid
from fashion_focus.media.sounds import SoundReader
from fashion_focus.media.source import NoteBook, Piece, piece_time
from fashion_focus.media.track import MAX_PIXELS

_MISSING_END = 0.5  # seconds; declared ends are often wrong by a few frames


class VideoFile:
    """A file on disk as a VideoSource; made by `open_video`. Not for two threads at once.

    Pictures and sound are read by two decoders of their own, so that neither waits for the other however the file
    interleaves them, and each can begin in the middle on its own terms.
    """

    def __init__(self, facts: MediaFacts, *, grid: Grid, start: float, sound: bool, max_pixels: int) -> None:
        self.media = facts
        self._path = Path(facts.file)
        self._grid = grid
        self._start = Fraction(start)
        self._wants_sound = sound
        self._sound = sound and facts.has_audio
        self._max_pixels = max_pixels
        self._sha256 = ""
        self._book = NoteBook()
        self._running: Generator[Piece] | None = None

    @property
    def facts(self) -> VideoFacts:
        """What the report says of the video; the hash is there where `hashed` was called."""
        return self.media.summary(sha256=self._sha256)

    @property
    def notes(self) -> list[Note]:
        """What was broken or missing in what was played so far."""
        return self._book.notes()

    def hashed(self) -> Self:
        """This source, with the file's SHA-256 among its facts."""
        self._sha256 = sha256_of(self._path)
        return self

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give files and decoders back; an iteration that still runs ends."""
        if self._running is not None:
            self._running.close()
            self._running = None

    def __iter__(self) -> Iterator[Piece]:
        self.close()
        self._running = self._pieces()
        return self._running

    def _pieces(self) -> Generator[Piece]:
        self._book = NoteBook()
        if self.media.n_video_streams > 1:
            self._book.add("other-tracks")
        if self._wants_sound and not self.media.has_audio:
            self._book.add("no-sound")
        frames = FrameReader(
            self._path, self._grid, self._book, self.media.start, self._start, max_pixels=self._max_pixels
        )
        sounds = SoundReader(self._path, self._book, self.media.start, self._start)
        with closing(frames.pieces()) as pictures, closing(sounds.pieces()) as sound:
            tracks: list[Iterator[Piece]] = [pictures, sound] if self._sound else [pictures]
            yield from heapq.merge(*tracks, key=piece_time)
        self._tell_a_missing_end(max(frames.end, sounds.end))

    def _tell_a_missing_end(self, end: Fraction) -> None:
        if self.media.duration - float(end) > _MISSING_END:
            self._book.add("truncated", float(end))


def open_video(
    path: Path,
    *,
    rate: float = 4.0,
    sound: bool = True,
    start: float = 0.0,
    max_pixels: int = MAX_PIXELS,
    sha256: bool = False,
) -> VideoFile:
    """A video file, ready to be played; use it in `with`.

    rate: analysed frames a second; at or above the file's own rate, every frame. start: media time from which pieces
    are given; they are those that a run from 0 would give from there on. max_pixels: the largest picture that is
    decoded. sha256: whether the facts carry the file's hash.

    Raises MediaError where the file cannot be used, ValueError for a rate that is not above 0.
    """
    facts = probe(path, max_pixels=max_pixels)
    grid = Grid.of(rate, fps=facts.fps)
    video = VideoFile(facts, grid=grid, start=start, sound=sound, max_pixels=max_pixels)
    return video.hashed() if sha256 else video
