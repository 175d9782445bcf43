"""The leak guard: no product that judges may have been learnt from, neither by its id nor by its picture."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from fashion_focus.catalog import load_picture
from fashion_focus.core.arrays import Pixels
from fashion_focus.core.errors import InputError

TRAIN = "train"

LEAST_LIKENESS = 0.85
"""Outlines of near duplicates have at least this cosine."""
LARGEST_COLOUR = 10.0
"""Their colour thumbnails differ by at most so many levels of 255 on average; recoloured variants of one photo by more.

Measured on 933 main pictures of real products: saved again at half size as JPEG of quality 60, or cropped by 2 %, a
picture keeps a cosine of 0.917 and differs by 7.1 levels at worst; of all pairs of train with val and test whose cosine
is above 0.85, the nearest in colour differs by 14.0.
"""

_SIDE, _WAVES, _THUMBNAIL = 64, 16, 8
_WHITE = 225
_SPECK = 0.02

Outline = npt.NDArray[np.float32]
Colours = npt.NDArray[np.float32]


class LeakKind(StrEnum):
    """What two splits share."""

    ID = "id"
    GROUP = "group"
    PICTURE = "picture"


@dataclass(frozen=True, slots=True)
class SplitProduct:
    """A product with the split it belongs to. group: near twins share it, or "". pictures: files to compare."""

    id: str
    split: str
    group: str = ""
    pictures: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Leak:
    """Something that a training product shares with one that is held back. what: the id, group or both files."""

    kind: LeakKind
    trained: str
    held: str
    split: str
    what: str


@dataclass(frozen=True, slots=True)
class Fingerprints:
    """Pictures as columns of length N. outlines: (N, 255) unit rows; colours: (N, 8, 8, 3) thumbnails."""

    outlines: Outline
    colours: Colours


def find_leaks(products: Iterable[SplitProduct]) -> tuple[Leak, ...]:
    """All that products of `train` share with products of other splits: ids, groups, near-duplicate pictures.

    Raises CatalogError where a picture cannot be read.
    """
    listed = tuple(products)
    trained = [product for product in listed if product.split == TRAIN]
    held = [product for product in listed if product.split != TRAIN]
    return (*_shared_names(trained, held), *_shared_pictures(trained, held))


def read_split_products(folder: Path, *, most_pictures: int | None = None) -> tuple[SplitProduct, ...]:
    """Products of all `products.jsonl` one level below a folder, with their split, group and pictures.

    most_pictures: only the first so many of each product are compared. Raises InputError naming file and line of what
    is no product.
    """
    return tuple(
        _product(path, number, line, most_pictures)
        for path in sorted(folder.glob("*/products.jsonl"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if line.strip()
    )


def fingerprint(pixels: Pixels) -> tuple[Outline, Colours]:
    """Outline (255,) and colour thumbnail (8, 8, 3) of a picture, whatever white margin it has.

    The outline is the lowest 16 x 16 waves of the grey picture without the constant, as a unit vector: pHash (Zauner
    2010) before it is cut to signs, which noise decides where a picture is smooth.
    """
    small = cv2.resize(_without_margin(pixels), (_SIDE, _SIDE), interpolation=cv2.INTER_AREA)
    grey = cv2.cvtColor(small, cv2.COLOR_RGB2GRAY).astype(np.float32)
    waves = cv2.dct(grey)[:_WAVES, :_WAVES].ravel()[1:]
    outline = np.asarray(waves / max(float(np.linalg.norm(waves)), 1e-6), np.float32)
    return outline, cv2.resize(small, (_THUMBNAIL, _THUMBNAIL), interpolation=cv2.INTER_AREA).astype(np.float32)


def near_duplicates(a: Fingerprints, b: Fingerprints) -> list[tuple[int, int]]:
    """Pairs of rows whose pictures are nearly the same."""
    pairs = []
    for row, (outline, colours) in enumerate(zip(a.outlines, a.colours, strict=True)):
        near = np.flatnonzero(b.outlines @ outline >= LEAST_LIKENESS)
        gaps = np.abs(b.colours[near] - colours).mean(axis=(1, 2, 3))
        pairs += [(row, int(column)) for column in near[gaps <= LARGEST_COLOUR]]
    return pairs


def _shared_names(trained: Sequence[SplitProduct], held: Sequence[SplitProduct]) -> list[Leak]:
    by_id = {product.id: product for product in trained}
    by_group = {product.group: product for product in trained if product.group}
    leaks = [Leak(LeakKind.ID, by_id[p.id].id, p.id, p.split, p.id) for p in held if p.id in by_id]
    shared = [p for p in held if p.group in by_group]
    return leaks + [Leak(LeakKind.GROUP, by_group[p.group].id, p.id, p.split, p.group) for p in shared]


def _shared_pictures(trained: Sequence[SplitProduct], held: Sequence[SplitProduct]) -> list[Leak]:
    own = [(product, path) for product in trained for path in product.pictures]
    other = [(product, path) for product in held for path in product.pictures]
    learnt, _ = _fingerprints([path for _, path in own])
    leaks = {}
    for either_way in _fingerprints([path for _, path in other]):
        for row, column in near_duplicates(learnt, either_way):
            (a, a_path), (b, b_path) = own[row], other[column]
            leaks[row, column] = Leak(LeakKind.PICTURE, a.id, b.id, b.split, f"{a_path} and {b_path}")
    return [leaks[place] for place in sorted(leaks)]


def _fingerprints(paths: Sequence[Path]) -> tuple[Fingerprints, Fingerprints]:
    """Fingerprints of pictures as they are, and mirrored: a shop's mirrored photo is still the same one."""
    straight, mirrored = [], []
    for path in paths:
        pixels = load_picture(path, longest=4 * _SIDE)
        straight.append(fingerprint(pixels))
        mirrored.append(fingerprint(np.ascontiguousarray(pixels[:, ::-1])))
    return _columns(straight), _columns(mirrored)


def _columns(parts: Sequence[tuple[Outline, Colours]]) -> Fingerprints:
    outlines = np.array([outline for outline, _ in parts], np.float32).reshape(-1, _WAVES * _WAVES - 1)
    colours = np.array([colours for _, colours in parts], np.float32)
    return Fingerprints(outlines, colours.reshape(-1, _THUMBNAIL, _THUMBNAIL, 3))


def _without_margin(pixels: Pixels) -> Pixels:
    """The picture without its white margin; a speck of JPEG noise in the margin does not keep it."""
    inked = pixels.min(axis=2) < _WHITE
    rows = np.flatnonzero(inked.mean(axis=1) > _SPECK)
    columns = np.flatnonzero(inked.mean(axis=0) > _SPECK)
    if not len(rows) or not len(columns):
        return pixels
    return np.ascontiguousarray(pixels[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1])


def _product(path: Path, number: int, line: str, most: int | None) -> SplitProduct:
    try:
        part = json.loads(line)
        files = [image["file"] for image in part["images"][:most]]
        return SplitProduct(part["id"], part["split"], part.get("group") or "", tuple(path.parent / f for f in files))
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(f"cannot use {path}, line {number}: {error!r}; it must hold id, split and images") from error
