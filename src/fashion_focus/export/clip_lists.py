"""Lists of clips for other programs: LosslessCut segments, and schema.org data for search engines."""

import csv
import io
import json
from datetime import datetime
from pathlib import Path

from fashion_focus.core.focus import FocusReport
from fashion_focus.core.product import Catalog
from fashion_focus.export.focus_json import JsonObject, encodable, final_focuses
from fashion_focus.export.focuses_csv import title_of
from fashion_focus.export.times import iso_duration
from fashion_focus.files import write_atomically


def losslesscut_text(report: FocusReport, catalog: Catalog) -> str:
    """LosslessCut's segment list, without a header: start and end in seconds, title; final focuses only."""
    sheet = io.StringIO(newline="")
    writer = csv.writer(sheet, lineterminator="\n")
    for focus in final_focuses(report):
        span = focus.interval
        writer.writerow([f"{span.start:.3f}", f"{span.end:.3f}", title_of(focus.product_id, catalog)])
    return encodable(sheet.getvalue())


def write_losslesscut(report: FocusReport, catalog: Catalog, path: Path) -> None:
    """Write `losslesscut_text` whole or not at all. Raises StoreError."""
    write_atomically(path, losslesscut_text(report, catalog))


def schema_org(
    report: FocusReport, catalog: Catalog, *, page: str = "", thumbnail: str = "", published: datetime | None = None
) -> JsonObject:
    """A VideoObject whose parts are Clips, one a final focus, as JSON-LD.

    page: address of the page that plays the video; each clip's own address is it with t=seconds added. Search engines
    show clips only where page, thumbnail (an address) and published are given too.
    """
    clips = [
        _clip(title_of(f.product_id, catalog), f.interval.start, f.interval.end, page) for f in final_focuses(report)
    ]
    video: JsonObject = {
        "@context": "https://schema.org",
        "@type": "VideoObject",
        "name": Path(report.video.file).stem or "video",
        "duration": iso_duration(report.video.duration),
    }
    extras = {"url": page, "thumbnailUrl": thumbnail, "uploadDate": published.isoformat() if published else ""}
    return {**video, **{key: value for key, value in extras.items() if value}, "hasPart": clips}


def write_schema_org(report: FocusReport, catalog: Catalog, path: Path, *, page: str = "") -> None:
    """Write `schema_org` as a JSON file, whole or not at all. Raises StoreError."""
    text = json.dumps(schema_org(report, catalog, page=page), ensure_ascii=False, indent=1)
    write_atomically(path, encodable(text) + "\n")


def _clip(title: str, start: float, end: float, page: str) -> JsonObject:
    clip: JsonObject = {"@type": "Clip", "name": title, "startOffset": round(start, 3), "endOffset": round(end, 3)}
    if page:
        # Offsets may have fractions, addresses on video pages only whole seconds.
        clip["url"] = f"{page}{'&' if '?' in page else '?'}t={int(start)}"
    return clip
