"""Product photographs for metric learning: which there are, what they show, and their pixels with transparency.

A folder of sources, each with `products.jsonl` (id, source, category, group, split, images) and its pictures.
"""

import json
import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from fashion_focus.core.arrays import Pixels
from fashion_focus.core.errors import InputError

logger = logging.getLogger(__name__)

Sprite = npt.NDArray[np.uint8]
"""A picture (H, W, 4), RGB and alpha; alpha is 255 everywhere where nothing could be cut out."""

_WHITE = 238
_ROOM_HEIGHT = 320
_GRABCUT_SIDE = 160
_GRABCUT_ROUNDS = 3
# Shares of the picture that a believable cut-out covers; outside them the whole photo is better.
_BELIEVABLE = (0.08, 0.85)


class Split(StrEnum):
    """Who may look at a product: train the weights, tune the settings, judge the result."""

    TRAIN = "train"
    VAL = "val"
    TEST = "test"


@dataclass(frozen=True, slots=True)
class Photo:
    """One picture of a product. role: catalog, back, closeup, natural or view. color_distance: Lab, to the main one."""

    file: Path
    role: str
    color_distance: float = 0.0
    azimuth_deg: float | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """A product with its photos, the main one first; items of one group are near twins."""

    id: str
    source: str
    category: str
    group: str
    photos: tuple[Photo, ...]

    @property
    def main(self) -> Photo:
        """The shop's picture, or the only one."""
        return self.photos[0]

    def with_roles(self, *roles: str) -> tuple[Photo, ...]:
        """The photos that play one of the roles, except the main one."""
        return tuple(photo for photo in self.photos[1:] if photo.role in roles)


def read_items(folder: Path, split: Split, *, sources: Iterable[str] = ()) -> tuple[Item, ...]:
    """All products of a split, of all sources or the named ones. Raises InputError where there are none."""
    wanted = set(sources)
    files = [file for file in sorted(folder.glob("*/products.jsonl")) if not wanted or file.parent.name in wanted]
    items = tuple(item for file in files for item in _read_source(file, split))
    if not items:
        raise InputError(f"no products of split {split} under {folder}: name the folder that holds */products.jsonl")
    return items


def _read_source(file: Path, split: Split) -> Iterator[Item]:
    for line in file.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["split"] != split:
            continue
        photos = tuple(
            Photo(file.parent / image["file"], image["role"], image.get("color_dE") or 0.0, image.get("azimuth_deg"))
            for image in sorted(row["images"], key=lambda image: image["role"] != "catalog")
        )
        yield Item(row["id"], row["source"], row["category"], row["group"], photos)


def read_places(products: Path, places: Path | None = None) -> tuple[Path, ...]:
    """Background pictures: the products folder's own (split train) and, where given, rooms without people."""
    listing = products / "backgrounds" / "backgrounds.jsonl"
    rows = [json.loads(line) for line in listing.read_text(encoding="utf-8").splitlines()]
    files = [listing.parent / row["file"] for row in rows if row["split"] == Split.TRAIN]
    if places is not None:
        rows = [json.loads(line) for line in (places / "places.jsonl").read_text(encoding="utf-8").splitlines()]
        files += [places / row["file"] for row in rows if row["kind"] not in {"person", "hands"}]
    return tuple(files)


@dataclass(slots=True)
class Pictures:
    """Decoded pictures, each read once; memory grows with the number of files looked at."""

    _whole: dict[Path, Pixels] = field(default_factory=dict)
    _cut: dict[Path, Sprite] = field(default_factory=dict)

    def whole(self, file: Path) -> npt.NDArray[np.uint8]:
        """The picture as stored: (H, W, 3) RGB or (H, W, 4) RGBA. Raises InputError where it cannot be read."""
        if file not in self._whole:
            self._whole[file] = _read(file)
        return self._whole[file]

    def sprite(self, file: Path) -> Sprite:
        """The product alone: the stored alpha, else what stands before white, else what GrabCut finds."""
        if file not in self._cut:
            pixels = self.whole(file)
            self._cut[file] = pixels if pixels.shape[2] == 4 else cut_out(pixels)
        return self._cut[file]


def _read(file: Path) -> npt.NDArray[np.uint8]:
    stored = cv2.imread(str(file), cv2.IMREAD_UNCHANGED)
    if stored is None:
        raise InputError(f"cannot read picture {file}: it is missing or broken; remove it from products.jsonl")
    if stored.ndim == 2:
        return np.asarray(cv2.cvtColor(stored, cv2.COLOR_GRAY2RGB), np.uint8)
    code = cv2.COLOR_BGRA2RGBA if stored.shape[2] == 4 else cv2.COLOR_BGR2RGB
    return np.asarray(cv2.cvtColor(stored, code), np.uint8)


def cut_out(pixels: Pixels) -> Sprite:
    """A photo (H, W, 3) with an alpha that keeps the thing in its middle; opaque where that fails."""
    border = np.concatenate([pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1]])
    white = float((border.min(axis=1) >= _WHITE).mean()) > 0.5
    alpha = _alpha_before_white(pixels) if white else _alpha_by_grabcut(pixels)
    low, high = _BELIEVABLE
    if not low <= float((alpha > 127).mean()) <= high:
        alpha = np.full(pixels.shape[:2], 255, np.uint8)
    return np.dstack([pixels, alpha])


def _alpha_before_white(pixels: Pixels) -> npt.NDArray[np.uint8]:
    padded = cv2.copyMakeBorder(pixels, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=(255, 255, 255))
    mask = np.zeros((padded.shape[0] + 2, padded.shape[1] + 2), np.uint8)
    flags = 4 | cv2.FLOODFILL_MASK_ONLY | cv2.FLOODFILL_FIXED_RANGE | (255 << 8)
    cv2.floodFill(padded, mask, (0, 0), 0, (14, 14, 14), (14, 14, 14), flags)
    return np.asarray(255 - mask[2:-2, 2:-2], np.uint8)


def _alpha_by_grabcut(pixels: Pixels) -> npt.NDArray[np.uint8]:
    """Rother et al., "GrabCut" (SIGGRAPH 2004), from a rectangle just inside the borders."""
    height, width = pixels.shape[:2]
    share = _GRABCUT_SIDE / max(height, width)
    small = cv2.resize(pixels, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
    rows, columns = small.shape[:2]
    edge_x, edge_y = max(2, columns // 20), max(2, rows // 20)
    mask = np.zeros((rows, columns), np.uint8)
    inside = (edge_x, edge_y, columns - 2 * edge_x, rows - 2 * edge_y)
    cv2.setRNGSeed(0)
    models = np.zeros((1, 65)), np.zeros((1, 65))
    cv2.grabCut(small, mask, inside, *models, _GRABCUT_ROUNDS, cv2.GC_INIT_WITH_RECT)
    alpha = np.where((mask == cv2.GC_FGD) | (mask == cv2.GC_PR_FGD), 255, 0).astype(np.uint8)
    opened = cv2.morphologyEx(alpha, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    return np.asarray(cv2.resize(opened, (width, height), interpolation=cv2.INTER_LINEAR), np.uint8)


def read_rooms(products: Path, places: Path | None = None) -> list[Pixels]:
    """All background pictures (H, W, 3), at most _ROOM_HEIGHT pixels high."""
    rooms = []
    for file in read_places(products, places):
        room = _read(file)[..., :3]
        share = min(1.0, _ROOM_HEIGHT / room.shape[0])
        rooms.append(np.asarray(cv2.resize(room, None, fx=share, fy=share, interpolation=cv2.INTER_AREA), np.uint8))
    return rooms
