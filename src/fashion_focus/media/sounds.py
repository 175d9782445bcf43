"""The sound of a file as pieces at 16 kHz on the media clock."""

import math
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from pathlib import Path

import numpy as np
import numpy.typing as npt
from av.audio.frame import AudioFrame

from fashion_focus.core.errors import MediaError
from fashion_focus.core.frame import Sound
from fashion_focus.media.sampling import RATE_HZ, Samples, SteadyClock, resampled
from fashion_focus.media.source import NoteBook
from fashion_focus.media.track import open_sound_track

_PIECE = RATE_HZ // 2
_LOWEST_HZ, _HIGHEST_HZ = 4_000, 384_000


@dataclass(slots=True)
class SoundReader:
    """Pieces of a file's sound track. Fields as in FrameReader.

    What is heard before the media clock's 0 is left out: nothing can be shown then. A run that starts in the middle
    decodes all sound before it too (some 4 s for an hour): decoders of AAC and Opus replace noise by their own, which
    runs on from the first packet, and only so the samples are those of a run from the start.
    """

    path: Path
    book: NoteBook
    zero: Fraction
    start: Fraction
    end: Fraction = Fraction(0)

    def pieces(self) -> Generator[Sound]:
        """Half a second each, cut at multiples of half a second; shorter at a hole, which nothing fills."""
        first = math.ceil(max(self.start, Fraction(0)) * RATE_HZ)
        for sound in _pieces(self._outputs(first), first):
            self.end = Fraction(sound.time) + Fraction(len(sound.samples), RATE_HZ)
            yield sound

    def _outputs(self, first: int) -> Iterator[tuple[int, Samples]]:
        with open_sound_track(self.path) as track:
            stamped = self._stamped(track.frames(self._count), track.time_base)
            for rate_hz, run in groupby(stamped, key=lambda item: item[0]):
                if _LOWEST_HZ <= rate_hz <= _HIGHEST_HZ:
                    yield from resampled(((stamp, samples) for _, stamp, samples in run), rate_hz, first=first)

    def _stamped(
        self, frames: Iterator[AudioFrame], time_base: Fraction
    ) -> Iterator[tuple[int, Fraction | None, Samples]]:
        clock = SteadyClock(self.zero)
        for frame in frames:
            duration = Fraction(frame.samples, frame.sample_rate)
            stamp = None if frame.pts is None else clock.time(frame.pts * time_base, duration)
            yield frame.sample_rate, stamp, mono(frame)

    def _count(self, moment: Fraction | None) -> None:
        at = self.end if moment is None else max(moment - self.zero, Fraction(0))
        self.book.add("corrupt-sound", float(at))


def mono(frame: AudioFrame) -> Samples:
    """The mean of a frame's channels, (n,) float32 between -1 and 1."""
    array = frame.to_ndarray()
    channels = array if frame.format.is_planar else array.reshape(-1, frame.layout.nb_channels).T
    mixed = channels.mean(0, dtype=np.float64)
    if array.dtype == np.uint8:
        mixed = (mixed - 128) / 128
    elif array.dtype.kind == "i":
        mixed = mixed / 2.0 ** (8 * array.dtype.itemsize - 1)
    return np.asarray(mixed, np.float32)


def open_sound(path: Path, *, start: float = 0.0) -> Iterator[Sound]:
    """The sound of a file with or without pictures; 0 is its first sample's time.

    Raises MediaError at once where the file cannot be read or has no sound.
    """
    with open_sound_track(path) as track:
        first = next((frame for frame in track.frames(_ignore) if frame.pts is not None), None)
        if first is None:
            raise MediaError(f"cannot read {path}: none of its sound can be decoded; record or copy it again")
        zero = (first.pts or 0) * track.time_base
    return SoundReader(path, NoteBook(), zero, Fraction(start)).pieces()


def _ignore(_: Fraction | None) -> None:
    """Damage before the first sample is counted by the reading that follows."""


def _pieces(outputs: Iterator[tuple[int, Samples]], first: int) -> Iterator[Sound]:
    """Outputs from number `first` on, joined and cut at multiples of half a second; none is given twice."""
    held = np.zeros(0, np.int16)
    at = first
    for number, samples in outputs:
        fresh = _int16(samples[max(0, at + len(held) - number) :])
        if len(fresh) == 0:
            continue
        if number > at + len(held):
            yield from _whole(held, at)
            held, at = held[:0], number
        held = np.concatenate([held, fresh])
        while len(held) >= _PIECE - at % _PIECE:
            cut = _PIECE - at % _PIECE
            yield Sound(held[:cut], at / RATE_HZ)
            held, at = held[cut:], at + cut
    yield from _whole(held, at)


def _whole(held: npt.NDArray[np.int16], at: int) -> Iterator[Sound]:
    if len(held):
        yield Sound(held, at / RATE_HZ)


def _int16(samples: Samples) -> npt.NDArray[np.int16]:
    return np.asarray(np.clip(np.rint(samples * 32768.0), -32768, 32767), np.int16)
