"""The promise: whenever an engine is killed (`kill -9`), the next one goes on, and no focus is lost or doubled.

In full: an event that was seen in the outbox is on disk and stays; a file gives the same events under the same ids as
in a run that was never killed; no decode worker outlives its engine.
"""

import json
import os
import random
import shutil
import time
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.engine import life, painted
from tests.engine.waiting import PATIENCE, until

from fashion_focus.engine import FINAL_STATES, StoredEvent, StreamConfig
from fashion_focus.store.database import file_url, open_database
from fashion_focus.store.outbox import Outbox

N_KILLS = int(os.environ.get("FASHION_FOCUS_KILLS", "30"))
"""How often the engine is killed."""

SEED = 20
LONGEST_LIFE = 0.35
"""Of the time that an undisturbed run takes: some die while they start, most at work."""


@dataclass(frozen=True)
class Undisturbed:
    """A run that nobody killed. seconds: how long it took."""

    events: list[StoredEvent]
    seconds: float


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return painted.film(tmp_path_factory.mktemp("film") / "show.mp4", show=life.SHOW, duration=life.DURATION)


@pytest.fixture(scope="module")
def undisturbed(film: Path, tmp_path_factory: pytest.TempPathFactory) -> Undisturbed:
    folder = tmp_path_factory.mktemp("undisturbed")
    shutil.copy(film, folder / "show.mp4")
    began = time.monotonic()
    life.live(folder)
    return Undisturbed(told(folder), time.monotonic() - began)


def told(folder: Path) -> list[StoredEvent]:
    """What the database holds of the show itself; states of the stream tell of the engine's lives too."""
    database = open_database(file_url(folder))
    events = Outbox(database).after(0, limit=10_000)
    database.dispose()
    return [event for event in events if event.type != "stream.state"]


def test_every_focus_of_the_show_is_told_once(undisturbed: Undisturbed) -> None:
    for kind in ("focus.started", "focus.ended"):
        products = [json.loads(event.body)["data"]["product_id"] for event in undisturbed.events if event.type == kind]
        assert products == [turn.product_id for turn in life.SHOW]


def test_an_engine_that_is_killed_again_and_again_tells_the_same(
    film: Path, tmp_path: Path, undisturbed: Undisturbed
) -> None:
    shutil.copy(film, tmp_path / "show.mp4")
    chance = random.Random(SEED)
    seen: list[StoredEvent] = []
    for _ in range(N_KILLS):
        process = life.begin(tmp_path)
        process.join(chance.uniform(0.0, LONGEST_LIFE * undisturbed.seconds))
        process.kill()  # SIGKILL, and nothing where the show is over already
        process.join()
        before, seen = seen, told(tmp_path)
        assert seen[: len(before)] == before
    last = life.begin(tmp_path)
    last.join(PATIENCE)
    assert last.exitcode == 0
    assert [event.id for event in told(tmp_path)] == [event.id for event in undisturbed.events]
    assert [_facts(event) for event in told(tmp_path)] == [_facts(event) for event in undisturbed.events]


def test_a_paused_stream_stays_paused_and_goes_on_where_it_was(
    film: Path, tmp_path: Path, undisturbed: Undisturbed
) -> None:
    with life.open_engine(tmp_path) as engine:
        engine.start(StreamConfig(life.STREAM, str(film), "all", realtime=False))
        until(lambda: engine.status(life.STREAM).media_time > 6.0)
        engine.pause(life.STREAM)
    with life.open_engine(tmp_path).open() as engine:
        time.sleep(0.3)
        assert engine.status(life.STREAM).state == "paused"
        engine.resume(life.STREAM)
        until(lambda: engine.status(life.STREAM).state in FINAL_STATES)
    assert [event.id for event in told(tmp_path)] == [event.id for event in undisturbed.events]


def _facts(event: StoredEvent) -> dict[str, object]:
    """An event without the wall clock's time of day."""
    return {name: value for name, value in json.loads(event.body).items() if name != "time"}
