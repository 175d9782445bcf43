"""What was really shown: folders of streams with truth.json, as the simulator and the bench write them."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from fashion_focus.catalog import read_catalog
from fashion_focus.core.errors import InputError
from fashion_focus.core.interval import Interval
from fashion_focus.core.product import Catalog

UNKNOWN = "unknown"
"""The category of a product whose category the truth does not name."""

Xyxy = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A product that is presented. mode: held, worn and the like; spoken: how the speech names it."""

    product_id: str
    category: str
    interval: Interval
    mode: str = ""
    spoken: str = ""


@dataclass(frozen=True, slots=True)
class SeenObject:
    """A product in one picture. role: exhibit or distractor; visible: the share that nothing nearer covers."""

    track_id: int
    product_id: str
    role: str
    category: str
    box: Xyxy
    visible: float = 1.0


@dataclass(frozen=True, slots=True)
class SeenFrame:
    """All products that one picture shows."""

    time: float
    objects: tuple[SeenObject, ...]


@dataclass(frozen=True, slots=True)
class StreamTruth:
    """One stream: its exhibits, what each sampled picture shows, and the shelf that a prediction may name.

    duration: seconds. catalog: None where the stream's folder has none; then only exhibited products are known.
    """

    stream: str
    duration: float
    exhibits: tuple[Exhibit, ...]
    frames: tuple[SeenFrame, ...] = ()
    catalog: Catalog | None = None

    @property
    def shelf(self) -> frozenset[str]:
        """Ids of all products that a prediction may name."""
        listed = {product.id for product in self.catalog or ()}
        return frozenset(listed | {exhibit.product_id for exhibit in self.exhibits})

    @property
    def categories(self) -> dict[str, str]:
        """Product to category, as far as exhibits and boxes tell."""
        named = [(exhibit.product_id, exhibit.category) for exhibit in self.exhibits]
        named += [(thing.product_id, thing.category) for frame in self.frames for thing in frame.objects]
        # The first mention counts.
        return {product_id: category or UNKNOWN for product_id, category in reversed(named)}


class _Part(BaseModel):
    model_config = ConfigDict(extra="ignore", allow_inf_nan=False, frozen=True)


class _Exhibit(_Part):
    product_id: str = Field(min_length=1)
    category: str | None = None
    start: float
    end: float
    mode: str = ""
    spoken: str = ""


class _Object(_Part):
    track_id: int
    product_id: str
    role: str
    category: str | None = None
    box: tuple[float, float, float, float]
    visible: float = 1.0


class _Frame(_Part):
    t: float
    objects: list[_Object]


class _Boxes(_Part):
    frames: list[_Frame]


class _Truth(_Part):
    stream: str
    duration: Annotated[float, Field(gt=0.0)]
    exhibits: list[_Exhibit]
    boxes: _Boxes


def stream_names(folder: Path) -> list[str]:
    """The streams of a folder, in order of name. Raises InputError where it is no folder or holds none."""
    if not folder.is_dir():
        raise InputError(f"cannot read {folder}: no such folder; name one that holds a folder a stream")
    names = sorted(path.parent.name for path in folder.glob("*/truth.json"))
    if not names:
        raise InputError(f"no stream with truth.json in {folder}; name the folder above the streams' folders")
    return names


def read_truths(folder: Path) -> tuple[StreamTruth, ...]:
    """All streams of a folder, in order of name. Raises InputError naming the file and what is wrong with it."""
    return tuple(read_truth(folder / name) for name in stream_names(folder))


def read_truth(folder: Path) -> StreamTruth:
    """One stream's truth.json, with the catalog.csv beside it. Raises InputError where either cannot be used."""
    path = folder / "truth.json"
    try:
        part = _Truth.model_validate(json.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror or error}; name a stream's folder") from error
    except ValidationError as error:
        raise InputError(f"cannot use {path}: {first_fault(error)}; correct it there") from error
    except ValueError as error:
        raise InputError(f"cannot use {path}: no JSON ({error}); make it again") from error
    if part.stream != folder.name:
        raise InputError(f"cannot use {path}: it tells of stream {part.stream!r}; its folder must have the same name")
    shelf = folder / "catalog.csv"
    catalog = read_catalog(shelf, images="skip") if shelf.exists() else None
    exhibits = tuple(_exhibit(each, path) for each in part.exhibits)
    return StreamTruth(part.stream, part.duration, exhibits, tuple(map(_frame, part.boxes.frames)), catalog)


def first_fault(error: ValidationError) -> str:
    """The first thing that a check of a file's shape met: place and message, on one line."""
    fault = error.errors()[0]
    place = ".".join(str(step) for step in fault["loc"]) or "the top level"
    return f"{place}: {fault['msg']}"


def _exhibit(part: _Exhibit, path: Path) -> Exhibit:
    if not part.start < part.end:
        raise InputError(f"cannot use {path}: the exhibit of {part.product_id} ends at {part.end}, not after its start")
    return Exhibit(part.product_id, part.category or "", Interval(part.start, part.end), part.mode, part.spoken)


def _frame(part: _Frame) -> SeenFrame:
    objects = (SeenObject(o.track_id, o.product_id, o.role, o.category or "", o.box, o.visible) for o in part.objects)
    return SeenFrame(part.t, tuple(objects))
