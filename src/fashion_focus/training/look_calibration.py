"""Fits what is shown on simulated streams of `val`: `python -m fashion_focus.training.look_calibration --help`.

The structuring stage runs over streams whose truth is known, and every look is noted with whether an exhibited product
is really there. Logistic regressions on these notes are what `LookCalibration` holds.
"""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from fashion_focus.core.arrays import Boxes, Scores
from fashion_focus.core.frame import Frame
from fashion_focus.core.geometry import iou_matrix
from fashion_focus.evaluation.truth import SeenFrame, StreamTruth, read_truth, stream_names
from fashion_focus.media import open_video
from fashion_focus.models import open_model
from fashion_focus.profiles import load_models
from fashion_focus.structuring import BoxRefiner, LookCalibration, LookJudge, Refined, StructuringStage
from fashion_focus.structuring.judging import Readings
from fashion_focus.training.visual_calibration import auroc

_STEPS = 50
_RIDGE = 1e-3
_RIGHT_IOU = 0.5
_LEAST_VISIBLE = 0.2
_AWAY = 3  # column of Readings


@dataclass(frozen=True, slots=True)
class Looks:
    """N looks. seen: (N, 4). asked, right: (N,) whether the detector was asked, and whether an exhibit is there."""

    seen: Readings
    asked: npt.NDArray[np.bool_]
    right: npt.NDArray[np.bool_]


class _Noting(BoxRefiner):
    """A refiner and a judge that note what they find and say, in the same order."""

    def __init__(self, weights: LookCalibration) -> None:
        super().__init__(open_model("refinement"))
        self._judge = LookJudge(weights)
        self.boxes: list[Boxes] = []
        self.seen: list[Readings] = []
        self.asked: list[bool] = []

    def look(self, frame: Frame, boxes: Boxes) -> Refined:
        """As BoxRefiner.look."""
        found = super().look(frame, boxes)
        self.boxes.append(found.boxes)
        return found

    def there(self, thing: Scores) -> Scores:
        """As Judge.there."""
        return self._judge.there(thing)

    def shown(self, seen: Readings, *, asked: bool) -> Scores:
        """As Judge.shown."""
        self.seen.append(seen)
        self.asked.append(asked)
        return self._judge.shown(seen, asked=asked)


def note_looks(folder: Path, weights: LookCalibration, *, rate: float = 4.0) -> Looks:
    """All looks of the stage at one stream. Raises InputError or MediaError where its files cannot be used."""
    truth, noting = read_truth(folder), _Noting(weights)
    stage = StructuringStage(load_models().detector, refiner=noting, judge=noting)
    right: list[bool] = []
    with open_video(folder / "video.mp4", rate=rate, sound=False) as source:
        for frame in source:
            if isinstance(frame, Frame):
                n_before = len(noting.boxes)
                stage.update(frame)
                shown = _exhibited(truth, frame.time)
                right += [
                    bool(hit)
                    for boxes in noting.boxes[n_before:]
                    for hit in iou_matrix(boxes, shown).max(1, initial=0.0) >= _RIGHT_IOU
                ]
    asked = [asked for asked, seen in zip(noting.asked, noting.seen, strict=True) for _ in seen]
    return Looks(np.concatenate(noting.seen), np.array(asked, bool), np.array(right, bool))


def _exhibited(truth: StreamTruth, time: float) -> Boxes:
    """Boxes (M, 4) of what is exhibited in the known picture nearest to a time."""
    nearest: SeenFrame = min(truth.frames, key=lambda frame: abs(frame.time - time))
    boxes = [one.box for one in nearest.objects if one.role == "exhibit" and one.visible > _LEAST_VISIBLE]
    return np.array(boxes, np.float32).reshape(-1, 4)


def fit_looks(looks: Looks, weights: LookCalibration) -> LookCalibration:
    """The weights under which the truth is likeliest; that of the height, and `thing`, stay as they are."""
    asked, unasked = (_fit(looks, of, away=weights.away) for of in (looks.asked, ~looks.asked))
    return replace(
        weights,
        shown=asked[0], shown_thing=asked[1], shown_before=asked[2], shown_constant=asked[3],
        unasked=unasked[0], unasked_thing=unasked[1], unasked_last=unasked[2], unasked_constant=unasked[3],
    )  # fmt: skip


def _fit(looks: Looks, of: npt.NDArray[np.bool_], *, away: float) -> list[float]:
    """Three slopes and a constant by Newton's method, beside what the height takes off."""
    seen, right = looks.seen[of], looks.right[of]
    design = np.concatenate([seen[:, :_AWAY], np.ones((len(seen), 1))], 1)
    line = np.zeros(design.shape[1])
    for _ in range(_STEPS):
        p = 1 / (1 + np.exp(-(design @ line - away * seen[:, _AWAY])))
        curve = (design * (p * (1 - p))[:, None]).T @ design + _RIDGE * np.eye(len(line))
        line = line + np.linalg.solve(curve, design.T @ (right - p))
    return [round(float(value), 2) for value in line]


def told_apart(looks: Looks, weights: LookCalibration) -> dict[str, float]:
    """AUROC of shown for looks with and without the detector."""
    judge = LookJudge(weights)
    parts = {"asked": looks.asked, "unasked": ~looks.asked}
    return {
        name: round(auroc(judge.shown(looks.seen[of], asked=name == "asked"), looks.right[of]), 4)
        for name, of in parts.items()
    }


def join_looks(parts: Sequence[Looks]) -> Looks:
    """All of some parts."""
    return Looks(*(np.concatenate([getattr(part, one.name) for part in parts]) for one in fields(Looks)))


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description="Fit the judgement of what is shown on simulated streams.")
    parser.add_argument("sets", type=Path, nargs="+", help="folders of streams of val products, with their truth")
    parser.add_argument("--away", type=float, default=LookCalibration().away, help="what the height takes off")
    options = parser.parse_args()
    weights = replace(LookCalibration(), away=options.away)
    folders = [folder / name for folder in options.sets for name in stream_names(folder)]
    looks = join_looks([note_looks(folder, weights) for folder in folders])
    fitted = fit_looks(looks, weights)
    sys.stdout.write(f"{len(looks.right)} looks at {len(folders)} streams, {looks.right.mean():.3f} at exhibits\n")
    sys.stdout.write(f"before: {told_apart(looks, weights)}\n{fitted}\n{told_apart(looks, fitted)}\n")


if __name__ == "__main__":
    main()
