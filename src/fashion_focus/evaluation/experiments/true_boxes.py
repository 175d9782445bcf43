"""The truth's boxes in the pipeline's own types: as a detector that is never wrong, and as tracklets.

A perfect detector gives every thing's box, its category, whether it is exhibited, and looks that are the thing's alone.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from fashion_focus.core.arrays import Boxes
from fashion_focus.core.frame import Frame
from fashion_focus.core.taxonomy import Category
from fashion_focus.core.tracklet import Detections, Tracklet
from fashion_focus.evaluation.metrics.sightings import Rows
from fashion_focus.evaluation.truth import SeenObject, StreamTruth
from fashion_focus.structuring import CutSettings, StructuringSettings, TrackerSettings

SCRIPT_HZ = 25.0
"""Moments a second at which true boxes are known; a frame takes the nearest, at most half a step away."""
LEAST_VISIBLE = 0.25
"""Things of which less is visible are not there, as in the figures of boxes."""
LEAST_STEADY = 0.3
"""Between samples that share less (a cut, a jump), a box is not interpolated but the nearer sample's."""
MOST_LOOKS = 256
"""Different looks; in a long show they are used again, when the thing that had them is long gone."""
SURE, UNSURE = 0.98, 0.02

KNOWN_TRACKING = StructuringSettings(
    # Looks alone decide: the tracker adds no error of its own, and a cut ends nothing.
    tracker=TrackerSettings(
        appearance_share=1.0, least_nearness=0.0, least_iou=2.0, least_weak_iou=2.0, least_boxes=1, least_s=0.0,
        max_open=512,
    ),
    cuts=CutSettings(least_change=float("inf")),
)  # fmt: skip
"""Settings under which a true detector gives perfect tracklets."""


@dataclass(frozen=True, slots=True)
class TrueBoxes:
    """What really is in the picture at one time, as columns of length N.

    tracks: (N,) the truth's numbers. products: N ids. boxes: (N, 4) xyxy. exhibited: (N,).
    """

    time: float
    tracks: npt.NDArray[np.int64]
    products: tuple[str, ...]
    categories: tuple[str, ...]
    boxes: Boxes
    exhibited: npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class _Path:
    """One thing at all moments (M,): where it is, whether it is there, whether it is exhibited."""

    thing: SeenObject
    boxes: Boxes
    there: npt.NDArray[np.bool_]
    exhibited: npt.NDArray[np.bool_]


def true_boxes(truth: StreamTruth, *, rate: float = SCRIPT_HZ) -> tuple[TrueBoxes, ...]:
    """The truth's boxes at `rate` moments a second, interpolated between its own samples."""
    times = np.arange(0.0, truth.duration, 1.0 / rate)
    step = float(np.median(np.diff([frame.time for frame in truth.frames]))) if len(truth.frames) > 1 else 0.2
    paths = [_path(truth, rows, times, step) for rows in _rows(truth).values()]
    return tuple(_moment(float(time), index, paths) for index, time in enumerate(times))


class TrueDetector:
    """A detector that says what is true, and gives every thing looks that are its own.

    moments: in order of time; a frame gets the nearest one's boxes, at most half a step of SCRIPT_HZ away, else none.
    """

    name = "truth"

    def __init__(self, moments: Sequence[TrueBoxes]) -> None:
        self._moments = moments
        self._times = [moment.time for moment in moments]
        tracks = dict.fromkeys(int(track) for moment in moments for track in moment.tracks)
        self._width = min(max(1, len(tracks)), MOST_LOOKS)
        self._columns = {track: place % self._width for place, track in enumerate(tracks)}

    def detect(self, frame: Frame) -> Detections:
        """What is true at the frame's time."""
        at = bisect_left(self._times, frame.time)
        near = [self._moments[i] for i in (at - 1, at) if 0 <= i < len(self._moments)]
        best = min(near, key=lambda moment: abs(moment.time - frame.time), default=None)
        if best is None or abs(best.time - frame.time) > 0.5 / SCRIPT_HZ + 1e-3:
            return Detections.none(frame.time, width=self._width)
        n = len(best.products)
        looks = np.zeros((n, self._width), np.float32)
        looks[np.arange(n), [self._columns[int(track)] for track in best.tracks]] = 1.0
        shown = np.where(best.exhibited, SURE, UNSURE).astype(np.float32)
        paths = tuple((category,) for category in best.categories)
        return Detections(frame.time, best.boxes, np.full(n, SURE, np.float32), shown, paths, looks)

    def detect_batch(self, frames: Sequence[Frame]) -> list[Detections]:
        """The same for many frames."""
        return [self.detect(frame) for frame in frames]


