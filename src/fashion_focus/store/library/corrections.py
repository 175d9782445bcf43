"""What people said of focuses: a log that only grows; also undoing is an entry of it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy
from sqlalchemy import JSON, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from fashion_focus.store.database import Table
from fashion_focus.store.ids import now


class CorrectionKind(StrEnum):
    """What a correction does.

    add: a focus by hand. split: one becomes two. join: another one becomes part of it. undo and redo name another
    correction.
    """

    ACCEPT = "accept"
    REJECT = "reject"
    RELINK = "relink"
    MOVE = "move"
    ADD = "add"
    SPLIT = "split"
    JOIN = "join"
    UNDO = "undo"
    REDO = "redo"


@dataclass(frozen=True, slots=True)
class Correction:
    """One entry of the log. id: given by whoever corrects, so that sending it twice is sending it once.

    number: its place in the log, from 1, over all videos. values: what it sets, by kind.
    """

    number: int
    id: str
    video_id: str
    focus_id: str
    kind: CorrectionKind
    values: dict[str, Any]
    author: str
    created: datetime


class CorrectionRow(Table):
    """A correction's line in the database."""

    __tablename__ = "corrections"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    video_id: Mapped[str] = mapped_column(index=True)
    id: Mapped[str]
    focus_id: Mapped[str]
    kind: Mapped[str]
    values: Mapped[dict[str, Any]] = mapped_column(JSON)
    author: Mapped[str]
    created: Mapped[datetime]

    __table_args__ = (
        sqlalchemy.UniqueConstraint("video_id", "id"),
        {"sqlite_autoincrement": True},
    )


@dataclass(frozen=True, slots=True)
class Draft:
    """A correction that is not in the log yet."""

    id: str
    focus_id: str
    kind: CorrectionKind
    values: dict[str, Any]
    author: str


class CorrectionStore:
    """The log of corrections."""

    def __init__(self, database: sqlalchemy.Engine) -> None:
        self._database = database

    def append(self, video_id: str, draft: Draft) -> Correction:
        """Write one entry; where its id stands in the video's log already, that entry is given back."""
        row = CorrectionRow(
            video_id=video_id,
            id=draft.id,
            focus_id=draft.focus_id,
            kind=draft.kind.value,
            values=draft.values,
            author=draft.author,
            created=now(),
        )
        try:
            with Session(self._database, expire_on_commit=False) as session, session.begin():
                session.add(row)
        except sqlalchemy.exc.IntegrityError:
            with Session(self._database) as session:
                known = select(CorrectionRow).where(CorrectionRow.video_id == video_id, CorrectionRow.id == draft.id)
                return _correction(session.scalars(known).one())
        return _correction(row)

    def of(self, video_id: str) -> list[Correction]:
        """A video's log, the oldest entry first."""
        query = select(CorrectionRow).where(CorrectionRow.video_id == video_id).order_by(CorrectionRow.number)
        with Session(self._database) as session:
            return [_correction(row) for row in session.scalars(query)]

    def version(self, video_id: str) -> int:
        """Number of a video's newest correction, 0 for none."""
        query = select(func.max(CorrectionRow.number)).where(CorrectionRow.video_id == video_id)
        with Session(self._database) as session:
            return int(session.scalar(query) or 0)


def _correction(row: CorrectionRow) -> Correction:
    return Correction(
        row.number,
        row.id,
        row.video_id,
        row.focus_id,
        CorrectionKind(row.kind),
        dict(row.values),
        row.author,
        row.created,
    )
