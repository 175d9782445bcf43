"""Sound to stretches of speech: voice activity on a fixed grid, so that a stream can be resumed anywhere."""

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from pocketsphinx import Vad

from fashion_focus.core.frame import Sound

RATE_HZ = 16_000
MAX_UTTERANCE_S = 15.0
_FRAME = 480
_BLOCK = 320
"""Frames after which the detector is made anew (9.6 s): what it has adapted to then depends on no older sound."""
_WARM_UP = 40
_WINDOW = 12
_START_SHARE = 0.6
_END_SHARE = 0.1
_PAD = 8
_MAX_FRAMES = int(MAX_UTTERANCE_S * RATE_HZ) // _FRAME
_SEAM = 0.1
"""Pieces whose times are further apart than this many seconds do not belong together."""

Samples = npt.NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class Speech:
    """A stretch of speech. samples: (n,) int16 at 16 kHz; the first one is heard at `time` seconds."""

    samples: Samples
    time: float


class SpeechCutter:
    """Cuts sound into stretches of speech of at most 15 s.

    State: the sound of the open stretch and of the current block, at most 26 s. What comes out depends on the sound
    alone and not on how it was cut into pieces.
    """

    def __init__(self) -> None:
        self._time, self._epoch = 0.0, 0
        self._buffer: Samples = np.zeros(0, np.int16)
        self._offset, self._frame = 0, 0
        self._open: int | None = None
        self._window: list[bool] = []
        self._vad = Vad()

    def accept(self, sound: Sound) -> list[Speech]:
        """Stretches that end in this piece; a piece in another epoch, or after a hole, ends the open one.

        Raises ValueError for another sample rate.
        """
        if sound.rate_hz != RATE_HZ:
            raise ValueError(f"speech is cut at {RATE_HZ} Hz, found {sound.rate_hz} Hz")
        found: list[Speech] = []
        if not len(sound.samples):
            return found
        now = self._time + (self._offset + len(self._buffer)) / RATE_HZ
        if sound.epoch != self._epoch or abs(sound.time - now) > _SEAM:
            found += self.finish()
            self._begin(sound.time, sound.epoch)
        self._buffer = np.concatenate([self._buffer, sound.samples])
        found.extend(self._advance())
        return found

    def finish(self) -> list[Speech]:
        """The open stretch, if there is one; afterwards nothing is open."""
        found = [] if self._open is None else [self._stretch(self._open, self._frame)]
        self._open = None
        return found

    def state(self) -> dict[str, Any]:
        """All that is needed to go on, as plain data."""
        return {
            "time": self._time,
            "epoch": self._epoch,
            "offset": self._offset,
            "frame": self._frame,
            "open": self._open,
            "window": self._window,
            "samples": base64.b64encode(self._buffer.astype("<i2").tobytes()).decode(),
        }

    # The state comes back from outside as whatever JSON holds.
    def restore(self, state: dict[str, Any]) -> None:
        """Go on from a state."""
        self._begin(float(state["time"]), int(state["epoch"]))
        self._offset, self._frame, self._open = int(state["offset"]), int(state["frame"]), state["open"]
        self._window = [bool(voiced) for voiced in state["window"]]
        self._buffer = np.frombuffer(base64.b64decode(state["samples"]), "<i2").astype(np.int16)
        if self._frame % _BLOCK:
            first = self._frame // _BLOCK * _BLOCK
            self._renew(first)
            for frame in range(first, self._frame):
                self._vad.is_speech(self._sound_of(frame))

    def _begin(self, time: float, epoch: int) -> None:
        """A new run of sound, which owes nothing to what was before."""
        self._time, self._epoch = time, epoch
        self._buffer = np.zeros(0, np.int16)
        self._offset, self._frame = 0, 0
        self._open, self._window = None, []
        self._vad = Vad()

    def _advance(self) -> Iterator[Speech]:
        while (self._frame + 1) * _FRAME <= self._offset + len(self._buffer):
            if self._frame % _BLOCK == 0:
                self._renew(self._frame)
            self._window = [*self._window[1 - _WINDOW :], bool(self._vad.is_speech(self._sound_of(self._frame)))]
            self._frame += 1
            yield from self._decide()
        self._forget()

    def _decide(self) -> Iterator[Speech]:
        share = sum(self._window) / _WINDOW
        if self._open is None:
            if share >= _START_SHARE:
                self._open = max(self._frame - _WINDOW - _PAD, 0)
        elif share <= _END_SHARE:
            yield self._stretch(self._open, self._frame)
            self._open = None
        elif self._frame - self._open >= _MAX_FRAMES:
            cut = self._quietest(self._open + _MAX_FRAMES * 2 // 3, self._frame)
            yield self._stretch(self._open, cut)
            self._open = cut

    def _quietest(self, first: int, last: int) -> int:
        """The frame in [first, last) with the least sound around it: the best place to cut what has no pause."""
        sound = self._span(first, last).astype(np.float32).reshape(-1, _FRAME)
        loudness = np.convolve((sound**2).mean(1), np.ones(5), mode="valid")
        return first + 2 + int(loudness.argmin())

    def _renew(self, frame: int) -> None:
        self._vad = Vad()
        for earlier in range(max(frame - _WARM_UP, -(-self._offset // _FRAME)), frame):
            self._vad.is_speech(self._sound_of(earlier))

    def _forget(self) -> None:
        """Drop the sound that neither the open stretch nor the current block needs any more."""
        needed = self._frame // _BLOCK * _BLOCK - _WARM_UP
        needed = min(needed, self._frame - _WINDOW - _PAD, needed if self._open is None else self._open)
        excess = max(needed, 0) * _FRAME - self._offset
        if excess > 0:
            self._buffer = self._buffer[excess:]
            self._offset += excess

    def _span(self, first: int, last: int) -> Samples:
        return self._buffer[first * _FRAME - self._offset : last * _FRAME - self._offset]

    def _sound_of(self, frame: int) -> bytes:
        return self._span(frame, frame + 1).tobytes()

    def _stretch(self, first: int, last: int) -> Speech:
        return Speech(self._span(first, last).copy(), self._time + first * _FRAME / RATE_HZ)
