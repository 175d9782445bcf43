"""focus.json: the report as other programs read it, out and in again."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
from pydantic import ValidationError

from fashion_focus.core.errors import InputError
from fashion_focus.core.focus import Alternative, Evidence, Focus, FocusReport, FocusState, VideoFacts
from fashion_focus.core.interval import Interval
from fashion_focus.core.notes import Note
from fashion_focus.core.tracklet import Tracklet
from fashion_focus.core.words import Comment, PrintedLine, Word
from fashion_focus.export.schema import EvidencePart, FocusFile, FocusPart, TrackletPart
from fashion_focus.files import write_atomically

_SHORTEST = 0.001

# JSON objects are dictionaries of whatever JSON can hold; nothing inside the package takes them.
JsonObject = dict[str, Any]


def final_focuses(report: FocusReport) -> list[Focus]:
    """The focuses that stand, in order of time."""
    return _in_time(focus for focus in report.focuses if focus.state is FocusState.FINAL)


def undecided_focuses(report: FocusReport) -> list[Focus]:
    """What a person should decide, in order of time; whatever is not final counts among it."""
    return _in_time([*report.undecided, *(f for f in report.focuses if f.state is not FocusState.FINAL)])


def report_to_dict(report: FocusReport, *, boxes: bool = True) -> JsonObject:
    """The report as a JSON object of schema version 1: times to the millisecond, boxes to a tenth of a pixel.

    boxes: False leaves the tracklets out. Raises ValueError where a number is not finite.
    """
    video = report.video
    document = {
        "schema_version": 1,
        "video": {
            "file": video.file,
            "duration": _time(video.duration),
            "size": list(video.size),
            "fps": _time(video.fps),
            "sha256": video.sha256,
        },
        "catalog": {"file": report.catalog_file, "products": report.n_products},
        "models": dict(report.models),
        "focuses": [focus_to_dict(focus, "final") for focus in final_focuses(report)],
        "undecided": [focus_to_dict(focus, "undecided") for focus in undecided_focuses(report)],
        "tracklets": [tracklet_to_dict(tracklet) for tracklet in report.tracklets] if boxes else [],
        "notes": [_note(note) for note in report.notes],
    }
    try:
        FocusFile.model_validate(document)
    except ValidationError as error:
        raise ValueError(f"the report cannot be written as focus.json: {_first_fault(error)}") from error
    return document


def focus_json_text(report: FocusReport) -> str:
    """The file's text: the same report always gives the same bytes; one focus, tracklet or note a line."""
    parts = []
    for key, value in report_to_dict(report).items():
        if isinstance(value, list) and value:
            rows = ",\n".join("  " + _compact(row) for row in value)
            parts.append(f' "{key}": [\n{rows}\n ]')
        else:
            parts.append(f' "{key}": {_compact(value)}')
    return "{\n" + ",\n".join(parts) + "\n}\n"


def write_focus_json(report: FocusReport, path: Path) -> None:
    """Write focus.json whole or not at all. Raises StoreError, and ValueError where a number is not finite."""
    write_atomically(path, encodable(focus_json_text(report)))


def read_focus_json(path: Path) -> FocusReport:
    """The report that a focus.json holds. Key frames and viewers' names are not in the file.

    Raises InputError where it cannot be read, is not JSON or not of schema version 1.
    """
    remedy = "make it again with fashion-focus localize"
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        return _report(FocusFile.model_validate(document))
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror or error}; name a folder that localize wrote") from error
    except ValidationError as error:
        raise InputError(f"cannot use {path}: {_first_fault(error)}; {remedy}") from error
    except ValueError as error:
        raise InputError(f"cannot use {path}: {error}; {remedy}") from error


