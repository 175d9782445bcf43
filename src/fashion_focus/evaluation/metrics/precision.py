"""Average precision: how well confidence puts right answers before wrong ones, and finds all of them."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from fashion_focus.evaluation.metrics.matching import Span, span_iou

T_IOUS: tuple[float, ...] = tuple(round(0.5 + 0.05 * step, 2) for step in range(10))
"""0.5:0.05:0.95, as QVHighlights averages over (Lei et al. 2021)."""

Hits = npt.NDArray[np.bool_]
"""(N,) or (N, len(T_IOUS)): whether each answer is right."""


def average_precision(hits: Hits, n_truth: int) -> float:
    """Area under the interpolated precision-recall curve. hits: (N,), most confident first; n_truth: how many exist.

    Precision at a recall is the best at this or any higher recall (all points, as Pascal VOC 2010 and QVHighlights).
    Raises ValueError where there is nothing to find.
    """
    if n_truth < 1:
        raise ValueError("average precision needs something to find; leave out queries without truth")
    if not len(hits):
        return 0.0
    precision = np.cumsum(hits) / np.arange(1, len(hits) + 1)
    best_from_here = np.maximum.accumulate(precision[::-1])[::-1]
    return float((best_from_here * hits).sum() / n_truth)


def by_confidence(confidences: npt.ArrayLike) -> npt.NDArray[np.int64]:
    """The order of answers, most confident first; equal ones stay in the order given."""
    return np.argsort(-np.asarray(confidences, np.float64), kind="stable")


def temporal_hits(answers: Sequence[Span], truths: Sequence[Span]) -> Hits:
    """(N, len(T_IOUS)): whether each answer finds a truth that no earlier one found, at each threshold.

    answers: most confident first. An answer takes the truth it overlaps most among those still free.
    """
    hits = np.zeros((len(answers), len(T_IOUS)), bool)
    free = np.ones((len(T_IOUS), len(truths)), bool)
    for row, answer in enumerate(answers):
        overlaps = np.array([span_iou(answer, truth) for truth in truths])
        for column, threshold in enumerate(T_IOUS):
            open_ones = np.where(free[column], overlaps, -1.0)
            best = int(open_ones.argmax()) if len(truths) else -1
            if best >= 0 and open_ones[best] >= threshold:
                hits[row, column], free[column, best] = True, False
    return hits
