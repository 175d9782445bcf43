"""Models put together from others: such as do their work once for several runs, and one of two that share a task."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from fashion_focus.core.arrays import Pixels, Vector, Vectors
from fashion_focus.core.frame import Frame
from fashion_focus.core.geometry import iou_matrix
from fashion_focus.core.tracklet import Detections
from fashion_focus.embedding import WIDTH, Encoder
from fashion_focus.structuring import BoxRefiner, Detector, StructuringStage

SAME_IOU = 0.5
"""Boxes of two detectors that overlap as much are of one thing."""


class RememberingDetector:
    """A detector that looks at each frame of one video once, as long as frames come in order of time."""

    def __init__(self, detector: Detector) -> None:
        self.name = detector.name
        self._detector = detector
        self._found: tuple[Frame, Detections] | None = None

    def detect(self, frame: Frame) -> Detections:
        """As Detector.detect; the last frame's detections are kept."""
        last = self._found
        if last is None or (last[0].epoch, last[0].time, last[0].size) != (frame.epoch, frame.time, frame.size):
            last = self._found = (frame, self._detector.detect(frame))
        return last[1]

    def detect_batch(self, frames: Sequence[Frame]) -> list[Detections]:
        """As Detector.detect_batch."""
        return self._detector.detect_batch(frames)


class CloselyLooking:
    """A detector whose detections are looked at again, frame by frame, nothing being followed."""

    def __init__(self, detector: Detector, refiner: BoxRefiner) -> None:
        self.name = f"{detector.name}, {refiner.name}"
        self._stage = StructuringStage(detector, refiner=refiner)

    def detect(self, frame: Frame) -> Detections:
        """As Detector.detect."""
        return self._stage.detect(frame)

    def detect_batch(self, frames: Sequence[Frame]) -> list[Detections]:
        """The same for many frames."""
        return [self.detect(frame) for frame in frames]


class JudgedDetector:
    """One detector's boxes, presented as far as another thinks that what it finds there is."""

    def __init__(self, places: Detector, judge: Detector) -> None:
        self.name = f"{places.name}, judged by {judge.name}"
        self._places, self._judge = places, judge

    def detect(self, frame: Frame) -> Detections:
        """As Detector.detect; where the judge finds nothing, nothing is presented."""
        placed, judged = self._places.detect(frame), self._judge.detect(frame)
        overlaps = iou_matrix(placed.boxes, judged.boxes)
        fits = np.where(overlaps >= SAME_IOU, judged.presented[None, :], 0.0)
        presented = fits.max(axis=1, initial=0.0).astype(np.float32)
        return replace(placed, presented=presented)

    def detect_batch(self, frames: Sequence[Frame]) -> list[Detections]:
        """The same for many frames."""
        return [self.detect(frame) for frame in frames]


class RememberingEncoder:
    """An encoder that embeds equal squares once; it grows with them, so one is made for each stream."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._known: dict[bytes, Vector] = {}

    @property
    def name(self) -> str:
        """The encoder's own."""
        return self._encoder.name

    def encode(self, squares: Pixels) -> Vectors:
        """As Encoder.encode."""
        if squares.ndim != 4 or not len(squares):
            return self._encoder.encode(squares)
        names = [hashlib.blake2b(square.tobytes(), digest_size=16).digest() for square in squares]
        fresh = [row for row, name in enumerate(names) if name not in self._known]
        if fresh:
            vectors = self._encoder.encode(np.ascontiguousarray(squares[fresh]))
            self._known.update(zip((names[row] for row in fresh), vectors, strict=True))
        return np.stack([self._known[name] for name in names]).reshape(-1, WIDTH)
