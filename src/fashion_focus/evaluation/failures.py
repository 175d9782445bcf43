"""What went wrong, case by case: exhibits missed, under a wrong product or at a wrong time, and false focuses."""

from dataclasses import dataclass
from enum import StrEnum

from fashion_focus.core.product import Catalog
from fashion_focus.evaluation.metrics.matching import span_iou
from fashion_focus.evaluation.metrics.scoring import RIGHT_IOU, TIMED_IOU, ExhibitScore, FocusScore, StreamScore
from fashion_focus.evaluation.truth import StreamTruth


class FailureKind(StrEnum):
    """How an exhibit failed to be found, or a focus to be true."""

    MISSED = "missed"
    WRONG_TWIN = "wrong twin"
    WRONG_PRODUCT = "wrong product"
    WRONG_TIME = "wrong time"
    FALSE = "false"


@dataclass(frozen=True, slots=True)
class Failure:
    """One case. wanted: the exhibited product, "" for a false focus; said: the product named, "" for a missed exhibit.

    start, end: of the exhibit, or of the false focus. iou: overlap of the focus concerned with the exhibit.
    """

    kind: FailureKind
    stream: str
    start: float
    end: float
    wanted: str
    said: str
    confidence: float | None
    iou: float


def find_failures(truth: StreamTruth, score: StreamScore) -> tuple[Failure, ...]:
    """The stream's failures in order of time.

    An exhibit is found where its match overlaps by half. Else a focus of its product that overlaps it at all makes it
    a wrong time; else a focus of another product that overlaps it by TIMED_IOU and is itself no right answer makes it
    a wrong product, a wrong twin where the catalog gives both one item group; else it is missed. False focuses that
    explain no wrong product stand for themselves.
    """
    failures = [_of_exhibit(row, score, truth.catalog) for row in score.exhibits if row.iou < RIGHT_IOU]
    blamed = {focus.focus.id for _, focus in failures if focus is not None}
    found = [failure for failure, _ in failures]
    found += [_false(row) for row in score.focuses if row.is_false and row.focus.id not in blamed]
    return tuple(sorted(found, key=lambda failure: (failure.start, failure.end, failure.wanted, failure.said)))


def _of_exhibit(row: ExhibitScore, score: StreamScore, catalog: Catalog | None) -> tuple[Failure, FocusScore | None]:
    span = (row.exhibit.interval.start, row.exhibit.interval.end)
    near = [(span_iou(span, (each.focus.start, each.focus.end)), each) for each in score.focuses]
    wanted = row.exhibit.product_id
    own = max(((iou, each) for iou, each in near if each.focus.product_id == wanted), key=_overlap, default=None)
    if own and own[0] > 0:
        return _failure(FailureKind.WRONG_TIME, row, own), own[1]
    other = max(((iou, each) for iou, each in near if not each.is_right), key=_overlap, default=None)
    if other and other[0] >= TIMED_IOU:
        twins = _are_twins(catalog, wanted, other[1].focus.product_id)
        return _failure(FailureKind.WRONG_TWIN if twins else FailureKind.WRONG_PRODUCT, row, other), other[1]
    return Failure(FailureKind.MISSED, row.stream, *span, wanted, "", None, 0.0), None


def _overlap(pair: tuple[float, FocusScore]) -> float:
    return pair[0]


def _failure(kind: FailureKind, row: ExhibitScore, answer: tuple[float, FocusScore]) -> Failure:
    iou, score = answer
    interval, focus = row.exhibit.interval, score.focus
    span = interval.start, interval.end
    return Failure(kind, row.stream, *span, row.exhibit.product_id, focus.product_id, focus.confidence, iou)


def _false(row: FocusScore) -> Failure:
    focus = row.focus
    span = focus.start, focus.end
    return Failure(FailureKind.FALSE, row.stream, *span, "", focus.product_id, focus.confidence, row.best)


def _are_twins(catalog: Catalog | None, a: str, b: str) -> bool:
    if catalog is None or a not in catalog or b not in catalog:
        return False
    return bool(catalog[a].group) and catalog[a].group == catalog[b].group
