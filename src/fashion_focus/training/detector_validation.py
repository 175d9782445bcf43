"""How good a detector is on scenes that it never saw: what it finds, where, and whether it is shown."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch.nn import functional

from fashion_focus.core.arrays import Boxes, Pixels, Scores, Vectors
from fashion_focus.core.geometry import iou_matrix
from fashion_focus.training.detector_batches import Draw, Size
from fashion_focus.training.detector_targets import MINIMUM_VISIBLE, PARENTS, Labelled, SceneTruth
from fashion_focus.training.dla import STRIDE, Raw

MATCH_IOU = 0.5
OVERLAP_IOU = 0.6


@dataclass(frozen=True, slots=True)
class Found:
    """Detections of one picture, best first: boxes (N, 4) xyxy, scores, presented (N,), coarse, leaf (N,), vectors."""

    boxes: Boxes
    scores: Scores
    presented: Scores
    coarse: npt.NDArray[np.int64]
    leaf: npt.NDArray[np.int64]
    vectors: Vectors


@dataclass(frozen=True, slots=True)
class Figures:
    """What is measured; recall and AP at IoU 0.5, the rest over objects that were found; NaN where nothing was."""

    recall_at_1: float
    recall_at_quarter: float
    ap50: float
    mean_iou: float
    presented_auroc: float
    coarse_accuracy: float
    leaf_accuracy: float
    same_object_rank1: float

    def as_dict(self) -> dict[str, float]:
        """By name, rounded for a log."""
        return {name: round(value, 4) for name, value in asdict(self).items()}


def draw_scenes(draw: Draw, *, pairs: int, size: Size, seed: int = 20_260_101) -> list[Labelled]:
    """The same 2 x pairs pictures every time, half of them upright; partners stand side by side in the list."""
    rng = np.random.default_rng(seed)
    scenes: list[Labelled] = []
    for index in range(pairs):
        width, height = size if index % 2 == 0 else size[::-1]
        scenes.extend(draw(rng, width, height))
    return scenes


def decode(maps: Raw, *, top: int = 50) -> list[Found]:
    """Peaks of activated maps (N, C, h, w) as detections; a cell is a peak among its neighbours of any class.

    Peaks: Zhou et al. 2019, §4. Boxes that overlap a better one by more than 0.6 IoU are dropped.
    """
    best, coarse = maps.heat.max(1)
    peaks = best * (functional.max_pool2d(best, 3, 1, 1) == best)
    return [_picture(maps, index, peaks[index], coarse[index], top=top) for index in range(len(best))]


def _picture(maps: Raw, index: int, peaks: torch.Tensor, coarse: torch.Tensor, *, top: int) -> Found:
    scores, flat = peaks.flatten().topk(min(top, peaks.numel()))
    y, x = flat // peaks.shape[1], flat % peaks.shape[1]
    centre = torch.stack([x, y, x, y], 1).float().add(0.5) * STRIDE
    sides = maps.box[index, :, y, x].T
    boxes = (centre + sides * torch.tensor([-1.0, -1.0, 1.0, 1.0])).numpy()
    kinds = coarse[y, x]
    family = torch.from_numpy(PARENTS)[None, :] == kinds[:, None]
    leaf = maps.leaf[index, :, y, x].T.masked_fill(~family, -1e9).argmax(1)
    keep = _apart(boxes)
    return Found(
        boxes=boxes[keep],
        scores=scores.numpy()[keep],
        presented=maps.presented[index, 0, y, x].numpy()[keep],
        coarse=kinds.numpy()[keep],
        leaf=leaf.numpy()[keep],
        vectors=maps.appearance[index, :, y, x].T.numpy()[keep],
    )


def _apart(boxes: Boxes) -> npt.NDArray[np.int64]:
    overlap = iou_matrix(boxes, boxes)
    kept: list[int] = []
    for index in range(len(boxes)):
        if not kept or overlap[index, kept].max() <= OVERLAP_IOU:
            kept.append(index)
    return np.array(kept, np.int64)


@dataclass(slots=True)
class _Tally:
    """Columns over all pictures: one row a detection, and one row an object that was found."""

    scores: list[float]
    correct: list[bool]
    shown: list[bool]
    found: list[dict[str, float]]
    vectors: list[dict[str, npt.NDArray[np.float32]]]
    n_objects: int = 0
    n_shown: int = 0


def measure(scenes: Sequence[Labelled], found: Sequence[Found]) -> Figures:
    """Figures of detections, one Found a scene in the same order (as draw_scenes gives them)."""
    tally = _Tally([], [], [], [], [])
    for (_, truth), detections in zip(scenes, found, strict=True):
        _match(tally, truth, detections)
    rows = {name: np.array([row[name] for row in tally.found]) for name in ("iou", "coarse", "leaf", "score", "shown")}
    return Figures(
        recall_at_1=_recall(tally, len(scenes), false_per_picture=1.0),
        recall_at_quarter=_recall(tally, len(scenes), false_per_picture=0.25),
        ap50=_average_precision(tally),
        mean_iou=_mean(rows["iou"]),
        presented_auroc=auroc(rows["score"], rows["shown"] > 0.5),
        coarse_accuracy=_mean(rows["coarse"]),
        leaf_accuracy=_mean(rows["leaf"]),
        same_object_rank1=_rank1(tally.vectors),
    )


def verdicts(
    scenes: Sequence[Labelled], found: Sequence[Found]
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.bool_]]:
    """Scores (N,) of all detections that count, and whether each one's box is right (N,)."""
    tally = _Tally([], [], [], [], [])
    for (_, truth), detections in zip(scenes, found, strict=True):
        _match(tally, truth, detections)
    return np.array(tally.scores, np.float64), np.array(tally.correct, np.bool_)


