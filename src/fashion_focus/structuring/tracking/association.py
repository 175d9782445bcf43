"""Which detection goes on with which tracklet: costs, gates, and the best assignment."""

from dataclasses import dataclass

import lap
import numpy as np
import numpy.typing as npt

from fashion_focus.core.arrays import Boxes, Scores, Vectors
from fashion_focus.core.geometry import iou_matrix
from fashion_focus.core.tracklet import Detections
from fashion_focus.structuring.settings import TrackerSettings

Cost = npt.NDArray[np.float64]
Pairs = list[tuple[int, int]]

FORBIDDEN = 1e3
WORST = 1.0
"""A pair that costs more is worse than leaving both alone."""
OTHER_CATEGORY = 0.2
"""What it costs to change the coarse category: a real thing's class flickers, but seldom."""


@dataclass(frozen=True, slots=True)
class Followed:
    """All that is followed, as columns of length T.

    expected, last: (T, 4) boxes, predicted and last seen. slow, fast: (T, A) unit rows, the appearance's running mean
    and its last value. unseen_s: (T,) seconds since last seen. coarse: T coarse categories.
    """

    expected: Boxes
    last: Boxes
    slow: Vectors
    fast: Vectors
    unseen_s: Scores
    coarse: tuple[str, ...]


def nearness(boxes: Boxes, others: Boxes, reach: Scores) -> Scores:
    """IoU (T, N) of boxes (T, 4) with others (N, 4), all grown on every side by reach (T,) of their width and height.

    So things that moved by less than their size still touch: buffered IoU (Yang et al. 2023, "C-BIoU", §3.2).
    """
    a = _grown(boxes[:, None], reach[:, None, None])
    b = _grown(others[None], reach[:, None, None])
    shared = _area(np.maximum(a[..., :2], b[..., :2]), np.minimum(a[..., 2:], b[..., 2:]))
    union = _area(a[..., :2], a[..., 2:]) + _area(b[..., :2], b[..., 2:]) - shared
    return np.asarray(shared / np.maximum(union, 1e-9), np.float32)


def cosines(followed: Followed, detections: Detections) -> Scores:
    """Likeness of appearance (T, N): the better of running mean and last sight, as a turned thing is like its last."""
    columns = detections.appearance.T
    return np.asarray(np.maximum(followed.slow @ columns, followed.fast @ columns), np.float32)


def joint_cost(followed: Followed, detections: Detections, settings: TrackerSettings) -> Cost:
    """Cost (T, N) by appearance and place together, below 1 where both allow one and the same thing."""
    reach = settings.reach + settings.reach_per_s * followed.unseen_s
    near = np.maximum(
        nearness(followed.expected, detections.boxes, reach), nearness(followed.last, detections.boxes, reach)
    )
    alike = cosines(followed, detections)
    share = settings.appearance_share
    cost = share * (1 - alike) + (1 - share) * (1 - near) + _change_of_category(followed, detections)
    allowed = (near >= settings.least_nearness) & (alike >= settings.least_cosine)
    return np.where(allowed, cost, FORBIDDEN)


def place_cost(followed: Followed, detections: Detections, *, least_iou: float, veto_cosine: float) -> Cost:
    """Cost (T, N) by overlap alone; forbidden below an IoU, or where appearance says that it is another thing."""
    overlap = np.maximum(iou_matrix(followed.expected, detections.boxes), iou_matrix(followed.last, detections.boxes))
    allowed = (overlap >= least_iou) & (cosines(followed, detections) >= veto_cosine)
    return np.where(allowed, 1 - overlap + _change_of_category(followed, detections), FORBIDDEN)


def assign(cost: Cost) -> Pairs:
    """The cheapest one-to-one pairs (row, column) of a cost matrix (T, N), without the forbidden ones."""
    if cost.size == 0:
        return []
    _, columns, _ = lap.lapjv(cost, extend_cost=True, cost_limit=WORST)
    return [(i, int(j)) for i, j in enumerate(columns) if j >= 0 and cost[i, j] < FORBIDDEN]


def _change_of_category(followed: Followed, detections: Detections) -> Cost:
    before = np.array(followed.coarse, dtype=object)[:, None]
    now = np.array([path[0] for path in detections.paths], dtype=object)[None, :]
    return np.where(before == now, 0.0, OTHER_CATEGORY)


def _grown(boxes: Boxes, share: Scores) -> Boxes:
    margin = (boxes[..., 2:] - boxes[..., :2]) * share
    return np.concatenate([boxes[..., :2] - margin, boxes[..., 2:] + margin], -1)


def _area(low: Boxes, high: Boxes) -> Scores:
    sides = np.maximum(high - low, 0.0)
    return np.asarray(sides[..., 0] * sides[..., 1], np.float32)
