"""The engine: streams started, stopped and paused; taken up again after a crash; one set of models for all."""

import json
import logging
import threading
from collections.abc import Callable
from dataclasses import asdict
from types import TracebackType
from typing import Self

import sqlalchemy
from prometheus_client import CollectorRegistry

from fashion_focus.core.errors import FashionFocusError, SettingsError
from fashion_focus.core.product import Catalog
from fashion_focus.core.words import Comment
from fashion_focus.engine.config import (
    RUNNING_STATES,
    EngineSettings,
    Health,
    StreamConfig,
    StreamState,
    StreamStatus,
)
from fashion_focus.engine.feed import EventFeed
from fashion_focus.engine.hosting import ModelHost
from fashion_focus.engine.metrics import Metrics
from fashion_focus.engine.running.runner import StreamRunner, Surroundings
from fashion_focus.engine.shelves import ShelfMaker
from fashion_focus.engine.source.publisher import Publisher
from fashion_focus.profiles import Models
from fashion_focus.store.outbox import Outbox
from fashion_focus.store.streams import StoredStream, StreamStore

logger = logging.getLogger(__name__)

Catalogs = Callable[[str], Catalog]
"""Turns a stream's catalog reference into its catalog, as it is now. Raises FashionFocusError where it cannot."""


class Engine:
    """Runs streams on one machine. Every method may be called from any thread; close it, or use it in `with`.

    Promise: an event that was seen through `events` is on disk. After `kill -9` at any point, `open` goes on from the
    last commit: no focus is lost or told under a second id; of a live source only what was not analysed is lost, and
    a `stream.gap` event names it.
    """

    def __init__(
        self,
        database: sqlalchemy.Engine,
        *,
        models: Models,
        catalogs: Catalogs,
        settings: EngineSettings | None = None,
    ) -> None:
        """database: from `store.database.open_database`; import this package before, so that its tables are made."""
        self._settings = settings or EngineSettings()
        self._store = StreamStore(database)
        self._outbox = Outbox(database)
        self._feed = EventFeed(self._outbox, keep=self._settings.keep_events)
        self._metrics = Metrics(self.streams)
        self._host = ModelHost(models, settings=self._settings, metrics=self._metrics)
        self._shelves = ShelfMaker(catalogs, self._host.models)
        self._around = Surroundings(
            self._store, self._feed, self._host, self._shelves, settings=self._settings, metrics=self._metrics
        )
        self._lock = threading.RLock()
        self._runners: dict[str, StreamRunner] = {}
        self._closed = False

    def open(self) -> Self:
        """Take up every stream that ran or was paused when the last engine on this database ended, however it did.

        Returns itself. Raises StoreError where the database cannot be read.
        """
        for stored in self._store.streams():
            if StreamState(stored.state) not in RUNNING_STATES | {StreamState.PAUSED}:
                continue
            try:
                self._take_up(stored)
            except (FashionFocusError, TypeError, ValueError):
                # Written by another version: no reason to leave the others lying.
                logger.exception("stream %s cannot be taken up; start it anew", stored.id)
        return self

    def start(self, config: StreamConfig) -> StreamStatus:
        """Begin a stream, or a new run of one that is over; returns at once.

        Raises SettingsError where a stream of this id runs already or there are too many, StoreError where it cannot
        be written down.
        """
        with self._lock:
            self._check_room(config)
            owner = self._store.begin_run(config.id, json.dumps(asdict(config)), state=StreamState.STARTING)
            runner = StreamRunner(config, owner, self._around)
            self._runners[config.id] = runner
            runner.start()
            return runner.status()

    def pause(self, stream: str) -> None:
        """Leave the source alone until `resume`; what the session knows is kept. Raises SettingsError."""
        self._running(stream).pause()

    def resume(self, stream: str) -> None:
        """Go on with a paused stream: live ones in a new epoch, files where they were. Raises SettingsError."""
        self._running(stream).resume()

    def stop(self, stream: str) -> None:
        """End a stream: what is open is settled and told. Waits until it is saved. Raises SettingsError."""
        self._running(stream).stop()

    def remove(self, stream: str) -> None:
        """Forget a stream that is over; its events stay. Raises SettingsError where it still runs, or StoreError."""
        with self._lock:
            if self.status(stream).state in RUNNING_STATES | {StreamState.PAUSED}:
                raise SettingsError(f"stream {stream} is not over; stop it first")
            self._store.remove(stream)
            self._runners.pop(stream, None)

    def refresh_shelf(self, stream: str) -> None:
        """Read the stream's catalog again and put what is new in it on its shelf, while it runs.

        Products that are gone from the catalog stay on the shelf until the stream ends. Raises SettingsError where the
        stream does not run, CatalogError where the catalog cannot be read; the old shelf stays then.
        """
        self._running(stream).refresh_shelf()

    def publish(self, stream: str) -> Publisher:
        """Where MPEG-TS for a stream whose source is "push:" goes in; whoever serves HTTP writes the body into it.

        Raises SettingsError where the stream does not run, or somebody publishes to it already.
        """
        return self._running(stream).publish()

    def worker_pid(self, stream: str) -> int | None:
        """The process that decodes a stream; None while there is none. Raises SettingsError."""
        return self._running(stream).worker_pid

    def comment(self, stream: str, user: str, text: str) -> None:
        """A viewer's line that has just arrived. Raises SettingsError where the stream does not run."""
        runner = self._running(stream)
        runner.comment(Comment(runner.status().media_time, user, text))

    def status(self, stream: str) -> StreamStatus:
        """How a stream is. Raises SettingsError where there is none of this id."""
        found = next((status for status in self.streams() if status.id == stream), None)
        if found is None:
            raise SettingsError(f"there is no stream {stream!r}; start it first")
        return found

    def streams(self) -> tuple[StreamStatus, ...]:
        """All streams that are known, also those that are over, by id. Raises StoreError."""
        with self._lock:
            running = {name: runner.status() for name, runner in self._runners.items()}
        stored = [_status_of(one) for one in self._store.streams() if one.id not in running]
        return tuple(sorted([*running.values(), *stored], key=lambda status: status.id))

    @property
    def events(self) -> EventFeed:
        """What happens in all streams, to be followed or read again."""
        return self._feed

    @property
    def registry(self) -> CollectorRegistry:
        """The engine's Prometheus metrics, for `prometheus_client.generate_latest`."""
        return self._metrics.registry

    def health(self) -> Health:
        """Whether the engine is alive and ready, and what is wrong."""
        with self._lock:
            stores = {runner.store_fault for runner in self._runners.values() if not runner.over}
        faults = [fault for fault in (self._host.fault, *sorted(stores)) if fault]
        return Health(
            alive=not self._closed and self._host.alive, ready=not self._closed and not faults, faults=tuple(faults)
        )

    def close(self) -> None:
        """Save every stream where it is and end all decoders; the streams go on with the next engine's `open`."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
            runners = list(self._runners.values())
        for runner in runners:
            runner.leave()
        for runner in runners:
            runner.join(self._settings.close_within)
        self._host.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _take_up(self, stored: StoredStream) -> None:
        with self._lock:
            config = StreamConfig(**json.loads(stored.config))
            runner = StreamRunner(config, self._store.take_over(stored.id), self._around)
            self._runners[config.id] = runner
            runner.start(paused=stored.state == StreamState.PAUSED)
            logger.info("stream %s goes on", stored.id)

    def _check_room(self, config: StreamConfig) -> None:
        if self._closed:
            raise SettingsError("the engine is closed; make another one")
        active = [name for name, runner in self._runners.items() if not runner.over]
        if config.id in active:
            raise SettingsError(f"stream {config.id} runs already; stop it first, or choose another id")
        if len(active) >= self._settings.max_streams:
            raise SettingsError(f"{len(active)} streams run already, which is the limit; stop one first")

    def _running(self, stream: str) -> StreamRunner:
        with self._lock:
            runner = self._runners.get(stream)
        if runner is None or runner.over:
            raise SettingsError(f"stream {stream!r} does not run; start it first")
        return runner


def _status_of(stored: StoredStream) -> StreamStatus:
    config = StreamConfig(**json.loads(stored.config))
    return StreamStatus(
        stored.id,
        config.label,
        config.catalog,
        StreamState(stored.state),
        stored.run,
        epoch=0,
        media_time=0.0,
        rate=config.rate,
        lag=0.0,
        pictures=0,
        focuses=0,
        reconnects=0,
        drops={},
        error=stored.error,
    )
