"""Which focus answers to which exhibit: temporal overlap, and matching one to one."""

import math
from collections.abc import Iterable

Span = tuple[float, float]
"""Start and end in seconds; unlike an Interval it may be empty, as predictions may."""


def span_iou(a: Span, b: Span) -> float:
    """Temporal intersection over union of two spans, 0 to 1; 0 where both are empty."""
    shared = max(0.0, min(a[1], b[1]) - max(a[0], b[0]))
    union = (a[1] - a[0]) + (b[1] - b[0]) - shared
    return shared / union if union > 0 else 0.0


def match_one_to_one(pairs: Iterable[tuple[float, int, int]]) -> dict[int, tuple[int, float]]:
    """Greedy matching of (overlap, left, right), largest overlap first: left to its right and their overlap.

    Equal overlaps go to the smaller left, then the smaller right; pairs without overlap are never matched.
    """
    matched: dict[int, tuple[int, float]] = {}
    taken: set[int] = set()
    for overlap, left, right in sorted(pairs, key=lambda pair: (-pair[0], pair[1], pair[2])):
        if overlap > 0 and left not in matched and right not in taken:
            matched[left] = (right, overlap)
            taken.add(right)
    return matched


def covered_seconds(span: Span, parts: Iterable[Span]) -> float:
    """Seconds of a span that lie in at least one of the parts."""
    inside = sorted((max(span[0], start), min(span[1], end)) for start, end in parts)
    total, reached = 0.0, -math.inf
    for start, end in inside:
        if end > max(start, reached):
            total += end - max(start, reached)
            reached = end
    return total
