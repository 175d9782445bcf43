"""Work that outlives a process: localizing a video, with how far it is."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy
from sqlalchemy import JSON, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from fashion_focus.store.database import Table
from fashion_focus.store.ids import new_id, now


class JobState(StrEnum):
    """Where a job stands; the last three are for good."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


OVER = (JobState.DONE, JobState.FAILED, JobState.CANCELLED)
"""States that a job does not leave."""


@dataclass(frozen=True, slots=True)
class StoredJob:
    """A video to be localized with a catalog. done of total: media seconds; rate: media seconds a second."""

    id: str
    video_id: str
    catalog_id: str
    options: dict[str, Any]
    state: JobState
    done: float
    total: float
    rate: float
    n_found: int
    error: str
    created: datetime


class JobRow(Table):
    """A job's line in the database."""

    __tablename__ = "jobs"

    id: Mapped[str] = mapped_column(primary_key=True)
    video_id: Mapped[str] = mapped_column(index=True)
    catalog_id: Mapped[str]
    options: Mapped[dict[str, Any]] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(default=JobState.QUEUED.value, index=True)
    done: Mapped[float] = mapped_column(default=0.0)
    total: Mapped[float] = mapped_column(default=0.0)
    rate: Mapped[float] = mapped_column(default=0.0)
    n_found: Mapped[int] = mapped_column(default=0)
    error: Mapped[str] = mapped_column(default="")
    created: Mapped[datetime]


class JobStore:
    """Jobs, in the order in which they were asked for."""

    def __init__(self, database: sqlalchemy.Engine) -> None:
        self._database = database

    def add(self, video_id: str, catalog_id: str, options: dict[str, Any], *, total: float) -> StoredJob:
        """Put a job at the end of the queue. total: the video's length in seconds."""
        row = JobRow(id=new_id(), video_id=video_id, catalog_id=catalog_id, options=options, total=total, created=now())
        with Session(self._database, expire_on_commit=False) as session, session.begin():
            session.add(row)
        return _job(row)

    def get(self, job_id: str) -> StoredJob | None:
        """One job, or None."""
        with Session(self._database) as session:
            row = session.get(JobRow, job_id)
            return _job(row) if row else None

    def all(self, *, video_id: str = "") -> list[StoredJob]:
        """Every job, or those of one video; the newest first."""
        query = select(JobRow).order_by(JobRow.created.desc(), JobRow.id)
        if video_id:
            query = query.where(JobRow.video_id == video_id)
        with Session(self._database) as session:
            return [_job(row) for row in session.scalars(query)]

    def take(self) -> StoredJob | None:
        """The job that has waited longest, now running; None where none waits."""
        waiting = select(JobRow).where(JobRow.state == JobState.QUEUED.value).order_by(JobRow.created, JobRow.id)
        with Session(self._database, expire_on_commit=False) as session, session.begin():
            row = session.scalars(waiting.limit(1)).first()
            if row is None:
                return None
            row.state = JobState.RUNNING.value
            return _job(row)

    def requeue_running(self) -> int:
        """What a process that is gone was working on waits again; gives how many."""
        running = update(JobRow).where(JobRow.state == JobState.RUNNING.value).values(state=JobState.QUEUED.value)
        with Session(self._database) as session, session.begin():
            return int(session.execute(running).rowcount)  # type: ignore[attr-defined]  # an UPDATE's result has a row count

    def change(self, job_id: str, **changes: Any) -> StoredJob | None:
        """Set some of a job's columns, unless it is over; gives the job as it now is, None where there is none."""
        values = {name: value.value if isinstance(value, JobState) else value for name, value in changes.items()}
        going = [state.value for state in JobState if state not in OVER]
        with Session(self._database) as session, session.begin():
            session.execute(update(JobRow).where(JobRow.id == job_id, JobRow.state.in_(going)).values(**values))
            row = session.get(JobRow, job_id)
            return _job(row) if row else None


def _job(row: JobRow) -> StoredJob:
    return StoredJob(
        row.id,
        row.video_id,
        row.catalog_id,
        dict(row.options),
        JobState(row.state),
        row.done,
        row.total,
        row.rate,
        row.n_found,
        row.error,
        row.created,
    )
