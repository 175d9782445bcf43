"""Jobs: started, followed, cancelled."""

from fastapi import APIRouter, HTTPException, Request

from fashion_focus.service.guard.auth import Books, Editor, Reader
from fashion_focus.service.routes.answers import REFUSALS, known
from fashion_focus.service.runner import tell_job
from fashion_focus.service.schemas.videos import JobIn, JobOut
from fashion_focus.store.library.jobs import OVER
from fashion_focus.store.library.videos import VideoState

router = APIRouter(tags=["jobs"], responses=REFUSALS)


@router.post("/videos/{video_id}/jobs", status_code=201)
def start_job(video_id: str, wanted: JobIn, _: Editor, books: Books, request: Request) -> JobOut:
    """Find out which product of a catalog is shown when; the result takes the place of an earlier one."""
    video = known(books.videos.get(video_id), "video")
    known(books.catalogs.get(wanted.catalog_id), "catalog")
    if video.state is not VideoState.READY:
        raise HTTPException(409, "this video is not ready; upload it whole first")
    if any(job.state not in OVER for job in books.jobs.all(video_id=video_id)):
        raise HTTPException(409, "this video is being worked on already; cancel that job first")
    options = wanted.model_dump(exclude={"catalog_id"})
    job = books.jobs.add(video_id, wanted.catalog_id, options, total=float(video.facts.get("duration", 0.0)))
    tell_job(books, job)
    request.app.state.runner.wake()
    return JobOut.model_validate(job)


@router.get("/jobs")
def jobs(_: Reader, books: Books) -> list[JobOut]:
    """Every job, the newest first."""
    return [JobOut.model_validate(job) for job in books.jobs.all()]


@router.get("/jobs/{job_id}")
def job(job_id: str, _: Reader, books: Books) -> JobOut:
    """One job."""
    return JobOut.model_validate(known(books.jobs.get(job_id), "job"))


@router.post("/jobs/{job_id}/cancel")
def cancel_job(job_id: str, _: Editor, books: Books, request: Request) -> JobOut:
    """End a job; one that is over stays as it is."""
    known(books.jobs.get(job_id), "job")
    return JobOut.model_validate(known(request.app.state.runner.cancel(job_id), "job"))
