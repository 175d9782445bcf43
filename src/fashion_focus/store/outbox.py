"""Events that were committed and may have to be told again, in the order of their commits."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy
from sqlalchemy import BigInteger, Connection, Integer, String, Text, delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from fashion_focus.store.database import Table
from fashion_focus.store.faults import store_errors

_SEQUENCE = BigInteger().with_variant(Integer, "sqlite")


class EventRow(Table):
    """One event. seq: grows with each commit and is never used twice; body: the CloudEvent as JSON, as it is sent."""

    __tablename__ = "events"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012  # SQLAlchemy reads it as it stands

    seq: Mapped[int] = mapped_column(_SEQUENCE, primary_key=True, autoincrement=True)
    id: Mapped[str] = mapped_column(String(64), unique=True)
    stream: Mapped[str] = mapped_column(String(64), index=True)
    type: Mapped[str] = mapped_column(String(64))
    body: Mapped[str] = mapped_column(Text)


class ReaderRow(Table):
    """How far a named reader of events has come."""

    __tablename__ = "event_readers"

    name: Mapped[str] = mapped_column(String(200), primary_key=True)
    seq: Mapped[int] = mapped_column(_SEQUENCE)


class HorizonRow(Table):
    """The highest number among the events that were dropped because they were old; one row at most."""

    __tablename__ = "event_horizon"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    seq: Mapped[int] = mapped_column(_SEQUENCE)


@dataclass(frozen=True, slots=True)
class OutgoingEvent:
    """An event to be committed. body: JSON text."""

    id: str
    stream: str
    type: str
    body: str


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """A committed event. seq: its place in the order of commits."""

    seq: int
    id: str
    stream: str
    type: str
    body: str


def insert_events(connection: Connection, events: Sequence[OutgoingEvent]) -> int:
    """Add events inside the caller's transaction; those whose id is known already are left as they are.

    Returns how many were new.
    """
    if not events:
        return 0
    rows = [{"id": e.id, "stream": e.stream, "type": e.type, "body": e.body} for e in events]
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    statement = dialect.insert(EventRow).on_conflict_do_nothing(index_elements=[EventRow.id])
    return sum(connection.execute(statement, row).rowcount for row in rows)


class Outbox:
    """The committed events of a database, to be read from any place again. Safe for several threads."""

    def __init__(self, database: sqlalchemy.Engine) -> None:
        self._database = database

    def after(self, seq: int, *, stream: str | None = None, limit: int = 500) -> list[StoredEvent]:
        """Events behind a place in the order, oldest first; of one stream, where it is named. Raises StoreError."""
        columns = (EventRow.seq, EventRow.id, EventRow.stream, EventRow.type, EventRow.body)
        query = select(*columns).where(EventRow.seq > seq).order_by(EventRow.seq).limit(limit)
        if stream is not None:
            query = query.where(EventRow.stream == stream)
        with store_errors("read events"), self._database.connect() as connection:
            return [StoredEvent(*row) for row in connection.execute(query)]

    def last(self) -> int:
        """The place of the newest event; 0 where there is none. Raises StoreError."""
        with store_errors("read events"), self._database.connect() as connection:
            newest = connection.execute(select(func.max(EventRow.seq))).scalar()
            return max(newest or 0, _horizon(connection))

    def horizon(self) -> int:
        """The place up to which events are forgotten: a reader that stands before it has missed some."""
        with store_errors("read events"), self._database.connect() as connection:
            return _horizon(connection)

    def seq_of(self, event_id: str) -> int | None:
        """The place of an event by its id; None where it is not known (any more). Raises StoreError."""
        with store_errors("read events"), self._database.connect() as connection:
            return connection.execute(select(EventRow.seq).where(EventRow.id == event_id)).scalar()

    def place_of(self, reader: str) -> int:
        """How far a named reader has acknowledged; 0 for a new one. Raises StoreError."""
        with store_errors("read events"), self._database.connect() as connection:
            return connection.execute(select(ReaderRow.seq).where(ReaderRow.name == reader)).scalar() or 0

    def acknowledge(self, reader: str, seq: int) -> None:
        """A named reader has all events up to a place. Raises StoreError."""
        with store_errors("save a reader's place"), self._database.begin() as connection:
            changed = connection.execute(update(ReaderRow).where(ReaderRow.name == reader).values(seq=seq)).rowcount
            if not changed:
                connection.execute(sqlalchemy.insert(ReaderRow).values(name=reader, seq=seq))

    def forget(self, *, keep: int) -> int:
        """Drop all but the newest `keep` events; returns how many. Raises StoreError."""
        with store_errors("drop old events"), self._database.begin() as connection:
            newest = connection.execute(select(func.max(EventRow.seq))).scalar() or 0
            oldest_kept = newest - keep
            dropped = connection.execute(delete(EventRow).where(EventRow.seq <= oldest_kept)).rowcount
            if dropped and not connection.execute(update(HorizonRow).values(seq=oldest_kept)).rowcount:
                connection.execute(sqlalchemy.insert(HorizonRow).values(id=1, seq=oldest_kept))
            return dropped


def _horizon(connection: Connection) -> int:
    return connection.execute(select(HorizonRow.seq)).scalar() or 0
