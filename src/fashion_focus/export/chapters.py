"""Chapters: WebVTT for players, and lines of text for the description field of video platforms."""

from dataclasses import dataclass, replace
from pathlib import Path

from fashion_focus.core.focus import FocusReport
from fashion_focus.core.product import Catalog
from fashion_focus.export.focus_json import encodable, final_focuses
from fashion_focus.export.focuses_csv import title_of
from fashion_focus.export.times import clock, exact_clock
from fashion_focus.files import write_atomically

_PLATFORM_MINIMUM = 10.0


@dataclass(frozen=True, slots=True)
class Chapter:
    """A titled stretch of the video, in milliseconds: [start_ms, end_ms)."""

    start_ms: int
    end_ms: int
    title: str


def nested(chapters: list[Chapter]) -> list[Chapter]:
    """The chapters in order of time, any two of them apart or one inside the other, as WebVTT asks of chapters.

    Where two overlap by a part, the earlier one ends when the later one starts; no start ever moves.
    """
    done: list[Chapter] = []
    open_ones: list[int] = []
    for chapter in sorted(chapters, key=lambda c: (c.start_ms, -c.end_ms)):
        while open_ones and done[open_ones[-1]].end_ms < chapter.end_ms:
            index = open_ones.pop()
            done[index] = replace(done[index], end_ms=min(done[index].end_ms, chapter.start_ms))
        open_ones.append(len(done))
        done.append(chapter)
    return done


def chapters_vtt_text(report: FocusReport, catalog: Catalog) -> str:
    """WebVTT for <track kind="chapters">, one cue a final focus; undecided ones are not for viewers."""
    chapters = [
        Chapter(start := round(focus.interval.start * 1000), max(round(focus.interval.end * 1000), start + 1), title)
        for focus in final_focuses(report)
        for title in [title_of(focus.product_id, catalog)]
    ]
    cues = [
        f"{number}\n{exact_clock(c.start_ms / 1000)} --> {exact_clock(c.end_ms / 1000)}\n{_escaped(c.title)}\n"
        for number, c in enumerate(nested(chapters), start=1)
    ]
    return encodable("\n".join(["WEBVTT\n", *cues]))


def chapters_text(report: FocusReport, catalog: Catalog, *, opening: str = "Start") -> str:
    """Lines "0:00 Title" for a video's description on a platform.

    Platforms ask that the first line stand at 0:00, that times rise, that each chapter last 10 seconds or more, and
    that there be at least three. So: before a first focus later than 10 s stands a line named `opening`; products that
    follow within 10 s, or in the last 10 s, join the line before; one product twice in a row is one line. With fewer
    than three lines a platform shows no chapters, and the text is still right. Angle brackets, which descriptions may
    not have, become ‹ and ›.
    """
    lines: list[tuple[float, list[str]]] = [(0.0, [])]
    for focus in final_focuses(report):
        title = title_of(focus.product_id, catalog).replace("<", "‹").replace(">", "›")
        start = float(int(focus.interval.start))
        last_start, last_titles = lines[-1]
        too_close = start - last_start < _PLATFORM_MINIMUM or report.video.duration - start < _PLATFORM_MINIMUM
        if too_close and title not in last_titles:
            last_titles.append(title)
        elif not too_close and last_titles != [title]:
            lines.append((start, [title]))
    return encodable("".join(f"{clock(start)} {' + '.join(titles) or opening}\n" for start, titles in lines))


def write_chapters_vtt(report: FocusReport, catalog: Catalog, path: Path) -> None:
    """Write chapters.vtt whole or not at all. Raises StoreError."""
    write_atomically(path, chapters_vtt_text(report, catalog))


def write_chapters_text(report: FocusReport, catalog: Catalog, path: Path) -> None:
    """Write chapters.txt whole or not at all. Raises StoreError."""
    write_atomically(path, chapters_text(report, catalog))


def _escaped(title: str) -> str:
    return title.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
