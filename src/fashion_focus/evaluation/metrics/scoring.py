"""One stream's prediction against its truth, as rows: one an exhibit, a focus, a query and a product of the shelf."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from fashion_focus.evaluation.metrics.matching import Span, covered_seconds, match_one_to_one, span_iou
from fashion_focus.evaluation.metrics.precision import T_IOUS, average_precision, by_confidence, temporal_hits
from fashion_focus.evaluation.metrics.sightings import count_tracked
from fashion_focus.evaluation.predictions import PredictedFocus, Prediction
from fashion_focus.evaluation.truth import UNKNOWN, Exhibit, StreamTruth

RIGHT_IOU = 0.5
"""A focus that is matched with at least this overlap is right."""
FALSE_IOU = 0.1
"""A focus that overlaps every exhibit of its product by less than this is false."""
TIMED_IOU = 0.3
"""Errors of start and end are taken from matches of at least this overlap."""
N_ALTERNATIVES = 5


@dataclass(frozen=True, slots=True)
class ExhibitScore:
    """How one exhibit was found. iou, iou5: overlap of its match, by product alone and among the first five.

    focus_id: the focus matched to it, or "". covered: seconds under a focus of its product. errors: of start and end
    in seconds, or None. moments: sampled pictures that show it; tracked: those in which a predicted box fits.
    """

    stream: str
    exhibit: Exhibit
    category: str
    iou: float
    iou5: float
    focus_id: str
    covered: float
    errors: tuple[float, float] | None
    moments: int
    tracked: int


@dataclass(frozen=True, slots=True)
class FocusScore:
    """How right one focus is. matched: overlap with the exhibit matched to it; best: with any of its product.

    hits: whether it finds an exhibit at each of T_IOUS, the more confident first.
    """

    stream: str
    focus: PredictedFocus
    category: str
    matched: float
    best: float
    hits: tuple[bool, ...]

    @property
    def is_right(self) -> bool:
        """Matched to an exhibit of its product with at least half overlap."""
        return self.matched >= RIGHT_IOU

    @property
    def is_false(self) -> bool:
        """Next to no overlap with any exhibit of its product."""
        return self.best < FALSE_IOU


@dataclass(frozen=True, slots=True)
class QueryScore:
    """Average precision of one product in one stream, at each of T_IOUS."""

    stream: str
    product_id: str
    category: str
    precisions: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class ShelfScore:
    """Whether a product of the shelf was shown, and how surely the run says so (0: it does not)."""

    stream: str
    product_id: str
    shown: bool
    confidence: float


@dataclass(frozen=True, slots=True)
class StreamScore:
    """All rows of one stream."""

    stream: str
    seconds: float
    exhibits: tuple[ExhibitScore, ...]
    focuses: tuple[FocusScore, ...]
    queries: tuple[QueryScore, ...]
    shelf: tuple[ShelfScore, ...]


def score_stream(truth: StreamTruth, prediction: Prediction) -> StreamScore:
    """Score one stream; truth and prediction must be of the same one (ValueError)."""
    if truth.stream != prediction.stream:
        raise ValueError(f"truth of {truth.stream} and prediction of {prediction.stream} do not belong together")
    categories = truth.categories
    hits, queries = _search(truth, prediction, categories)
    return StreamScore(
        truth.stream,
        truth.duration,
        _exhibit_scores(truth, prediction, categories),
        _focus_scores(truth, prediction, categories, hits),
        queries,
        _shelf_scores(truth, prediction),
    )


def _span(shown: Exhibit | PredictedFocus) -> Span:
    return (shown.interval.start, shown.interval.end) if isinstance(shown, Exhibit) else (shown.start, shown.end)


def _matches(truth: StreamTruth, prediction: Prediction, *, among: int) -> dict[int, tuple[int, float]]:
    """Exhibit to focus; a focus may answer for its `among` most probable products."""
    pairs = (
        (span_iou(_span(exhibit), _span(focus)), left, right)
        for left, exhibit in enumerate(truth.exhibits)
        for right, focus in enumerate(prediction.focuses)
        if exhibit.product_id in focus.ranked[:among]
    )
    return match_one_to_one(pairs)


def _exhibit_scores(truth: StreamTruth, prediction: Prediction, categories: dict[str, str]) -> tuple[ExhibitScore, ...]:
    matches, matches5 = (_matches(truth, prediction, among=n) for n in (1, N_ALTERNATIVES))
    tracked = count_tracked(truth, prediction)
    scores = []
    for row, exhibit in enumerate(truth.exhibits):
        right, iou = matches.get(row, (-1, 0.0))
        focus = prediction.focuses[right] if right >= 0 else None
        own = [_span(each) for each in prediction.focuses if each.product_id == exhibit.product_id]
        scores.append(
            ExhibitScore(
                truth.stream,
                exhibit,
                categories[exhibit.product_id],
                iou,
                matches5.get(row, (-1, 0.0))[1],
                focus.id if focus else "",
                covered_seconds(_span(exhibit), own),
                _errors(exhibit, focus) if focus and iou >= TIMED_IOU else None,
                *tracked[row],
            )
        )
    return tuple(scores)


def _errors(exhibit: Exhibit, focus: PredictedFocus) -> tuple[float, float]:
    return abs(focus.start - exhibit.interval.start), abs(focus.end - exhibit.interval.end)


def _focus_scores(
    truth: StreamTruth, prediction: Prediction, categories: dict[str, str], hits: dict[int, tuple[bool, ...]]
) -> tuple[FocusScore, ...]:
    matched = dict(_matches(truth, prediction, among=1).values())
    never = (False,) * len(T_IOUS)
    scores = []
    for row, focus in enumerate(prediction.focuses):
        own = [span_iou(_span(e), _span(focus)) for e in truth.exhibits if e.product_id == focus.product_id]
        category = categories.get(focus.product_id, UNKNOWN)
        scores.append(
            FocusScore(
                truth.stream, focus, category, matched.get(row, 0.0), max(own, default=0.0), hits.get(row, never)
            )
        )
    return tuple(scores)


def _search(
    truth: StreamTruth, prediction: Prediction, categories: dict[str, str]
) -> tuple[dict[int, tuple[bool, ...]], tuple[QueryScore, ...]]:
    """Each exhibited product as a query: hits of its focuses by their row, and its average precisions."""
    rows_hits: dict[int, tuple[bool, ...]] = {}
    queries = []
    for product_id in dict.fromkeys(exhibit.product_id for exhibit in truth.exhibits):
        spans = [_span(exhibit) for exhibit in truth.exhibits if exhibit.product_id == product_id]
        rows = _ranked_rows(prediction.focuses, product_id)
        hits = temporal_hits([_span(prediction.focuses[row]) for row in rows], spans)
        rows_hits |= {row: tuple(map(bool, hit)) for row, hit in zip(rows, hits, strict=True)}
        precisions = tuple(average_precision(hits[:, column], len(spans)) for column in range(len(T_IOUS)))
        queries.append(QueryScore(truth.stream, product_id, categories[product_id], precisions))
    return rows_hits, tuple(queries)


def _ranked_rows(focuses: Sequence[PredictedFocus], product_id: str) -> list[int]:
    rows = np.array([row for row, focus in enumerate(focuses) if focus.product_id == product_id], np.int64)
    return [int(row) for row in rows[by_confidence([focuses[row].confidence for row in rows])]]


def _shelf_scores(truth: StreamTruth, prediction: Prediction) -> tuple[ShelfScore, ...]:
    shown = {exhibit.product_id for exhibit in truth.exhibits}
    said: dict[str, float] = {}
    for focus in prediction.focuses:
        said[focus.product_id] = max(said.get(focus.product_id, 0.0), focus.confidence)
    return tuple(ShelfScore(truth.stream, name, name in shown, said.get(name, 0.0)) for name in sorted(truth.shelf))
