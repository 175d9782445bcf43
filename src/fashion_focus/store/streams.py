"""Live streams and their checkpoints: what a killed engine goes on from."""

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy
from sqlalchemy import Connection, Float, Integer, LargeBinary, String, Text, delete, select, update
from sqlalchemy.orm import Mapped, mapped_column

from fashion_focus.core.errors import StoreError
from fashion_focus.store.database import Table
from fashion_focus.store.faults import store_errors
from fashion_focus.store.outbox import OutgoingEvent, insert_events

_REMOVED = "removed"


class LostStreamError(StoreError):
    """Another engine has taken the stream over; what this one still holds of it must not be written."""


class StreamRow(Table):
    """A stream. config: its owner's description as JSON; state: in the engine's words; fence: rises with each owner."""

    __tablename__ = "streams"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    config: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(16))
    error: Mapped[str] = mapped_column(Text, default="")
    run: Mapped[int] = mapped_column(Integer, default=1)
    fence: Mapped[int] = mapped_column(Integer, default=0)


class CheckpointRow(Table):
    """The newest checkpoint of a stream's run. saved_at: seconds of the wall clock."""

    __tablename__ = "checkpoints"

    stream: Mapped[str] = mapped_column(String(64), primary_key=True)
    run: Mapped[int] = mapped_column(Integer)
    saved_at: Mapped[float] = mapped_column(Float)
    data: Mapped[bytes] = mapped_column(LargeBinary)


@dataclass(frozen=True, slots=True)
class StoredStream:
    """A stream as the database knows it; config: JSON text, with the source's credentials."""

    id: str
    config: str
    state: str
    error: str
    run: int


@dataclass(frozen=True, slots=True)
class StoredCheckpoint:
    """A run's newest checkpoint. age: seconds since it was saved, by the wall clock; never below 0."""

    data: bytes
    age: float


@dataclass(frozen=True, slots=True)
class Ownership:
    """The right to write for one run of a stream; a later owner's fence is higher and ends it."""

    stream: str
    run: int
    fence: int


class StreamStore:
    """Repository of streams; everything that a run wants kept goes through `save`. Safe for several threads."""

    def __init__(self, database: sqlalchemy.Engine) -> None:
        self._database = database
        self._writing = threading.Lock()

    def begin_run(self, stream: str, config: str, *, state: str) -> Ownership:
        """Make a stream, or begin its next run, which has no checkpoint; becomes its owner. Raises StoreError."""
        with store_errors(f"begin stream {stream}"), self._database.begin() as connection:
            known = connection.execute(select(StreamRow.run).where(StreamRow.id == stream)).scalar()
            values = {"config": config, "state": state, "error": "", "run": (known or 0) + 1}
            if known is None:
                connection.execute(sqlalchemy.insert(StreamRow).values(id=stream, fence=0, **values))
            else:
                connection.execute(update(StreamRow).where(StreamRow.id == stream).values(**values))
            connection.execute(delete(CheckpointRow).where(CheckpointRow.stream == stream))
            return _own(connection, stream)

    def take_over(self, stream: str) -> Ownership:
        """Become the owner of a stream's present run; whoever owned it cannot save any more. Raises StoreError."""
        with store_errors(f"take over stream {stream}"), self._database.begin() as connection:
            return _own(connection, stream)

    def save(
        self,
        owner: Ownership,
        *,
        events: Sequence[OutgoingEvent] = (),
        checkpoint: bytes | None = None,
        state: str | None = None,
        error: str = "",
    ) -> None:
        """Commit events, a checkpoint and a state together, all or none. Raises StoreError, LostStreamError."""
        # SQLite lets one write at a time: better to wait here, in order, than in its own loop of trials.
        with self._writing, store_errors(f"save stream {owner.stream}"), self._database.begin() as connection:
            # The first statement takes the write lock, so that nobody can become the owner in between.
            values = {"fence": owner.fence} if state is None else {"state": state, "error": error}
            mine = (StreamRow.id == owner.stream) & (StreamRow.fence == owner.fence)
            if not connection.execute(update(StreamRow).where(mine).values(**values)).rowcount:
                raise LostStreamError(f"stream {owner.stream} now belongs to another engine; this one lets go of it")
            insert_events(connection, events)
            if checkpoint is not None:
                connection.execute(delete(CheckpointRow).where(CheckpointRow.stream == owner.stream))
                row = {"stream": owner.stream, "run": owner.run, "saved_at": time.time(), "data": checkpoint}
                connection.execute(sqlalchemy.insert(CheckpointRow).values(**row))

    def checkpoint(self, owner: Ownership) -> StoredCheckpoint | None:
        """The newest checkpoint of the owner's run; None where there is none yet. Raises StoreError."""
        mine = (CheckpointRow.stream == owner.stream) & (CheckpointRow.run == owner.run)
        with store_errors(f"read stream {owner.stream}"), self._database.connect() as connection:
            row = connection.execute(select(CheckpointRow.data, CheckpointRow.saved_at).where(mine)).first()
        # The wall clock may have been set back in between.
        return None if row is None else StoredCheckpoint(row[0], max(0.0, time.time() - row[1]))

    def streams(self) -> list[StoredStream]:
        """All streams, by id. Raises StoreError."""
        columns = (StreamRow.id, StreamRow.config, StreamRow.state, StreamRow.error, StreamRow.run)
        query = select(*columns).where(StreamRow.state != _REMOVED).order_by(StreamRow.id)
        with store_errors("read the streams"), self._database.connect() as connection:
            return [StoredStream(*row) for row in connection.execute(query)]

    def remove(self, stream: str) -> None:
        """Forget a stream and its checkpoint; its events stay. Raises StoreError."""
        with store_errors(f"remove stream {stream}"), self._database.begin() as connection:
            connection.execute(delete(CheckpointRow).where(CheckpointRow.stream == stream))
            # Its number of runs stays: events of a later stream of this name must not get ids that were used before.
            connection.execute(update(StreamRow).where(StreamRow.id == stream).values(state=_REMOVED, config=""))


def _own(connection: Connection, stream: str) -> Ownership:
    mine = StreamRow.id == stream
    if not connection.execute(update(StreamRow).where(mine).values(fence=StreamRow.fence + 1)).rowcount:
        raise StoreError(f"stream {stream} is not known; start it first")
    run, fence = connection.execute(select(StreamRow.run, StreamRow.fence).where(mine)).one()
    return Ownership(stream, run, fence)
