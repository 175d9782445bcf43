"""Videos as the service keeps them: how much has arrived, what they are, and what was published of them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy
from sqlalchemy import JSON, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from fashion_focus.store.database import Table
from fashion_focus.store.ids import new_id, now


class VideoState(StrEnum):
    """Bytes are arriving; it is all here and can be read; it is all here and cannot be used."""

    UPLOADING = "uploading"
    READY = "ready"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class StoredVideo:
    """A video. offset of n_bytes have arrived; facts: duration, size, fps, codecs, once it is ready.

    published: the version that shoppers see, 0 for none. time_offset: seconds that stored times lag behind the file.
    """

    id: str
    title: str
    file_name: str
    n_bytes: int
    offset: int
    state: VideoState
    error: str
    facts: dict[str, Any]
    catalog_id: str
    published: int
    time_offset: float
    created: datetime


class VideoRow(Table):
    """A video's line in the database."""

    __tablename__ = "videos"

    id: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str]
    file_name: Mapped[str]
    n_bytes: Mapped[int] = mapped_column(sqlalchemy.BigInteger)
    offset: Mapped[int] = mapped_column(sqlalchemy.BigInteger, default=0)
    state: Mapped[str] = mapped_column(default=VideoState.UPLOADING.value)
    error: Mapped[str] = mapped_column(default="")
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    catalog_id: Mapped[str] = mapped_column(default="")
    published: Mapped[int] = mapped_column(default=0)
    time_offset: Mapped[float] = mapped_column(default=0.0)
    created: Mapped[datetime]


class VideoStore:
    """Videos; the bytes themselves lie in the service's data folder."""

    def __init__(self, database: sqlalchemy.Engine) -> None:
        self._database = database

    def add(self, title: str, file_name: str, n_bytes: int) -> StoredVideo:
        """A video that is about to arrive."""
        row = VideoRow(id=new_id(), title=title, file_name=file_name, n_bytes=n_bytes, created=now())
        with Session(self._database, expire_on_commit=False) as session, session.begin():
            session.add(row)
        return _video(row)

    def get(self, video_id: str) -> StoredVideo | None:
        """One video, or None."""
        with Session(self._database) as session:
            row = session.get(VideoRow, video_id)
            return _video(row) if row else None

    def all(self) -> list[StoredVideo]:
        """Every video, the newest first."""
        with Session(self._database) as session:
            rows = session.scalars(select(VideoRow).order_by(VideoRow.created.desc(), VideoRow.id))
            return [_video(row) for row in rows]

    def change(self, video_id: str, **changes: Any) -> StoredVideo | None:
        """Set some of a video's columns; None where there is no such video."""
        values = {name: value.value if isinstance(value, VideoState) else value for name, value in changes.items()}
        with Session(self._database) as session, session.begin():
            if values:
                session.execute(update(VideoRow).where(VideoRow.id == video_id).values(**values))
            row = session.get(VideoRow, video_id)
            return _video(row) if row else None

    def remove(self, video_id: str) -> bool:
        """Forget a video; False where there is none."""
        with Session(self._database) as session, session.begin():
            row = session.get(VideoRow, video_id)
            if row is not None:
                session.delete(row)
            return row is not None


def _video(row: VideoRow) -> StoredVideo:
    return StoredVideo(
        row.id,
        row.title,
        row.file_name,
        row.n_bytes,
        row.offset,
        VideoState(row.state),
        row.error,
        dict(row.facts or {}),
        row.catalog_id,
        row.published,
        row.time_offset,
        row.created,
    )
