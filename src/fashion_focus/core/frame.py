"""Pieces of a video in media time: frames, sound and gaps."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

import numpy as np
import numpy.typing as npt

from fashion_focus.core.arrays import Pixels


class Picture(Protocol):
    """A picture that is converted only when somebody looks at it, at the size that is needed.

    Implementations: media.DecodedPicture (over a decoder's frame), media.ArrayPicture (over an array).
    Conformance suite: tests/conformance/test_picture.py.
    """

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the upright picture, in pixels."""
        ...

    def pixels(self) -> Pixels:
        """The upright picture (H, W, 3), RGB, at its own size."""
        ...

    def resized(self, width: int, height: int) -> Pixels:
        """The whole upright picture stretched to (height, width, 3), RGB."""
        ...


@dataclass(frozen=True, slots=True)
class Frame:
    """One decoded picture. time: seconds on the media clock; epoch: rises when a live stream reconnects."""

    picture: Picture
    time: float
    pts: int = 0
    time_base: Fraction = Fraction(1, 1000)
    epoch: int = 0

    @property
    def pixels(self) -> Pixels:
        """The upright picture (H, W, 3), RGB, uint8, at its own size."""
        return self.picture.pixels()

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self.picture.size


@dataclass(frozen=True, slots=True)
class Sound:
    """Mono sound at 16 kHz. samples: (n,) int16; the first one is heard at `time` seconds on the media clock."""

    samples: npt.NDArray[np.int16]
    time: float
    epoch: int = 0
    rate_hz: int = 16_000

    @property
    def end(self) -> float:
        """Media time just after the last sample."""
        return self.time + len(self.samples) / self.rate_hz


@dataclass(frozen=True, slots=True)
class Gap:
    """A hole in the stream: nothing is known of [start, end). code and text as in Note."""

    start: float
    end: float
    code: str
    text: str
    epoch: int = 0
