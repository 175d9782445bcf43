"""Formats by name: what a folder of results can be turned into."""

from collections.abc import Callable
from pathlib import Path

from fashion_focus.core.focus import FocusReport
from fashion_focus.core.product import Catalog
from fashion_focus.export.chapters import write_chapters_text, write_chapters_vtt
from fashion_focus.export.clip_lists import write_losslesscut, write_schema_org
from fashion_focus.export.focuses_csv import write_focuses_csv
from fashion_focus.export.mot import write_mot
from fashion_focus.export.report import write_report

Writer = Callable[[FocusReport, Catalog, Path], None]


def _mot(report: FocusReport, catalog: Catalog, path: Path) -> None:  # noqa: ARG001  # a Writer
    write_mot(report, path, fps=report.video.fps)


FORMATS: dict[str, tuple[str, Writer]] = {
    "csv": ("focuses.csv", write_focuses_csv),
    "chapters": ("chapters.vtt", write_chapters_vtt),
    "chapters-text": ("chapters.txt", write_chapters_text),
    "report": ("report.html", write_report),
    "mot": ("tracklets.mot.txt", _mot),
    "losslesscut": ("losslesscut.csv", write_losslesscut),
    "schema-org": ("schema-org.json", write_schema_org),
}
"""Name -> the file's usual name and what writes it."""


def export_as(name: str, report: FocusReport, catalog: Catalog, folder: Path) -> Path:
    """Write a report in one of FORMATS into a folder; gives the file's path. Raises StoreError, KeyError."""
    file, write = FORMATS[name]
    write(report, catalog, folder / file)
    return folder / file
