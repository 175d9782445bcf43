"""What a run says was shown: a focus.json a stream, checked against the truth before anything is scored."""

import json
import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fashion_focus.core.errors import InputError
from fashion_focus.evaluation.truth import StreamTruth

MOST_NAMED = 50
"""How many faults a message lists; the rest is counted."""

# JSON can hold anything; nothing of this type leaves this module.
Json = Any


@dataclass(frozen=True, slots=True)
class PredictedFocus:
    """A product from start to end, in seconds. alternatives: other products, most probable first."""

    id: str
    product_id: str
    start: float
    end: float
    confidence: float
    alternatives: tuple[str, ...] = ()

    @property
    def ranked(self) -> tuple[str, ...]:
        """The product, then its alternatives."""
        return (self.product_id, *self.alternatives)


@dataclass(frozen=True, slots=True)
class PredictedTracklet:
    """One thing followed. rows: (time, x0, y0, x1, y1, score) in order of time; category: the coarse one, or ""."""

    id: str
    category: str
    rows: tuple[tuple[float, float, float, float, float, float], ...]


@dataclass(frozen=True, slots=True)
class Prediction:
    """All that a run says of one stream."""

    stream: str
    focuses: tuple[PredictedFocus, ...] = ()
    tracklets: tuple[PredictedTracklet, ...] = ()


def read_predictions(folder: Path, truths: Sequence[StreamTruth]) -> tuple[Prediction, ...]:
    """One prediction a stream of the truth, in its order, from <folder>/<stream>/focus.json.

    Raises InputError that names every fault: a stream without prediction, a prediction without stream, what is not
    JSON of schema version 1, a number that is none, an end before its start, a product that is not on the shelf.
    """
    if not folder.is_dir():
        raise InputError(f"cannot read {folder}: no such folder; name one with <stream>/focus.json in it")
    return _checked(folder, truths, _strangers(folder, {truth.stream for truth in truths}))


def read_saved_predictions(folder: Path, truths: Sequence[StreamTruth]) -> tuple[Prediction, ...]:
    """The same from a folder that may hold other streams too, as the results of a run on more of a set do."""
    return _checked(folder, truths, [])


def _checked(folder: Path, truths: Sequence[StreamTruth], faults: list[str]) -> tuple[Prediction, ...]:
    predictions = [_read(folder / truth.stream / "focus.json", truth, faults) for truth in truths]
    refuse(faults, f"the predictions in {folder} cannot be scored")
    return tuple(predictions)


def check_predictions(truths: Sequence[StreamTruth], predictions: Sequence[Prediction]) -> None:
    """Raise InputError where predictions made in memory and the truth do not speak of the same streams."""
    wanted, given = [truth.stream for truth in truths], [prediction.stream for prediction in predictions]
    faults = [f"stream {name} has no prediction" for name in wanted if name not in given]
    faults += [f"prediction of {name}: no such stream in the truth" for name in given if name not in wanted]
    refuse(faults, "the predictions cannot be scored")
    if wanted != given:
        raise InputError("predictions must stand in the order of the truth's streams, each once; sort them by stream")


def refuse(faults: Sequence[str], title: str) -> None:
    """Raise InputError with all faults on one line; nothing where there are none."""
    if not faults:
        return
    more = f"; and {len(faults) - MOST_NAMED} more" if len(faults) > MOST_NAMED else ""
    raise InputError(f"{title}: {'; '.join(faults[:MOST_NAMED])}{more}")


def _strangers(folder: Path, streams: set[str]) -> list[str]:
    names = sorted(path.name for path in folder.iterdir() if path.is_dir() and not path.name.startswith("."))
    return [f"{folder / name}: no such stream in the truth" for name in names if name not in streams]


def _read(path: Path, truth: StreamTruth, faults: list[str]) -> Prediction:
    nothing = Prediction(truth.stream)
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        faults.append(f"{path}: missing, stream {truth.stream} has no prediction")
        return nothing
    except OSError as error:
        faults.append(f"{path}: cannot be read ({error.strerror or error})")
        return nothing
    except ValueError as error:
        faults.append(f"{path}: no JSON ({error})")
        return nothing
    if not isinstance(document, dict) or document.get("schema_version") != 1:
        faults.append(f"{path}: no focus.json of schema version 1")
        return nothing
    reader = _Reader(str(path), truth.shelf, faults)
    focuses = reader.focuses(document.get("focuses"))
    return Prediction(truth.stream, focuses, reader.tracklets(document.get("tracklets") or []))


