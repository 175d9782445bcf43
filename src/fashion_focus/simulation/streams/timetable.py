"""When something is exhibited: slots of uneven length, empty stretches between them, and what returns."""

from dataclasses import dataclass

import numpy as np

_OPENING, _CLOSING = 2.0, 1.0  # seconds before the first product comes in, and after the last has gone
_LEAST = 2.5  # seconds that a slot needs
_AT_LEISURE = 4.0  # seconds a slot from which on there is time for empty stretches
_RETURNS = 0.2  # share of the exhibits that show something again


@dataclass(frozen=True, slots=True)
class Slot:
    """Seconds from start to end in which one product is fully in view; side: of a pair -1 left or 1 right, else 0."""

    start: float
    end: float
    side: int = 0


def timetable(rng: np.random.Generator, seconds: float, count: int) -> tuple[Slot, ...]:
    """At most so many slots in order of their starts; fewer where there is no time for them."""
    room = seconds - _OPENING - _CLOSING
    count = min(count, int(room / _LEAST))
    if count < 1:
        return ()
    n_pauses = round(0.2 * count) if room / count > _AT_LEISURE else 0
    # Slots differ by half; a pause lasts from half a slot to, in a long show, several.
    longest = 1.5 if seconds < 600 else 6.0
    weights = np.concatenate([rng.uniform(0.78, 1.3, count), rng.uniform(0.5, longest, n_pauses)])
    empty = np.arange(count + n_pauses) >= count
    order = rng.permutation(count + n_pauses)
    ends = _OPENING + np.cumsum(weights[order]) / weights.sum() * room
    starts = np.concatenate([[_OPENING], ends[:-1]])
    spans = [(float(a), float(b)) for a, b, pause in zip(starts, ends, empty[order], strict=True) if not pause]
    paired = int(rng.integers(0, count - 1)) if count >= 4 else -2
    return tuple(_slot(rng, spans, index, paired) for index in range(count))


def returning(rng: np.random.Generator, count: int, n_articles: int) -> list[int]:
    """Which of the articles each exhibit shows: new ones in turn, now and then one again, never twice in a row."""
    order: list[int] = []
    new = 0
    for _ in range(count):
        past = [which for which in set(order) if which not in order[-2:]]
        if past and (new >= n_articles or rng.random() < _RETURNS):
            order.append(past[int(rng.integers(len(past)))])
        else:
            order.append(new % n_articles)
            new += 1
    return order


def _slot(rng: np.random.Generator, spans: list[tuple[float, float]], index: int, paired: int) -> Slot:
    start, end = spans[index]
    long = end - start
    if index == paired and spans[index + 1][0] - end < 0.01:
        return Slot(start + 0.2 * long, end + 0.5 * (spans[index + 1][1] - end), -1)
    if index == paired + 1 and start - spans[paired][1] < 0.01:
        return Slot(start - 0.5 * (start - spans[paired][0]), end - 0.2 * long, 1)
    begin = start + float(rng.uniform(0.1, 0.2)) * long
    return Slot(begin, begin + float(rng.uniform(0.55, 0.72)) * long)
