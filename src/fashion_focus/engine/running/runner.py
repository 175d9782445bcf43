"""A stream at work: a thread that takes pieces from the source, feeds the session, and commits what it says."""

import logging
import threading
import time
from dataclasses import dataclass

from fashion_focus.core.errors import FashionFocusError, ModelError
from fashion_focus.core.frame import Frame, Sound
from fashion_focus.core.words import Comment
from fashion_focus.engine.config import FINAL_STATES, EngineSettings, StreamConfig, StreamState, StreamStatus
from fashion_focus.engine.events import STREAM_STATE, made
from fashion_focus.engine.feed import EventFeed
from fashion_focus.engine.hosting import ModelHost
from fashion_focus.engine.metrics import Metrics
from fashion_focus.engine.running.ledger import Ledger
from fashion_focus.engine.running.orders import Orders
from fashion_focus.engine.running.seeing import SeeingSession
from fashion_focus.engine.shelves import ShelfMaker
from fashion_focus.engine.source.inbox import Arrival, Ending
from fashion_focus.engine.source.opened import StreamSource
from fashion_focus.engine.source.publisher import Publisher
from fashion_focus.store.streams import LostStreamError, Ownership, StreamStore

logger = logging.getLogger(__name__)

_LOOK_EVERY = 0.1


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What all streams of an engine share."""

    store: StreamStore
    feed: EventFeed
    host: ModelHost
    shelves: ShelfMaker
    settings: EngineSettings
    metrics: Metrics


class StreamRunner:
    """One run of one stream. Its public methods may be called from any thread."""

    def __init__(self, config: StreamConfig, owner: Ownership, around: Surroundings) -> None:
        self._config = config
        self._owner = owner
        self._around = around
        self._orders = Orders(config.id)
        self._state, self._error = StreamState.STARTING, ""
        self._told_state: StreamState | None = None
        self._leaving = False
        self._saved_at = time.monotonic()
        self._source = StreamSource(config, around.settings, around.metrics)
        self._session: SeeingSession | None = None
        self._ledger = Ledger(owner, around.store, around.feed, around.settings, around.metrics, self._checkpoint)
        self._thread = threading.Thread(target=self._main, name=f"stream {config.id}", daemon=True)

    @property
    def over(self) -> bool:
        """Whether the run has come to an end, or its thread has."""
        return not self._thread.is_alive()

    @property
    def store_fault(self) -> str:
        """What the store last said, "" while it is well."""
        return self._ledger.fault

    @property
    def worker_pid(self) -> int | None:
        """The decode worker's process, while there is one."""
        return self._source.worker_pid

    def start(self, *, paused: bool = False) -> None:
        """Begin, or go on from the checkpoint of an earlier engine."""
        if paused:
            self._state = StreamState.PAUSED
        self._thread.start()

    def status(self) -> StreamStatus:
        """How the stream is."""
        progress = self._session.progress if self._session else None
        return StreamStatus(
            id=self._config.id,
            label=self._config.label,
            catalog=self._config.catalog,
            state=self._state,
            run=self._owner.run,
            epoch=max(progress.epoch, 0) if progress else 0,
            media_time=(progress.time or 0.0) if progress else 0.0,
            rate=self._source.inbox.tempo.rate,
            lag=self._source.inbox.lag(),
            pictures=progress.n_pictures if progress else 0,
            focuses=progress.n_focuses if progress else 0,
            reconnects=self._source.reconnects,
            drops=self._source.drops,
            error=self._error,
        )

    def pause(self) -> None:
        """Leave the source alone."""
        self._orders.give(self._pause, self._source.inbox.wake)

    def resume(self) -> None:
        """Open the source again."""
        self._orders.give(self._open_source, self._source.inbox.wake)

    def stop(self) -> None:
        """Settle everything and end."""
        self._orders.give(lambda: self._finish(StreamState.STOPPED), self._source.inbox.wake)

    def refresh_shelf(self) -> None:
        """Read the catalog again. Raises CatalogError."""
        self._orders.give(self._refresh_shelf, self._source.inbox.wake)

    def comment(self, comment: Comment) -> None:
        """A viewer's line; lost where there are far too many."""
        if not self._source.inbox.put(comment):
            self._source.drop("comment")

    def publish(self) -> Publisher:
        """A publisher for a pushed stream. Raises SettingsError where there is another already."""
        return self._source.gate.admit()

    def leave(self) -> None:
        """Save and end, so that the next engine goes on; see `join`."""
        self._leaving = True
        self._source.inbox.wake()

    def join(self, timeout: float) -> None:
        """Wait until the thread has ended."""
        if self._thread.is_alive():
            self._thread.join(timeout)

    def _main(self) -> None:
        try:
            self._prepare()
            while not self._is_over():
                self._orders.obey()
                arrival = None if self._ledger.full else self._source.inbox.take(_LOOK_EVERY)
                if arrival is not None:
                    self._take(arrival)
                self._tick()
        except LostStreamError as error:
            logger.warning("stream %s: %s", self._config.id, error)
            self._state, self._error = StreamState.FAILED, str(error)
        except FashionFocusError as error:
            self._fail(str(error))
        except Exception as error:
            logger.exception("stream %s failed", self._config.id)
            self._fail(f"a fault of ours: {type(error).__name__}; see the log")
        finally:
            self._source.close()
            self._source.gate.close()
            if self._session is not None:
                self._session.close()
            self._orders.refuse()

    def _is_over(self) -> bool:
        if self._leaving and self._state not in FINAL_STATES:
            self._source.close()
            self._ledger.commit()
            return True
        return self._state in FINAL_STATES

    def _prepare(self) -> None:
        around, stored = self._around, self._around.store.checkpoint(self._owner)
        self._session = SeeingSession(
            self._config,
            self._owner.run,
            models=around.host.models,
            shelves=around.shelves,
            checkpoint=stored.data if stored else None,
        )
        self._saved_at = time.monotonic() - (stored.age if stored else 0.0)
        if self._state is not StreamState.PAUSED:
            self._open_source()

    def _open_source(self) -> None:
        assert self._session is not None
        self._source.open(self._session.progress.position(), age=time.monotonic() - self._saved_at)

    def _take(self, arrival: Arrival) -> None:
        piece = arrival.piece
        if isinstance(piece, Ending):
            if piece.fault:
                self._fail(piece.fault)
            else:
                self._finish(StreamState.ENDED)
            return
        assert self._session is not None
        try:
            self._ledger.add(self._session.feed(piece), arrived=arrival.at)
        except ModelError as error:
            self._source.drop("model")
            logger.warning("stream %s: %s", self._config.id, error)
            return
        if isinstance(piece, Frame):
            self._around.metrics.looked(self._config.id)
        elif isinstance(piece, Sound):
            self._around.metrics.heard(self._config.id, seconds=len(piece.samples) / piece.rate_hz, silence=False)

    def _tick(self) -> None:
        if self._state in FINAL_STATES or self._session is None:
            return
        source = self._source.state
        if source is not None:
            state, self._error = source
            self._change_state(state)
            passed = self._source.time_without_pictures()
            if passed is not None:
                self._ledger.add(self._session.pass_time(passed), arrived=time.monotonic())
        self._ledger.commit_if_due()

    def _change_state(self, state: StreamState) -> None:
        self._state = state
        self._tell_state(state)

    def _tell_state(self, state: StreamState) -> None:
        self._ledger.set_state(state.value, self._error)
        if state is self._told_state or self._session is None:
            return
        self._told_state = state
        progress = self._session.progress
        progress.n_states += 1
        data: dict[str, object] = {"state": state.value, "error": self._error, "source": self._config.label}
        at, subject = progress.time or 0.0, f"{state.value}-{progress.n_states}"
        event = made(STREAM_STATE, self._session.place, subject=subject, at=at, data=data)
        self._ledger.add([event], arrived=time.monotonic())

    def _finish(self, state: StreamState) -> None:
        self._source.close()
        self._error = ""
        if self._session is not None:
            self._ledger.add(self._session.finish(), arrived=time.monotonic())
        self._end(state)

    def _fail(self, error: str) -> None:
        logger.error("stream %s: %s", self._config.id, error)
        self._source.close()
        self._error = error
        self._end(StreamState.FAILED)

    def _end(self, state: StreamState) -> None:
        """The last commit of a run; it is tried until it works or the engine is closed."""
        self._tell_state(state)
        try:
            while not self._ledger.commit(last=True) and not self._leaving:
                time.sleep(_LOOK_EVERY)
        except LostStreamError as error:
            logger.warning("stream %s: %s", self._config.id, error)
        self._state = state

    def _pause(self) -> None:
        self._source.close()
        self._saved_at = time.monotonic()
        self._change_state(StreamState.PAUSED)
        self._ledger.commit()

    def _refresh_shelf(self) -> None:
        assert self._session is not None
        self._session.refresh_shelf()
        self._ledger.commit()

    def _checkpoint(self) -> bytes:
        assert self._session is not None
        return self._session.checkpoint()
