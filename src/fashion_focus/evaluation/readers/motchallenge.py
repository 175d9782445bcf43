"""MOTChallenge (MOT16, MOT17, MOT20 and what copies them): a sequence's seqinfo.ini and gt/gt.txt."""

import configparser
import math
from dataclasses import dataclass
from pathlib import Path

from fashion_focus.core.errors import InputError
from fashion_focus.evaluation.truth import SeenFrame, SeenObject, StreamTruth, Xyxy

_COLUMNS = 9


@dataclass(frozen=True, slots=True)
class MotRow:
    """One box of one target. frame: from 1; counted: whether it is a target at all; kind: the class, 1 pedestrian."""

    frame: int
    track_id: int
    box: Xyxy
    counted: bool
    kind: int
    visible: float


@dataclass(frozen=True, slots=True)
class MotSequence:
    """A sequence. rows: in the file's order; boxes xyxy in pixels from 0."""

    name: str
    fps: float
    n_frames: int
    rows: tuple[MotRow, ...]

    def as_truth(self, kinds: tuple[int, ...] = (1,)) -> StreamTruth:
        """The same as a stream's truth without exhibits, for detection and tracking; what does not count is unseen."""
        frames: dict[int, list[SeenObject]] = {number: [] for number in range(1, self.n_frames + 1)}
        for row in self.rows:
            if row.kind in kinds:
                visible = row.visible if row.counted else 0.0
                category = f"class {row.kind}"
                thing = SeenObject(row.track_id, f"track {row.track_id}", "distractor", category, row.box, visible)
                frames.setdefault(row.frame, []).append(thing)
        seen = tuple(SeenFrame((number - 1) / self.fps, tuple(things)) for number, things in sorted(frames.items()))
        return StreamTruth(self.name, max(frames, default=0) / self.fps, (), seen)


def read_mot_sequence(folder: Path) -> MotSequence:
    """A sequence's folder. Raises InputError naming file, line and what is wrong."""
    name, fps, n_frames = _facts(folder / "seqinfo.ini")
    path = folder / "gt" / "gt.txt"
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror or error}; test sequences have no truth") from error
    rows = (_row(path, number, line) for number, line in enumerate(lines, start=1) if line.strip())
    return MotSequence(name, fps, n_frames, tuple(rows))


def _facts(path: Path) -> tuple[str, float, int]:
    parser = configparser.ConfigParser()
    try:
        parser.read_string(path.read_text(encoding="utf-8"))
        part = parser["Sequence"]
        fps, n_frames = float(part["frameRate"]), int(part["seqLength"])
        name = part["name"]
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror or error}; name a sequence's folder") from error
    except (configparser.Error, KeyError, ValueError) as error:
        raise InputError(f"cannot use {path}: {error!r}; it needs name, frameRate and seqLength") from error
    if not (fps > 0 and math.isfinite(fps)):
        raise InputError(f"cannot use {path}: frameRate must be above 0, found {fps}")
    return name, fps, n_frames


def _row(path: Path, number: int, line: str) -> MotRow:
    try:
        values = [float(value) for value in line.split(",")]
    except ValueError as error:
        raise InputError(f"cannot use {path}, line {number}: {error}; download it again") from error
    if len(values) < _COLUMNS or not all(map(math.isfinite, values)):
        raise InputError(f"cannot use {path}, line {number}: needs {_COLUMNS} finite numbers parted by commas")
    frame, track, left, top, width, height, counted, kind, visible = values[:_COLUMNS]
    # Pixels count from 1 in these files.
    x0, y0 = left - 1, top - 1
    return MotRow(int(frame), int(track), (x0, y0, x0 + width, y0 + height), counted != 0, int(kind), visible)
