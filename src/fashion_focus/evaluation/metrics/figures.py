"""Figures as ratios of sums over units (exhibits, streams), so that units can be drawn again and compared."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from fashion_focus.evaluation.metrics.precision import T_IOUS
from fashion_focus.evaluation.metrics.scoring import ExhibitScore, FocusScore, QueryScore, StreamScore

THRESHOLDS = (0.3, 0.5, 0.7)

Column = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Ratio:
    """A figure over U units. above, below: (U,); the figure is the sum of one over the sum of the other.

    otherwise: its value where `below` sums to nought; None where it then has none.
    """

    above: Column
    below: Column
    otherwise: float | None = None

    @property
    def value(self) -> float | None:
        """The figure over all units."""
        below = float(self.below.sum())
        return float(self.above.sum()) / below if below > 0 else self.otherwise


Ratios = dict[str, Ratio]
"""Name of a figure to its ratio; all of one set are over the same units."""

_Row = Callable[[ExhibitScore], tuple[float, float]]


def _exhibit_figures() -> dict[str, _Row]:
    """Name to what one exhibit adds above and below the line."""
    figures: dict[str, _Row] = {}
    figures |= {f"R1@{threshold}": _found(threshold) for threshold in THRESHOLDS}
    figures |= {f"R5@{threshold}": _found_among_five(threshold) for threshold in THRESHOLDS}
    figures["mIoU"] = lambda row: (row.iou, 1.0)
    figures["start_error"] = lambda row: (row.errors[0], 1.0) if row.errors else (0.0, 0.0)
    figures["end_error"] = lambda row: (row.errors[1], 1.0) if row.errors else (0.0, 0.0)
    figures["tracked"] = lambda row: (float(row.tracked), float(row.moments))
    figures["time_recall"] = lambda row: (row.covered, row.exhibit.interval.duration)
    return figures


def _found(threshold: float) -> _Row:
    return lambda row: (float(row.iou >= threshold), 1.0)


def _found_among_five(threshold: float) -> _Row:
    return lambda row: (float(row.iou5 >= threshold), 1.0)


_EXHIBIT_FIGURES = _exhibit_figures()


def exhibit_ratios(rows: Sequence[ExhibitScore]) -> Ratios:
    """Figures whose unit is the exhibit; empty without exhibits."""
    return {name: _ratio([figure(row) for row in rows]) for name, figure in _EXHIBIT_FIGURES.items()} if rows else {}


def stream_ratios(scores: Sequence[StreamScore], category: str | None = None) -> Ratios:
    """Figures whose unit is the stream, of all categories or of one; false focuses are per hour of all streams."""
    exhibits = [[row for row in score.exhibits if category in (None, row.category)] for score in scores]
    focuses = [[row for row in score.focuses if category in (None, row.category)] for score in scores]
    queries = [[row for row in score.queries if category in (None, row.category)] for score in scores]
    ratios = {
        name: _ratio([_total([figure(row) for row in rows]) for rows in exhibits])
        for name, figure in _EXHIBIT_FIGURES.items()
    }
    # Whoever says nothing is wrong nowhere, but has found nothing either: no credit for precision.
    silent = 0.0 if any(exhibits) else None
    ratios["precision@0.5"] = _ratio([_right(rows) for rows in focuses], silent)
    hours = [score.seconds / 3600 for score in scores]
    ratios["false_per_hour"] = _ratio([_false(rows, length) for rows, length in zip(focuses, hours, strict=True)])
    ratios["mAP"] = _ratio([_mean_precision(rows, T_IOUS) for rows in queries])
    ratios["mAP@0.5"] = _ratio([_mean_precision(rows, T_IOUS[:1]) for rows in queries])
    return ratios


def values(ratios: Ratios) -> dict[str, float | None]:
    """The figures over all their units."""
    return {name: ratio.value for name, ratio in ratios.items()}


def _ratio(pairs: Sequence[tuple[float, float]], otherwise: float | None = None) -> Ratio:
    table = np.array(pairs, np.float64).reshape(-1, 2)
    return Ratio(table[:, 0], table[:, 1], otherwise)


def _total(pairs: Sequence[tuple[float, float]]) -> tuple[float, float]:
    return sum(above for above, _ in pairs), sum(below for _, below in pairs)


def _right(rows: Sequence[FocusScore]) -> tuple[float, float]:
    return float(sum(row.is_right for row in rows)), float(len(rows))


def _false(rows: Sequence[FocusScore], hours: float) -> tuple[float, float]:
    return float(sum(row.is_false for row in rows)), hours


def _mean_precision(rows: Sequence[QueryScore], thresholds: Sequence[float]) -> tuple[float, float]:
    return sum(float(np.mean(row.precisions[: len(thresholds)])) for row in rows), float(len(rows))
