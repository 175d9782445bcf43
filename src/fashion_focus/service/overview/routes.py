"""What operators and data scientists look at: work and room, and how often the machine was right."""

import csv
import io
import os
import shutil
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict
from datetime import timedelta

from fastapi import APIRouter, Response

from fashion_focus.core.taxonomy import Category
from fashion_focus.models import load_manifest
from fashion_focus.service.guard.auth import Books, Reader
from fashion_focus.service.library import Library
from fashion_focus.service.overview.quality import RANKS, Judged, curve, figures, judged, reliability
from fashion_focus.service.routes.answers import REFUSALS, known
from fashion_focus.service.schemas.overview import (
    BinOut,
    DiskOut,
    ErrorOut,
    FailureOut,
    FiguresOut,
    MachineOut,
    ModelOut,
    OpsJob,
    OpsOut,
    OpsStream,
    PointOut,
    QualityOut,
)
from fashion_focus.service.shows.review import Standing, reviewed
from fashion_focus.store.ids import now
from fashion_focus.store.library.focuses import FROM_LIVE
from fashion_focus.store.library.jobs import OVER, JobState, StoredJob
from fashion_focus.store.library.videos import StoredVideo

router = APIRouter(tags=["overview"], responses=REFUSALS)

PUBLISHED = {"Vis_Img": 12.5, "Vis_Trk": 14.7, "Mlt_Trk": 16.8}
"""Mean recall in percent, Table 1 of Zhang et al. (AAAI 2021), on its authors' own data."""

_PACE = timedelta(days=7)
_FAILURES_TOLD, _ERRORS_TOLD = 50, 500
_CATEGORIES = tuple(category.value for category in Category)


@router.get("/ops")
def ops(_: Reader, books: Books) -> OpsOut:
    """What runs, waits and failed, how streams are, and how much room is left."""
    titles = {video.id: video.title for video in books.videos.all()}
    jobs = books.jobs.all()
    return OpsOut(
        jobs=[_job(job, titles) for job in reversed(jobs) if job.state not in OVER],
        failures=_failures([job for job in jobs if job.state is JobState.FAILED][:_FAILURES_TOLD], titles),
        streams=_streams(books),
        disk=_disk(books),
        machine=MachineOut(processors=os.cpu_count() or 1, load=round(_load(), 2), gpu=False),
        models=[
            ModelOut(name=entry.name, file=entry.file, n_bytes=entry.bytes, licence=entry.licence)
            for entry in load_manifest().entries
        ],
        followers=books.feed.count(),
    )


@router.get("/quality")
def quality(_: Reader, books: Books, video_id: str = "") -> QualityOut:
    """How often the machine was right in all shows or in one, by what people decided."""
    videos = [known(books.videos.get(video_id), "video")] if video_id else books.videos.all()
    rows: list[Judged] = []
    errors: list[ErrorOut] = []
    n_open = n_shows = 0
    for video in videos:
        mine, n = _judged(books, video)
        rows += mine
        n_open, n_shows = n_open + n, n_shows + bool(mine)
        errors += _errors(books, video, mine)
    by_category = [(name, [row for row in rows if row.category == name]) for name in _CATEGORIES]
    return QualityOut(
        n_shows=n_shows,
        n_open=n_open,
        figures=[_figures(name, inside) for name, inside in by_category if inside or name != "other"]
        + [_figures("all", rows)],
        published=PUBLISHED,
        calibration=[BinOut.model_validate(one) for one in reliability(rows)],
        curve=[PointOut.model_validate(one) for one in curve(rows)],
        errors=errors[:_ERRORS_TOLD],
    )


@router.get("/quality.csv", response_class=Response)
def quality_csv(who: Reader, books: Books, video_id: str = "") -> Response:
    """The figures of `/quality` as a table, one category a line."""
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(["category", "exhibits", *(f"recall_at_{k}" for k in RANKS), "precision", "t_iou"])
    for row in quality(who, books, video_id).figures:
        recall = row.recall or {}
        table.writerow([row.category, row.n, *(recall.get(k, "") for k in RANKS), row.precision, row.t_iou])
    headers = {"Content-Disposition": 'attachment; filename="quality.csv"'}
    return Response(text.getvalue(), media_type="text/csv", headers=headers)


def _job(job: StoredJob, titles: dict[str, str]) -> OpsJob:
    return OpsJob(**asdict(job), title=titles.get(job.video_id, ""))


def _failures(jobs: Iterable[StoredJob], titles: dict[str, str]) -> list[FailureOut]:
    groups: dict[str, list[OpsJob]] = defaultdict(list)
    for job in jobs:
        groups[job.error].append(_job(job, titles))
    return [FailureOut(error=error, jobs=group) for error, group in groups.items()]


def _streams(books: Library) -> list[OpsStream]:
    rows = []
    for desk in books.studio.desks.all():
        status = books.studio.status(desk.id)
        if status is None:
            continue
        names = ("media_time", "lag", "rate", "pictures", "reconnects", "drops", "error")
        facts = {name: getattr(status, name) for name in names}
        rows.append(OpsStream(id=desk.id, title=desk.title, state=status.state.value, **facts))
    return rows


def _disk(books: Library) -> DiskOut:
    total, _, free = shutil.disk_usage(books.folders.data)
    videos = books.videos.all()
    lately = sum(video.n_bytes for video in videos if video.created > now() - _PACE)
    days = round(free / lately * _PACE.days, 1) if lately else None
    return DiskOut(total=total, free=free, videos=sum(video.offset for video in videos), days_left=days)


def _load() -> float:
    return os.getloadavg()[0] / (os.cpu_count() or 1)


def _judged(books: Library, video: StoredVideo) -> tuple[list[Judged], int]:
    """The decided focuses of a show, and how many are open."""
    focuses = reviewed(books.focuses.of(video.id), books.corrections.of(video.id))
    categories = {product.id: _category(product.category) for product in books.catalogs.products(video.catalog_id)}
    n_open = sum(focus.standing in (Standing.PROPOSED, Standing.UNDECIDED) for focus in focuses)
    # What was pinned live was not looked for in this video; its times say nothing of how the machine finds.
    focuses = [focus for focus in focuses if not focus.id.startswith(FROM_LIVE)]
    return judged(video.id, focuses, lambda product_id: categories.get(product_id, "")), n_open


def _category(path: tuple[str, ...]) -> str:
    name = path[0].lower() if path else ""
    return name if name in _CATEGORIES else "other"


def _figures(category: str, rows: list[Judged]) -> FiguresOut:
    return FiguresOut(category=category, **asdict(figures(rows)))


def _errors(books: Library, video: StoredVideo, rows: list[Judged]) -> list[ErrorOut]:
    titles = {product.id: product.title for product in books.catalogs.products(video.catalog_id)}
    errors = []
    for row in rows:
        if row.right:
            continue
        said = row.ranked[0] if row.ranked else ""
        errors.append(
            ErrorOut(
                video_id=video.id,
                title=video.title,
                focus_id=row.focus_id,
                time=row.time,
                category=row.category,
                said=said,
                said_title=titles.get(said, said),
                shown=row.shown,
                shown_title=titles.get(row.shown, row.shown),
            )
        )
    return errors
