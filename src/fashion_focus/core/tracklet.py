"""What is seen: detections of one frame, and tracklets through frames."""

from dataclasses import dataclass

import numpy as np

from fashion_focus.core.arrays import Boxes, Pixels, Scores, Times, Vectors
from fashion_focus.core.interval import Interval
from fashion_focus.core.taxonomy import ClassPath


@dataclass(frozen=True, slots=True)
class Detections:
    """All detections of one frame, as columns of length N.

    boxes: (N, 4) xyxy in pixels of the upright frame. scores: (N,) 0 to 1. presented: (N,) probability that the
    thing is being shown to the viewers (held, worn, hung up, close up) and does not just stand about.
    paths: N class paths. appearance: (N, A) unit rows, for association only.
    """

    time: float
    boxes: Boxes
    scores: Scores
    presented: Scores
    paths: tuple[ClassPath, ...]
    appearance: Vectors

    def __post_init__(self) -> None:
        n = len(self.paths)
        shapes = {"boxes": (n, 4), "scores": (n,), "presented": (n,), "appearance": (n, *self.appearance.shape[1:])}
        for name, shape in shapes.items():
            actual = getattr(self, name).shape
            if actual != shape:
                raise ValueError(f"{name} must have shape {shape} as there are {n} class paths, found {actual}")

    def __len__(self) -> int:
        return len(self.paths)

    @classmethod
    def none(cls, time: float, *, width: int = 64) -> "Detections":
        """No detection at a time; width: that of the appearance vectors."""
        empty = np.zeros(0, np.float32)
        return cls(time, np.zeros((0, 4), np.float32), empty, empty, (), np.zeros((0, width), np.float32))


@dataclass(frozen=True, slots=True)
class KeyFrame:
    """A good view of a tracklet. crop: (H, W, 3) RGB of the box; box: xyxy in the frame's pixels; quality 0 to 1."""

    time: float
    box: tuple[float, float, float, float]
    crop: Pixels
    quality: float


@dataclass(frozen=True, slots=True)
class Tracklet:
    """One physical object followed through the frames of one shot.

    times: (T,) float64 seconds. boxes: (T, 4) xyxy. scores, presented: (T,) as in Detections. path: its class.
    """

    id: str
    path: ClassPath
    times: Times
    boxes: Boxes
    scores: Scores
    presented: Scores
    epoch: int = 0

    def __post_init__(self) -> None:
        if len(self.times) == 0:
            raise ValueError(f"tracklet {self.id} has no boxes")

    @property
    def interval(self) -> Interval:
        """From its first box to just after its last."""
        return Interval(float(self.times[0]), float(np.nextafter(self.times[-1], np.inf)))

    @property
    def score(self) -> float:
        """Mean detection score."""
        return float(self.scores.mean())
