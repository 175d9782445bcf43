"""A video localized in a child: saved now and then, so that a killed service goes on instead of starting anew."""

import contextlib
import json
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

from fashion_focus.core.errors import StoreError
from fashion_focus.core.events import Event
from fashion_focus.core.focus import Focus, FocusReport
from fashion_focus.core.product import Catalog
from fashion_focus.core.tracklet import Tracklet
from fashion_focus.export import report_to_dict, write_focus_json
from fashion_focus.files import write_atomically
from fashion_focus.localizing import FileRun, Progress, RunInterruptedError, ShowWords
from fashion_focus.profiles import Models
from fashion_focus.service.confined.stills import write_jpeg
from fashion_focus.session import SessionConfig

# JSON for the parent, which checks it.
Json = dict[str, Any]

CHUNK_S = 60.0
"""Tracklets are kept in files of so many seconds each, so that a player loads what it shows."""

_SAVE_EVERY_S = 30.0
_TELL_EVERY_S = 0.25
_STILL_LONGEST = 320


def localize(request: Json, catalog: Catalog, models: Models, tell: Callable[[Json], None]) -> Json:
    """The focuses of a video; focus.json, stills and chunks of tracklets are written to `folder`.

    tell: is given done, total and n_found. Raises MediaError, WordsError; KeyboardInterrupt once all is saved.
    """
    folder = Path(request["folder"])
    report = _Run(request, catalog, models, tell).report(folder / "localizing.checkpoint")
    document = report_to_dict(report, boxes=False)
    stills = {focus.id: _stills(focus, folder / "stills") for focus in (*report.focuses, *report.undecided)}
    for row in (*document["focuses"], *document["undecided"]):
        row["stills"] = stills.get(row["id"], [])
    _write_chunks(report, folder / "tracklets")
    write_focus_json(report, folder / "focus.json")
    return document


class _Run:
    """One video's run with its pauses for saving."""

    def __init__(self, request: Json, catalog: Catalog, models: Models, tell: Callable[[Json], None]) -> None:
        self._request, self._catalog, self._models, self._tell = request, catalog, models, tell
        self._save_at = time.monotonic() + _SAVE_EVERY_S
        self._tell_at = 0.0
        self._pausing = False
        self._found_before = self._found = 0

    def report(self, saved: Path) -> FocusReport:
        """Play to the end, from where an earlier run was saved."""
        resume = saved.read_bytes() if saved.is_file() else None
        run = self._file_run()
        while True:
            try:
                report = run.play(self._progress, resume=resume)
            except StoreError:
                if resume is None:
                    raise
                # Saved by another version of the program: its work is lost, the video is not.
                resume, run = None, self._file_run()
            except RunInterruptedError as pause:
                write_atomically(saved, pause.checkpoint)
                if not self._pausing:
                    raise KeyboardInterrupt from pause
                resume, self._pausing = pause.checkpoint, False
                self._found_before += self._found
            else:
                saved.unlink(missing_ok=True)
                return report

    def _file_run(self) -> FileRun:
        request = self._request
        words = ShowWords(
            transcript=Path(request["transcript"]) if request["transcript"] else None,
            comments=Path(request["comments"]) if request["comments"] else None,
            headline=request["headline"],
            speech=request["speech"],
        )
        config = SessionConfig(rate=request["rate"])
        return FileRun(Path(request["video"]), self._catalog, models=self._models, words=words, config=config)

    def _progress(self, at: Progress, _events: list[Event]) -> None:
        now = time.monotonic()
        self._found = at.n_found
        if now >= self._tell_at:
            self._tell_at = now + _TELL_EVERY_S
            self._tell({"done": at.done, "total": at.total, "n_found": self._found_before + at.n_found})
        if now >= self._save_at:
            self._save_at, self._pausing = now + _SAVE_EVERY_S, True
            raise KeyboardInterrupt


def _stills(focus: Focus, folder: Path) -> list[str]:
    names = []
    for number, view in enumerate(focus.evidence.key_frames):
        name = f"{focus.id}-{number}.jpg"
        write_jpeg(folder / name, view.crop, longest=_STILL_LONGEST)
        names.append(name)
    return names


def _write_chunks(report: FocusReport, folder: Path) -> None:
    """Boxes as shares of the picture's sides, rows [time, x0, y0, x1, y1], a file for each CHUNK_S seconds."""
    width, height = report.video.size
    chunks: dict[int, list[Json]] = defaultdict(list)
    for tracklet in report.tracklets:
        for number in range(int(tracklet.times[0] // CHUNK_S), int(tracklet.times[-1] // CHUNK_S) + 1):
            rows = _rows(tracklet, number, (width or 1, height or 1))
            if rows:
                facts = {"id": tracklet.id, "category": list(tracklet.path)}
                shown = round(float(tracklet.presented.mean()), 3)
                chunks[number].append({**facts, "presented": shown, "boxes": rows})
    with contextlib.suppress(FileNotFoundError):
        for old in folder.iterdir():
            old.unlink()
    for number, rows_of_chunk in chunks.items():
        write_atomically(folder / f"{number}.json", json.dumps(rows_of_chunk, separators=(",", ":")))


def _rows(tracklet: Tracklet, number: int, size: tuple[int, int]) -> list[list[float]]:
    """The boxes of one chunk, and one more on each side, so that a player can go smoothly across its edges."""
    inside = (tracklet.times >= number * CHUNK_S) & (tracklet.times < (number + 1) * CHUNK_S)
    if not inside.any():
        return []
    first, last = inside.argmax(), len(inside) - inside[::-1].argmax()
    span = slice(max(0, int(first) - 1), int(last) + 1)
    scaled = tracklet.boxes[span] / (size[0], size[1], size[0], size[1])
    return [
        [round(float(time), 3), *(round(float(side), 4) for side in box)]
        for time, box in zip(tracklet.times[span], scaled, strict=True)
    ]
