"""Search outside a session: galleries of catalogs, pictures and videos; a picture, a moment or a text as query."""

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from fashion_focus.catalog import PICTURE_SUFFIXES, load_picture
from fashion_focus.core.arrays import Pixels, Vectors
from fashion_focus.core.errors import InputError
from fashion_focus.core.frame import Frame
from fashion_focus.core.match import Match
from fashion_focus.core.product import Catalog
from fashion_focus.core.tracklet import Tracklet
from fashion_focus.embedding import SIDE, crop_square, letterbox, pool_tracklet, prepare_view
from fashion_focus.language import WordMatcher
from fashion_focus.media import open_video, probe
from fashion_focus.profiles import Models
from fashion_focus.retrieval import Gallery, Shelf
from fashion_focus.structuring import StructuringStage

PICTURE, TRACKLET = "picture", "tracklet"
"""Kinds of gallery rows beside products' views."""

_MOMENT = re.compile(r"^(?P<video>.+)@(?P<time>\d+(?:\.\d+)?)(?::(?P<box>\d+(?:\.\d+)?(?:,\d+(?:\.\d+)?){3}))?$")


@dataclass(frozen=True, slots=True)
class Moment:
    """A time of a video, and the box (xyxy, pixels) that is meant; None: the most prominent thing."""

    video: Path
    time: float
    box: tuple[float, float, float, float] | None = None


def parse_query(text: str) -> Path | Moment | str:
    """An existing picture's path, VIDEO@TIME or VIDEO@TIME:x0,y0,x1,y1, or else words.

    Raises InputError where the text looks like a moment or a file that is not there.
    """
    if (found := _MOMENT.match(text)) and Path(found["video"]).suffix:
        box = tuple(map(float, found["box"].split(","))) if found["box"] else None
        if not Path(found["video"]).is_file():
            raise InputError(f"no video {found['video']}; check the path before the @")
        return Moment(Path(found["video"]), float(found["time"]), box)  # type: ignore[arg-type]  # four by the pattern
    path = Path(text)
    if path.is_file():
        return path
    if path.suffix.lower() in PICTURE_SUFFIXES:
        raise InputError(f"no picture {text}; check the path, or search for words without a file name")
    return text


def embed_picture(path: Path, models: Models) -> Gallery:
    """One row: the picture as a product view is embedded. Raises CatalogError where it cannot be read."""
    vectors = models.encoder.encode(prepare_view(load_picture(path))[None])
    return Gallery((path.name,), vectors, (PICTURE,), models.encoder.name)


def embed_video(path: Path, models: Models, *, rate: float = 4.0) -> Gallery:
    """A row a tracklet, its key frames pooled; ids are "name@start-end". Raises MediaError."""
    stage = StructuringStage(models.detector, refiner=models.refiner)
    squares: dict[str, dict[int, tuple[Pixels, float]]] = {}
    spans: dict[str, str] = {}
    closed: list[Tracklet] = []
    with open_video(path, rate=rate, sound=False) as source:
        for frame in source:
            if not isinstance(frame, Frame):
                continue
            update = stage.update(frame)
            for crop in update.wanted:
                square = letterbox(crop.key_frame.crop, side=SIDE)
                squares.setdefault(crop.tracklet_id, {})[crop.slot] = (square, crop.key_frame.quality)
            closed += update.closed
    for tracklet in (*closed, *stage.finish()):
        spans[tracklet.id] = f"{path.name}@{tracklet.times[0]:.2f}-{tracklet.times[-1]:.2f}"
    rows = [name for name in spans if name in squares]
    vectors = [_pooled(list(squares[name].values()), models) for name in rows]
    table = np.stack(vectors) if vectors else np.zeros((0, 128), np.float32)
    return Gallery(tuple(spans[name] for name in rows), table, (TRACKLET,) * len(rows), models.encoder.name)


def _pooled(views: list[tuple[Pixels, float]], models: Models) -> Vectors:
    vectors = models.encoder.encode(np.stack([square for square, _ in views]))
    return pool_tracklet(vectors, np.array([max(quality, 1e-3) for _, quality in views], np.float32))


def search_text(text: str, catalog: Catalog, *, top: int) -> list[Match]:
    """Products whose titles the words name, best first; probability is the mention's share of all mentions."""
    mentions = WordMatcher(catalog).mentions(text)
    total = sum(mention.strength for mention in mentions) or 1.0
    ranked = sorted(mentions, key=lambda mention: -mention.strength)[:top]
    return [Match(m.product_id, m.strength / total, {"words": m.strength}) for m in ranked]


def search_picture(path: Path, shelf: Shelf, models: Models, *, top: int) -> list[Match]:
    """Products that a picture may show, best first."""
    return list(shelf.match(embed_picture(path, models).vectors).top(top)[0])


def search_moment(moment: Moment, shelf: Shelf, models: Models, *, top: int) -> list[Match]:
    """Products that a video shows at a time, best first.

    Raises InputError where the time lies outside the video, or nothing was found there and no box is given.
    """
    frame = _frame_at(moment)
    box = np.array(moment.box, np.float32) if moment.box else _most_prominent(frame, moment, models)
    square = crop_square(frame.pixels, box)
    return list(shelf.match(models.encoder.encode(square[None])).top(top)[0])


def _frame_at(moment: Moment) -> Frame:
    facts = probe(moment.video)
    if moment.time >= facts.duration:
        raise InputError(f"{moment.video} ends at {facts.duration:.2f} s; ask for an earlier time than {moment.time:g}")
    with open_video(moment.video, rate=facts.fps, sound=False, start=moment.time) as source:
        for piece in source:
            if isinstance(piece, Frame):
                return piece
    raise InputError(f"{moment.video} has no picture at {moment.time:g} s; ask for an earlier time")


def _most_prominent(frame: Frame, moment: Moment, models: Models) -> np.ndarray:
    found = StructuringStage(models.detector, refiner=models.refiner).detect(frame)
    if not len(found):
        raise InputError(f"nothing was found in {moment.video} at {moment.time:g} s; give a box: @TIME:x0,y0,x1,y1")
    best: np.ndarray = found.boxes[int(np.argmax(found.presented * found.scores))]
    return best
