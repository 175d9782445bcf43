"""Frames of a video at the analysis rate, chosen by their presentation times alone."""

import math
from collections import deque
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

from av.video.frame import VideoFrame

from fashion_focus.core.frame import Frame, Gap
from fashion_focus.media.pictures import DecodedPicture
from fashion_focus.media.sampling import SteadyClock
from fashion_focus.media.source import NoteBook
from fashion_focus.media.track import open_pictures

_KEPT_LOSSES = 1000
_TOLD_GAP = 1  # seconds; a shorter loss of pictures is only counted


@dataclass(frozen=True, slots=True)
class Grid:
    """Which pictures are analysed: the first at or after each k / rate, or all where `rate` is None.

    The choice depends on nothing but presentation times, so a run that starts in the middle makes the same one.
    """

    rate: Fraction | None

    @classmethod
    def of(cls, rate: float, *, fps: float) -> "Grid":
        """The grid for a rate in frames a second; a rate at or above the video's own takes every frame."""
        if not rate > 0:
            raise ValueError(f"the analysis rate must be above 0 frames a second, found {rate}")
        every = math.isinf(rate) or 0 < fps <= rate
        return cls(None if every else Fraction(rate).limit_denominator(1_000_000))

    def takes(self, previous: Fraction | None, time: Fraction) -> bool:
        """Whether a picture at `time` is analysed, given the time of the picture that precedes it in the track."""
        if self.rate is None or previous is None:
            return True
        return math.floor(time * self.rate) > math.floor(previous * self.rate)


@dataclass(slots=True)
class FrameReader:
    """Frames and gaps of a file's picture track, on the media clock.

    zero: the first picture's presentation time in the file's own clock. start: media time from which frames are
    given; decoding begins at a key frame before it. `end` tells how far pictures reached.
    """

    path: Path
    grid: Grid
    book: NoteBook
    zero: Fraction
    start: Fraction
    max_pixels: int
    end: Fraction = Fraction(0)
    _lost: deque[Fraction] = field(default_factory=lambda: deque(maxlen=_KEPT_LOSSES))

    def pieces(self) -> Generator[Frame | Gap]:
        """Frames of the grid in order of time, and gaps where pictures were lost for longer than a second."""
        with open_pictures(self.path, max_pixels=self.max_pixels) as track:
            before = self.zero + self.start if self.start > 0 else None
            previous: Fraction | None = None
            for picture, time in self._timed(track.frames(self._count, before=before), track.time_base):
                if previous is not None and previous >= self.start and self._lost_between(previous, time):
                    yield Gap(float(previous), float(time), "corrupt-packets", "pictures could not be decoded")
                if time >= self.start and self.grid.takes(previous, time):
                    yield Frame(DecodedPicture(picture), float(time), picture.pts or 0, track.time_base)
                previous = time

    def _lost_between(self, previous: Fraction, time: Fraction) -> bool:
        """Whether pictures are missing for longer than a second; a pause without loss is the camera's own."""
        while self._lost and self._lost[0] <= previous:
            self._lost.popleft()
        return time - previous > _TOLD_GAP and any(moment < time for moment in self._lost)

    def _timed(self, pictures: Iterator[VideoFrame], time_base: Fraction) -> Iterator[tuple[VideoFrame, Fraction]]:
        """Pictures with their media times; those that do not come after their predecessor are left out."""
        clock = SteadyClock(self.zero)
        latest: Fraction | None = None
        for picture in pictures:
            if picture.pts is None:
                continue
            jumps, duration = clock.n_jumps, (picture.duration or 0) * time_base
            time = clock.time(picture.pts * time_base, duration)
            if clock.n_jumps > jumps:
                self.book.add("clock-jump", float(time))
            if latest is not None and time <= latest:
                self.book.add("time-order", float(latest))
                continue
            latest, self.end = time, time + duration
            yield picture, time

    def _count(self, moment: Fraction | None) -> None:
        at = self.end if moment is None else max(moment - self.zero, Fraction(0))
        self._lost.append(at)
        self.book.add("corrupt-packets", float(at))
