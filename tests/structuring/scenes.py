"""Painted pictures, a runtime that reads them, and detections by hand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from fashion_focus.core.arrays import Boxes, Pixels, Vector
from fashion_focus.core.frame import Frame
from fashion_focus.core.taxonomy import COARSE, LEAVES, ClassPath
from fashion_focus.core.tracklet import Detections
from fashion_focus.media import ArrayPicture
from fashion_focus.models.runtime import Tensors

Box = tuple[float, float, float, float]
LEAF_STEP = 9


@dataclass(frozen=True, slots=True)
class Thing:
    """A painted rectangle: leaf is an index into LEAVES."""

    box: Box
    leaf: int = 0
    presented: bool = True

    @property
    def path(self) -> ClassPath:
        category, fine = LEAVES[self.leaf]
        return (category.value, fine)


def frame_of(array: Pixels, time: float = 0.0, *, epoch: int = 0) -> Frame:
    return Frame(ArrayPicture(array), time, epoch=epoch)


def paint(size: tuple[int, int], things: Sequence[Thing] = ()) -> Pixels:
    """Black, with a rectangle a thing, in colours that BlobRuntime reads: red for a thing, green leaf, blue shown."""
    array = np.zeros((size[1], size[0], 3), np.uint8)
    for thing in things:
        x0, y0, x1, y1 = (round(v) for v in thing.box)
        array[y0:y1, x0:x1] = (255, thing.leaf * LEAF_STEP, 255 * thing.presented)
    return array


class BlobRuntime:
    """Stands where a trained network stands: finds painted rectangles and writes them as centre maps."""

    name = "blobs"

    def run(self, inputs: Mapping[str, npt.NDArray[np.generic]]) -> Tensors:
        maps = [_maps(np.asarray(picture, np.uint8)) for picture in inputs["pixels"]]
        return {name: np.stack([one[name] for one in maps]) for name in maps[0]}


def _maps(picture: Pixels) -> dict[str, npt.NDArray[np.float32]]:
    h, w = picture.shape[0] // 4, picture.shape[1] // 4
    channels = {"heat": len(COARSE), "box": 4, "presented": 1, "leaf": len(LEAVES), "appearance": 64}
    maps = {name: np.zeros((n, h, w), np.float32) for name, n in channels.items()}
    maps["appearance"][0] = 1.0
    mask = np.asarray(picture[..., 0] > 127, np.uint8)
    _, _, stats, _ = cv2.connectedComponentsWithStats(mask)
    for x0, y0, width, height, _ in stats[1:]:
        _write(maps, picture, (int(x0), int(y0), int(x0 + width), int(y0 + height)))
    return maps


def _write(maps: dict[str, npt.NDArray[np.float32]], picture: Pixels, box: tuple[int, int, int, int]) -> None:
    x0, y0, x1, y1 = box
    _, green, blue = picture[(y0 + y1) // 2, (x0 + x1) // 2]
    leaf = round(int(green) / LEAF_STEP)
    column, row = (x0 + x1) // 8, (y0 + y1) // 8
    x, y = column * 4 + 2, row * 4 + 2
    maps["heat"][COARSE.index(LEAVES[leaf][0]), row, column] = 0.9
    maps["box"][:, row, column] = (x - x0, y - y0, x1 - x, y1 - y)
    maps["presented"][0, row, column] = 0.9 if blue > 127 else 0.1
    maps["leaf"][leaf, row, column] = 8.0
    maps["appearance"][:, row, column] = look(leaf)


def look(seed: int, *, noise: float = 0.0, again: int = 0) -> Vector:
    """The appearance (64,) of a thing, unit; noise: how much its sight number `again` differs."""
    clean = np.random.default_rng(seed).normal(size=64)
    sight = np.random.default_rng([seed, again]).normal(size=64)
    mixed = clean / np.linalg.norm(clean) + noise * sight / np.linalg.norm(sight)
    return np.asarray(mixed / np.linalg.norm(mixed), np.float32)


def detections(
    time: float,
    boxes: Sequence[Box] | Boxes,
    looks: Sequence[Vector],
    *,
    scores: Sequence[float] | None = None,
    path: ClassPath = ("bag", "backpack"),
    presented: float = 0.9,
) -> Detections:
    n = len(boxes)
    return Detections(
        time=time,
        boxes=np.asarray(boxes, np.float32).reshape(n, 4),
        scores=np.asarray(scores if scores is not None else [0.9] * n, np.float32),
        presented=np.full(n, presented, np.float32),
        paths=(path,) * n,
        appearance=np.asarray(looks, np.float32).reshape(n, 64),
    )


def box_at(x: float, y: float, side: float = 100.0) -> Box:
    """A square box about a centre."""
    return (x - side / 2, y - side / 2, x + side / 2, y + side / 2)
