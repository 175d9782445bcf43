"""The strip of the whole show: where each focus lies on the time line, in per cent of its width."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from fashion_focus.core.taxonomy import COARSE, Category
from fashion_focus.export.report.views import FocusView

_STEPS = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 21600, 43200, 86400)
_MOST_TICKS = 8
_MOST_LANES = 3


@dataclass(frozen=True, slots=True)
class Block:
    """A focus on the strip. x, width: per cent; lane: 0 is the topmost of its category."""

    focus: FocusView
    x: float
    width: float
    lane: int


@dataclass(frozen=True, slots=True)
class StripRow:
    """One category's blocks; lanes: how many lie above one another where products overlap in time."""

    category: Category
    blocks: tuple[Block, ...]
    lanes: int


def strip_rows(focuses: Iterable[FocusView], duration: float) -> tuple[StripRow, ...]:
    """A row for each category that has a focus, in the order of the taxonomy. duration: seconds."""
    every = sorted(focuses, key=lambda focus: (focus.start, focus.end))
    length = max([duration, *(focus.end for focus in every)], default=duration) or 1.0
    rows = []
    for category in COARSE:
        mine = [focus for focus in every if focus.product.category is category]
        if mine:
            blocks = _blocks(mine, length)
            rows.append(StripRow(category, blocks, 1 + max(block.lane for block in blocks)))
    return tuple(rows)


def ticks(duration: float) -> tuple[float, ...]:
    """Round times for the axis, at most nine with 0, none in the last twentieth, where it would be cut off."""
    step = next((step for step in _STEPS if duration / step <= _MOST_TICKS), 86400 * math.ceil(duration / 691200))
    return tuple(float(time) for time in range(0, math.floor(duration * 0.95) + 1, step))


def _blocks(focuses: list[FocusView], length: float) -> tuple[Block, ...]:
    free_from = [-1.0]
    blocks = []
    for focus in focuses:
        lane = next((lane for lane, free in enumerate(free_from) if free <= focus.start), len(free_from))
        # Beyond the last lane blocks lie on one another: a strip is an overview, the cards tell the rest.
        lane = min(lane, _MOST_LANES - 1)
        if lane == len(free_from):
            free_from.append(0.0)
        free_from[lane] = max(free_from[lane], focus.end)
        blocks.append(Block(focus, focus.start / length * 100, (focus.end - focus.start) / length * 100, lane))
    return tuple(blocks)
