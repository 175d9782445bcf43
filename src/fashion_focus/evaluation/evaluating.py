"""All streams put together: overall, by category, mode, naming and stream, with intervals, and two runs compared."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from fashion_focus.core.errors import InputError
from fashion_focus.evaluation.failures import Failure, find_failures
from fashion_focus.evaluation.metrics.abstention import Abstention, abstention
from fashion_focus.evaluation.metrics.detection import detection_ap50
from fashion_focus.evaluation.metrics.figures import exhibit_ratios, stream_ratios, values
from fashion_focus.evaluation.metrics.resampling import Difference, compare, intervals
from fashion_focus.evaluation.metrics.scoring import ExhibitScore, StreamScore, score_stream
from fashion_focus.evaluation.metrics.tracking import TrackingFigures, tracking_figures
from fashion_focus.evaluation.predictions import Prediction, check_predictions, read_predictions
from fashion_focus.evaluation.truth import StreamTruth, read_truths

Figures = dict[str, float | None]
Bands = dict[str, tuple[float, float] | None]


@dataclass(frozen=True, slots=True)
class Summary:
    """Figures of a part of the exhibits. by_exhibit, by_stream: 95 % intervals, exhibits or streams drawn again."""

    n_exhibits: int
    n_focuses: int
    figures: Figures
    by_exhibit: Bands
    by_stream: Bands


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All that is known of a run. tracking: None where it was not asked for; detection: AP50, "all" and by category."""

    scores: tuple[StreamScore, ...]
    overall: Summary
    categories: dict[str, Summary]
    modes: dict[str, Summary]
    spoken: dict[str, Summary]
    streams: dict[str, Summary]
    abstention: Abstention
    detection: Figures
    tracking: TrackingFigures | None
    failures: tuple[Failure, ...]


def evaluate_folders(truth: Path, predictions: Path, *, tracking: bool = False) -> Evaluation:
    """Read and evaluate a run. Raises InputError where the truth or a prediction cannot be used, naming every fault."""
    truths = read_truths(truth)
    return evaluate(truths, read_predictions(predictions, truths), tracking=tracking)


def evaluate(truths: Sequence[StreamTruth], predictions: Sequence[Prediction], *, tracking: bool = False) -> Evaluation:
    """Evaluate predictions that stand in the order of the truths.

    tracking: also HOTA, IDF1 and MOTA; needs the extra [evaluate] (SettingsError). Raises InputError where streams do
    not pair up or nothing is exhibited.
    """
    check_predictions(truths, predictions)
    scores = tuple(score_stream(truth, found) for truth, found in zip(truths, predictions, strict=True))
    rows = [row for score in scores for row in score.exhibits]
    if not rows:
        raise InputError("the truth has no exhibits; name streams in which something is shown")
    return Evaluation(
        scores,
        _summary(scores, rows),
        {name: _summary(scores, part, name) for name, part in _split(rows, lambda row: row.category).items()},
        {name: _of_rows(part) for name, part in _split(rows, lambda row: row.exhibit.mode).items()},
        {name: _of_rows(part) for name, part in _split(rows, lambda row: row.exhibit.spoken).items()},
        {score.stream: _summary((score,), score.exhibits) for score in scores},
        abstention([f for s in scores for f in s.focuses], [p for s in scores for p in s.shelf], len(rows)),
        detection_ap50(truths, predictions),
        tracking_figures(truths, predictions) if tracking else None,
        tuple(case for truth, score in zip(truths, scores, strict=True) for case in find_failures(truth, score)),
    )


def compare_runs(before: Evaluation, after: Evaluation) -> dict[str, Difference]:
    """Figures of two runs by paired bootstrap over streams. Raises InputError where they are of different streams."""
    first, second = ([score.stream for score in run.scores] for run in (before, after))
    if first != second:
        raise InputError(f"cannot compare runs on {first} with runs on {second}; score both on the same streams")
    return compare(stream_ratios(before.scores), stream_ratios(after.scores))


def _summary(scores: Sequence[StreamScore], rows: Sequence[ExhibitScore], category: str | None = None) -> Summary:
    """Figures of some streams, of all categories or of one."""
    ratios = stream_ratios(scores, category)
    focuses = [row for score in scores for row in score.focuses if category in (None, row.category)]
    by_stream = intervals(ratios) if len(scores) > 1 else {}
    return Summary(len(rows), len(focuses), values(ratios), intervals(exhibit_ratios(rows)), by_stream)


def _of_rows(rows: Sequence[ExhibitScore]) -> Summary:
    """Figures of exhibits alone: a focus has no mode."""
    ratios = exhibit_ratios(rows)
    return Summary(len(rows), 0, values(ratios), intervals(ratios), {})


def _split(rows: Sequence[ExhibitScore], key: Callable[[ExhibitScore], str]) -> dict[str, list[ExhibitScore]]:
    parts: dict[str, list[ExhibitScore]] = {}
    for row in sorted(rows, key=key):
        parts.setdefault(key(row) or "unknown", []).append(row)
    return parts