def _match(tally: _Tally, truth: SceneTruth, found: Found) -> None:
    """Best detections choose first; each object is taken once; hidden objects cost and bring nothing."""
    boxes = np.asarray(truth.boxes, np.float32).reshape(-1, 4)
    visible = np.asarray(truth.visible) >= MINIMUM_VISIBLE
    shown = truth.presented
    leaves = np.asarray(truth.leaves)
    names = truth.product_ids
    tally.n_objects += int(visible.sum())
    tally.n_shown += int((visible & shown).sum())
    overlap = iou_matrix(found.boxes, boxes)
    taken: set[int] = set()
    vectors: dict[str, npt.NDArray[np.float32]] = {}
    for index, score in enumerate(found.scores):
        free = [j for j in range(len(boxes)) if j not in taken and overlap[index, j] >= MATCH_IOU]
        best = max(free, key=lambda j: float(overlap[index, j])) if free else None
        if best is None or visible[best]:
            tally.scores.append(float(score))
            tally.correct.append(best is not None)
            tally.shown.append(best is not None and bool(shown[best]))
        if best is None:
            continue
        taken.add(best)
        vectors[names[best]] = found.vectors[index]
        tally.found.append(
            {
                "iou": float(overlap[index, best]),
                "coarse": float(found.coarse[index] == PARENTS[leaves[best]]),
                "leaf": float(found.leaf[index] == leaves[best]),
                "score": float(found.presented[index]),
                "shown": float(shown[best]),
            }
        )
    tally.vectors.append(vectors)


def _recall(tally: _Tally, n_pictures: int, *, false_per_picture: float) -> float:
    """Share of the presented objects that are found while so many detections a picture are wrong."""
    order = np.argsort(-np.array(tally.scores), kind="stable")
    wrong = np.cumsum(~np.array(tally.correct, bool)[order])
    shown = np.array(tally.shown, bool)[order]
    return float(shown[wrong <= false_per_picture * n_pictures].sum() / max(tally.n_shown, 1))


def _average_precision(tally: _Tally) -> float:
    """Area under precision over recall, precision made monotone (Everingham et al. 2010, §4.2), all classes as one."""
    correct = np.array(tally.correct, bool)[np.argsort(-np.array(tally.scores), kind="stable")]
    hits = np.cumsum(correct)
    precision = np.maximum.accumulate((hits / np.arange(1, len(hits) + 1))[::-1])[::-1]
    return float(precision[correct].sum() / max(tally.n_objects, 1))


def auroc(scores: npt.NDArray[np.floating], positive: npt.NDArray[np.bool_]) -> float:
    """Probability that a positive outscores a negative (ties count half); NaN where one kind is missing."""
    n_positive, n_negative = int(positive.sum()), int((~positive).sum())
    if n_positive == 0 or n_negative == 0:
        return float("nan")
    more = (scores[positive][:, None] > scores[~positive][None, :]).sum()
    ties = (scores[positive][:, None] == scores[~positive][None, :]).sum()
    return float((more + 0.5 * ties) / (n_positive * n_negative))


def _rank1(vectors: list[dict[str, npt.NDArray[np.float32]]]) -> float:
    """Share of objects whose nearest vector in the partner picture is their own."""
    hits: list[bool] = []
    for first, second in zip(vectors[::2], vectors[1::2], strict=True):
        names = list(second)
        if len(names) < 2:
            continue
        others = np.stack([second[name] for name in names])
        hits.extend(names[int((others @ vector).argmax())] == name for name, vector in first.items() if name in second)
    return _mean(np.array(hits, np.float64))


def _mean(values: npt.NDArray[np.floating]) -> float:
    return float(values.mean()) if len(values) else float("nan")


def same_size_batches(scenes: Sequence[Labelled], *, size: int) -> list[tuple[list[int], Pixels]]:
    """Pictures gathered by shape into arrays (n, H, W, 3) of at most `size`, each with its places in the list."""
    by_shape: dict[tuple[int, ...], list[int]] = {}
    for index, (pixels, _) in enumerate(scenes):
        by_shape.setdefault(pixels.shape, []).append(index)
    groups = [places[i : i + size] for places in by_shape.values() for i in range(0, len(places), size)]
    return [(places, np.stack([scenes[i][0] for i in places])) for places in groups]
