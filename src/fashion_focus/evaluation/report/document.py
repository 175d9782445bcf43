"""The evaluation as a JSON object: the names of the bench's scorer where both define a figure, and more beside them."""

from collections.abc import Mapping
from dataclasses import asdict

from fashion_focus.evaluation.evaluating import Evaluation, Summary
from fashion_focus.evaluation.metrics.resampling import Difference
from fashion_focus.evaluation.metrics.scoring import ExhibitScore

SCHEMA_VERSION = 1


def to_document(evaluation: Evaluation, comparison: Mapping[str, Difference] | None = None) -> dict[str, object]:
    """What `fashion-focus evaluate --json` prints. comparison: the same figures of another run, and the differences."""
    parts = {"categories": evaluation.categories, "modes": evaluation.modes, "spoken": evaluation.spoken}
    document: dict[str, object] = {
        "schema_version": SCHEMA_VERSION,
        "overall": _summary(evaluation.overall),
        **{name: {key: _summary(part) for key, part in group.items()} for name, group in parts.items()},
        "streams": {name: _summary(part) for name, part in evaluation.streams.items()},
        "abstention": asdict(evaluation.abstention),
        "detection_ap50": evaluation.detection,
        "tracking": asdict(evaluation.tracking) if evaluation.tracking else None,
        "exhibits": [_exhibit(row) for score in evaluation.scores for row in score.exhibits],
        "failures": [asdict(failure) for failure in evaluation.failures],
    }
    if comparison is not None:
        document["comparison"] = {
            name: {**asdict(difference), "change": difference.change, "is_real": difference.is_real}
            for name, difference in comparison.items()
        }
    return document


def _summary(summary: Summary) -> dict[str, object]:
    return {
        "exhibits": summary.n_exhibits,
        "focuses": summary.n_focuses,
        **summary.figures,
        "ci95": summary.by_exhibit,
        "ci95_streams": summary.by_stream,
    }


def _exhibit(row: ExhibitScore) -> dict[str, object]:
    return {
        "stream": row.stream,
        "product_id": row.exhibit.product_id,
        "category": row.category,
        "mode": row.exhibit.mode,
        "spoken": row.exhibit.spoken,
        "start": row.exhibit.interval.start,
        "end": row.exhibit.interval.end,
        "iou": row.iou,
        "iou5": row.iou5,
        "focus": row.focus_id,
        "covered": row.covered,
        "box_samples": row.moments,
        "box_hits": row.tracked,
    }
