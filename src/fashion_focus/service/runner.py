"""Jobs worked off one after another, in a child process; what was running when the service ended goes on."""

import logging
import threading
import time
from dataclasses import asdict
from typing import Any

from pydantic import BaseModel, Field, ValidationError

from fashion_focus.core.errors import FashionFocusError
from fashion_focus.export.schema import FocusPart
from fashion_focus.service.confined import ChildFailedError
from fashion_focus.service.library import Library
from fashion_focus.store.library.focuses import FoundFocus
from fashion_focus.store.library.jobs import JobState, StoredJob

logger = logging.getLogger(__name__)

_LOOK_AGAIN_S = 1.0


class _FoundPart(FocusPart):
    stills: list[str] = Field(default_factory=list)


class _Answer(BaseModel):
    """What a child says of a video, believed only in this shape."""

    focuses: list[_FoundPart]
    undecided: list[_FoundPart]


class _Step(BaseModel):
    """How far a child is."""

    done: float
    total: float
    n_found: int


class JobRunner:
    """One thread that takes jobs from the queue."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._stopping = threading.Event()
        self._waiting = threading.Event()
        self._current = ""
        self._thread = threading.Thread(target=self._work, name="jobs", daemon=True)

    def start(self) -> None:
        """Begin; what was running when the last process ended waits again."""
        self._library.jobs.requeue_running()
        self._thread.start()

    def wake(self) -> None:
        """There is a new job."""
        self._waiting.set()

    def cancel(self, job_id: str) -> StoredJob | None:
        """End a job; one that runs is killed. None where there is no such job."""
        job = self._library.jobs.change(job_id, state=JobState.CANCELLED)
        if job is not None:
            tell_job(self._library, job)
        if self._current == job_id:
            self._library.children.localizing.kill()
        return job

    def stop(self) -> None:
        """Have the running job saved, and end; it goes on with the next start."""
        self._stopping.set()
        self._waiting.set()
        self._library.children.localizing.interrupt()
        self._thread.join(timeout=15.0)

    def _work(self) -> None:
        while not self._stopping.is_set():
            job = self._library.jobs.take()
            if job is None:
                self._waiting.wait(_LOOK_AGAIN_S)
                self._waiting.clear()
                continue
            self._current = job.id
            try:
                self._run(job)
            except Exception:  # the outermost loop: one job's fault must not end the others
                logger.exception("job %s failed", job.id)
                self._end(job, JobState.FAILED, "a fault of ours; the log of the service has its details")
            self._current = ""

    def _run(self, job: StoredJob) -> None:
        library = self._library
        video = library.videos.get(job.video_id)
        if video is None:
            self._end(job, JobState.FAILED, "the video was removed")
            return
        tell_job(library, job)
        content = library.folders.content(video.id)
        began, first = time.monotonic(), job.done

        def progress(reply: dict[str, Any]) -> None:
            step = _Step.model_validate(reply)
            rate = (step.done - first) / max(0.1, time.monotonic() - began)
            changed = library.jobs.change(job.id, **step.model_dump(), rate=round(rate, 3))
            if changed is not None:
                tell_job(library, changed)

        try:
            answer = library.children.localizing.call("localize", self._request(job), progress)
            self._keep(job, _Answer.model_validate(answer))
        except ValidationError:
            self._end(job, JobState.FAILED, "the process that decodes gave an answer of no known shape; try again")
        except ChildFailedError as error:
            if not self._stopping.is_set():
                self._end(job, JobState.FAILED, str(error))
        except FashionFocusError as error:
            self._end(job, JobState.FAILED, str(error).replace(str(content), video.file_name))

    def _request(self, job: StoredJob) -> dict[str, Any]:
        folder = self._library.folders.video(job.video_id)
        comments = folder / "comments.jsonl"
        catalog = self._library.catalogs.get(job.catalog_id)
        return {
            "video": str(self._library.folders.content(job.video_id)),
            "folder": str(folder),
            "products": self._library.products_for_child(job.catalog_id),
            "catalog": catalog.title if catalog else "",
            "transcript": "",
            "comments": str(comments) if comments.is_file() else "",
            "headline": job.options.get("headline", ""),
            "speech": job.options.get("speech", True),
            "rate": job.options.get("rate", 4.0),
        }

    def _keep(self, job: StoredJob, answer: _Answer) -> None:
        focuses = [_found(part, job) for part in (*answer.focuses, *answer.undecided)]
        self._library.focuses.replace(job.video_id, focuses)
        self._library.videos.change(job.video_id, catalog_id=job.catalog_id)
        done = self._library.jobs.change(job.id, done=job.total, n_found=len(focuses))
        self._end(done or job, JobState.DONE, "")

    def _end(self, job: StoredJob, state: JobState, error: str) -> None:
        ended = self._library.jobs.change(job.id, state=state, error=error)
        if ended is not None:
            tell_job(self._library, ended)


def tell_job(library: Library, job: StoredJob) -> None:
    """Have followers know how a job is."""
    facts = asdict(job)
    facts["created"] = job.created.isoformat()
    library.feed.tell(f"job.{job.state.value}", job.video_id, facts)


def _found(part: _FoundPart, job: StoredJob) -> FoundFocus:
    return FoundFocus(
        # Each result's ids are its own: corrections of an earlier one must not hit other focuses of the same number.
        f"{job.id[:8]}-{part.id}",
        part.product_id,
        part.start,
        part.end,
        part.confidence,
        part.state,
        tuple(alternative.model_dump() for alternative in part.alternatives),
        part.evidence.model_dump(),
        tuple(part.stills),
    )
