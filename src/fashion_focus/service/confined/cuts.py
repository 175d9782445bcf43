"""Where a new camera begins, minute by minute, for a timeline: found as the localization finds it."""

from pathlib import Path
from typing import Any

from fashion_focus.core.frame import Frame
from fashion_focus.media import open_video
from fashion_focus.structuring import CutDetector, CutSettings

# JSON for the parent.
Json = dict[str, Any]

MINUTE_S = 60.0
_RATE = 4.0
_BEFORE_S = 3.0
"""Seconds before the minute that are looked at too: a cut is told from what is usual."""


def find_cuts(request: Json) -> Json:
    """The cuts within one minute, in seconds. video: a path; minute: from 0. Raises MediaError."""
    first = int(request["minute"]) * MINUTE_S
    settings = CutSettings()
    detector, cuts = CutDetector(settings), []
    with open_video(Path(request["video"]), rate=_RATE, sound=False, start=max(0.0, first - _BEFORE_S)) as source:
        for frame in (piece for piece in source if isinstance(piece, Frame)):
            if frame.time >= first + MINUTE_S:
                break
            if detector.update(frame.picture.resized(settings.width, settings.height)) and frame.time >= first:
                cuts.append(round(frame.time, 3))
    return {"cuts": cuts}
