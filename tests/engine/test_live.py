"""Real servers: a show goes in by RTMP, HLS and HTTP, is cut and comes back, and every focus comes out once."""

import json
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from prometheus_client import generate_latest
from tests.engine import painted
from tests.engine.servers import FfmpegPublisher, MediaServer, encoding, needs_media_server
from tests.shows import Turn

from fashion_focus.engine import Engine, EngineSettings, Publisher, StreamConfig, StreamState
from fashion_focus.store.database import file_url, open_database

OUTAGE_S = float(os.environ.get("FASHION_FOCUS_OUTAGE", "6"))
"""How long the source is away; 20 in the full proof."""

SHOW = (Turn("red-bag", 10.0, 14.0), Turn("blue-shoe", 19.0, 23.0), Turn("green-tea", 29.0, 34.0))
"""The first comes late: a busy machine takes seconds to connect."""
DURATION = 35.0
CUT, AGAIN = 15.0, 15.5
"""Seconds of the show: where it is cut, and where it goes on after the outage."""

TEN_HOURS = 36_000.0


@dataclass(frozen=True)
class Told:
    """What was told of one stream."""

    events: list[dict[str, Any]]

    def of(self, kind: str) -> list[dict[str, Any]]:
        return [event for event in self.events if event["type"] == kind]

    def products(self, kind: str) -> list[str]:
        return [event["data"]["product_id"] for event in self.of(kind)]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Told]]:
    needs_media_server()
    folder = tmp_path_factory.mktemp("live")
    film = painted.film(folder / "show.mp4", show=SHOW, duration=DURATION)
    database = open_database(file_url(folder))
    settings = EngineSettings(stall=4.0, backoff_most=1.0, queue_pictures=32)
    with (
        MediaServer(folder) as server,
        Engine(database, models=painted.models(), catalogs=painted.catalogs, settings=settings) as engine,
    ):
        sources = {"rtmp": server.rtmp("show"), "hls": server.hls("show"), "push": "push:"}
        for name, source in sources.items():
            engine.start(StreamConfig(name, source, "all"))
        wait_until(lambda: all(status.state is StreamState.WAITING for status in engine.streams()), 60.0)
        pushing = threading.Thread(target=push_with_a_jump, args=(engine.publish("push"), film))
        pushing.start()
        publish_with_a_cut(film, server.rtmp("show"), engine)
        pushing.join()
        print("\n".join(line for line in generate_latest(engine.registry).decode().splitlines() if "_pictures" in line))
        for name in sources:
            engine.stop(name)
        events = [json.loads(event.body) for event in engine.events.after(0, limit=10_000)]
        yield {name: Told([e for e in events if e["source"] == f"/streams/{name}"]) for name in sources}


def publish_with_a_cut(film: Path, address: str, engine: Engine) -> None:
    """The show in two parts with an outage between; when the second product is gone, the RTMP worker is killed."""
    with FfmpegPublisher(film, address, end=CUT) as first:
        first.wait(60)
    time.sleep(OUTAGE_S)
    with FfmpegPublisher(film, address, begin=AGAIN, stamps=TEN_HOURS) as second:
        wait_until(lambda: n_closed(engine, "rtmp") == 2)
        os.kill(engine.worker_pid("rtmp") or 0, signal.SIGKILL)
        second.wait(60)
    # HLS plays some seconds behind.
    time.sleep(5)


def push_with_a_jump(publisher: Publisher, film: Path) -> None:
    """The show as MPEG-TS, whose clock jumps by ten hours on the way."""
    with publisher:
        for begin, end, stamps in ((0.0, AGAIN, 0.0), (AGAIN, DURATION, TEN_HOURS)):
            command = [*encoding(film, begin=begin, end=end, stamps=stamps), "-f", "mpegts", "pipe:1"]
            with subprocess.Popen(command, stdout=subprocess.PIPE, bufsize=0) as process:
                assert process.stdout is not None
                while data := process.stdout.read(65536):
                    publisher.write(data)


def n_closed(engine: Engine, stream: str) -> int:
    """How many things have gone out of sight."""
    return sum(event.type == "tracklet.closed" for event in engine.events.after(0, stream=stream, limit=1000))


def wait_until(there: Callable[[], bool], timeout: float = 30.0) -> None:
    deadline = time.monotonic() + timeout
    while not there():
        assert time.monotonic() < deadline, "waited for too long"
        time.sleep(0.05)


@pytest.mark.parametrize("name", ["rtmp", "hls", "push"])
def test_every_focus_comes_out_once(told: dict[str, Told], name: str) -> None:
    shown = [turn.product_id for turn in SHOW]
    assert told[name].products("focus.started") == shown
    assert told[name].products("focus.ended") == shown
    ids = [event["id"] for event in told[name].events]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("name", ["rtmp", "hls"])
def test_an_outage_is_told_as_a_gap_and_begins_an_epoch(told: dict[str, Told], name: str) -> None:
    gap = told[name].of("stream.gap")[0]
    # The publisher has to begin and the server to be asked again.
    assert OUTAGE_S - 2.0 < gap["data"]["end"] - gap["data"]["start"] < OUTAGE_S + 15.0
    assert gap["epoch"] == 1
    first, second = told[name].products("focus.ended")[:2], told[name].of("focus.started")[1]
    assert first == ["red-bag", "blue-shoe"]
    assert second["data"]["start"] > gap["data"]["end"]


@pytest.mark.parametrize("name", ["rtmp", "hls", "push"])
def test_media_time_grows_through_it_all(told: dict[str, Told], name: str) -> None:
    starts = [event["data"]["start"] for event in told[name].of("focus.started")]
    assert starts == sorted(starts)
    assert starts[-1] < 120


def test_a_killed_worker_costs_one_epoch_and_no_focus(told: dict[str, Told]) -> None:
    assert told["rtmp"].of("focus.ended")[-1]["epoch"] == 2


def test_a_jump_of_the_clock_begins_an_epoch(told: dict[str, Told]) -> None:
    assert told["push"].of("focus.started")[-1]["epoch"] == 1
    assert told["push"].of("stream.gap")[0]["data"]["code"] == "clock-jump"


def test_a_focus_is_told_soon(told: dict[str, Told]) -> None:
    for event in told["rtmp"].of("focus.started"):
        assert event["mediatime"] - event["data"]["start"] < 2.5
