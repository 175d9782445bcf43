"""Real videos: each opens, and its pictures come at the times that ffprobe found."""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from tests.media.played import frames_of, out_of_order, play, sounds_of

from fashion_focus.media import probe

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "data" / "videos"
FRAME_MS = 0.02


@dataclass(frozen=True)
class Found:
    """What ffprobe found in a video (a row of videos.jsonl)."""

    file: str
    width: int
    height: int
    rotation: int
    frames: int
    first_frame_pts: int
    frame_gap_ms: tuple[float, ...]
    has_sound: bool


def _rows() -> list[Found]:
    listed = FOLDER / "videos.jsonl"
    if not listed.is_file():
        return []
    rows = [json.loads(line) for line in listed.read_text("utf-8").splitlines()]
    names = ("file", "width", "height", "rotation", "frames", "first_frame_pts")
    return [
        Found(
            **{name: row[name] for name in names}, frame_gap_ms=tuple(row["frame_gap_ms"]), has_sound=bool(row["audio"])
        )
        for row in rows
    ]


pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not (FOLDER / "videos.jsonl").is_file(), reason="the real videos are absent (../shared)"),
]
every_video = pytest.mark.parametrize("found", _rows(), ids=lambda found: found.file)


@every_video
def test_pictures_come_at_the_times_that_ffprobe_found(found: Found) -> None:
    pieces = play(FOLDER / found.file)

    frames = frames_of(pieces)
    gaps = np.diff([frame.time for frame in frames]) * 1000
    assert len(frames) == found.frames
    assert frames[0].pts == found.first_frame_pts
    assert frames[0].time == 0.0
    assert [gaps.min(), np.median(gaps), gaps.max()] == pytest.approx(found.frame_gap_ms, abs=FRAME_MS)
    assert out_of_order(pieces) == 0.0
    assert bool(sounds_of(pieces)) == found.has_sound
    turned = found.rotation % 180 != 0
    assert frames[0].size == ((found.height, found.width) if turned else (found.width, found.height))
    last = frames[-1].time
    facts = probe(FOLDER / found.file)
    assert last < facts.duration + 0.05
    # Sound may go on behind the last picture, never for long in these files.
    assert facts.duration < last + max(gaps) / 1000 + 0.15
