"""Sound at 16 kHz on the media clock: when each decoded sample is heard, and what is heard at each 1/16000 s.

Sample n of the output is heard at exactly n / 16000 s. swresample begins its grid wherever its first sample lies, so
that two runs over one file would give different samples; here the value at n depends only on the sound around it.
"""

import math
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np
import numpy.typing as npt

RATE_HZ = 16_000

_BLOCK = 4  # seconds after which the place of samples in time is compared with time stamps again
_WINDOW = Fraction(3, 2)  # seconds of presentation times that are averaged
_SLACK = Fraction(1, 4000)  # seconds; a smaller difference is left, as each correction is a little jump
_HOLE = Fraction(1, 200)  # seconds; a jump above it is a hole, one below it the rounding of time stamps
_SET_BACK = 1  # seconds; a smaller step back is a frame out of order
_LONGEST_STEP = Fraction(1, 10)
_ZERO_CROSSINGS = 16
_FINEST = 32  # at least so many positions between two input samples

Samples = npt.NDArray[np.float32]


@dataclass(slots=True)
class SteadyClock:
    """Media times of one track, which go on where a recording's own clock was set back (joined recordings do that)."""

    zero: Fraction
    n_jumps: int = 0
    _shift: Fraction = Fraction(0)
    _latest: Fraction | None = None

    def time(self, stamp: Fraction, duration: Fraction) -> Fraction:
        """Seconds since `zero` for a stamp in the track's own time, given how long what it marks lasts."""
        time = stamp - self.zero + self._shift
        if self._latest is not None and time < self._latest - _SET_BACK:
            # Durations of reordered pictures are those of their neighbours, at times seconds; sound's are short.
            follows = self._latest + min(duration, _LONGEST_STEP)
            self.n_jumps += 1
            self._shift += follows - time
            time = follows
        self._latest = time
        return time


@dataclass(slots=True)
class SampleClock:
    """Start times for frames of sound that follow one another.

    Containers round time stamps (Matroska: to 1 ms), so inside a run samples are counted, and the count is set right
    every 4 s by the mean of the time stamps of the last 1.5 s. A jump by more than 5 ms begins a new run.
    """

    rate_hz: int
    _next: Fraction | None = None
    _count: int = 0
    _block: int = 0
    _stamps: deque[tuple[Fraction, int]] = field(default_factory=deque)

    def place(self, stamp: Fraction | None, n_samples: int) -> tuple[Fraction, bool]:
        """When a frame's first sample is heard, in seconds, and whether a new run begins with it."""
        new_run = self._next is None or (stamp is not None and abs(stamp - self._next) > _HOLE)
        start = (stamp or Fraction(0)) if new_run or self._next is None else self._next
        if new_run:
            self._stamps.clear()
        if stamp is not None:
            self._stamps.append((stamp, self._count))
            start = self._anchored(stamp, start)
        self._count += n_samples
        self._next = start + Fraction(n_samples, self.rate_hz)
        return start, new_run

    def _anchored(self, stamp: Fraction, start: Fraction) -> Fraction:
        while stamp - self._stamps[0][0] > _WINDOW:
            self._stamps.popleft()
        block = math.floor(stamp / _BLOCK)
        if block == self._block:
            return start
        self._block = block
        places = [earlier + Fraction(self._count - count, self.rate_hz) for earlier, count in self._stamps]
        mean = sum(places, Fraction(0)) / len(places)
        return mean if abs(mean - start) > _SLACK else start


