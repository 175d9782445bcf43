"""Where things are between the times at which pictures were analysed."""

from bisect import bisect_right
from collections.abc import Iterable

import numpy as np

from fashion_focus.core.arrays import Boxes
from fashion_focus.core.tracklet import Tracklet

# Seconds. A thing that was not seen for longer may have been anywhere in between.
_LONGEST_HOLE = 1.0


def box_at(tracklet: Tracklet, time: float, *, reach: float = 0.0) -> Boxes | None:
    """The box (4,) xyxy at a time, on the straight line between its neighbours; None where it was not seen.

    reach: seconds before the first and after the last box for which these still stand.
    """
    times = tracklet.times
    after = int(np.searchsorted(times, time, side="right"))
    if after == 0:
        return tracklet.boxes[0] if times[0] - time <= reach else None
    if after == len(times):
        return tracklet.boxes[-1] if time - times[-1] <= reach else None
    if times[after] - times[after - 1] > _LONGEST_HOLE:
        return None
    share = (time - times[after - 1]) / (times[after] - times[after - 1])
    return np.asarray(tracklet.boxes[after - 1] * (1 - share) + tracklet.boxes[after] * share, np.float32)


class Visible:
    """The tracklets that may be seen at a time. Times asked for must not fall, as in a video that is played."""

    def __init__(self, tracklets: Iterable[Tracklet], *, reach: float) -> None:
        self._reach = reach
        self._waiting = sorted(tracklets, key=lambda tracklet: float(tracklet.times[0]))
        self._starts = [float(tracklet.times[0]) - reach for tracklet in self._waiting]
        self._next = 0
        self._open: list[Tracklet] = []

    def at(self, time: float) -> list[tuple[Tracklet, Boxes]]:
        """Each tracklet that is visible, with its box (4,)."""
        arrived = bisect_right(self._starts, time)
        self._open += self._waiting[self._next : arrived]
        self._next = max(self._next, arrived)
        self._open = [tracklet for tracklet in self._open if tracklet.times[-1] + self._reach >= time]
        boxes = [(tracklet, box_at(tracklet, time, reach=self._reach)) for tracklet in self._open]
        return [(tracklet, box) for tracklet, box in boxes if box is not None]
