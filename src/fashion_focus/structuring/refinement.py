"""A second, closer look at what may be shown: each proposal's surroundings are cut out and its box is found anew.

The one-stage detector sees the whole picture small; this network sees one thing large, with features that know the
world's things (decision 0005). Proposals are the detector's boxes and the places where followed things should be, so
that a thing that was once found is not lost when the detector misses it (Bergmann et al. 2019, "Tracking without
bells and whistles", §3.1).
"""

from dataclasses import dataclass, replace

import cv2
import numpy as np
import numpy.typing as npt

from fashion_focus.core.arrays import Boxes, Pixels, Scores
from fashion_focus.core.errors import ModelError
from fashion_focus.core.frame import Frame
from fashion_focus.core.geometry import areas, clip, iou_matrix, scale
from fashion_focus.core.taxonomy import LEAVES
from fashion_focus.core.tracklet import Detections
from fashion_focus.models.runtime import Runtime
from fashion_focus.structuring.detection.centers import unrivalled
from fashion_focus.structuring.hierarchy import likely_paths
from fashion_focus.structuring.judging import Judge, LookJudge, Readings, readings
from fashion_focus.structuring.settings import RefinementSettings

CROP_SIDE = 160
"""Pixels of the square that the network sees."""
CONTEXT = 1.5
"""Side of the square, in longer sides of the proposal: room for what the proposal cut off."""
PICTURE_SIDE = 448
"""Pixels of the longer side of the picture that squares are cut from."""
_GROUND = (127, 127, 127)  # beyond the picture's edges
_OUTPUTS = ("heat", "box", "presented", "classes")
_LEAST_SIDE_PX = 2.0

Matrix = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Refined:
    """What a closer look at N proposals found. boxes: (N, 4) in the frame's pixels, clipped to it.

    thing: (N,) probability that a product is there; presented: (N,) that it is shown, if there is one; classes:
    (N, len(LEAVES)) which fine class it is of, if there is one.
    """

    boxes: Boxes
    thing: Scores
    presented: Scores
    classes: Scores


class BoxRefiner:
    """The refining network in any runtime: "pixels" (N, CROP_SIDE, CROP_SIDE, 3) uint8 RGB to maps (N, ..., c, c).

    "heat" is the probability that a product's centre lies in a cell, "box" (N, 4, c, c) its corners in sides of the
    square, "presented" the probability that it is shown, "classes" (N, len(LEAVES)) those of the fine classes.
    name: of the network, for messages and the report.
    """

    def __init__(self, runtime: Runtime, *, name: str = "refinement") -> None:
        self.name = name
        self._runtime = runtime

    @property
    def runtime(self) -> Runtime:
        """What runs the network: many streams share it through one that gathers what they ask."""
        return self._runtime

    def look(self, frame: Frame, boxes: Boxes) -> Refined:
        """Look at proposals (N, 4) in the frame's pixels. Raises ModelError where the network does not fit."""
        if not len(boxes):
            none = np.zeros(0, np.float32)
            return Refined(boxes, none, none, np.zeros((0, len(LEAVES)), np.float32))
        width, height = frame.size
        small = _small_size(frame.size)
        picture = frame.picture.resized(*small)
        x, y = small[0] / width, small[1] / height
        squares = [cut_square(picture, box) for box in scale(boxes, x=x, y=y)]
        maps = self._runtime.run({"pixels": np.stack([pixels for pixels, _ in squares])})
        found = self._read(maps, n=len(boxes))
        back = np.stack([_out_of_square(box, matrix) for box, (_, matrix) in zip(found.boxes, squares, strict=True)])
        whole = scale(np.asarray(back, np.float32), x=1 / x, y=1 / y)
        return replace(found, boxes=clip(whole, width=width, height=height))

    def _read(self, maps: dict[str, npt.NDArray[np.generic]], *, n: int) -> Refined:
        """What the maps say, the boxes in sides of their squares."""
        for name in _OUTPUTS:
            if name not in maps or maps[name].shape[0] != n:
                raise ModelError(f"{self.name}: the output {name!r} does not fit; run `fashion-focus models verify`")
        heat, box, presented, classes = (np.asarray(maps[name], np.float32).reshape(n, -1) for name in _OUTPUTS)
        best, rows = heat.argmax(1), np.arange(n)
        corners = box.reshape(n, 4, -1)[rows, :, best]
        return Refined(corners, heat[rows, best], presented[rows, best], classes)


def cut_square(picture: Pixels, box: Boxes) -> tuple[Pixels, Matrix]:
    """The surroundings (CROP_SIDE, CROP_SIDE, 3) of a box (4,), and the matrix (2, 3) from picture to square."""
    middle = (box[:2] + box[2:]) / 2
    factor = CROP_SIDE / max(float((box[2:] - box[:2]).max()) * CONTEXT, 1.0)
    shift = CROP_SIDE / 2 - factor * middle
    matrix = np.array([[factor, 0, shift[0]], [0, factor, shift[1]]], np.float64)
    square = cv2.warpAffine(
        picture, matrix, (CROP_SIDE, CROP_SIDE), borderMode=cv2.BORDER_CONSTANT, borderValue=_GROUND
    )
    return np.asarray(square, np.uint8), matrix


