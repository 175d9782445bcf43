"""What public video-to-shop sets come down to: queries from videos, and galleries of shop pictures to find them in."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from fashion_focus.core.errors import InputError
from fashion_focus.evaluation.truth import Xyxy, first_fault

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Crop:
    """A picture, or a part of one. frame: number of the video's frame, from 0; box: all of it where None."""

    file: Path
    frame: int | None = None
    box: Xyxy | None = None


@dataclass(frozen=True, slots=True)
class VideoQuery:
    """A video, or pictures of one thing. wanted: gallery ids that are right; gallery: the name of where to search."""

    id: str
    wanted: frozenset[str]
    gallery: str
    crops: tuple[Crop, ...] = ()
    split: str = ""
    category: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class GalleryImage:
    """A shop's product. crops: its pictures."""

    id: str
    crops: tuple[Crop, ...] = ()
    category: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class PairedSet:
    """Queries, all that can be found, and which of it each gallery holds."""

    queries: tuple[VideoQuery, ...]
    images: tuple[GalleryImage, ...]
    galleries: dict[str, frozenset[str]]


def read_json(path: Path, shape: TypeAdapter[T]) -> T:
    """A JSON file of a known shape. Raises InputError naming file and place where it is missing or another."""
    try:
        return shape.validate_python(json.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise InputError(
            f"cannot read {path}: {error.strerror or error}; see docs/protocols.md for the layout"
        ) from error
    except ValidationError as error:
        raise InputError(f"cannot use {path}: {first_fault(error)}; is it the file as distributed?") from error
    except ValueError as error:
        raise InputError(f"cannot use {path}: no JSON ({error}); download it again") from error


def only_file(folder: Path, pattern: str) -> Path:
    """The one file of a folder that fits a pattern. Raises InputError where there is none, or several."""
    found = sorted(folder.glob(pattern))
    if len(found) != 1:
        raise InputError(
            f"need one file {pattern} in {folder}, found {len(found)}; see docs/protocols.md for the layout"
        )
    return found[0]
