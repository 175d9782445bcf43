"""Exhibits as queries: which tracklet stands for one, and its vectors, by one picture and by all."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt

from fashion_focus.core.arrays import Boxes, Vector, Vectors
from fashion_focus.core.errors import StoreError
from fashion_focus.core.interval import Interval
from fashion_focus.core.tracklet import Tracklet
from fashion_focus.embedding import WIDTH, pool_tracklet
from fashion_focus.evaluation.metrics.sightings import BOX_IOU, box_ious, sightings_at
from fashion_focus.evaluation.predictions import PredictedTracklet, Prediction
from fashion_focus.evaluation.truth import Exhibit, StreamTruth
from fashion_focus.files import replacing
from fashion_focus.structuring import KeyFrameSettings

MOST_VIEWS = KeyFrameSettings().max_views
"""As many views as the pipeline keeps of a tracklet."""


@dataclass(frozen=True, slots=True)
class View:
    """One key frame of a tracklet as a vector (D,); quality 0 to 1, time in seconds."""

    time: float
    quality: float
    vector: Vector


@dataclass(slots=True)
class Sights:
    """What was followed in a video, and every view that was embedded of it, by tracklet id, in order of time."""

    tracklets: list[Tracklet] = field(default_factory=list)
    views: dict[str, list[View]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ExhibitQueries:
    """A stream's exhibits as queries, columns of length E in the order of its truth.

    found: (E,) whether a tracklet stands for the exhibit; without one the other columns are zero. spans: (E, 2) start
    and end of that tracklet within the exhibit. image: (E, D) its best view; tracklet: (E, D) its views pooled.
    """

    found: npt.NDArray[np.bool_]
    spans: npt.NDArray[np.float64]
    image: Vectors
    tracklet: Vectors

    def __len__(self) -> int:
        return len(self.found)


def exhibit_queries(truth: StreamTruth, sights: Sights) -> ExhibitQueries:
    """The queries of a stream's exhibits, from what was followed in it."""
    embedded = [one for one in sights.tracklets if sights.views.get(one.id)]
    fits = count_fits(truth, embedded)
    rows = [_query(exhibit, embedded, fits[row], sights) for row, exhibit in enumerate(truth.exhibits)]
    nothing = (Interval(0.0, 1.0), np.zeros(WIDTH, np.float32), np.zeros(WIDTH, np.float32))
    filled = [row or nothing for row in rows]
    return ExhibitQueries(
        np.array([row is not None for row in rows], np.bool_),
        np.array([(span.start, span.end) for span, _, _ in filled], np.float64).reshape(-1, 2),
        np.array([image for _, image, _ in filled], np.float32).reshape(-1, WIDTH),
        np.array([pooled for _, _, pooled in filled], np.float32).reshape(-1, WIDTH),
    )


def count_fits(truth: StreamTruth, tracklets: Sequence[Tracklet]) -> npt.NDArray[np.int64]:
    """(E, T): at how many of the truth's moments a tracklet's box fits the exhibited product's."""
    named = tuple(PredictedTracklet(one.id, "", _rows(one)) for one in tracklets)
    seen = sightings_at(truth, Prediction(truth.stream, tracklets=named))
    counts = np.zeros((len(truth.exhibits), len(tracklets)), np.int64)
    for index, frame in enumerate(truth.frames):
        here = seen.frames == index
        for row, exhibit in enumerate(truth.exhibits):
            if not exhibit.interval.contains(frame.time):
                continue
            shown = [o.box for o in frame.objects if o.product_id == exhibit.product_id and o.role == "exhibit"]
            if shown and here.any():
                fits = (box_ious(np.array(shown, np.float64), seen.boxes[here]) >= BOX_IOU).any(axis=0)
                np.add.at(counts[row], seen.tracklets[here][fits], 1)
    return counts


def save_queries(queries: ExhibitQueries, path: Path) -> None:
    """Write queries as npz; the file appears whole. Raises StoreError where it cannot."""
    with replacing(path) as beside, beside.open("wb") as stream:
        np.savez(
            stream, found=queries.found, spans=queries.spans, image=queries.image, tracklet=queries.tracklet
        )  # fmt: skip


def load_queries(path: Path) -> ExhibitQueries:
    """Queries from their file. Raises StoreError where that is none."""
    try:
        # NumPy leaves a broken archive open; so the file is ours to close.
        with path.open("rb") as stream, np.load(stream, allow_pickle=False) as stored:
            return ExhibitQueries(stored["found"], stored["spans"], stored["image"], stored["tracklet"])
    except (OSError, KeyError, ValueError) as error:
        raise StoreError(f"cannot use {path}: {error}; remove it and run the same command again") from error


def _query(
    exhibit: Exhibit, tracklets: Sequence[Tracklet], fits: npt.NDArray[np.int64], sights: Sights
) -> tuple[Interval, Vector, Vector] | None:
    """The tracklet that fits an exhibit at most moments (the earliest of equal ones), as span, best view and pool."""
    if not len(fits) or not fits.max():
        return None
    tracklet = tracklets[int(fits.argmax())]
    shown = exhibit.interval
    start, end = max(shown.start, tracklet.interval.start), min(shown.end, tracklet.interval.end)
    span = Interval(start, max(end, float(np.nextafter(start, np.inf))))
    views = _views_in(span, sights.views[tracklet.id])
    best = max(views, key=lambda view: view.quality)
    weights = np.array([max(view.quality, 1e-3) for view in views], np.float32)
    return span, best.vector, pool_tracklet(np.stack([view.vector for view in views]), weights)


def _views_in(span: Interval, views: Sequence[View]) -> list[View]:
    """The best views of a span, or the one nearest in time where none was taken in it."""
    inside = [view for view in views if span.contains(view.time)]
    if inside:
        return sorted(inside, key=lambda view: -view.quality)[:MOST_VIEWS]
    middle = (span.start + span.end) / 2
    return [min(views, key=lambda view: abs(view.time - middle))]


def _rows(tracklet: Tracklet) -> tuple[tuple[float, float, float, float, float, float], ...]:
    boxes: Boxes = tracklet.boxes
    columns = zip(tracklet.times, boxes, tracklet.scores, strict=True)
    return tuple((float(t), float(b[0]), float(b[1]), float(b[2]), float(b[3]), float(s)) for t, b, s in columns)