def into_square(box: Boxes, matrix: Matrix) -> Boxes:
    """A box (4,) of the picture in sides of the square."""
    return np.asarray((box * matrix[0, 0] + np.tile(matrix[:, 2], 2)) / CROP_SIDE, np.float32)


def _out_of_square(box: Boxes, matrix: Matrix) -> Boxes:
    return np.asarray((box * CROP_SIDE - np.tile(matrix[:, 2], 2)) / matrix[0, 0], np.float32)


def _small_size(size: tuple[int, int]) -> tuple[int, int]:
    factor = PICTURE_SIDE / max(size)
    return max(1, round(size[0] * factor)), max(1, round(size[1] * factor))


class Refinement:
    """Detections of a frame, with those that may be shown looked at again, and followed things looked for."""

    def __init__(self, refiner: BoxRefiner, settings: RefinementSettings, *, judge: Judge | None = None) -> None:
        self._refiner = refiner
        self._settings = settings
        self._judge = judge or LookJudge(settings.calibration)

    def refine(self, frame: Frame, detections: Detections, expected: Detections) -> Detections:
        """Better boxes, scores and presentation. expected: followed things where they should be now, like detections.

        Detections that are not looked at keep their boxes; their scores are cut to what the settings allow.
        """
        looked, rest = self._choose(detections)
        missing = self._missing(expected, looked, most=self._settings.most_expected)
        proposals = _joined(looked, missing)
        unseen = np.full(len(missing), self._settings.calibration.unseen, np.float32)
        found = self._refiner.look(frame, proposals.boxes)
        seen = _readings(frame, found, np.concatenate([looked.scores, unseen]))
        return self._settled(frame, proposals, found, self._judge.shown(seen, asked=True), self._bounded(rest))

    def follow(self, frame: Frame, expected: Detections) -> Detections:
        """The followed things in a frame that the detector has not seen, each looked for where it should be now."""
        nothing = Detections.none(frame.time, width=expected.appearance.shape[1])
        proposals = self._missing(expected, nothing, most=self._settings.most)
        found = self._refiner.look(frame, proposals.boxes)
        shown = self._judge.shown(_readings(frame, found, proposals.presented), asked=False)
        return self._settled(frame, proposals, found, shown, nothing)

    def _settled(
        self, frame: Frame, proposals: Detections, found: Refined, presented: Scores, rest: Detections
    ) -> Detections:
        """What is left of proposals after the look, and what was not looked at: the surest first, none over another."""
        scores = self._judge.there(found.thing)
        paths = likely_paths(found.classes)
        refined = Detections(frame.time, found.boxes, scores, presented, paths, proposals.appearance)
        least = self._settings.least_score
        whole = np.all(found.boxes[:, 2:] - found.boxes[:, :2] > _LEAST_SIDE_PX, 1) & (areas(found.boxes) > 0)
        together = _joined(_taken(refined, whole & (scores >= least)), rest)
        order = np.argsort(-together.scores, kind="stable")
        sorted_ = _taken(together, order)
        return _taken(sorted_, unrivalled(sorted_.boxes, self._settings.overlap_iou))

    def _choose(self, detections: Detections) -> tuple[Detections, Detections]:
        order = np.argsort(-detections.scores, kind="stable")
        chosen = order[: self._settings.most][detections.scores[order[: self._settings.most]] >= self._settings.worth]
        others = np.setdiff1d(np.arange(len(detections)), chosen)
        return _taken(detections, chosen), _taken(detections, others)

    def _missing(self, expected: Detections, looked: Detections, *, most: int) -> Detections:
        """The followed things that were shown lately and that no detection stands for, the surest first."""
        settings = self._settings
        overlap = iou_matrix(expected.boxes, looked.boxes).max(1, initial=0.0)
        worth = (overlap < settings.same_iou) & (expected.scores >= settings.worth_expected)
        order = np.argsort(-expected.scores, kind="stable")
        return _taken(expected, order[worth[order]][:most])

    def _bounded(self, rest: Detections) -> Detections:
        scores = np.minimum(rest.scores, self._settings.unlooked)
        return Detections(rest.time, rest.boxes, scores, rest.scores, rest.paths, rest.appearance)


def _readings(frame: Frame, found: Refined, before: Scores) -> Readings:
    away = np.abs((found.boxes[:, 1] + found.boxes[:, 3]) / 2 / frame.size[1] - 0.5)
    return readings(presented=found.presented, thing=found.thing, before=before, away=away)


def _taken(detections: Detections, rows: npt.NDArray[np.generic]) -> Detections:
    chosen = np.flatnonzero(rows) if rows.dtype == np.bool_ else rows
    return Detections(
        detections.time,
        detections.boxes[chosen],
        detections.scores[chosen],
        detections.presented[chosen],
        tuple(detections.paths[int(row)] for row in chosen),
        detections.appearance[chosen],
    )


def _joined(first: Detections, second: Detections) -> Detections:
    if not len(second):
        return first
    if not len(first):
        return second
    return Detections(
        first.time,
        np.concatenate([first.boxes, second.boxes]),
        np.concatenate([first.scores, second.scores]),
        np.concatenate([first.presented, second.presented]),
        first.paths + second.paths,
        np.concatenate([first.appearance, second.appearance]),
    )