class _Reader:
    """Turns one file's parts into values; what cannot be turned becomes a fault with its place."""

    def __init__(self, path: str, shelf: frozenset[str], faults: list[str]) -> None:
        self._path, self._shelf, self._faults = path, shelf, faults

    def focuses(self, parts: Json) -> tuple[PredictedFocus, ...]:
        if not isinstance(parts, list):
            self._faults.append(f"{self._path}: no list 'focuses'")
            return ()
        read = [self._focus(part, number) for number, part in enumerate(parts)]
        ids = [part.get("id") for part in parts if isinstance(part, dict)]
        self._faults += [f"{self._path}: focus {name}: the id occurs twice" for name in _doubled(ids)]
        return tuple(focus for focus in read if focus is not None)

    def tracklets(self, parts: Json) -> tuple[PredictedTracklet, ...]:
        if not isinstance(parts, list):
            self._faults.append(f"{self._path}: tracklets must be a list")
            return ()
        read = [self._tracklet(part, number) for number, part in enumerate(parts)]
        return tuple(tracklet for tracklet in read if tracklet is not None)

    def _focus(self, part: Json, number: int) -> PredictedFocus | None:
        if not isinstance(part, dict):
            self._faults.append(f"{self._path}: focus {number}: no object")
            return None
        found = list(self._focus_faults(part)) + self._alternative_faults(part.get("alternatives") or [])
        self._faults += [f"{self._path}: focus {part.get('id', number)}: {fault}" for fault in found]
        if found:
            return None
        others = sorted(part.get("alternatives") or [], key=lambda other: -other["confidence"])
        product = part["product_id"]
        alternatives = tuple(other["product_id"] for other in others if other["product_id"] != product)
        start, end, confidence = (float(part[key]) for key in ("start", "end", "confidence"))
        return PredictedFocus(str(part["id"]), product, start, end, confidence, alternatives)

    def _focus_faults(self, part: dict[str, Json]) -> Iterable[str]:
        if part.get("id") is None:
            yield "no id"
        if not self._known(part.get("product_id")):
            yield f"product_id {part.get('product_id')!r} is not in the stream's catalog"
        numbers = {key: part.get(key) for key in ("start", "end", "confidence")}
        bad = [key for key, value in numbers.items() if not _is_number(value)]
        yield from (f"{key} must be a finite number, found {numbers[key]!r}" for key in bad)
        if not bad and part["end"] < part["start"]:
            yield f"end {part['end']} lies before start {part['start']}"

    def _alternative_faults(self, parts: Json) -> list[str]:
        if not isinstance(parts, list):
            return ["alternatives must be a list"]
        bad = [part for part in parts if not self._is_alternative(part)]
        return [f"alternative {part!r} needs a product_id of the catalog and a finite confidence" for part in bad]

    def _is_alternative(self, part: Json) -> bool:
        return isinstance(part, dict) and self._known(part.get("product_id")) and _is_number(part.get("confidence"))

    def _tracklet(self, part: Json, number: int) -> PredictedTracklet | None:
        name = part.get("id", number) if isinstance(part, dict) else number
        rows = part.get("boxes") if isinstance(part, dict) else None
        if not isinstance(rows, list):
            self._faults.append(f"{self._path}: tracklet {name}: no list 'boxes'")
            return None
        fault = next((f"box {row!r} {what}" for row in rows if (what := _box_fault(row))), None)
        if fault:
            self._faults.append(f"{self._path}: tracklet {name}: {fault}")
            return None
        path = part.get("category")
        category = path[0] if isinstance(path, list) and path and isinstance(path[0], str) else ""
        return PredictedTracklet(str(name), category, tuple(sorted(_row(row) for row in rows)))

    def _known(self, product_id: Json) -> bool:
        return isinstance(product_id, str) and product_id in self._shelf


def _row(row: list[float]) -> tuple[float, float, float, float, float, float]:
    time, x0, y0, x1, y1, score = map(float, row)
    return time, x0, y0, x1, y1, score


def _box_fault(row: Json) -> str:
    if not (isinstance(row, list) and len(row) == 6 and all(_is_number(value) for value in row)):
        return "must be six finite numbers [t, x0, y0, x1, y1, score]"
    return "has x1 < x0 or y1 < y0" if row[3] < row[1] or row[4] < row[2] else ""


def _is_number(value: Json) -> bool:
    # An integer of hundreds of digits is no number that a time or a box can be.
    is_real = isinstance(value, float) or (isinstance(value, int) and not isinstance(value, bool) and abs(value) < 1e15)
    return is_real and math.isfinite(value)


def _doubled(ids: list[Json]) -> list[str]:
    counts = Counter(str(name) for name in ids if name is not None)
    return sorted(name for name, count in counts.items() if count > 1)
