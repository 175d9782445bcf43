"""Boxes in time: whether predicted boxes fit what is exhibited, and where a tracklet is at a given moment."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from fashion_focus.evaluation.predictions import PredictedTracklet, Prediction
from fashion_focus.evaluation.truth import StreamTruth

BOX_WINDOW_S = 0.25
"""How far in time a predicted box may lie from the picture it is compared with."""
BOX_IOU = 0.5
LONGEST_GAP_S = 1.0
"""Between two boxes of a tracklet at most so far apart, its box is interpolated."""

_ROUNDING_S = 1e-9

Rows = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Sightings:
    """Where tracklets are at the truth's moments, as columns of length N.

    frames: index of the moment. tracklets: index in the prediction. boxes: (N, 4) xyxy. scores: (N,).
    """

    frames: npt.NDArray[np.int64]
    tracklets: npt.NDArray[np.int64]
    boxes: Rows
    scores: Rows


def box_ious(a: Rows, b: Rows) -> Rows:
    """Intersection over union (N, M) of boxes (N, 4) and (M, 4) in double precision; 0 where they are empty."""
    low = np.maximum(a[:, None, :2], b[None, :, :2])
    high = np.minimum(a[:, None, 2:], b[None, :, 2:])
    sides = np.maximum(high - low, 0.0)
    shared = sides[..., 0] * sides[..., 1]
    union = _areas(a)[:, None] + _areas(b)[None, :] - shared
    return np.asarray(np.divide(shared, union, out=np.zeros_like(shared), where=shared > 0))


def count_tracked(truth: StreamTruth, prediction: Prediction) -> list[tuple[int, int]]:
    """For each exhibit: sampled pictures that show its product, and those that some predicted box fits in.

    A box fits with IoU of at least BOX_IOU, within BOX_WINDOW_S of the picture, whatever its tracklet.
    """
    rows = [row for tracklet in prediction.tracklets for row in tracklet.rows]
    table = np.array(sorted(rows), np.float64).reshape(-1, 6)
    counts = [[0, 0] for _ in truth.exhibits]
    for frame in truth.frames:
        window = [frame.time - BOX_WINDOW_S - _ROUNDING_S, frame.time + BOX_WINDOW_S + _ROUNDING_S]
        first, last = np.searchsorted(table[:, 0], window)
        for count, exhibit in zip(counts, truth.exhibits, strict=True):
            shown = [
                thing.box
                for thing in frame.objects
                if thing.product_id == exhibit.product_id and thing.role == "exhibit"
            ]
            if shown and exhibit.interval.contains(frame.time):
                overlaps = box_ious(np.array(shown, np.float64), table[first:last, 1:5])
                count[0] += 1
                count[1] += bool((overlaps >= BOX_IOU).any())
    return [(moments, tracked) for moments, tracked in counts]


def sightings_at(truth: StreamTruth, prediction: Prediction) -> Sightings:
    """Every tracklet's box at each of the truth's moments.

    Between two of its boxes, at most LONGEST_GAP_S apart, the box is interpolated linearly; elsewhere the nearest box
    stands for half of the tracklet's usual step, since it was sampled at other moments than the truth.
    """
    times = np.array([frame.time for frame in truth.frames], np.float64)
    parts = [_positions(tracklet, times) for tracklet in prediction.tracklets]
    owners = [np.full(len(frames), number, np.int64) for number, (frames, _) in enumerate(parts)]
    rows = np.concatenate([rows for _, rows in parts]) if parts else np.zeros((0, 5))
    frames = np.concatenate([frames for frames, _ in parts]) if parts else np.zeros(0, np.int64)
    tracklets = np.concatenate(owners) if owners else np.zeros(0, np.int64)
    return Sightings(frames, tracklets, rows[:, :4], rows[:, 4])


def _positions(tracklet: PredictedTracklet, times: Rows) -> tuple[npt.NDArray[np.int64], Rows]:
    """Indices of moments at which a tracklet has a box, and these boxes with their scores (N, 5)."""
    table = np.array(tracklet.rows, np.float64).reshape(-1, 6)
    if not len(table) or not len(times):
        return np.zeros(0, np.int64), np.zeros((0, 5))
    own = table[:, 0]
    after = np.clip(np.searchsorted(own, times), 0, len(own) - 1)
    before = np.clip(np.searchsorted(own, times, side="right") - 1, 0, len(own) - 1)
    inside = (own[before] <= times) & (times <= own[after]) & (own[after] - own[before] <= LONGEST_GAP_S)
    nearest = np.where(np.abs(own[before] - times) <= np.abs(own[after] - times), before, after)
    usual_step = float(np.median(np.diff(own))) if len(own) > 1 else 0.0
    near = np.abs(own[nearest] - times) <= min(usual_step / 2, BOX_WINDOW_S) + _ROUNDING_S
    between = np.stack([np.interp(times, own, table[:, column]) for column in range(1, 6)], axis=1)
    chosen = np.flatnonzero(inside | near)
    return chosen.astype(np.int64), np.where(inside[:, None], between, table[nearest, 1:])[chosen]


def _areas(boxes: Rows) -> Rows:
    sides = np.maximum(boxes[:, 2:] - boxes[:, :2], 0.0)
    return np.asarray(sides[:, 0] * sides[:, 1])
