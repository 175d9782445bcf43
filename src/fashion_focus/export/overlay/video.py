"""The video once more, with what was followed and recognized drawn into it: for looking, not for shoppers."""

from collections.abc import Iterable
from pathlib import Path

import cv2
import numpy as np

from fashion_focus.core.arrays import Boxes, Pixels
from fashion_focus.core.focus import Focus, FocusReport
from fashion_focus.core.frame import Frame, Sound
from fashion_focus.core.notes import Note
from fashion_focus.core.product import Catalog
from fashion_focus.core.taxonomy import Category
from fashion_focus.core.tracklet import Tracklet
from fashion_focus.export.focus_json import final_focuses
from fashion_focus.export.focuses_csv import title_of
from fashion_focus.export.overlay.boxes import Visible
from fashion_focus.export.overlay.labels import Label, can_draw, label
from fashion_focus.export.report.tokens import DARK
from fashion_focus.media import VideoWriter, open_video

_EVERY_FRAME = 1000.0  # frames a second: more than any video has
_REACH = 0.15  # seconds: half of what usually lies between two analysed frames, and a little
_SOUND_HZ = 16_000
_BLACK, _WHITE = (0, 0, 0), (255, 255, 255)


def write_overlay(
    video: Path, report: FocusReport, catalog: Catalog, out: Path, *, most_px: int = 1280, sound: bool = True
) -> list[Note]:
    """Write an H.264 MP4 with boxes and product names; gives what was left out or broken.

    Where a final focus runs, the things that it rests on have a box in their category's colour and the product's
    title; everything else that was followed has a thin grey box. Between analysed times boxes move on straight lines.
    most_px: the longer side is made no longer than this. sound: the sound comes along, in mono.

    Titles are drawn in the first font of this computer that has their letters; where none has, the product's id stands
    in, and a note says so. Raises MediaError where the video cannot be read, StoreError where `out` cannot be written.
    """
    with open_video(video, rate=_EVERY_FRAME, sound=sound) as source:
        facts = source.facts
        size = _fitted(facts.size, most_px)
        painter = _Painter(report, catalog, size=size, scale=size[0] / facts.size[0])
        fps = facts.fps or report.video.fps or 25.0
        rate_hz = _SOUND_HZ if sound and source.media.has_audio else 0
        with VideoWriter(out, size, fps=fps, sound_rate_hz=rate_hz) as writer:
            _copy(source, writer, painter, fps=fps)
        return [*source.notes, *painter.notes]


def _fitted(size: tuple[int, int], most_px: int) -> tuple[int, int]:
    share = min(1.0, most_px / max(size))
    width, height = (max(2, round(side * share / 2) * 2) for side in size)
    return width, height


def _copy(source: Iterable[object], writer: VideoWriter, painter: "_Painter", *, fps: float) -> None:
    last, heard = -1, 0
    for piece in source:
        if isinstance(piece, Frame):
            number = round(piece.time * fps)
            # Where frames come faster than the mean rate for a while, some share a place; the first one has it.
            if number > last:
                writer.write(painter.painted(piece), number=number)
                last = number
        elif isinstance(piece, Sound):
            heard = _copy_sound(piece, writer, heard)


def _copy_sound(sound: Sound, writer: VideoWriter, heard: int) -> int:
    """Write sound at its own time; holes become silence. heard: samples written so far; gives the new count."""
    begin = round(sound.time * _SOUND_HZ)
    if begin > heard:
        writer.write_sound(np.zeros(begin - heard, np.int16))
        heard = begin
    fresh = sound.samples[heard - begin :]
    if len(fresh):
        writer.write_sound(fresh)
    return heard + len(fresh)


class _Painter:
    """Draws one frame after another; times must not fall."""

    def __init__(self, report: FocusReport, catalog: Catalog, *, size: tuple[int, int], scale: float) -> None:
        self.notes: list[Note] = []
        self._size = size
        self._scale = scale
        self._text_px = max(12, round(min(size) / 30))
        self._visible = Visible(report.tracklets, reach=_REACH)
        self._focuses = final_focuses(report)
        self._labels = self._make_labels(catalog)

    def painted(self, frame: Frame) -> Pixels:
        """The frame's picture with boxes and names."""
        pixels = np.ascontiguousarray(frame.picture.resized(*self._size)).copy()
        running = [focus for focus in self._focuses if focus.interval.contains(frame.time)]
        owners = {name: focus for focus in running for name in focus.evidence.tracklets}
        boxed = set()
        for tracklet, box in self._visible.at(frame.time):
            focus = owners.get(tracklet.id)
            if focus is None:
                cv2.rectangle(pixels, *_corners(box * self._scale), (170, 170, 170), 1)
            else:
                boxed.add(focus.id)
                self._paint_owned(pixels, tracklet, box * self._scale, focus)
        self._paint_unboxed(pixels, [focus for focus in running if focus.id not in boxed])
        return pixels

    def _paint_owned(self, pixels: Pixels, tracklet: Tracklet, box: Boxes, focus: Focus) -> None:
        low, high = _corners(box)
        # Black and white beside the colour keep the edge visible on any ground.
        for offset, colour, width in ((2, _BLACK, 1), (0, _colour(tracklet), 2), (-2, _WHITE, 1)):
            inner, outer = (low[0] - offset, low[1] - offset), (high[0] + offset, high[1] + offset)
            cv2.rectangle(pixels, inner, outer, colour, width)
        name = self._labels[focus.product_id]
        name.lay(pixels, low[0], low[1] - name.ink.shape[0] - 3)

    def _paint_unboxed(self, pixels: Pixels, focuses: list[Focus]) -> None:
        """A focus whose thing is out of sight for a moment is still named, in the upper left corner."""
        top = 8
        for focus in focuses:
            name = self._labels[focus.product_id]
            name.lay(pixels, 8, top)
            top += name.ink.shape[0] + 4

    def _make_labels(self, catalog: Catalog) -> dict[str, Label]:
        labels, unnamed = {}, []
        for product_id in {focus.product_id: None for focus in self._focuses}:
            title = title_of(product_id, catalog)
            if not can_draw(title):
                unnamed.append(title)
                title = product_id
            labels[product_id] = label(title, size=self._text_px, most_px=self._size[0] // 2)
        if unnamed:
            text = f"no font here has all letters of {unnamed[0]!r}; ids stand in the picture; install Noto Sans CJK"
            self.notes.append(Note("no-font", text, count=len(unnamed)))
        return labels


def _corners(box: Boxes) -> tuple[tuple[int, int], tuple[int, int]]:
    x0, y0, x1, y1 = (round(float(side)) for side in box)
    return (x0, y0), (x1, y1)


def _colour(tracklet: Tracklet) -> tuple[int, int, int]:
    category = tracklet.path[0] if tracklet.path else ""
    code = DARK[category if category in set(Category) else Category.OTHER]
    return int(code[1:3], 16), int(code[3:5], 16), int(code[5:7], 16)
