"""Sheets of small pictures of a video, for a timeline: a hundred a sheet, one every 1, 10 or 60 seconds."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from fashion_focus.core.arrays import Pixels
from fashion_focus.core.frame import Frame
from fashion_focus.media import open_video, probe
from fashion_focus.service.confined.stills import write_jpeg

# JSON for the parent.
Json = dict[str, Any]

SIDE = 10
PER_SHEET = SIDE * SIDE
_HEIGHT_PX, _WIDEST_PX, _NARROWEST_PX = 72, 192, 32
_QUALITY = 70


def write_sheet(request: Json) -> Json:
    """One sheet, row by row. video, sheet: paths; step: seconds between pictures; number: of the sheet, from 0.

    Raises MediaError where the video cannot be read.
    """
    path, step, number = Path(request["video"]), int(request["step"]), int(request["number"])
    facts = probe(path)
    width, height = facts.size
    tile = (min(_WIDEST_PX, max(_NARROWEST_PX, round(_HEIGHT_PX * width / max(1, height)))), _HEIGHT_PX)
    sheet = np.zeros((SIDE * tile[1], SIDE * tile[0], 3), np.uint8)
    first = number * PER_SHEET * step
    times = [first + k * step for k in range(PER_SHEET) if first + k * step < facts.duration]
    for place, pixels in _pictures(path, times, step):
        top, left = place // SIDE * tile[1], place % SIDE * tile[0]
        small = cv2.resize(pixels, tile, interpolation=cv2.INTER_AREA)
        sheet[top : top + tile[1], left : left + tile[0]] = small
    write_jpeg(Path(request["sheet"]), sheet, quality=_QUALITY)
    return {"pictures": len(times)}


def _pictures(path: Path, times: list[int], step: int) -> Iterator[tuple[int, Pixels]]:
    """The picture at each time, with its place in the sheet."""
    if step == 1 and times:
        # Close together, one run is cheaper than a jump for each.
        with open_video(path, rate=1.0, sound=False, start=times[0]) as source:
            for frame in (piece for piece in source if isinstance(piece, Frame)):
                place = round(frame.time - times[0])
                if place >= len(times):
                    return
                yield place, frame.pixels
        return
    for place, time in enumerate(times):
        with open_video(path, rate=1.0, sound=False, start=time) as source:
            shown = next((piece for piece in source if isinstance(piece, Frame)), None)
        if shown is not None:
            yield place, shown.pixels
