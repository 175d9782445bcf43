"""Detections by a centre network in any runtime."""

from collections.abc import Sequence

import numpy as np

from fashion_focus.core.frame import Frame
from fashion_focus.core.geometry import areas, clip, scale
from fashion_focus.core.tracklet import Detections
from fashion_focus.models.runtime import Runtime
from fashion_focus.structuring import hierarchy
from fashion_focus.structuring.detection import centers
from fashion_focus.structuring.detection.detector import input_size
from fashion_focus.structuring.settings import DetectorSettings


class CenterDetector:
    """The joint detector and appearance network of this room.

    The network takes "pixels" (N, H, W, 3) uint8 RGB and gives, at a quarter of the size, "heat" (N, 7, h, w) and
    "presented" (N, 1, h, w) as probabilities, "box" (N, 4, h, w), "leaf" (N, 28, h, w) as logits and "appearance"
    (N, A, h, w) as unit vectors; `centers` says what they mean. Further outputs are not read.

    name: of the network, for messages and the report.
    """

    def __init__(
        self, runtime: Runtime, settings: DetectorSettings | None = None, *, name: str = "structuring"
    ) -> None:
        self.name = name
        self._runtime = runtime
        self._settings = settings or DetectorSettings()

    def detect(self, frame: Frame) -> Detections:
        """What is in a frame. Raises ModelError where the network does not fit."""
        return self._detect_alike([frame])[0]

    def detect_batch(self, frames: Sequence[Frame]) -> list[Detections]:
        """The same for many frames: those of one input size go through the network together."""
        groups: dict[tuple[int, int], list[int]] = {}
        for i, frame in enumerate(frames):
            groups.setdefault(input_size(frame.size, self._settings), []).append(i)
        found: dict[int, Detections] = {}
        for indices in groups.values():
            found.update(zip(indices, self._detect_alike([frames[i] for i in indices]), strict=True))
        return [found[i] for i in range(len(frames))]

    def _detect_alike(self, frames: Sequence[Frame]) -> list[Detections]:
        size = input_size(frames[0].size, self._settings)
        pixels = np.stack([frame.picture.resized(*size) for frame in frames])
        maps = self._runtime.run({"pixels": pixels})
        centers.check_maps(maps, pictures=len(frames), size=size, model=self.name)
        return [
            self._read({name: batch[i] for name, batch in maps.items()}, frame, size) for i, frame in enumerate(frames)
        ]

    def _read(self, maps: centers.Maps, frame: Frame, size: tuple[int, int]) -> Detections:
        settings = self._settings
        found = centers.decode(maps, settings)
        width, height = frame.size
        boxes = clip(scale(found.boxes, x=width / size[0], y=height / size[1]), width=width, height=height)
        inside = areas(boxes) > 0
        found, boxes = found.take(inside), boxes[inside]
        appearance = found.at(maps["appearance"])
        # INT8 networks return nearly unit vectors; cosines want exactly unit ones.
        appearance /= np.maximum(np.linalg.norm(appearance, axis=1, keepdims=True), 1e-9)
        return Detections(
            time=frame.time,
            boxes=boxes,
            scores=np.clip(found.scores, 0, 1),
            presented=np.clip(found.scores, 0, 1),
            paths=hierarchy.class_paths(found.coarse, found.at(maps["leaf"]), least=settings.least_leaf),
            appearance=appearance,
        )
