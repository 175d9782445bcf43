"""What tests look at in a played video."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import numpy.typing as npt

from fashion_focus.core.frame import Frame, Gap, Sound
from fashion_focus.media import Piece, open_video, piece_time

RATE_HZ = 16_000
EVERY = 1e9


def play(path: Path, *, rate: float = EVERY, start: float = 0.0) -> list[Piece]:
    with open_video(path, rate=rate, start=start) as video:
        return list(video)


def frames_of(pieces: Iterable[Piece]) -> list[Frame]:
    return [piece for piece in pieces if isinstance(piece, Frame)]


def sounds_of(pieces: Iterable[Piece]) -> list[Sound]:
    return [piece for piece in pieces if isinstance(piece, Sound)]


def gaps_of(pieces: Iterable[Piece]) -> list[Gap]:
    return [piece for piece in pieces if isinstance(piece, Gap)]


def times_of(pieces: Iterable[Piece]) -> list[float]:
    return [frame.time for frame in frames_of(pieces)]


def heard(sounds: Iterable[Sound]) -> npt.NDArray[np.int16]:
    """Sound on one line from media time 0, silent where nothing was given."""
    line = np.zeros(RATE_HZ * 120, np.int16)
    last = 0
    for sound in sounds:
        at = round(sound.time * RATE_HZ)
        last = at + len(sound.samples)
        line[at:last] = sound.samples
    return line[:last]


def looks(pieces: Iterable[Piece], since: float) -> list[tuple[int, float, bytes]]:
    return [(f.pts, f.time, f.picture.resized(32, 24).tobytes()) for f in frames_of(pieces) if f.time >= since]


def out_of_order(pieces: list[Piece]) -> float:
    """By how many seconds a piece starts before one that was given earlier, at most."""
    starts = np.array([piece_time(piece) for piece in pieces])
    return float((np.maximum.accumulate(starts) - starts).max(initial=0.0))
