"""Events and checkpoints are committed together or not at all, and only by the stream's owner."""

from pathlib import Path

import pytest
import sqlalchemy

from fashion_focus.core.errors import StoreError
from fashion_focus.store.database import file_url, open_database
from fashion_focus.store.outbox import Outbox, OutgoingEvent
from fashion_focus.store.streams import LostStreamError, StreamStore


def event(name: str, stream: str = "s1") -> OutgoingEvent:
    return OutgoingEvent(name, stream, "focus.started", f'{{"id": "{name}"}}')


@pytest.fixture
def database(tmp_path: Path) -> sqlalchemy.Engine:
    return open_database(file_url(tmp_path))


@pytest.fixture
def store(database: sqlalchemy.Engine) -> StreamStore:
    return StreamStore(database)


def test_what_is_saved_together_is_there_together(database: sqlalchemy.Engine, store: StreamStore) -> None:
    owner = store.begin_run("s1", "{}", state="starting")
    store.save(owner, events=[event("a"), event("b")], checkpoint=b"after b", state="running")
    assert [one.id for one in Outbox(database).after(0)] == ["a", "b"]
    saved = store.checkpoint(owner)
    assert saved is not None
    assert saved.data == b"after b"
    assert store.streams()[0].state == "running"


def test_an_event_told_again_is_kept_once(database: sqlalchemy.Engine, store: StreamStore) -> None:
    owner = store.begin_run("s1", "{}", state="starting")
    store.save(owner, events=[event("a")])
    store.save(owner, events=[event("a"), event("b")])
    assert [one.id for one in Outbox(database).after(0)] == ["a", "b"]


def test_a_former_owner_cannot_save(database: sqlalchemy.Engine, store: StreamStore) -> None:
    former = store.begin_run("s1", "{}", state="starting")
    store.save(former, checkpoint=b"first")
    present = store.take_over("s1")
    with pytest.raises(LostStreamError, match="belongs to another engine"):
        store.save(former, events=[event("late")], checkpoint=b"late")
    assert Outbox(database).after(0) == []
    saved = store.checkpoint(present)
    assert saved is not None
    assert saved.data == b"first"


def test_a_new_run_has_no_checkpoint_of_the_last(store: StreamStore) -> None:
    first = store.begin_run("s1", "{}", state="starting")
    store.save(first, checkpoint=b"old")
    second = store.begin_run("s1", "{}", state="starting")
    assert second.run == first.run + 1
    assert store.checkpoint(second) is None


def test_a_removed_stream_does_not_give_its_runs_away(store: StreamStore) -> None:
    store.begin_run("s1", '{"source": "rtsp://user:secret@camera"}', state="starting")
    store.remove("s1")
    assert store.streams() == []
    assert store.begin_run("s1", "{}", state="starting").run == 2


def test_a_stream_that_is_not_known_cannot_be_taken_over(store: StreamStore) -> None:
    with pytest.raises(StoreError, match="not known; start it first"):
        store.take_over("s1")
