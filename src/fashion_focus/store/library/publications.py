"""What shoppers see: published versions, each of which never changes."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy
from sqlalchemy import JSON, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from fashion_focus.store.database import Table
from fashion_focus.store.ids import now


@dataclass(frozen=True, slots=True)
class Publication:
    """One published version of a show. document: what the shopper's page is made from."""

    video_id: str
    version: int
    document: dict[str, Any]
    author: str
    created: datetime


class PublicationRow(Table):
    """A publication's line in the database."""

    __tablename__ = "publications"

    video_id: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    document: Mapped[dict[str, Any]] = mapped_column(JSON)
    author: Mapped[str]
    created: Mapped[datetime]


class PublicationStore:
    """Every version that was ever published."""

    def __init__(self, database: sqlalchemy.Engine) -> None:
        self._database = database

    def add(self, video_id: str, document: dict[str, Any], *, author: str) -> Publication:
        """Keep the next version."""
        with Session(self._database, expire_on_commit=False) as session, session.begin():
            last = session.scalar(select(func.max(PublicationRow.version)).where(PublicationRow.video_id == video_id))
            version = int(last or 0) + 1
            row = PublicationRow(video_id=video_id, version=version, document=document, author=author, created=now())
            session.add(row)
        return _publication(row)

    def get(self, video_id: str, version: int) -> Publication | None:
        """One version, or None."""
        with Session(self._database) as session:
            row = session.get(PublicationRow, (video_id, version))
            return _publication(row) if row else None

    def of(self, video_id: str) -> list[Publication]:
        """A video's versions, the newest first."""
        query = select(PublicationRow).where(PublicationRow.video_id == video_id)
        with Session(self._database) as session:
            return [_publication(row) for row in session.scalars(query.order_by(PublicationRow.version.desc()))]


def _publication(row: PublicationRow) -> Publication:
    return Publication(row.video_id, row.version, dict(row.document), row.author, row.created)
