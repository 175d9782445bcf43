"""Half-open spans of media time."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """Half-open span [start, end), in seconds on the media clock."""

    start: float
    end: float

    def __post_init__(self) -> None:
        if not self.start < self.end:
            raise ValueError(f"empty interval [{self.start}, {self.end}): start must come before end")

    @property
    def duration(self) -> float:
        """Length in seconds."""
        return self.end - self.start

    def contains(self, time: float) -> bool:
        """Whether a moment lies inside."""
        return self.start <= time < self.end


def intersection(a: Interval, b: Interval) -> float:
    """Seconds that two intervals share."""
    return max(0.0, min(a.end, b.end) - max(a.start, b.start))


def t_iou(a: Interval, b: Interval) -> float:
    """Temporal intersection over union, 0 to 1."""
    shared = intersection(a, b)
    return shared / (a.duration + b.duration - shared)


def merge(intervals: Iterable[Interval], *, gap: float = 0.0) -> list[Interval]:
    """The union of intervals, in order of time; those at most `gap` seconds apart become one."""
    merged: list[Interval] = []
    for interval in sorted(intervals):
        if merged and interval.start - merged[-1].end <= gap:
            merged[-1] = Interval(merged[-1].start, max(merged[-1].end, interval.end))
        else:
            merged.append(interval)
    return merged
