"""The files that every localized video gets, in one folder."""

from pathlib import Path

from fashion_focus.core.focus import FocusReport
from fashion_focus.core.product import Catalog
from fashion_focus.export.chapters import write_chapters_text, write_chapters_vtt
from fashion_focus.export.focus_json import write_focus_json
from fashion_focus.export.focuses_csv import write_focuses_csv
from fashion_focus.export.report import ReportOptions, write_report


def write_outputs(
    report: FocusReport, catalog: Catalog, folder: Path, *, options: ReportOptions | None = None
) -> list[Path]:
    """Write focus.json, focuses.csv, chapters.vtt, chapters.txt and report.html; gives their paths in this order.

    focus.json comes first, as everything else can be made from it again. Each file appears whole or not at all; the
    folder is made where it is missing. Raises StoreError where a file cannot be written.
    """
    options = options or ReportOptions()
    names = ("focus.json", "focuses.csv", "chapters.vtt", "chapters.txt", "report.html")
    focus, table, vtt, text, page = paths = [folder / name for name in names]
    write_focus_json(report, focus)
    write_focuses_csv(report, catalog, table, bands=options.bands)
    write_chapters_vtt(report, catalog, vtt)
    write_chapters_text(report, catalog, text)
    write_report(report, catalog, page, options=options)
    return paths
