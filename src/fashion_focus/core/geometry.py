"""Arithmetic on boxes [x0, y0, x1, y1] in pixels of the upright picture."""

import numpy as np

from fashion_focus.core.arrays import Boxes, Scores


def areas(boxes: Boxes) -> Scores:
    """Areas (N,) of boxes (N, 4); a box turned inside out has none."""
    sides = np.maximum(boxes[..., 2:] - boxes[..., :2], 0.0)
    return np.asarray(sides[..., 0] * sides[..., 1], np.float32)


def iou_matrix(a: Boxes, b: Boxes) -> Scores:
    """Intersection over union (N, M) of boxes (N, 4) with boxes (M, 4); 0 where both are empty."""
    low = np.maximum(a[:, None, :2], b[None, :, :2])
    high = np.minimum(a[:, None, 2:], b[None, :, 2:])
    sides = np.maximum(high - low, 0.0)
    shared = sides[..., 0] * sides[..., 1]
    union = areas(a)[:, None] + areas(b)[None, :] - shared
    return np.asarray(np.where(union > 0, shared / np.maximum(union, 1e-9), 0.0), np.float32)


def clip(boxes: Boxes, *, width: int, height: int) -> Boxes:
    """Boxes (N, 4) cut to a picture of width x height pixels."""
    limits = np.array([width, height, width, height], np.float32)
    return np.asarray(np.clip(boxes, 0.0, limits), np.float32)


def expand(boxes: Boxes, share: float) -> Boxes:
    """Boxes (N, 4) grown on every side by a share of their own width and height."""
    sides = boxes[..., 2:] - boxes[..., :2]
    return np.asarray(np.concatenate([boxes[..., :2] - sides * share, boxes[..., 2:] + sides * share], -1), np.float32)


def scale(boxes: Boxes, *, x: float, y: float) -> Boxes:
    """Boxes (N, 4) carried to a picture that is x times as wide and y times as high."""
    return np.asarray(boxes * np.array([x, y, x, y], np.float32), np.float32)
