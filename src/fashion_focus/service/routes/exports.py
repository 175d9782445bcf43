"""The focuses as they stand, in the formats of the exports."""

import tempfile
from enum import StrEnum
from pathlib import Path

from fastapi import APIRouter, HTTPException, Response

from fashion_focus.export import write_focus_json
from fashion_focus.export.formats import FORMATS, export_as
from fashion_focus.service.guard.auth import Books, Reader
from fashion_focus.service.routes.answers import REFUSALS, known
from fashion_focus.service.shows.publishing import catalog_of, report_of
from fashion_focus.service.shows.review import reviewed

router = APIRouter(tags=["exports"], responses=REFUSALS)

# Tracklets and key frames are the job's own files; these formats need the focuses only.
_NEEDS_NO_TRACKLETS = sorted(set(FORMATS) - {"mot", "report"})
Format = StrEnum("Format", {name.upper().replace("-", "_"): name for name in ("focus-json", *_NEEDS_NO_TRACKLETS)})  # type: ignore[misc]  # made from the table of formats


@router.get("/videos/{video_id}/exports/{format_name}", response_class=Response)
def export(video_id: str, format_name: Format, _: Reader, books: Books) -> Response:
    """Accepted focuses as final ones, open ones as undecided ones; rejected ones are left out."""
    video = known(books.videos.get(video_id), "video")
    if not video.catalog_id:
        raise HTTPException(409, "this video was not localized yet; start a job first")
    stored = known(books.catalogs.get(video.catalog_id), "catalog")
    catalog = catalog_of(books.catalogs.products(stored.id), stored.title)
    rows = reviewed(books.focuses.of(video_id), books.corrections.of(video_id))
    report = report_of(video, rows, n_products=len(catalog), name=stored.title)
    with tempfile.TemporaryDirectory() as folder:
        if format_name.value == "focus-json":
            path = Path(folder) / "focus.json"
            write_focus_json(report, path)
        else:
            path = export_as(format_name.value, report, catalog, Path(folder))
        body = path.read_bytes()
    disposition = f'attachment; filename="{path.name}"'
    return Response(body, media_type="application/octet-stream", headers={"Content-Disposition": disposition})
