"""Focuses as the machine found them: written once, never changed; what people say of them is kept apart."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy
from sqlalchemy import JSON, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from fashion_focus.store.database import Table

FROM_LIVE = "live-"
"""What the ids of focuses that a live stream gave begin with."""


@dataclass(frozen=True, slots=True)
class FoundFocus:
    """A focus as it was found. state: "final" or "undecided"; evidence and alternatives as in focus.json.

    stills: names of pictures of it in the video's folder.
    """

    id: str
    product_id: str
    start: float
    end: float
    confidence: float
    state: str
    alternatives: tuple[dict[str, Any], ...] = ()
    evidence: dict[str, Any] | None = None
    stills: tuple[str, ...] = ()


class FocusRow(Table):
    """A found focus's line in the database."""

    __tablename__ = "focuses"

    video_id: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    product_id: Mapped[str]
    start: Mapped[float]
    end: Mapped[float]
    confidence: Mapped[float]
    state: Mapped[str]
    alternatives: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    evidence: Mapped[dict[str, Any]] = mapped_column(JSON)
    stills: Mapped[list[str]] = mapped_column(JSON)


class FocusStore:
    """The machine's focuses of every video."""

    def __init__(self, database: sqlalchemy.Engine) -> None:
        self._database = database

    def replace(self, video_id: str, focuses: Sequence[FoundFocus]) -> None:
        """Take in a video's whole result in one step; an earlier result goes, what a live stream gave stays."""
        with Session(self._database) as session, session.begin():
            session.execute(
                delete(FocusRow).where(FocusRow.video_id == video_id, FocusRow.id.not_like(f"{FROM_LIVE}%"))
            )
            session.add_all(_row(video_id, focus) for focus in focuses)

    def take_live(self, video_id: str, focuses: Sequence[FoundFocus]) -> None:
        """Take in what live streams gave, whose ids begin with FROM_LIVE; what they gave before goes."""
        with Session(self._database) as session, session.begin():
            session.execute(delete(FocusRow).where(FocusRow.video_id == video_id, FocusRow.id.like(f"{FROM_LIVE}%")))
            session.add_all(_row(video_id, focus) for focus in focuses)

    def of(self, video_id: str) -> list[FoundFocus]:
        """A video's focuses in order of time."""
        query = select(FocusRow).where(FocusRow.video_id == video_id).order_by(FocusRow.start, FocusRow.id)
        with Session(self._database) as session:
            return [_focus(row) for row in session.scalars(query)]


def _row(video_id: str, focus: FoundFocus) -> FocusRow:
    return FocusRow(
        video_id=video_id,
        id=focus.id,
        product_id=focus.product_id,
        start=focus.start,
        end=focus.end,
        confidence=focus.confidence,
        state=focus.state,
        alternatives=list(focus.alternatives),
        evidence=focus.evidence or {},
        stills=list(focus.stills),
    )


def _focus(row: FocusRow) -> FoundFocus:
    return FoundFocus(
        row.id,
        row.product_id,
        row.start,
        row.end,
        row.confidence,
        row.state,
        tuple(row.alternatives),
        dict(row.evidence),
        tuple(row.stills),
    )
