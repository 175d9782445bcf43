"""From a scene's truth to the maps that the detector's outputs are compared with."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from fashion_focus.core.arrays import Boxes, Indices, Pixels, Scores
from fashion_focus.core.taxonomy import COARSE, LEAVES
from fashion_focus.training.dla import STRIDE

REACH = 0.54
"""Half-axes of an object's ellipse as a share of its half-sides (Liu et al. 2020, "TTFNet", §3.2)."""
MINIMUM_VISIBLE = 0.2
PARENTS: Indices = np.array([COARSE.index(category) for category, _ in LEAVES], np.int64)
"""Coarse class of every fine class (len(LEAVES),)."""


class SceneTruth(Protocol):
    """What is in a picture, as `simulation.SceneTruth` tells it.

    boxes (N, 4) xyxy in pixels; product_ids N names; leaves (N,) index in LEAVES; presented (N,) bool;
    visible (N,) share of the object that nothing covers.
    """

    @property
    def boxes(self) -> Boxes: ...  # noqa: D102 - the class docstring names every column
    @property
    def product_ids(self) -> tuple[str, ...]: ...  # noqa: D102 - as above
    @property
    def leaves(self) -> Indices: ...  # noqa: D102 - as above
    @property
    def presented(self) -> npt.NDArray[np.bool_]: ...  # noqa: D102 - as above
    @property
    def visible(self) -> Scores: ...  # noqa: D102 - as above


Labelled = tuple[Pixels, SceneTruth]
"""A picture (H, W, 3) and what is in it."""


@dataclass(frozen=True, slots=True)
class Targets:
    """Maps at stride 4 (h, w) and columns of the N objects with a centre in this picture.

    heat (7, h, w) in 0 to 1, exactly 1 at centres. ignore (h, w): cells of objects that are nearly hidden.
    box (4, h, w): left, top, right, bottom distances in pixels. weight (h, w): how much a cell's box and classes
    count; an object's weights sum to 1. presented, leaf (h, w): of the object that owns the cell.
    cells (N, 2): y, x of centres; offsets (N, 2): x, y of the centre within its cell; products: N names.
    """

    heat: npt.NDArray[np.float32]
    ignore: npt.NDArray[np.bool_]
    box: npt.NDArray[np.float32]
    weight: npt.NDArray[np.float32]
    presented: npt.NDArray[np.float32]
    leaf: npt.NDArray[np.int64]
    cells: Indices
    offsets: npt.NDArray[np.float32]
    products: tuple[str, ...]


def make_targets(truth: SceneTruth, *, width: int, height: int) -> Targets:
    """Targets of a picture of width x height pixels (multiples of 4).

    An object's heat is an ellipse that fits its box (TTFNet, eq. 2 and 3), so that every cell near its centre teaches
    the box too; where ellipses meet, the smaller object owns the cell.
    """
    h, w = height // STRIDE, width // STRIDE
    maps = Targets(
        heat=np.zeros((len(COARSE), h, w), np.float32),
        ignore=np.zeros((h, w), np.bool_),
        box=np.zeros((4, h, w), np.float32),
        weight=np.zeros((h, w), np.float32),
        presented=np.zeros((h, w), np.float32),
        leaf=np.zeros((h, w), np.int64),
        cells=np.zeros((0, 2), np.int64),
        offsets=np.zeros((0, 2), np.float32),
        products=(),
    )
    boxes = np.asarray(truth.boxes, np.float32).reshape(-1, 4)
    sides = boxes[:, 2:] - boxes[:, :2]
    order = [int(i) for i in np.argsort(-sides.prod(1)) if sides[i].min() >= 2.0]
    kept = []
    for index in order:
        blob = _ellipse(boxes[index], h=h, w=w)
        if truth.visible[index] < MINIMUM_VISIBLE:
            maps.ignore[blob > 0] = True
            continue
        _draw(maps, truth, index, blob)
        kept.append(index)
    return _with_centres(maps, truth, kept)


def _ellipse(box: npt.NDArray[np.float32], *, h: int, w: int) -> npt.NDArray[np.float32]:
    y, x = _cell(box, h=h, w=w)
    # Three deviations reach the ellipse's edge; at least a cell's third, so that thin things have neighbours.
    sigma = np.maximum((box[2:] - box[:2]) / STRIDE * REACH / 6, 0.4)
    gap_x = np.arange(w, dtype=np.float32) - x
    gap_y = np.arange(h, dtype=np.float32) - y
    row = np.where(np.abs(gap_x) <= 3 * sigma[0], np.exp(-(gap_x**2) / (2 * sigma[0] ** 2)), 0)
    column = np.where(np.abs(gap_y) <= 3 * sigma[1], np.exp(-(gap_y**2) / (2 * sigma[1] ** 2)), 0)
    return np.asarray(column[:, None] * row[None, :], np.float32)


def _cell(box: npt.NDArray[np.float32], *, h: int, w: int) -> tuple[int, int]:
    x, y = (box[:2] + box[2:]) / 2 / STRIDE
    return min(max(int(y), 0), h - 1), min(max(int(x), 0), w - 1)


def _draw(maps: Targets, truth: SceneTruth, index: int, blob: npt.NDArray[np.float32]) -> None:
    h, w = blob.shape
    leaf = int(truth.leaves[index])
    channel = maps.heat[PARENTS[leaf]]
    np.maximum(channel, blob, out=channel)
    mine = blob > 0
    x = (np.arange(w, dtype=np.float32) + 0.5) * STRIDE
    y = (np.arange(h, dtype=np.float32) + 0.5) * STRIDE
    x0, y0, x1, y1 = np.asarray(truth.boxes[index], np.float32)
    # A cell just outside a thin box would need a negative distance: it teaches the least one instead.
    sides = np.stack(np.broadcast_arrays(x[None, :] - x0, y[:, None] - y0, x1 - x[None, :], y1 - y[:, None]))
    maps.box[:, mine] = np.maximum(sides[:, mine], 0.1)
    maps.weight[mine] = blob[mine] / blob.sum()
    maps.presented[mine] = float(truth.presented[index])
    maps.leaf[mine] = leaf
    maps.ignore[mine] = False


def _with_centres(maps: Targets, truth: SceneTruth, kept: list[int]) -> Targets:
    h, w = maps.weight.shape
    boxes = np.asarray(truth.boxes, np.float32).reshape(-1, 4)[kept]
    cells = np.array([_cell(box, h=h, w=w) for box in boxes], np.int64).reshape(-1, 2)
    centres = (boxes[:, :2] + boxes[:, 2:]) / 2 / STRIDE
    return Targets(
        heat=maps.heat,
        ignore=maps.ignore,
        box=maps.box,
        weight=maps.weight,
        presented=maps.presented,
        leaf=maps.leaf,
        cells=cells,
        offsets=np.clip(centres - cells[:, ::-1], 0.0, 1.0).astype(np.float32),
        products=tuple(truth.product_ids[index] for index in kept),
    )
