"""A show that can be filmed and streamed: goods in plain colours, found again by their colours in any picture."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
from tests.shows import COLOURS, HEIGHT, WIDTH, Turn, frame_at, make_catalog

from fashion_focus.core.arrays import Vector
from fashion_focus.core.frame import Frame
from fashion_focus.core.product import Catalog
from fashion_focus.core.tracklet import Detections
from fashion_focus.core.words import Utterance
from fashion_focus.embedding import HistogramEncoder
from fashion_focus.language import ScriptedRecognizer
from fashion_focus.media import VideoWriter
from fashion_focus.profiles import Models
from fashion_focus.retrieval import Calibration
from fashion_focus.structuring import Detector

FPS = 12
SHOW = (Turn("red-bag", 1.0, 4.0), Turn("blue-shoe", 5.0, 8.0), Turn("green-tea", 9.0, 12.0))
DURATION = 13.0

_GROUND = 230
_UNLIKE = 40
_LEAST_PX = 400


class ColourDetector:
    """Finds what is not the ground's colour; a thing in the upper part of the picture is being shown."""

    name = "colours"

    def detect(self, frame: Frame) -> Detections:
        pixels = frame.picture.resized(WIDTH, HEIGHT).astype(np.int16)
        mask = (np.abs(pixels - _GROUND).max(axis=2) > _UNLIKE).astype(np.uint8)
        _, _, stats, _ = cv2.connectedComponentsWithStats(mask)
        boxes = [(x, y, x + w, y + h) for x, y, w, h, area in stats[1:].tolist() if area > _LEAST_PX]
        if not boxes:
            return Detections.none(frame.time)
        x, y = frame.size[0] / WIDTH, frame.size[1] / HEIGHT
        return Detections(
            frame.time,
            boxes=np.array([(x0 * x, y0 * y, x1 * x, y1 * y) for x0, y0, x1, y1 in boxes], np.float32),
            scores=np.full(len(boxes), 0.9, np.float32),
            presented=np.array([0.95 if y0 < 100 else 0.05 for _, y0, _, _ in boxes], np.float32),
            paths=(("other",),) * len(boxes),
            appearance=np.stack([_look(pixels[y0:y1, x0:x1]) for x0, y0, x1, y1 in boxes]),
        )

    def detect_batch(self, frames: Sequence[Frame]) -> list[Detections]:
        return [self.detect(frame) for frame in frames]


def models(detector: Detector | None = None) -> Models:
    encoder = HistogramEncoder()
    return Models(
        profile="painted",
        detector=detector or ColourDetector(),
        encoder=encoder,
        calibration=Calibration.plain(encoder.name),
        recognizer=says,
        names={"structuring": "colours", "visual": encoder.name},
    )


def says(catalog: Catalog) -> ScriptedRecognizer:
    """A recognizer that hears the host name the first product."""
    return ScriptedRecognizer([Utterance(2.0, 3.0, f"this {catalog.products[0].title}, is it not lovely")])


def film(path: Path, *, show: tuple[Turn, ...] = SHOW, duration: float = DURATION) -> Path:
    """The show as a file, 320x180 at 12 fps, without sound."""
    with VideoWriter(path, (WIDTH, HEIGHT), fps=FPS) as writer:
        for k in range(round(duration * FPS)):
            writer.write(np.ascontiguousarray(frame_at(k / FPS, show).pixels))
    return path


def catalogs(reference: str) -> Catalog:
    """The catalog of a folder; "three" leaves the last product out."""
    made = make_catalog(Path(tempfile.gettempdir()) / "fashion-focus-painted")
    return Catalog(made.products[:3], file="shelf.csv") if reference == "three" else made


def _look(pixels: npt.NDArray[np.int16]) -> Vector:
    colour = np.median(pixels.reshape(-1, 3), axis=0)
    nearest = min(range(len(COLOURS)), key=lambda i: float(np.abs(np.array(list(COLOURS.values())[i]) - colour).sum()))
    look = np.zeros(64, np.float32)
    look[nearest] = 1.0
    return look
