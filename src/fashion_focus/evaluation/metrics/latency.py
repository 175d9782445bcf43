"""How long a live viewer waits: from an exhibit on screen to its focus said, in media time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from fashion_focus.evaluation.truth import StreamTruth

EARLY_S = 1.0
"""A product may come into the picture so long before it is fully shown; said then, it is said at once."""


@dataclass(frozen=True, slots=True)
class Announcement:
    """A focus that was said while the video ran. time: seconds of media time at which it was said."""

    time: float
    product_id: str


@dataclass(frozen=True, slots=True)
class Latency:
    """Delays in seconds over the exhibits whose product was said while they were shown; None where none was."""

    n_exhibits: int
    n_said: int
    p50: float | None
    p95: float | None


def delays(truth: StreamTruth, announced: Iterable[Announcement]) -> list[float | None]:
    """Seconds from each exhibit's start to the first saying of its product, None where that comes after its end."""
    said = sorted(announced, key=lambda one: one.time)
    return [
        next(
            (
                max(0.0, one.time - exhibit.interval.start)
                for one in said
                if one.product_id == exhibit.product_id
                and exhibit.interval.start - EARLY_S <= one.time < exhibit.interval.end
            ),
            None,
        )
        for exhibit in truth.exhibits
    ]


def latency(waits: Sequence[float | None]) -> Latency:
    """The percentiles of delays of all streams."""
    known = [wait for wait in waits if wait is not None]
    if not known:
        return Latency(len(waits), 0, None, None)
    middle, late = np.percentile(known, (50, 95))
    return Latency(len(waits), len(known), float(middle), float(late))
