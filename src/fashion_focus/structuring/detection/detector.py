"""What finds products in a picture, whatever network does it."""

import math
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import Protocol

from fashion_focus.core.frame import Frame
from fashion_focus.core.tracklet import Detections
from fashion_focus.structuring.settings import CELL_MULTIPLE, DetectorSettings

SAME_SHAPE = 1.25
"""Aspect ratios that differ by less than this factor use the same input, a little stretched."""


class Detector(Protocol):
    """Finds things that may be products; knows nothing of particular ones. name: of the model, for the report.

    Implementations: structuring.CenterDetector (a network), structuring.ScriptedDetector (plays what it was given); for
    judging, TrueDetector, RememberingDetector and JudgedDetector of evaluation.experiments.
    Conformance suite: tests/conformance/test_detector.py.
    """

    name: str

    def detect(self, frame: Frame) -> Detections:
        """What is in a frame: boxes in its own pixels, inside the picture; the time is the frame's."""
        ...

    def detect_batch(self, frames: Sequence[Frame]) -> list[Detections]:
        """The same for many frames, of any sizes, in their order."""
        ...


class ScriptedDetector:
    """Plays detections that were given beforehand: for tests, and for users with boxes of their own.

    script: in order of time. A frame gets those whose time is nearest to its own, within `tolerance` seconds, else
    none. Boxes must be in the frames' pixels. Raises ValueError where the script is out of order.
    """

    def __init__(self, script: Iterable[Detections], *, tolerance: float = 0.02, name: str = "scripted") -> None:
        self.name = name
        self._script = tuple(script)
        self._times = [detections.time for detections in self._script]
        self._tolerance = tolerance
        self._width = self._script[0].appearance.shape[1] if self._script else 64
        if any(a > b for a, b in zip(self._times, self._times[1:], strict=False)):
            raise ValueError("the script of a ScriptedDetector must be in order of time")

    def detect(self, frame: Frame) -> Detections:
        """What the script says of the frame's time."""
        at = bisect_left(self._times, frame.time)
        near = [self._script[i] for i in (at - 1, at) if 0 <= i < len(self._script)]
        near = [d for d in near if abs(d.time - frame.time) <= self._tolerance]
        if not near:
            return Detections.none(frame.time, width=self._width)
        best = min(near, key=lambda d: abs(d.time - frame.time))
        return Detections(frame.time, best.boxes, best.scores, best.presented, best.paths, best.appearance)

    def detect_batch(self, frames: Sequence[Frame]) -> list[Detections]:
        """The same for many frames."""
        return [self.detect(frame) for frame in frames]


def input_size(size: tuple[int, int], settings: DetectorSettings) -> tuple[int, int]:
    """Width and height of the network's input for a video of a size (width, height).

    Landscape video takes the settings' size, portrait video the same turned round, anything squarer or longer the
    size of about equal area whose shape is nearest; all sides are multiples of 32.
    """
    aspect = size[0] / size[1]
    for width, height in ((settings.width, settings.height), (settings.height, settings.width)):
        if abs(math.log(aspect / (width / height))) < math.log(SAME_SHAPE):
            return width, height
    return _equal_area(aspect, settings.width * settings.height)


def _equal_area(aspect: float, area: int) -> tuple[int, int]:
    best_height = math.sqrt(area / aspect)
    heights = {max(1, math.floor(best_height / CELL_MULTIPLE)), max(1, math.ceil(best_height / CELL_MULTIPLE))}
    sizes = [
        (max(1, round(area / (h * CELL_MULTIPLE) / CELL_MULTIPLE)) * CELL_MULTIPLE, h * CELL_MULTIPLE)
        for h in sorted(heights)
    ]
    return min(sizes, key=lambda size: abs(math.log(aspect / (size[0] / size[1]))))
