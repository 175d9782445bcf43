"""Tracklets as MOTChallenge text, for the evaluation tools of multi-object tracking."""

import math
from pathlib import Path

from fashion_focus.core.focus import FocusReport
from fashion_focus.files import write_atomically


def mot_text(report: FocusReport, *, fps: float) -> str:
    """Lines frame,id,x,y,w,h,conf,-1,-1,-1, in order of frame and id.

    fps: frames a second of the numbering wanted; frame 1 is at 0 s, and a box belongs to the frame nearest in time.
    Ids count from 1 in the order of the report's tracklets; x and y are pixels from 0. Where two boxes of one tracklet
    fall on one frame, the better scored stays. Raises ValueError where fps is not above 0.
    """
    if not (math.isfinite(fps) and fps > 0):
        raise ValueError(f"fps must be above 0, found {fps}; take the video's frame rate or the analysis rate")
    rows: dict[tuple[int, int], tuple[float, list[float]]] = {}
    for number, tracklet in enumerate(report.tracklets, start=1):
        boxes = zip(tracklet.times.tolist(), tracklet.boxes.tolist(), tracklet.scores.tolist(), strict=True)
        for time, box, score in boxes:
            place = (math.floor(time * fps + 0.5) + 1, number)
            if place not in rows or score > rows[place][0]:
                rows[place] = (score, box)
    return "".join(_line(place, *rows[place]) for place in sorted(rows))


def write_mot(report: FocusReport, path: Path, *, fps: float) -> None:
    """Write `mot_text` whole or not at all. Raises StoreError, and ValueError where fps is not above 0."""
    write_atomically(path, mot_text(report, fps=fps))


def _line(place: tuple[int, int], score: float, box: list[float]) -> str:
    x0, y0, x1, y1 = box
    return f"{place[0]},{place[1]},{x0:.1f},{y0:.1f},{x1 - x0:.1f},{y1 - y0:.1f},{score:.3f},-1,-1,-1\n"
