"""A stream's source kept open: a decode worker started, watched, and started again after pauses that grow."""

import logging
import os
import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from fashion_focus.core.errors import MediaError
from fashion_focus.decoding.sources import Source, SourceKind, redacted
from fashion_focus.decoding.wire import Ending as Why
from fashion_focus.decoding.wire import Kind, Order
from fashion_focus.engine.config import EngineSettings, StreamConfig, StreamState
from fashion_focus.engine.metrics import Metrics
from fashion_focus.engine.source.inbox import Ending
from fashion_focus.engine.source.intake import Intake
from fashion_focus.engine.source.publisher import PushGate
from fashion_focus.engine.source.worker import DecodeWorker, StalledError

logger = logging.getLogger(__name__)

_MOST_CRASHES = 5
"""Workers in a row that may die over a file, or over one live stream's start, without a single picture."""
_STEADY = 5.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one worker ended. cause: for counting; why: None where it died without a word."""

    cause: str
    text: str
    why: Why | None
    n_pictures: int


@dataclass(slots=True)
class SourceSupervisor:
    """Runs in a thread of its own from `start` until the source is over or `close` is called.

    gate: where pushed media comes in. over: told once, when the source has come to its end or cannot be used.
    """

    config: StreamConfig
    source: Source
    intake: Intake
    gate: PushGate
    over: Callable[[Ending], object]
    settings: EngineSettings
    metrics: Metrics
    state: StreamState = StreamState.STARTING
    error: str = ""
    reconnects: int = 0
    pid: int | None = None
    _closed: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None
    _failures: int = 0
    _gone_at: float | None = None

    def start(self) -> None:
        """Begin; workers die with the thread that started them, hence a thread that lives as long as they."""
        self._thread = threading.Thread(target=self._run, name=f"source {self.config.id}", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """End the worker and the thread; returns once both are gone."""
        self._closed.set()
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join()

    def _run(self) -> None:
        try:
            self._keep_open()
        except Exception as error:
            logger.exception("stream %s: its source's thread failed", self.config.id)
            self.over(Ending(f"a fault of ours: {type(error).__name__}; see the log"))

    def _keep_open(self) -> None:
        while not self._closed.is_set():
            if self.source.kind is SourceKind.PUSH and not self.gate.wait_for_publisher(0.25):
                self.state = StreamState.WAITING
                self._end_if_too_long_away()
                continue
            outcome = self._connect()
            if self._closed.is_set():
                return
            ending = self._ending(outcome)
            if ending is not None:
                self.over(ending)
                return
            self._wait_and_tell(outcome)
            self._end_if_too_long_away()

    def _connect(self) -> Outcome:
        """One worker, from its start to its end."""
        n_pictures, began = 0, time.monotonic()
        why, text, cause = None, "the decoder ended without a word; the source is opened again", "worker-died"
        worker = DecodeWorker(
            self._order(),
            stall=self.settings.stall,
            start_stall=self.settings.start_stall,
            given_up=self._closed.is_set,
        )
        with worker:
            self.pid = worker.pid
            self.gate.opened(worker)
            try:
                for message in worker.messages():
                    if message.kind is Kind.OPENED:
                        self.intake.connected()
                    elif message.kind in {Kind.END, Kind.FAULT}:
                        why, text, cause = message.ending, redacted(message.text), message.ending.name.lower()
                        break
                    else:
                        self.intake.take(message)
                    if message.kind is Kind.PICTURE:
                        n_pictures += 1
                        self._seen(began)
            except StalledError as error:
                text, cause = str(error), "stalled"
            except MediaError as error:
                text, cause = str(error), "nonsense"
        self.gate.closed()
        self.pid = None
        return Outcome(cause, text, why, n_pictures)

    def _seen(self, began: float) -> None:
        self._gone_at = None
        self.state, self.error = StreamState.RUNNING, ""
        if time.monotonic() - began > _STEADY:
            self._failures = 0

    def _ending(self, outcome: Outcome) -> Ending | None:
        """Whether the source is over for good, and how."""
        if outcome.why is Why.UNUSABLE:
            return Ending(outcome.text)
        # A live playlist that names its last segment is as over as a file.
        if outcome.why is Why.SOURCE_OVER and self.source.kind in {SourceKind.FILE, SourceKind.HLS}:
            return Ending()
        # RTMP servers end a stream as if the connection had broken: the two cannot be told apart.
        if outcome.n_pictures and self._gone_at is None:
            self._gone_at = time.monotonic()
        self._failures = self._failures + 1 if outcome.n_pictures == 0 else 1
        if outcome.why is None and outcome.n_pictures == 0 and self._failures >= _MOST_CRASHES:
            return Ending(f"{self.config.label}: its decoder died {self._failures} times in a row; check the source")
        return None

    def _wait_and_tell(self, outcome: Outcome) -> None:
        self.state, self.error = StreamState.WAITING, outcome.text
        self.reconnects += 1
        self.metrics.reconnected(self.config.id, outcome.cause)
        self.intake.lost(outcome.text or "the source had come to an end")
        logger.warning("stream %s: %s (%s)", self.config.id, outcome.text or "source over", outcome.cause)
        least, most = self.settings.backoff_least, self.settings.backoff_most
        limit = min(most, least * 2 ** min(self._failures - 1, 16))
        self._closed.wait(random.uniform(least / 2, max(least, limit)))

    def _end_if_too_long_away(self) -> None:
        limit = self.config.end_after
        if limit is not None and self._gone_at is not None and time.monotonic() - self._gone_at > limit:
            self.over(Ending())
            self._closed.set()

    def _order(self) -> Order:
        position = self.intake.position
        after = 0.0 if position.time is None else min(position.time + self.intake.period / 2, self._heard())
        return Order(
            kind=self.source.kind.value,
            address=self.source.address,
            rate=self.config.rate,
            sound=self.config.speech,
            engine=os.getpid(),
            seen=() if self.source.replayable else tuple(position.marks),
            start=after if self.source.replayable else 0.0,
            realtime=self.config.realtime,
            private=self.settings.allow_private,
            max_pixels=self.settings.max_pixels,
            memory=self.settings.worker_memory,
        )

    def _heard(self) -> float:
        return self.intake.position.heard if self.config.speech else float("inf")