def encodable(text: str) -> str:
    """Text that UTF-8 can hold: halves of surrogate pairs, which comments may bring, become question marks."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _in_time(focuses: Iterable[Focus]) -> list[Focus]:
    return sorted(focuses, key=lambda focus: (focus.interval.start, focus.interval.end, focus.id))


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(", ", ": "), allow_nan=False)


def _first_fault(error: ValidationError) -> str:
    fault = error.errors()[0]
    place = ".".join(str(step) for step in fault["loc"]) or "the top level"
    return f"{place}: {fault['msg']}"


def _time(seconds: float) -> float:
    # Adding 0.0 turns a rounded -0.0 into 0.0.
    return round(float(seconds), 3) + 0.0


def _pixel(value: float) -> float:
    return round(float(value), 1) + 0.0


def focus_to_dict(focus: Focus, state: str) -> JsonObject:
    """One focus as it stands in the file: times to the millisecond, without its pictures and viewers' names."""
    start = _time(focus.interval.start)
    evidence = focus.evidence
    return {
        "id": focus.id,
        "product_id": focus.product_id,
        "start": start,
        # Rounding must not empty an interval.
        "end": max(_time(focus.interval.end), _time(start + _SHORTEST)),
        "confidence": _time(focus.confidence),
        "state": state,
        "alternatives": [{"product_id": a.product_id, "confidence": _time(a.confidence)} for a in focus.alternatives],
        "evidence": {
            "shares": {name: _time(share) for name, share in sorted(evidence.shares.items())},
            "tracklets": list(evidence.tracklets),
            "words": [_word(word) for word in evidence.words],
            "comments": [{"time": _time(comment.time), "text": comment.text} for comment in evidence.comments],
            "printed": [{"text": line.text, "confidence": _time(line.confidence)} for line in evidence.printed],
        },
    }


def _word(word: Word) -> JsonObject:
    start, end = _time(word.start), _time(word.end)
    return {"start": start, "end": end, "word": word.text, "confidence": _time(word.confidence)}


def tracklet_to_dict(tracklet: Tracklet) -> JsonObject:
    """One tracklet as it stands in the file, with all its boxes."""
    rows = zip(tracklet.times.tolist(), tracklet.boxes.tolist(), tracklet.scores.tolist(), strict=True)
    return {
        "id": tracklet.id,
        "start": _time(tracklet.times[0]),
        "end": _time(tracklet.times[-1]),
        "category": list(tracklet.path),
        "score": _time(tracklet.score),
        "presented": _time(tracklet.presented.mean()),
        "epoch": tracklet.epoch,
        "boxes": [[_time(time), *(_pixel(side) for side in box), _time(score)] for time, box, score in rows],
    }


def _note(note: Note) -> JsonObject:
    time = None if note.time is None else _time(note.time)
    return {"time": time, "code": note.code, "text": note.text, "count": note.count}


def _report(file: FocusFile) -> FocusReport:
    video = file.video
    return FocusReport(
        video=VideoFacts(video.file, video.duration, video.size, video.fps, video.sha256),
        catalog_file=file.catalog.file,
        n_products=file.catalog.products,
        models=file.models,
        focuses=tuple(_read_focus(part) for part in file.focuses),
        undecided=tuple(_read_focus(part) for part in file.undecided),
        tracklets=tuple(_read_tracklet(part) for part in file.tracklets),
        notes=tuple(Note(part.code, part.text, part.time, part.count) for part in file.notes),
    )


def _read_focus(part: FocusPart) -> Focus:
    alternatives = tuple(Alternative(a.product_id, a.confidence) for a in part.alternatives)
    return Focus(
        part.id,
        part.product_id,
        Interval(part.start, part.end),
        part.confidence,
        FocusState(part.state),
        alternatives,
        _read_evidence(part.evidence),
    )


def _read_evidence(part: EvidencePart) -> Evidence:
    words = tuple(Word(word.start, word.end, word.word, word.confidence) for word in part.words)
    comments = tuple(Comment(comment.time, "", comment.text) for comment in part.comments)
    printed = tuple(PrintedLine(line.text, line.confidence) for line in part.printed)
    return Evidence(part.shares, tuple(part.tracklets), words, comments, printed=printed)


def _read_tracklet(part: TrackletPart) -> Tracklet:
    rows = np.array(part.boxes, np.float64)
    return Tracklet(
        id=part.id,
        path=tuple(part.category),
        times=rows[:, 0].copy(),
        boxes=rows[:, 1:5].astype(np.float32),
        scores=rows[:, 5].astype(np.float32),
        presented=np.full(len(rows), part.presented, np.float32),
        epoch=part.epoch,
    )
