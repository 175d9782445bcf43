"""Average precision of boxes at IoU 0.5, for all things and by category."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from fashion_focus.evaluation.metrics.precision import average_precision, by_confidence
from fashion_focus.evaluation.metrics.sightings import BOX_IOU, Sightings, box_ious, sightings_at
from fashion_focus.evaluation.predictions import Prediction
from fashion_focus.evaluation.truth import SeenObject, StreamTruth

LEAST_VISIBLE = 0.25
"""What is covered more than this leaves is neither asked for nor held against a box."""

Boxes = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Picture:
    """Boxes of one picture: found (N, 4) with scores (N,), wanted (M, 4), and ignored (K, 4)."""

    found: Boxes
    scores: Boxes
    wanted: Boxes
    ignored: Boxes


def ap50(pictures: Iterable[Picture]) -> float | None:
    """Average precision at IoU 0.5 over pictures; None where nothing is wanted.

    The most confident box goes first and takes the free wanted box it overlaps most; one that only fits an ignored
    box is left out (as difficult objects in Pascal VOC 2010).
    """
    scores: list[float] = []
    hits: list[bool] = []
    n_wanted = 0
    for picture in pictures:
        n_wanted += len(picture.wanted)
        for score, hit in _answers(picture):
            scores.append(score)
            hits.append(hit)
    if not n_wanted:
        return None
    order = by_confidence(scores)
    return average_precision(np.array(hits, bool)[order], n_wanted)


def detection_ap50(truths: Sequence[StreamTruth], predictions: Sequence[Prediction]) -> dict[str, float | None]:
    """AP50 of tracklets' boxes at the truth's moments: "all", whatever their category, and by coarse category."""
    seen = {thing.category for truth in truths for frame in truth.frames for thing in frame.objects}
    both = [(t, p, sightings_at(t, p)) for t, p in zip(truths, predictions, strict=True)]
    figures = {"all": ap50(picture for parts in both for picture in _pictures(*parts, category=None))}
    for category in sorted(seen):
        figures[category] = ap50(picture for parts in both for picture in _pictures(*parts, category=category))
    return figures


def _pictures(
    truth: StreamTruth, prediction: Prediction, sightings: Sightings, *, category: str | None
) -> Iterable[Picture]:
    kinds = np.array([category in (None, tracklet.category) for tracklet in prediction.tracklets], bool)
    rows = np.flatnonzero(kinds[sightings.tracklets])
    rows = rows[np.argsort(sightings.frames[rows], kind="stable")]
    bounds = np.searchsorted(sightings.frames[rows], np.arange(len(truth.frames) + 1))
    for frame, first, last in zip(truth.frames, bounds, bounds[1:], strict=False):
        things = [thing for thing in frame.objects if category in (None, thing.category)]
        if things or last > first:
            own = rows[first:last]
            clear = [thing for thing in things if thing.visible >= LEAST_VISIBLE]
            covered = [thing for thing in things if thing.visible < LEAST_VISIBLE]
            yield Picture(sightings.boxes[own], sightings.scores[own], _table(clear), _table(covered))


def _table(things: Sequence[SeenObject]) -> Boxes:
    return np.array([thing.box for thing in things], np.float64).reshape(-1, 4)


def _answers(picture: Picture) -> Iterable[tuple[float, bool]]:
    """Score of each box that counts, and whether it is right."""
    n_wanted = len(picture.wanted)
    overlaps = box_ious(picture.found, np.concatenate([picture.wanted, picture.ignored]))
    free = list(range(n_wanted))
    for row in by_confidence(picture.scores):
        best = max(free, key=list(overlaps[row]).__getitem__, default=None)
        if best is not None and overlaps[row, best] >= BOX_IOU:
            free.remove(best)
            yield float(picture.scores[row]), True
        elif not (overlaps[row, n_wanted:] >= BOX_IOU).any():
            yield float(picture.scores[row]), False
