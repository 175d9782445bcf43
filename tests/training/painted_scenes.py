"""Coloured rectangles on a grey wall: scenes that a tiny network learns in seconds."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from fashion_focus.core.arrays import Boxes, Indices, Pixels, Scores
from fashion_focus.training.detector_batches import Draw

COLOURS = np.array([[220, 40, 40], [40, 200, 40], [40, 60, 220], [220, 200, 40]], np.uint8)
LEAVES_OF_COLOURS = (0, 8, 12, 18)


@dataclass(frozen=True)
class PaintedTruth:
    boxes: Boxes
    product_ids: tuple[str, ...]
    leaves: Indices
    presented: npt.NDArray[np.bool_]
    visible: Scores


@dataclass(frozen=True)
class PaintedScenes:
    """fixed: always the same scene, for overfitting."""

    fixed: bool = False

    def open(self) -> Draw:
        return self.draw

    def draw(
        self, rng: np.random.Generator, width: int, height: int
    ) -> tuple[tuple[Pixels, PaintedTruth], tuple[Pixels, PaintedTruth]]:
        generator = np.random.default_rng(5) if self.fixed else rng
        kinds = generator.choice(len(COLOURS), 2, replace=False)
        return _paint(generator, width, height, kinds), _paint(generator, width, height, kinds)


def _paint(rng: np.random.Generator, width: int, height: int, kinds: Indices) -> tuple[Pixels, PaintedTruth]:
    pixels = rng.integers(100, 130, (height, width, 3), dtype=np.uint8)
    boxes = []
    for place, kind in enumerate(kinds):
        w, h = rng.uniform(0.25, 0.4) * width, rng.uniform(0.3, 0.6) * height
        x0, y0 = rng.uniform(0, width / 2 - w) + place * width / 2, rng.uniform(0, height - h)
        box = np.round([x0, y0, x0 + w, y0 + h]).astype(int)
        pixels[box[1] : box[3], box[0] : box[2]] = COLOURS[kind]
        boxes.append(box)
    truth = PaintedTruth(
        boxes=np.array(boxes, np.float32),
        product_ids=tuple(f"paint-{kind}" for kind in kinds),
        leaves=np.array([LEAVES_OF_COLOURS[kind] for kind in kinds], np.int64),
        presented=kinds % 2 == 0,
        visible=np.ones(len(kinds), np.float32),
    )
    return pixels, truth