def true_tracklets(moments: Sequence[TrueBoxes]) -> dict[str, tuple[Tracklet, str]]:
    """Each thing's tracklet and product, by the tracklet's id."""
    rows: dict[tuple[int, str], list[tuple[TrueBoxes, int]]] = {}
    for moment in moments:
        for index, track in enumerate(moment.tracks):
            rows.setdefault((int(track), moment.products[index]), []).append((moment, index))
    made = (_tracklet(f"t{track}", own) for (track, _), own in rows.items())
    return {one.id: (one, product) for one, (_, product) in zip(made, rows, strict=True)}


def _rows(truth: StreamTruth) -> dict[tuple[int, str], list[tuple[float, SeenObject]]]:
    rows: dict[tuple[int, str], list[tuple[float, SeenObject]]] = {}
    for frame in truth.frames:
        for thing in frame.objects:
            if thing.visible >= LEAST_VISIBLE:
                rows.setdefault((thing.track_id, thing.product_id), []).append((frame.time, thing))
    return rows


def _path(
    truth: StreamTruth, rows: list[tuple[float, SeenObject]], times: npt.NDArray[np.float64], step: float
) -> _Path:
    own = np.array([time for time, _ in rows])
    boxes = np.array([thing.box for _, thing in rows], np.float64)
    roles = np.array([thing.role == "exhibit" for _, thing in rows], np.float64)
    after = np.clip(np.searchsorted(own, times), 0, len(own) - 1)
    before = np.clip(np.searchsorted(own, times, side="right") - 1, 0, len(own) - 1)
    between = (own[before] <= times) & (times <= own[after]) & (own[after] - own[before] <= 1.5 * step)
    nearest = np.where(np.abs(own[before] - times) <= np.abs(own[after] - times), before, after)
    there = between | (np.abs(own[nearest] - times) <= step / 2)
    smooth = np.stack([np.interp(times, own, boxes[:, column]) for column in range(4)], axis=1)
    # Samples are too coarse for the edges of an exhibit, its own times are not.
    product = rows[0][1].product_id
    spans = [exhibit.interval for exhibit in truth.exhibits if exhibit.product_id == product]
    inside = np.any([(times >= span.start) & (times < span.end) for span in spans], axis=0) if spans else times < 0
    exhibited = inside & (np.maximum(roles[before], roles[after]) > 0)
    steady = between & (_shared(boxes[before], boxes[after]) >= LEAST_STEADY)
    placed = np.where(steady[:, None], smooth, boxes[nearest])
    return _Path(rows[0][1], placed.astype(np.float32), there, exhibited)


def _category(thing: SeenObject) -> str:
    return thing.category if thing.category in set(Category) else Category.OTHER.value


def _shared(a: Rows, b: Rows) -> Rows:
    """Intersection over union (N,) of boxes (N, 4), row by row."""
    sides = np.maximum(np.minimum(a[:, 2:], b[:, 2:]) - np.maximum(a[:, :2], b[:, :2]), 0.0)
    shared = sides.prod(axis=1)
    union = (a[:, 2:] - a[:, :2]).prod(axis=1) + (b[:, 2:] - b[:, :2]).prod(axis=1) - shared
    return np.asarray(shared / np.maximum(union, 1e-9))


def _moment(time: float, index: int, paths: Sequence[_Path]) -> TrueBoxes:
    seen = [path for path in paths if path.there[index]]
    return TrueBoxes(
        time,
        np.array([path.thing.track_id for path in seen], np.int64),
        tuple(path.thing.product_id for path in seen),
        tuple(_category(path.thing) for path in seen),
        np.array([path.boxes[index] for path in seen], np.float32).reshape(-1, 4),
        np.array([path.exhibited[index] for path in seen], np.bool_),
    )


def _tracklet(name: str, rows: Sequence[tuple[TrueBoxes, int]]) -> Tracklet:
    shown = np.array([moment.exhibited[index] for moment, index in rows])
    return Tracklet(
        name,
        (rows[0][0].categories[rows[0][1]],),
        np.array([moment.time for moment, _ in rows], np.float64),
        np.array([moment.boxes[index] for moment, index in rows], np.float32),
        np.full(len(rows), SURE, np.float32),
        np.where(shown, SURE, UNSURE).astype(np.float32),
    )