class Resampler:
    """Mono sound of any rate to 16 kHz by a windowed sinc (Kaiser, beta 8), without delay.

    first: the number of the first output that is wanted; earlier ones are not computed.
    """

    def __init__(self, rate_hz: int, *, first: int = 0) -> None:
        ratio = Fraction(rate_hz, RATE_HZ)
        fine = ratio.denominator * math.ceil(_FINEST / ratio.denominator)
        self._rate_hz = rate_hz
        self._fine = fine
        self._step = ratio.numerator * fine // ratio.denominator
        self._kernels = _kernels(ratio, fine)
        self._half = self._kernels.shape[1] // 2
        # Reaches back over the kernel's width, and over what a correction of the clock may shift.
        self._n_kept = 4 * self._half + math.ceil(_HOLE * 2 * rate_hz) + math.ceil(ratio)
        self._kept = np.zeros(self._n_kept, np.float32)
        self._origin = 0
        self._next = first

    def push(self, samples: Samples, start: Fraction) -> tuple[int, Samples]:
        """What can be told after a frame (n,) heard from `start`: the first output's number, and outputs (m,)."""
        self._origin = round(start * self._rate_hz * self._fine)
        return self._run(samples, ready=len(samples) - self._half)

    def flush(self) -> tuple[int, Samples]:
        """The rest of a run, which silence follows; the next push begins a new one, never before what was told."""
        first, samples = self._run(np.zeros(self._half, np.float32), ready=0)
        self._kept[:] = 0
        return first, samples

    def restart(self, start: Fraction) -> None:
        """Begin a new run at a time; outputs that were told already are not told again."""
        self._next = max(self._next, math.ceil(start * RATE_HZ))

    def _run(self, samples: Samples, *, ready: int) -> tuple[int, Samples]:
        """Outputs whose place lies before input sample `ready`; then the input moves into the past."""
        first = self._next
        last = (ready * self._fine + self._origin - 1) // self._step
        sound = np.concatenate([self._kept, samples])
        outputs = np.zeros(0, np.float32)
        if last >= first:
            places = np.arange(first, last + 1, dtype=np.int64) * self._step - self._origin
            outputs = self._interpolate(sound, places)
            self._next = last + 1
        self._kept = sound[-self._n_kept :].copy()
        self._origin += len(samples) * self._fine
        return first, outputs

    def _interpolate(self, sound: Samples, places: npt.NDArray[np.int64]) -> Samples:
        whole, part = np.divmod(places, self._fine)
        starts = whole + self._n_kept - self._half + 1
        # A clock set back over more than is kept leaves places without sound: they are silent.
        inside = starts >= 0
        windows = np.lib.stride_tricks.sliding_window_view(sound, 2 * self._half)[np.maximum(starts, 0)]
        values = np.einsum("nt,nt->n", windows, self._kernels[part])
        return np.asarray(np.where(inside, values, 0.0), np.float32)


def _kernels(ratio: Fraction, fine: int) -> npt.NDArray[np.float32]:
    """Interpolation kernels (fine, taps), one for each position between two input samples; rows sum to 1."""
    band = min(1.0, 1 / float(ratio))
    half = math.ceil(_ZERO_CROSSINGS / band)
    # Without a lower rate nothing folds over; 16 kHz then passes as it is.
    cutoff = band * 0.94 if band < 1 else 1.0
    taps = np.arange(-half + 1, half + 1)
    distance = taps[None, :] - np.arange(fine)[:, None] / fine
    window = np.i0(8.0 * np.sqrt(np.clip(1.0 - (distance / half) ** 2, 0.0, None)))
    kernels = np.sinc(cutoff * distance) * window
    return np.asarray(kernels / kernels.sum(1, keepdims=True), np.float32)


def resampled(
    frames: Iterator[tuple[Fraction | None, Samples]], rate_hz: int, *, first: int
) -> Iterator[tuple[int, Samples]]:
    """Outputs from number `first` on, each lot with its first number, from frames (time stamp, samples) of one rate."""
    clock, resampler = SampleClock(rate_hz), Resampler(rate_hz, first=first)
    for stamp, samples in frames:
        start, new_run = clock.place(stamp, len(samples))
        if new_run:
            yield resampler.flush()
            resampler.restart(start)
        yield resampler.push(samples, start)
    yield resampler.flush()
