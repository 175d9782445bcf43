"""Whether confidence can be trusted: when to say nothing, and how often "0.9" is right."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from fashion_focus.evaluation.metrics.precision import T_IOUS, average_precision, by_confidence
from fashion_focus.evaluation.metrics.scoring import FocusScore, ShelfScore

N_BINS = 10


@dataclass(frozen=True, slots=True)
class ReliabilityBin:
    """Answers with confidence from low to high. confidence, right: their means; None where there are none."""

    low: float
    high: float
    n: int
    confidence: float | None
    right: float | None


@dataclass(frozen=True, slots=True)
class Abstention:
    """How well confidence tells right from wrong; None where there is nothing to tell apart.

    auroc_focus: right focuses against other ones. auroc_shelf: products that were shown against those that were not.
    ece: expected calibration error. pooled_ap: average precision of all focuses in one ranking, over T_IOUS.
    """

    auroc_focus: float | None
    auroc_shelf: float | None
    ece: float | None
    pooled_ap: float | None
    bins: tuple[ReliabilityBin, ...]


def abstention(focuses: Sequence[FocusScore], shelf: Sequence[ShelfScore], n_exhibits: int) -> Abstention:
    """All figures of confidence over some streams."""
    confidences = _confidences(focuses)
    right = np.array([row.is_right for row in focuses], bool)
    # A run that never says anything was not asked when to keep silent.
    said = np.array([row.confidence for row in shelf] if focuses else [], np.float64)
    shown = np.array([row.shown for row in shelf] if focuses else [], bool)
    bins = reliability(confidences, right)
    aurocs = auroc(confidences, right), auroc(said, shown)
    return Abstention(*aurocs, calibration_error(bins), _pooled(focuses, n_exhibits), bins)


def auroc(scores: npt.NDArray[np.float64], positive: npt.NDArray[np.bool_]) -> float | None:
    """Probability that a positive scores above a negative, ties counting half; None without either kind.

    The Mann-Whitney statistic over the product of counts (Hanley and McNeil 1982): equal to the area under the ROC.
    """
    n_positive = int(positive.sum())
    n_negative = len(positive) - n_positive
    if not n_positive or not n_negative:
        return None
    _, places, counts = np.unique(scores, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[places]
    above = float(ranks[positive].sum()) - n_positive * (n_positive + 1) / 2
    return above / (n_positive * n_negative)


def reliability(
    confidences: npt.NDArray[np.float64], right: npt.NDArray[np.bool_], *, n_bins: int = N_BINS
) -> tuple[ReliabilityBin, ...]:
    """Answers by confidence in bins of equal width, half open below: (low, high], the first with 0.

    Confidences beyond 0 and 1 fall into the outermost bins.
    """
    places = np.clip(np.ceil(confidences * n_bins).astype(np.int64) - 1, 0, n_bins - 1)
    bins = []
    for place in range(n_bins):
        inside = places == place
        n = int(inside.sum())
        means = (float(confidences[inside].mean()), float(right[inside].mean())) if n else (None, None)
        bins.append(ReliabilityBin(place / n_bins, (place + 1) / n_bins, n, *means))
    return tuple(bins)


def calibration_error(bins: Sequence[ReliabilityBin]) -> float | None:
    """Expected calibration error (Guo et al. 2017): mean gap of confidence and accuracy, weighted by count."""
    n = sum(each.n for each in bins)
    gaps = (each.n * abs((each.confidence or 0.0) - (each.right or 0.0)) for each in bins)
    return sum(gaps) / n if n else None


def _confidences(focuses: Sequence[FocusScore]) -> npt.NDArray[np.float64]:
    return np.array([row.focus.confidence for row in focuses], np.float64)


def _pooled(focuses: Sequence[FocusScore], n_exhibits: int) -> float | None:
    if not n_exhibits:
        return None
    order = by_confidence(_confidences(focuses))
    hits = np.array([row.hits for row in focuses], bool).reshape(-1, len(T_IOUS))[order]
    return float(np.mean([average_precision(hits[:, column], n_exhibits) for column in range(len(T_IOUS))]))
