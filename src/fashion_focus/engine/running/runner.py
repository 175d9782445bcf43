"""A stream at work: a thread that takes pieces from the inbox, feeds the session, and commits what it says."""

import logging
import queue
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass

from fashion_focus.core.errors import FashionFocusError, ModelError, SettingsError
from fashion_focus.core.frame import Frame, Sound
from fashion_focus.core.words import Comment
from fashion_focus.decoding.sources import parse_source
from fashion_focus.engine.config import FINAL_STATES, EngineSettings, StreamConfig, StreamState, StreamStatus
from fashion_focus.engine.events import STREAM_STATE, made
from fashion_focus.engine.feed import EventFeed
from fashion_focus.engine.hosting import ModelHost
from fashion_focus.engine.metrics import Metrics
from fashion_focus.engine.running.inbox import Arrival, Ending, Inbox, InboxLimits, Tempo
from fashion_focus.engine.running.intake import Intake
from fashion_focus.engine.running.ledger import Ledger
from fashion_focus.engine.running.publisher import Publisher, PushGate
from fashion_focus.engine.running.seeing import SeeingSession
from fashion_focus.engine.running.supervisor import SourceSupervisor
from fashion_focus.engine.shelves import ShelfMaker
from fashion_focus.store.streams import LostStreamError, Ownership, StreamStore

logger = logging.getLogger(__name__)

