"""Whether the service lives, whether it can work, and its figures."""

import sqlalchemy
from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest

from fashion_focus.service.guard.auth import Books
from fashion_focus.service.guard.receiving import check_disk

router = APIRouter(tags=["health"])


@router.get("/healthz")
def healthz() -> dict[str, str]:
    """The process answers."""
    return {"status": "ok"}


@router.get("/readyz", responses={503: {"description": "The database or the disk is not fit for work"}})
def readyz(books: Books) -> dict[str, str]:
    """Database and disk are fit for work."""
    with books.database.connect() as connection:
        connection.execute(sqlalchemy.text("SELECT 1"))
    check_disk(books.folders.data, 0)
    return {"status": "ready"}


@router.get("/metrics", response_class=Response)
def metrics(books: Books, request: Request) -> Response:
    """Figures for Prometheus: jobs by state, videos, followers, requests by status."""
    registry = CollectorRegistry()
    jobs = Gauge("fashion_focus_jobs", "Jobs by state", ["state"], registry=registry)
    for job in books.jobs.all():
        jobs.labels(job.state.value).inc()
    videos = Gauge("fashion_focus_videos", "Videos by state", ["state"], registry=registry)
    for video in books.videos.all():
        videos.labels(video.state.value).inc()
    Gauge("fashion_focus_event_followers", "Open event streams", registry=registry).set(books.feed.count())
    requests = Gauge("fashion_focus_requests", "Answers since the start, by status", ["status"], registry=registry)
    for status, count in request.app.state.answers.items():
        requests.labels(str(status)).set(count)
    return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)
