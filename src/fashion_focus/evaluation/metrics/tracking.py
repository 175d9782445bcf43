"""Tracking figures by the evaluators of the `trackers` package: we write MOTChallenge files, it does the counting."""

import importlib
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from fashion_focus.core.errors import SettingsError
from fashion_focus.evaluation.metrics.detection import LEAST_VISIBLE
from fashion_focus.evaluation.metrics.sightings import sightings_at
from fashion_focus.evaluation.predictions import Prediction
from fashion_focus.evaluation.truth import StreamTruth

# Classes of the MOT16 ground truth: 1 is counted, boxes on class 8 are taken out before counting.
_COUNTED, _TAKEN_OUT = 1, 8
# The evaluators refuse an empty file; these lines are read and then left out.
_NO_TARGET = "1,0,0,0,1,1,0,1,0\n"
_NO_TRACK = "1,-1,0,0,1,1,0,-1,-1,-1\n"


@dataclass(frozen=True, slots=True)
class TrackingFigures:
    """Over all streams: HOTA (Luiten et al. 2021), IDF1, MOTA, each 1 at best, and the number of switched ids."""

    hota: float
    idf1: float
    mota: float
    switches: int


def tracking_figures(truths: Sequence[StreamTruth], predictions: Sequence[Prediction]) -> TrackingFigures:
    """Tracklets against the truth's tracks, at the truth's moments, whatever their category.

    Raises SettingsError where the extra [evaluate] is not installed.
    """
    evaluators = _evaluators()
    with tempfile.TemporaryDirectory(prefix="fashion-focus-") as folder:
        wanted, found = Path(folder, "truth"), Path(folder, "predictions")
        wanted.mkdir()
        found.mkdir()
        for truth, prediction in zip(truths, predictions, strict=True):
            (wanted / f"{truth.stream}.txt").write_text(mot_truth(truth), encoding="utf-8")
            (found / f"{truth.stream}.txt").write_text(mot_prediction(truth, prediction), encoding="utf-8")
        result = evaluators.evaluate_mot_sequences(wanted, found, metrics=["CLEAR", "HOTA", "Identity"])
    counts, total = result.aggregate.CLEAR, result.aggregate
    return TrackingFigures(float(total.HOTA.HOTA), float(total.Identity.IDF1), float(counts.MOTA), int(counts.IDSW))


def mot_truth(truth: StreamTruth) -> str:
    """Ground truth of MOT16 (Milan et al. 2016): frame,id,x,y,w,h,counted,class,visibility; frames from 1.

    What is hardly visible is no target, and boxes on it are not held against a tracker.
    """
    lines = []
    for number, frame in enumerate(truth.frames, start=1):
        for thing in frame.objects:
            counted = thing.visible >= LEAST_VISIBLE
            kind = _COUNTED if counted else _TAKEN_OUT
            lines.append(f"{number},{thing.track_id},{_xywh(thing.box)},{int(counted)},{kind},{thing.visible:.3f}\n")
    return "".join(lines) or _NO_TARGET


def mot_prediction(truth: StreamTruth, prediction: Prediction) -> str:
    """Tracklets at the truth's moments: frame,id,x,y,w,h,score,-1,-1,-1; ids count from 1."""
    sightings = sightings_at(truth, prediction)
    rows = zip(sightings.frames, sightings.tracklets, sightings.boxes, sightings.scores, strict=True)
    lines = [(int(f) + 1, int(t) + 1, f"{_xywh(tuple(box))},{score:.3f},-1,-1,-1\n") for f, t, box, score in rows]
    return "".join(f"{frame},{track},{rest}" for frame, track, rest in sorted(lines)) or _NO_TRACK


def _xywh(box: Sequence[float]) -> str:
    x0, y0, x1, y1 = box
    return f"{x0:.3f},{y0:.3f},{x1 - x0:.3f},{y1 - y0:.3f}"


def _evaluators() -> ModuleType:
    """The heavy optional library; it draws in plotting and video libraries, hence only when asked for."""
    try:
        return importlib.import_module("trackers.eval")
    except ImportError as error:
        raise SettingsError(
            f"tracking figures need the package trackers ({error}); pip install 'fashion-focus[evaluate]'"
        ) from error