_LOOK_EVERY = 0.1
_AWAY_AFTER = 3.0
"""Seconds without a picture after which time passes for the session all the same."""
_AWAY_FOR = 15.0
"""Seconds for which it does; by then everything that was open has ended."""
_ORDER_WITHIN = 60.0


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
        self._source = parse_source(config.source)
        self._orders: queue.SimpleQueue[tuple[Callable[[], None], Future[None]]] = queue.SimpleQueue()
        self._state, self._error = StreamState.STARTING, ""
        self._told_state: StreamState | None = None
        self._drops: Counter[str] = Counter()
        self._reconnects = 0
        self._leaving = False
        self._age = 0.0
        self._intake: Intake | None = None
        lossless = self._source.replayable and not config.realtime
        settings = around.settings
        self._inbox = Inbox(
            InboxLimits(settings.queue_pictures, settings.queue_sound, lossless),
            Tempo(config.rate, config.least_rate),
            on_thinned=lambda: around.metrics.thinned(config.id),
            on_lost=lambda: self._drop("late"),
        )
        self._gate = PushGate(config.id)
        self._supervisor: SourceSupervisor | None = None
        self._session: SeeingSession | None = None
        self._ledger = Ledger(owner, around.store, around.feed, settings, around.metrics, self._checkpoint)
        self._last_away = 0.0
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
        return self._supervisor.pid if self._supervisor else None

    def start(self, *, paused: bool = False) -> None:
        """Begin, or go on from the checkpoint of an earlier engine."""
        if paused:
            self._state = StreamState.PAUSED
        self._thread.start()

    def status(self) -> StreamStatus:
        """How the stream is."""
        session, supervisor = self._session, self._supervisor
        progress = session.progress if session else None
        return StreamStatus(
            id=self._config.id,
            label=self._config.label,
            catalog=self._config.catalog,
            state=self._state,
            run=self._owner.run,
            epoch=max(progress.epoch, 0) if progress else 0,
            media_time=(progress.time or 0.0) if progress else 0.0,
            rate=self._inbox.tempo.rate,
            lag=self._inbox.lag(),
            pictures=progress.n_pictures if progress else 0,
            focuses=progress.n_focuses if progress else 0,
            reconnects=self._reconnects + (supervisor.reconnects if supervisor else 0),
            drops=dict(self._drops),
            error=self._error,
        )

    def pause(self) -> None:
        """Leave the source alone."""
        self._order(self._pause)

    def resume(self) -> None:
        """Open the source again."""
        self._order(self._resume)

    def stop(self) -> None:
        """Settle everything and end."""
        self._order(lambda: self._finish(StreamState.STOPPED))

    def refresh_shelf(self) -> None:
        """Read the catalog again. Raises CatalogError."""
        self._order(self._refresh_shelf)

    def comment(self, comment: Comment) -> None:
        """A viewer's line."""
        self._inbox.put(comment)

    def publish(self) -> Publisher:
        """A publisher for a pushed stream. Raises SettingsError where there is another already."""
        return self._gate.admit()

    def leave(self) -> None:
        """Save and end, so that the next engine goes on; see `join`."""
        self._leaving = True
        self._inbox.wake()

    def join(self, timeout: float) -> None:
        """Wait until the thread has ended."""
        if self._thread.is_alive():
            self._thread.join(timeout)

    def _main(self) -> None:
        try:
            self._prepare()
            while not self._is_over():
                self._obey()
                arrival = None if self._ledger.full else self._inbox.take(_LOOK_EVERY)
                if arrival is not None:
                    self._take(arrival)
                self._tick()
        except LostStreamError as error:
            logger.warning("stream %s: %s", self._config.id, error)
        except FashionFocusError as error:
            self._fail(str(error))
        except Exception as error:
            logger.exception("stream %s failed", self._config.id)
            self._fail(f"a fault of ours: {type(error).__name__}; see the log")
        finally:
            self._close_source()
            self._gate.close()
            self._refuse_orders()

    def _is_over(self) -> bool:
        if self._leaving and self._state not in FINAL_STATES:
            self._close_source()
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
        self._age = stored.age if stored else 0.0
        if self._state is StreamState.PAUSED:
            return
        self._open_source()

    def _open_source(self) -> None:
        config, around = self._config, self._around
        assert self._session is not None
        intake = Intake(
            self._session.progress.position(),
            replayable=self._source.replayable,
            sound=config.speech,
            period=1.0 / config.rate,
            put=self._inbox.put,
            on_silence=lambda seconds: around.metrics.heard(config.id, seconds=seconds, silence=True),
            age=self._age,
        )
        self._intake = intake
        self._supervisor = SourceSupervisor(
            config, self._source, intake, self._gate, self._inbox.put, around.settings, around.metrics
        )
        self._supervisor.start()

    def _close_source(self) -> None:
        if self._supervisor is not None:
            self._inbox.close()
            self._supervisor.close()
            self._reconnects += self._supervisor.reconnects
            self._supervisor = None
            self._inbox.clear()

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
            self._drop("model")
            logger.warning("stream %s: %s", self._config.id, error)
            return
        if isinstance(piece, Frame):
            self._around.metrics.looked(self._config.id)
        elif isinstance(piece, Sound):
            self._around.metrics.heard(self._config.id, seconds=len(piece.samples) / piece.rate_hz, silence=False)

    def _tick(self) -> None:
        if self._state in FINAL_STATES:
            return
        if self._supervisor is not None:
            self._error = self._supervisor.error
            self._change_state(self._supervisor.state)
            self._let_time_pass()
        self._ledger.commit_if_due()

    def _let_time_pass(self) -> None:
        """While a live source is away, what it last showed must come to its end."""
        session = self._session
        if session is None or self._intake is None or self._source.replayable or session.progress.time is None:
            return
        expected, now = self._intake.now(), time.monotonic()
        seen = self._intake.position.time
        if expected is None or seen is None or now - self._last_away < 1.0:
            return
        if _AWAY_AFTER < expected - seen < _AWAY_FOR and self._inbox.lag() == 0.0:
            self._last_away = now
            self._ledger.add(session.pass_time(expected), arrived=now)

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
        self._close_source()
        self._error = ""
        if self._session is not None:
            self._ledger.add(self._session.finish(), arrived=time.monotonic())
        self._end(state)

    def _fail(self, error: str) -> None:
        logger.error("stream %s: %s", self._config.id, error)
        self._close_source()
        self._error = error
        self._end(StreamState.FAILED)

    def _end(self, state: StreamState) -> None:
        """The last commit of a run; it is tried until it works or the engine is closed."""
        self._tell_state(state)
        while not self._ledger.commit(last=True) and not self._leaving:
            time.sleep(_LOOK_EVERY)
        self._state = state

    def _pause(self) -> None:
        self._close_source()
        self._change_state(StreamState.PAUSED)
        self._ledger.commit()

    def _resume(self) -> None:
        if self._supervisor is None:
            self._age = 0.0
            self._open_source()

    def _refresh_shelf(self) -> None:
        assert self._session is not None
        self._session.refresh_shelf()
        self._ledger.commit()

    def _checkpoint(self) -> bytes:
        assert self._session is not None
        return self._session.checkpoint()

    def _drop(self, cause: str) -> None:
        self._drops[cause] += 1
        self._around.metrics.dropped(self._config.id, cause)

    def _order(self, deed: Callable[[], None]) -> None:
        """Have the stream's own thread do something, and wait for it. Raises what it raises."""
        done: Future[None] = Future()
        self._orders.put((deed, done))
        self._inbox.wake()
        if self.over:
            self._refuse_orders()
        done.result(_ORDER_WITHIN)

    def _obey(self) -> None:
        while not self._orders.empty() and self._state not in FINAL_STATES:
            deed, done = self._orders.get()
            try:
                deed()
            except Exception as error:  # noqa: BLE001  # whoever gave the order gets the error
                done.set_exception(error)
            else:
                done.set_result(None)

    def _refuse_orders(self) -> None:
        while not self._orders.empty():
            _, done = self._orders.get()
            done.set_exception(SettingsError(f"stream {self._config.id} is over; start it again"))
