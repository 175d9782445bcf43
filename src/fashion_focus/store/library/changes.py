"""What happened in the service, in order: the log that pages follow, and go on with after they were cut off."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy
from sqlalchemy import JSON, delete, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from fashion_focus.store.database import Table
from fashion_focus.store.ids import now

KEPT = 10_000
"""Changes that are kept; who was away for longer starts anew."""


@dataclass(frozen=True, slots=True)
class Change:
    """One entry. type: such as "job.progress"; subject: the id of what it is about; number: rises, comes once."""

    number: int
    type: str
    subject: str
    data: dict[str, Any]
    time: datetime


class ChangeRow(Table):
    """A change's line in the database."""

    __tablename__ = "changes"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    type: Mapped[str]
    subject: Mapped[str] = mapped_column(index=True)
    data: Mapped[dict[str, Any]] = mapped_column(JSON)
    time: Mapped[datetime]

    __table_args__ = ({"sqlite_autoincrement": True},)


class ChangeStore:
    """The log of changes, cut at its old end."""

    def __init__(self, database: sqlalchemy.Engine) -> None:
        self._database = database

    def append(self, type_: str, subject: str, data: dict[str, Any]) -> Change:
        """Write one entry and forget those that are too old."""
        row = ChangeRow(type=type_, subject=subject, data=data, time=now())
        with Session(self._database, expire_on_commit=False) as session, session.begin():
            session.add(row)
            session.flush()
            session.execute(delete(ChangeRow).where(ChangeRow.number <= row.number - KEPT))
        return _change(row)

    def after(self, number: int, *, limit: int = 256) -> list[Change]:
        """Entries after a number, the oldest first."""
        query = select(ChangeRow).where(ChangeRow.number > number).order_by(ChangeRow.number).limit(limit)
        with Session(self._database) as session:
            return [_change(row) for row in session.scalars(query)]

    def last(self) -> int:
        """Number of the newest entry, 0 for none."""
        return self._edge(func.max(ChangeRow.number))

    def first(self) -> int:
        """Number of the oldest entry that is kept, 0 for none."""
        return self._edge(func.min(ChangeRow.number))

    def _edge(self, which: Any) -> int:  # an SQL function has no common type
        with Session(self._database) as session:
            return int(session.scalar(select(which)) or 0)


def _change(row: ChangeRow) -> Change:
    return Change(row.number, row.type, row.subject, dict(row.data), row.time)
