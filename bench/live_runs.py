"""Runs of the streaming engine in this process: what was told when, and what it took."""

import json
import os
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench.broadcast import Broadcast
from fashion_focus.catalog import read_catalog
from fashion_focus.engine import Engine, EngineSettings, StreamConfig, StreamStatus
from fashion_focus.profiles import Models
from fashion_focus.store.database import file_url, open_database

_LOOK_EVERY = 0.25
_WARM = 3.0
"""Seconds of a broadcast that are not counted: its shelf is there, its decoder begins."""


@dataclass(frozen=True, slots=True)
class Usage:
    """Processor seconds and memory (bytes) of this process and its children."""

    cpu: float
    memory: int


@dataclass(slots=True)
class Run:
    """One run of some streams.

    began: moment of the monotonic clock at which each stream's first picture was on screen. told: event bodies with
    the moments of their commits. pictures, lags, behind, seconds, cores: of the time after the first seconds; behind:
    seconds from a picture on screen to its having been looked at, with the time to the next one.
    """

    statuses: tuple[StreamStatus, ...] = ()
    began: dict[str, float] = field(default_factory=dict)
    told: list[tuple[float, dict[str, object]]] = field(default_factory=list)
    lags: list[float] = field(default_factory=list)
    behind: list[float] = field(default_factory=list)
    pictures: dict[str, int] = field(default_factory=dict)
    thinned: int = 0
    seconds: float = 0.0
    cores: float = 0.0
    memory: int = 0


def play(shows: Sequence[tuple[StreamConfig, Path]], models: Models, seconds: float = float("inf")) -> Run:
    """Broadcast videos to pushed streams of an engine of their own, to their ends or for some seconds."""
    run = Run()
    with tempfile.TemporaryDirectory(prefix="bench-live-") as folder:
        database = open_database(file_url(Path(folder)))
        settings = EngineSettings(max_streams=len(shows))
        with Engine(
            database, models=models, catalogs=lambda name: read_catalog(Path(name)), settings=settings
        ) as engine:
            for config, _ in shows:
                engine.start(config)
            _until_shelves_are_made(engine)
            over = threading.Event()
            reader = threading.Thread(target=_read, args=(engine, run, over))
            reader.start()
            _broadcast(engine, run, shows, seconds)
            for config, _ in shows:
                engine.stop(config.id)
            run.statuses = engine.streams()
            run.thinned = _thinned(engine)
            # Events are told after their commit, and the last are there by now.
            over.set()
            reader.join()
        database.dispose()
    return run


def _broadcast(engine: Engine, run: Run, shows: Sequence[tuple[StreamConfig, Path]], seconds: float) -> None:
    sending = {
        config.id: Broadcast(video, engine.publish(config.id), seconds=seconds + _WARM) for config, video in shows
    }
    time.sleep(_WARM)
    before = {status.id: status.pictures for status in engine.streams()}
    used, counted_from = _usage(), time.monotonic()
    while not all(one.over for one in sending.values()):
        for status in engine.streams():
            run.lags.append(status.lag)
            began = sending[status.id].began
            if began is not None and not sending[status.id].over:
                run.behind.append(time.monotonic() - began - status.media_time)
        run.memory = max(run.memory, _usage().memory)
        time.sleep(_LOOK_EVERY)
    run.seconds = time.monotonic() - counted_from
    run.cores = (_usage().cpu - used.cpu) / run.seconds
    run.pictures = {status.id: status.pictures - before[status.id] for status in engine.streams()}
    run.began = {name: one.began for name, one in sending.items() if one.began is not None}
    # What was sent last is still on its way; nothing more comes when the count of pictures stands still.
    n_seen = -1
    while n_seen != (now := sum(status.pictures for status in engine.streams())) or _lag(engine):
        n_seen = now
        time.sleep(1.5)


def _lag(engine: Engine) -> float:
    return max(status.lag for status in engine.streams())


def _until_shelves_are_made(engine: Engine) -> None:
    """Embedding the products' pictures is no part of a broadcast."""
    while any(status.state == "starting" for status in engine.streams()):
        time.sleep(0.05)


def _thinned(engine: Engine) -> int:
    families = [family for family in engine.registry.collect() if family.name == "fashion_focus_pictures_thinned"]
    return sum(int(sample.value) for family in families for sample in family.samples if sample.name.endswith("_total"))


def _read(engine: Engine, run: Run, over: threading.Event) -> None:
    for event in engine.events.follow(until=over.is_set):
        run.told.append((time.monotonic(), json.loads(event.body)))


def _usage() -> Usage:
    """From /proc: this process, and its decode workers and recognizers."""
    cpu, memory = 0.0, 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:
            continue
        if int(stat.parent.name) == os.getpid() or int(fields[1]) == os.getpid():
            cpu += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
            memory += int(fields[21]) * os.sysconf("SC_PAGE_SIZE")
    return Usage(cpu, memory)
