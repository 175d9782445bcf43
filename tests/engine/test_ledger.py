"""Events wait for a disk that is full, and are told, in order, once there is room."""

from pathlib import Path

import pytest
import sqlalchemy

from fashion_focus.engine import EngineSettings, EventFeed
from fashion_focus.engine.metrics import Metrics
from fashion_focus.engine.running.ledger import Ledger
from fashion_focus.store.database import file_url, open_database
from fashion_focus.store.outbox import Outbox, OutgoingEvent
from fashion_focus.store.streams import LostStreamError, StreamStore

ROOM = 1_000_000


@pytest.fixture
def database(tmp_path: Path) -> sqlalchemy.Engine:
    return open_database(file_url(tmp_path))


@pytest.fixture
def ledger(database: sqlalchemy.Engine) -> Ledger:
    store = StreamStore(database)
    return Ledger(
        store.begin_run("s1", "{}", state="running"),
        store,
        EventFeed(Outbox(database), keep=100),
        EngineSettings(flush_every=0.0),
        Metrics(lambda: ()),
        checkpoint=lambda: b"state",
    )


def event(name: str) -> OutgoingEvent:
    return OutgoingEvent(name, "s1", "focus.started", "x" * 5000)


def allow_pages(database: sqlalchemy.Engine, n: int) -> None:
    """SQLite's own bound of the file: beyond it, it says that the disk is full."""
    with database.connect() as connection:
        connection.exec_driver_sql(f"PRAGMA max_page_count={n}")


def test_nothing_is_lost_while_the_disk_is_full(database: sqlalchemy.Engine, ledger: Ledger) -> None:
    allow_pages(database, 1)
    ledger.add([event("a")], arrived=0.0)
    assert not ledger.commit()
    assert "full" in ledger.fault
    ledger.add([event("b")], arrived=0.0)
    assert not ledger.commit()
    assert Outbox(database).after(0) == []
    allow_pages(database, ROOM)
    assert ledger.commit()
    assert ledger.fault == ""
    assert [one.id for one in Outbox(database).after(0)] == ["a", "b"]


def test_what_cannot_be_saved_for_long_makes_the_session_wait(database: sqlalchemy.Engine, ledger: Ledger) -> None:
    allow_pages(database, 1)
    for k in range(1000):
        ledger.add([event(f"e{k}")], arrived=0.0)
    assert not ledger.commit()
    assert ledger.full


def test_a_stream_that_others_own_is_let_go(database: sqlalchemy.Engine, ledger: Ledger) -> None:
    StreamStore(database).take_over("s1")
    ledger.add([event("a")], arrived=0.0)
    with pytest.raises(LostStreamError):
        ledger.commit()
    assert Outbox(database).after(0) == []


def test_events_are_told_only_after_their_commit(database: sqlalchemy.Engine, ledger: Ledger) -> None:
    told: list[int] = []
    ledger.feed.listen(told.append)
    ledger.add([event("a")], arrived=0.0)
    assert told == []
    ledger.commit_if_due()
    assert told == [Outbox(database).last()]
