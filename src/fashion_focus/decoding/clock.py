"""Media time of a live source: from 0 in each epoch, never backwards inside one; and the pace at which it is played."""

import time
from dataclasses import dataclass, field
from fractions import Fraction

_FORWARD = 10
"""Seconds; a larger step forward is no pause of the sender but another clock."""
_BACK = 1
"""Seconds; a smaller step back is a picture out of order."""
_LATE = 0.5


@dataclass(slots=True)
class LiveClock:
    """Turns presentation times of pictures and sound into epoch and media time; the first picture's time is 0."""

    epoch: int = -1
    _zero: Fraction = Fraction(0)
    _latest: Fraction | None = None
    _size: tuple[int, int] = (0, 0)

    def picture(self, stamp: Fraction, size: tuple[int, int]) -> Fraction | None:
        """Media time of a picture; None for one that comes out of order. A jump or another size begins an epoch."""
        latest = self._latest
        jumped = latest is None or not -_BACK <= stamp - latest <= _FORWARD
        if jumped or size != self._size:
            self.epoch += 1
            self._zero, self._size = stamp, size
        elif latest is not None and stamp <= latest:
            return None
        self._latest = stamp
        return stamp - self._zero

    def sound(self, stamp: Fraction) -> Fraction | None:
        """Media time of sound, below 0 before the first picture; None before it is known, and of another clock's."""
        if self._latest is None or abs(stamp - self._latest) > _FORWARD:
            return None
        return stamp - self._zero


@dataclass(slots=True)
class Pace:
    """Lets media through as fast as it was filmed: for files, and for sources that come in bursts.

    Media that comes late moves the whole schedule: what follows is not hurried after it.
    """

    _began: float | None = field(default=None)
    _epoch: int = 0

    def wait(self, media_time: float, epoch: int = 0) -> None:
        """Return when a media time is due."""
        now = time.monotonic()
        if self._began is None or epoch != self._epoch:
            self._began, self._epoch = now - media_time, epoch
        due = self._began + media_time
        if due > now:
            time.sleep(due - now)
        elif now - due > _LATE:
            self._began += now - due
