"""Readers get every event in order, from where they left off, and learn when they come too late."""

from pathlib import Path

import pytest
from tests.store.test_streams import event

from fashion_focus.store.database import file_url, open_database
from fashion_focus.store.outbox import Outbox
from fashion_focus.store.streams import StreamStore


@pytest.fixture
def outbox(tmp_path: Path) -> Outbox:
    """Ten events of two streams."""
    database = open_database(file_url(tmp_path))
    store = StreamStore(database)
    owners = [store.begin_run(name, "{}", state="running") for name in ("s1", "s2")]
    for k in range(10):
        store.save(owners[k % 2], events=[event(f"e{k}", owners[k % 2].stream)])
    return Outbox(database)


def test_events_come_in_the_order_of_their_commits(outbox: Outbox) -> None:
    events = outbox.after(0)
    assert [one.id for one in events] == [f"e{k}" for k in range(10)]
    assert [one.seq for one in events] == sorted({one.seq for one in events})
    assert outbox.last() == events[-1].seq


def test_a_reader_goes_on_behind_what_it_has(outbox: Outbox) -> None:
    fourth = outbox.seq_of("e3")
    assert fourth is not None
    assert [one.id for one in outbox.after(fourth, limit=2)] == ["e4", "e5"]
    assert [one.id for one in outbox.after(fourth, stream="s1")] == ["e4", "e6", "e8"]


def test_a_named_readers_place_is_remembered(outbox: Outbox) -> None:
    assert outbox.place_of("stdout") == 0
    outbox.acknowledge("stdout", 4)
    outbox.acknowledge("stdout", 7)
    assert outbox.place_of("stdout") == 7


def test_what_is_forgotten_is_said(outbox: Outbox) -> None:
    assert outbox.horizon() == 0
    assert outbox.forget(keep=4) == 6
    assert [one.id for one in outbox.after(0)] == ["e6", "e7", "e8", "e9"]
    assert outbox.horizon() == outbox.after(0)[0].seq - 1
    assert outbox.forget(keep=4) == 0


def test_numbers_are_not_used_again_after_all_is_forgotten(outbox: Outbox) -> None:
    last = outbox.last()
    outbox.forget(keep=0)
    assert outbox.after(0) == []
    assert outbox.last() == last
