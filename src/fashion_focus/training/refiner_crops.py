"""What the refining network learns from: proposals in simulated scenes, cut out as at run time, with what is there."""

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from fashion_focus.core.arrays import Boxes, Indices, Pixels
from fashion_focus.core.geometry import iou_matrix
from fashion_focus.structuring.refinement import PICTURE_SIDE, cut_square, into_square
from fashion_focus.training.detector_batches import Draw
from fashion_focus.training.detector_targets import SceneTruth

LANDSCAPE = (PICTURE_SIDE, 256)
"""Size of the scenes: what squares are cut from at run time, turned for one in two."""
_LEAST_IOU = 0.15
"""A proposal that overlaps everything less is about nothing."""
_PROPOSALS = 3  # a scene
_ASTRAY = 0.2  # share of the proposals that lie anywhere
_LEAST_SIDE = 10.0


@dataclass(frozen=True, slots=True)
class Crops:
    """N proposals. pixels: (N, S, S, 3). boxes: (N, 4) of the thing meant, in sides of the square.

    thing, presented: (N,) whether there is one, and whether it is shown. leaf: (N,) its fine class, index into LEAVES.
    overlap: (N,) IoU of proposal and thing.
    """

    pixels: Pixels
    boxes: Boxes
    thing: npt.NDArray[np.bool_]
    presented: npt.NDArray[np.bool_]
    leaf: Indices
    overlap: npt.NDArray[np.float32]


def draw_crops(rng: np.random.Generator, draw: Draw, *, least: int) -> Crops:
    """At least so many proposals in scenes as they come."""
    made: list[Crops] = []
    while len(made) < least:
        size = LANDSCAPE if rng.random() < 0.5 else LANDSCAPE[::-1]
        picture, truth = draw(rng, *size)[int(rng.integers(2))]
        if len(truth.boxes):
            made += [_crop(picture, truth, _propose(rng, truth, size=size)) for _ in range(_PROPOSALS)]
    return join_crops(made)


def join_crops(parts: Sequence[Crops]) -> Crops:
    """All proposals of some parts, in order."""
    return Crops(*(np.concatenate([getattr(part, one.name) for part in parts]) for one in fields(Crops)))


def _crop(picture: Pixels, truth: SceneTruth, proposal: Boxes) -> Crops:
    overlaps = iou_matrix(proposal[None], truth.boxes)[0]
    meant = int(overlaps.argmax())
    square, matrix = cut_square(picture, proposal)
    there = bool(overlaps[meant] >= _LEAST_IOU)
    return Crops(
        square[None],
        into_square(truth.boxes[meant], matrix)[None],
        np.array([there]),
        np.array([there and bool(truth.presented[meant])]),
        np.asarray(truth.leaves[meant : meant + 1], np.int64),
        overlaps[meant : meant + 1].astype(np.float32),
    )


def _propose(rng: np.random.Generator, truth: SceneTruth, *, size: tuple[int, int]) -> Boxes:
    """A box (4,) as a detector might propose it: about a thing, mostly a shown one, or astray."""
    while True:
        if rng.random() < _ASTRAY:
            middle, sides = rng.uniform((0, 0), size), np.exp(rng.uniform(np.log(20), np.log(250), 2))
        else:
            box = truth.boxes[_meant(rng, truth)]
            sides = box[2:] - box[:2]
            middle = (box[:2] + box[2:]) / 2 + rng.normal(0, 0.25, 2) * sides
            sides = sides * np.exp(rng.normal(0, 0.35, 2))
        corners = np.concatenate([np.maximum(middle - sides / 2, 0), np.minimum(middle + sides / 2, size)])
        if (corners[2:] - corners[:2]).min() > _LEAST_SIDE:
            return np.asarray(corners, np.float32)


def _meant(rng: np.random.Generator, truth: SceneTruth) -> int:
    shown = np.flatnonzero(truth.presented)
    if len(shown) and rng.random() < 0.7:
        return int(rng.choice(shown))
    return int(rng.integers(len(truth.boxes)))
