"""From the maps of a centre network to boxes: the one place where the network's geometry is written down.

A thing is a peak in the heat of any coarse category. Its distances are measured from the middle of the peak's cell
(x, y), with a stride of 4 input pixels a cell:

    middle = ((x + 0.5) * 4, (y + 0.5) * 4)
    box    = middle - (left, top), middle + (right, bottom)      the map "box", in input pixels

Every cell near a thing's centre is taught these distances (TTFNet, Liu et al. 2020), so a peak that is a cell off
still has the right box, and the map "offset" (the centre within its cell), which CenterNet (Zhou et al. 2019) adds to
the peak, is not needed here. Four sides rather than a size fit things that the picture's edge cuts off (FairMOT,
Zhang et al. 2020).
"""

from collections.abc import Mapping
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from fashion_focus.core.arrays import Boxes, Indices, Scores
from fashion_focus.core.errors import ModelError
from fashion_focus.core.geometry import iou_matrix
from fashion_focus.core.taxonomy import COARSE, LEAVES
from fashion_focus.structuring.settings import DetectorSettings, ShownCalibration

STRIDE = 4
LEAST_SIDE_PX = 2.0

Maps = Mapping[str, npt.NDArray[np.generic]]

_CHANNELS = {"heat": len(COARSE), "box": 4, "presented": 1, "leaf": len(LEAVES), "appearance": None}
_WINDOW = np.ones((3, 3), np.uint8)


@dataclass(frozen=True, slots=True)
class Centers:
    """Peaks of one picture, as columns of length N, best first.

    boxes: (N, 4) xyxy in input pixels. scores: (N,). coarse: (N,) indices into COARSE. rows, columns: (N,) cells.
    """

    boxes: Boxes
    scores: Scores
    coarse: Indices
    rows: Indices
    columns: Indices

    def __len__(self) -> int:
        return len(self.scores)

    def at(self, map_: npt.NDArray[np.generic]) -> npt.NDArray[np.float32]:
        """What a map (C, h, w) says of each thing: (N, C)."""
        return np.ascontiguousarray(map_[:, self.rows, self.columns].T, np.float32)

    def take(self, keep: npt.NDArray[np.bool_]) -> "Centers":
        """Those that a mask (N,) keeps."""
        return Centers(self.boxes[keep], self.scores[keep], self.coarse[keep], self.rows[keep], self.columns[keep])


def check_maps(maps: Maps, *, pictures: int, size: tuple[int, int], model: str) -> None:
    """Raises ModelError unless all maps of a batch are there, with their channels, for a size (width, height)."""
    width, height = size
    for name, channels in _CHANNELS.items():
        if name not in maps:
            raise ModelError(f"{model}: the output {name!r} is missing; run `fashion-focus models verify`")
        shape = maps[name].shape
        wanted = (pictures, channels or shape[1], height // STRIDE, width // STRIDE)
        if shape != wanted:
            raise ModelError(f"{model}: output {name!r} has shape {shape}, not {wanted}; it does not fit this version")


def decode(maps: Maps, settings: DetectorSettings) -> Centers:
    """The things in one picture's maps (C, h, w): peaks of at least the least score, none over another."""
    found = _peaks(maps, settings.shown, most=settings.max_detections, least_score=settings.least_score)
    boxes = _boxes(found, found.at(maps["box"]))
    found = Centers(boxes, found.scores, found.coarse, found.rows, found.columns)
    sound = np.all(np.isfinite(boxes), 1) & np.all(boxes[:, 2:] - boxes[:, :2] > LEAST_SIDE_PX, 1)
    found = found.take(sound)
    return found.take(unrivalled(found.boxes, settings.overlap_iou))


def shown_probability(maps: Maps, shown: ShownCalibration) -> Scores:
    """Probability (h, w) that a product which is shown has its centre here, from "heat" and "presented".

    Logistic regression on both maps' log-odds (decision 0004): what is sought is what is shown, and a thing that only
    stands about keeps a low score.
    """
    heat = log_odds(np.asarray(maps["heat"], np.float32).max(0))
    presented = log_odds(np.asarray(maps["presented"], np.float32)[0])
    odds = shown.constant + shown.heat * heat + shown.presented * presented
    return np.asarray(1.0 / (1.0 + np.exp(-odds)), np.float32)


def log_odds(shares: Scores) -> Scores:
    """Logits of probabilities, kept away from 0 and 1."""
    kept = np.clip(shares, 0.005, 0.995)
    return np.asarray(np.log(kept / (1.0 - kept)), np.float32)


def _peaks(maps: Maps, shown: ShownCalibration, *, most: int, least_score: float) -> Centers:
    best = shown_probability(maps, shown)
    high = cv2.dilate(best, _WINDOW)
    rows, columns = np.nonzero((best >= high) & (best >= least_score))
    order = np.argsort(-best[rows, columns], kind="stable")[:most]
    rows, columns = rows[order], columns[order]
    coarse = np.asarray(maps["heat"])[:, rows, columns].argmax(0)
    return Centers(np.zeros((len(rows), 4), np.float32), best[rows, columns], coarse, rows, columns)


def _boxes(found: Centers, sides: npt.NDArray[np.float32]) -> Boxes:
    x, y = (found.columns + 0.5) * STRIDE, (found.rows + 0.5) * STRIDE
    left, top, right, bottom = sides.T
    return np.stack([x - left, y - top, x + right, y + bottom], 1).astype(np.float32)


def unrivalled(boxes: Boxes, overlap_iou: float) -> npt.NDArray[np.bool_]:
    """Which of N boxes, best first, stay (N,) when each drops all later ones that overlap it by more than a share."""
    overlaps = iou_matrix(boxes, boxes) > overlap_iou
    stay = np.ones(len(boxes), bool)
    for i in range(len(boxes)):
        if stay[i]:
            stay[i + 1 :] &= ~overlaps[i, i + 1 :]
    return stay
