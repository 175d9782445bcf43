"""Live streams as a seller runs them: what they are called and shown from, how pins are set, every pin and mark."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy
from sqlalchemy import select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from fashion_focus.store.database import Table
from fashion_focus.store.ids import new_id, now


class PinMode(StrEnum):
    """Who pins: only people (the machine asks), the machine as well, or nobody until it is released."""

    OFF = "off"
    AUTO = "auto"
    HOLD = "hold"


@dataclass(frozen=True, slots=True)
class Desk:
    """A live stream's desk. watch: the address that shoppers' players read, "" for none. public: shoppers see it."""

    id: str
    title: str
    catalog_id: str
    watch: str
    mode: PinMode
    public: bool
    created: datetime


@dataclass(frozen=True, slots=True)
class Pin:
    """What shoppers see from a media time on; product_id "" for nothing. by: who pinned, "auto" for the machine."""

    number: int
    product_id: str
    time: float
    by: str
    created: datetime


@dataclass(frozen=True, slots=True)
class Mark:
    """A moment to be looked at after the stream; product_id: what was suggested or shown then, "" for nothing."""

    number: int
    product_id: str
    time: float
    by: str
    created: datetime


class DeskRow(Table):
    """A desk's line in the database."""

    __tablename__ = "desks"

    id: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str]
    catalog_id: Mapped[str]
    watch: Mapped[str]
    mode: Mapped[str]
    public: Mapped[bool]
    created: Mapped[datetime]


class PinRow(Table):
    """A pin's line in the database."""

    __tablename__ = "pins"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    stream_id: Mapped[str] = mapped_column(index=True)
    product_id: Mapped[str]
    time: Mapped[float]
    by: Mapped[str]
    created: Mapped[datetime]

    __table_args__ = ({"sqlite_autoincrement": True},)


class MarkRow(Table):
    """A mark's line in the database."""

    __tablename__ = "marks"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    stream_id: Mapped[str] = mapped_column(index=True)
    product_id: Mapped[str]
    time: Mapped[float]
    by: Mapped[str]
    created: Mapped[datetime]


class DeskStore:
    """Desks with their pins and marks; the streams themselves are the engine's."""

    def __init__(self, database: sqlalchemy.Engine) -> None:
        self._database = database

    def add(self, title: str, catalog_id: str, *, watch: str, mode: PinMode) -> Desk:
        """A desk for a new stream, which shoppers do not see yet."""
        row = DeskRow(
            id=new_id(), title=title, catalog_id=catalog_id, watch=watch, mode=mode.value, public=False, created=now()
        )
        with Session(self._database, expire_on_commit=False) as session, session.begin():
            session.add(row)
        return _desk(row)

    def get(self, stream_id: str) -> Desk | None:
        """One desk, or None."""
        with Session(self._database) as session:
            row = session.get(DeskRow, stream_id)
            return _desk(row) if row else None

    def all(self) -> list[Desk]:
        """Every desk, the newest first."""
        with Session(self._database) as session:
            return [_desk(row) for row in session.scalars(select(DeskRow).order_by(DeskRow.created.desc(), DeskRow.id))]

    def change(self, stream_id: str, **changes: Any) -> Desk | None:
        """Set some of a desk's columns; None where there is no such desk."""
        values = {name: value.value if isinstance(value, PinMode) else value for name, value in changes.items()}
        with Session(self._database) as session, session.begin():
            if values:
                session.execute(update(DeskRow).where(DeskRow.id == stream_id).values(**values))
            row = session.get(DeskRow, stream_id)
            return _desk(row) if row else None

    def pin(self, stream_id: str, product_id: str, *, time: float, by: str) -> Pin:
        """From a media time on, shoppers see a product, or none."""
        row = PinRow(stream_id=stream_id, product_id=product_id, time=time, by=by, created=now())
        with Session(self._database, expire_on_commit=False) as session, session.begin():
            session.add(row)
        return _pin(row)

    def pins(self, stream_id: str) -> list[Pin]:
        """Every pin of a stream, the newest first."""
        query = select(PinRow).where(PinRow.stream_id == stream_id).order_by(PinRow.number.desc()).limit(1000)
        with Session(self._database) as session:
            return [_pin(row) for row in session.scalars(query)]

    def mark(self, stream_id: str, product_id: str, *, time: float, by: str) -> Mark:
        """Remember a moment for later."""
        row = MarkRow(stream_id=stream_id, product_id=product_id, time=time, by=by, created=now())
        with Session(self._database, expire_on_commit=False) as session, session.begin():
            session.add(row)
        return _mark(row)

    def marks(self, stream_id: str) -> list[Mark]:
        """Every mark of a stream, the newest first."""
        query = select(MarkRow).where(MarkRow.stream_id == stream_id).order_by(MarkRow.number.desc()).limit(1000)
        with Session(self._database) as session:
            return [_mark(row) for row in session.scalars(query)]


def _desk(row: DeskRow) -> Desk:
    return Desk(row.id, row.title, row.catalog_id, row.watch, PinMode(row.mode), row.public, row.created)


def _pin(row: PinRow) -> Pin:
    return Pin(row.number, row.product_id, row.time, row.by, row.created)


def _mark(row: MarkRow) -> Mark:
    return Mark(row.number, row.product_id, row.time, row.by, row.created)
