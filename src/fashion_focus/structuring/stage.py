"""Frames to tracklets and the crops worth embedding: this room's whole work, one frame at a time."""

import dataclasses
from dataclasses import dataclass

import cv2
import numpy as np

from fashion_focus.core.arrays import Pixels, freeze
from fashion_focus.core.frame import Frame, Picture
from fashion_focus.core.state import StateTree
from fashion_focus.core.tracklet import Detections, Tracklet
from fashion_focus.structuring.cuts import CutDetector
from fashion_focus.structuring.detection.detector import Detector
from fashion_focus.structuring.judging import Judge
from fashion_focus.structuring.key_frames import KeyFramePolicy, WantedCrop
from fashion_focus.structuring.pyramid import PicturePyramid
from fashion_focus.structuring.refinement import BoxRefiner, Refinement
from fashion_focus.structuring.settings import StructuringSettings
from fashion_focus.structuring.tracking.track import Sighting
from fashion_focus.structuring.tracking.tracker import Tracker


@dataclass(frozen=True, slots=True)
class StructuringUpdate:
    """What one frame brought.

    cut: whether a new shot begins with it. visible: followed things seen in it. wanted: crops to embed, with the
    slot of their tracklet that they fill. closed: tracklets that are over.
    """

    time: float
    cut: bool
    visible: tuple[Sighting, ...]
    wanted: tuple[WantedCrop, ...]
    closed: tuple[Tracklet, ...]


class StructuringStage:
    """One video's detector, cut detector, tracker and key frames; what it holds is bounded by its settings.

    refiner: looks again at what the detector proposes; without one, its detections are taken as they are. judge: says
    what the looks mean; by default the settings' calibration does.
    """

    def __init__(
        self,
        detector: Detector,
        settings: StructuringSettings | None = None,
        *,
        refiner: BoxRefiner | None = None,
        judge: Judge | None = None,
    ) -> None:
        self._detector = detector
        self._settings = settings or StructuringSettings()
        self._refinement = Refinement(refiner, self._settings.refinement, judge=judge) if refiner else None
        self._tracker = Tracker(self._settings.tracker)
        self._cuts = CutDetector(self._settings.cuts)
        self._key_frames = KeyFramePolicy(self._settings.key_frames)
        self._epoch: int | None = None
        self._detected: float | None = None

    def update(self, frame: Frame) -> StructuringUpdate:
        """Go on with the next frame. Raises ValueError where its time does not grow inside an epoch."""
        frame = with_memory(frame)
        cut = self._is_cut(frame)
        tracked = self._tracker.update(self._found(frame, cut=cut), cut=cut, epoch=frame.epoch)
        wanted = self._wanted(frame, tracked.visible)
        for tracklet in tracked.closed:
            self._key_frames.forget(tracklet.id)
        return StructuringUpdate(frame.time, cut, tracked.visible, wanted, tracked.closed)

    def detect(self, frame: Frame) -> Detections:
        """What is in a frame by itself, nothing being followed."""
        frame = with_memory(frame)
        found = self._detector.detect(frame)
        return self._refinement.refine(frame, found, Detections.none(frame.time)) if self._refinement else found

    def part(self, tracklet_id: str) -> tuple[Tracklet, Sighting]:
        """As Tracker.part, for who sees better than appearance can that another thing has taken one's place."""
        parted = self._tracker.part(tracklet_id)
        self._key_frames.forget(tracklet_id)
        return parted

    def finish(self) -> tuple[Tracklet, ...]:
        """Close all tracklets: the video is over."""
        closed = self._tracker.finish()
        for tracklet in closed:
            self._key_frames.forget(tracklet.id)
        return closed

    def state(self) -> StateTree:
        """Everything that the next update depends on, as plain data: numbers, texts, lists, dicts and arrays."""
        return {
            "epoch": self._epoch,
            "detected": self._detected,
            "tracker": self._tracker.state(),
            "cuts": self._cuts.state(),
            "key_frames": self._key_frames.state(),
        }

    def restore(self, state: StateTree) -> None:
        """Go on from a state, with the same settings and detector, as if nothing had happened."""
        self._epoch, self._detected = state["epoch"], state["detected"]
        self._tracker.restore(state["tracker"])
        self._cuts.restore(state["cuts"])
        self._key_frames.restore(state["key_frames"])

    def _found(self, frame: Frame, *, cut: bool) -> Detections:
        """By the detector where it is due, else by looking where followed things should be (decision 0007)."""
        due = cut or self._detected is None or frame.time - self._detected >= self._settings.detector.period_s
        if self._refinement is None:
            return self._detector.detect(frame)
        expected = Detections.none(frame.time) if cut else self._tracker.expected(frame.time)
        if not due:
            return self._refinement.follow(frame, expected)
        self._detected = frame.time
        return self._refinement.refine(frame, self._detector.detect(frame), expected)

    def _is_cut(self, frame: Frame) -> bool:
        if self._epoch != frame.epoch:
            self._cuts.reset()
            self._epoch, self._detected = frame.epoch, None
        settings = self._settings.cuts
        return self._cuts.update(frame.picture.resized(settings.width, settings.height))

    def _wanted(self, frame: Frame, visible: tuple[Sighting, ...]) -> tuple[WantedCrop, ...]:
        due = [sighting for sighting in visible if self._key_frames.is_due(sighting, frame.time, size=frame.size)]
        if not due:
            return ()
        settings = self._settings.key_frames
        pixels = _limited(frame.picture, settings.picture_px)
        wanted = (
            self._key_frames.consider(
                sighting,
                cut_out(pixels, sighting.box, size=frame.size, most_px=settings.crop_px),
                time=frame.time,
                size=frame.size,
            )
            for sighting in due
        )
        return tuple(crop for crop in wanted if crop is not None)


def with_memory(frame: Frame) -> Frame:
    """The same frame, whose picture is converted once for all that look at it."""
    return dataclasses.replace(frame, picture=PicturePyramid(frame.picture))


def cut_out(pixels: Pixels, box: tuple[float, float, float, float], *, size: tuple[int, int], most_px: int) -> Pixels:
    """The part of a picture that a box bounds, read-only, its long side at most `most_px`; at least one pixel.

    pixels: (H, W, 3), the picture at any size. box: xyxy in pixels of the picture at `size` (width, height).
    """
    height, width = pixels.shape[:2]
    x, y = width / size[0], height / size[1]
    left, top = min(int(box[0] * x), width - 1), min(int(box[1] * y), height - 1)
    right, bottom = int(np.ceil(box[2] * x)), int(np.ceil(box[3] * y))
    crop = pixels[max(top, 0) : max(bottom, top + 1), max(left, 0) : max(right, left + 1)]
    share = most_px / max(crop.shape[:2])
    if share < 1.0:
        shape = (max(1, round(crop.shape[1] * share)), max(1, round(crop.shape[0] * share)))
        crop = np.asarray(cv2.resize(crop, shape, interpolation=cv2.INTER_AREA), np.uint8)
    crop = crop.copy()
    freeze(crop)
    return crop


def _limited(picture: Picture, most_px: int) -> Pixels:
    width, height = picture.size
    share = most_px / max(width, height)
    return picture.pixels() if share >= 1.0 else picture.resized(round(width * share), round(height * share))
