"""A show's sound, piece by piece: voices over music or the noise of a room."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from fashion_focus.simulation.talking.voice import RATE_HZ, SaidLine, Samples

_SILENT: Samples = np.zeros(0, np.int16)
_CHORDS = ((0, 4, 7), (5, 9, 12), (7, 11, 14), (-3, 0, 4), (2, 5, 9))  # semitones over the key
_BEAT = 0.5  # seconds


class SoundTrack:
    """Hands out the sound as the show goes on, and remembers what was said without its samples.

    lines: in the order of their starts. backing: (n,) sound that goes round and round below the voices.
    """

    def __init__(self, lines: Iterator[SaidLine], backing: Samples) -> None:
        self._lines = lines
        self._backing = backing
        self._next: SaidLine | None = next(lines, None)
        self._sounding: list[SaidLine] = []
        self._at = 0
        self.said: list[SaidLine] = []

    def until(self, time: float) -> Samples:
        """The sound (n,) at RATE_HZ from where the last call ended to a time in seconds."""
        end = round(time * RATE_HZ)
        self._sounding = [line for line in self._sounding if line.end * RATE_HZ > self._at]
        while self._next is not None and round(self._next.start * RATE_HZ) < end:
            self._sounding.append(self._next)
            self.said.append(replace(self._next, samples=_SILENT))
            self._next = next(self._lines, None)
        piece = self._below(end)
        for line in self._sounding:
            _add(piece, line.samples, round(line.start * RATE_HZ) - self._at)
        self._at = end
        return np.asarray(np.clip(piece, -32768, 32767), np.int16)

    def speaking(self, time: float) -> bool:
        """Whether somebody speaks just now; asked after `until` of about the same time."""
        return any(line.start <= time < line.end for line in self._sounding)

    def _below(self, end: int) -> npt.NDArray[np.int32]:
        count = end - self._at
        if not len(self._backing):
            return np.zeros(count, np.int32)
        places = np.arange(self._at, end) % len(self._backing)
        # Music steps back while somebody speaks.
        return self._backing[places].astype(np.int32) // (2 if self._sounding else 1)


def draw_backing(rng: np.random.Generator) -> Samples:
    """What is heard below the voices: nothing but a room's noise, or music, a few seconds long."""
    if rng.random() < 0.45:
        return _noise(rng, seconds=5.0, level=float(rng.uniform(20, 120)))
    return _music(rng, level=float(rng.uniform(500, 1600)))


def _noise(rng: np.random.Generator, *, seconds: float, level: float) -> Samples:
    white = rng.normal(0, level, round(seconds * RATE_HZ))
    return np.asarray(np.convolve(white, np.ones(4) / 2, mode="same"), np.int16)


def _music(rng: np.random.Generator, *, level: float) -> Samples:
    """Four bars of broken chords over a bass, with soft beginnings."""
    key = float(110.0 * 2 ** (rng.integers(12) / 12))
    bars = [_CHORDS[index] for index in rng.permutation(len(_CHORDS))[:4]]
    pattern = rng.integers(0, 3, 4)
    time = np.arange(round(_BEAT * RATE_HZ)) / RATE_HZ
    fade = np.minimum(time / 0.02, 1.0) * np.exp(-2.5 * time)
    beats = []
    for bar in bars:
        for step in pattern:
            tone = key * 2 ** (bar[step] / 12 + 1)
            bass = key * 2 ** (bar[0] / 12)
            wave = np.sin(2 * np.pi * tone * time) + 0.4 * np.sin(4 * np.pi * tone * time)
            beats.append((wave + 0.8 * np.sin(2 * np.pi * bass * time)) * fade)
    return np.asarray(np.concatenate(beats) * level, np.int16)


def _add(piece: npt.NDArray[np.int32], samples: Samples, offset: int) -> None:
    """Add samples to a piece, offset samples after its beginning; what lies outside is left out."""
    first, last = max(0, offset), min(len(piece), offset + len(samples))
    if first < last:
        piece[first:last] += samples[first - offset : last - offset]
