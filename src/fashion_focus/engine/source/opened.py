"""A stream's source with all that belongs to it: opened and closed as often as its owner likes, with one queue."""

import time
from collections import Counter

from fashion_focus.decoding.sources import parse_source
from fashion_focus.engine.config import EngineSettings, StreamConfig, StreamState
from fashion_focus.engine.metrics import Metrics
from fashion_focus.engine.source.inbox import Inbox, InboxLimits, Tempo
from fashion_focus.engine.source.intake import Intake, Position
from fashion_focus.engine.source.publisher import PushGate
from fashion_focus.engine.source.supervisor import SourceSupervisor

_AWAY_AFTER = 3.0
"""Seconds without a picture after which time passes for the session all the same."""
_AWAY_FOR = 15.0
"""Seconds for which it does; by then everything that was open has ended."""
_AWAY_EVERY = 1.0


class StreamSource:
    """Pieces of a stream come out of `inbox` while it is open. `open` and `close` are for the stream's own thread."""

    def __init__(self, config: StreamConfig, settings: EngineSettings, metrics: Metrics) -> None:
        self._config, self._settings, self._metrics = config, settings, metrics
        self._source = parse_source(config.source)
        lossless = self._source.replayable and not config.realtime
        self.inbox = Inbox(
            InboxLimits(settings.queue_pictures, settings.queue_sound, lossless, settings.late),
            Tempo(config.rate, config.least_rate),
            on_thinned=lambda: metrics.thinned(config.id),
            on_lost=lambda: self.drop("late"),
        )
        self.gate = PushGate(config.id)
        self._drops: Counter[str] = Counter()
        self._reconnects = 0
        self._intake: Intake | None = None
        self._supervisor: SourceSupervisor | None = None
        self._passed = 0.0

    def open(self, position: Position, *, age: float) -> None:
        """Begin to read from a position that was saved `age` seconds ago; nothing where it is open."""
        if self._supervisor is not None:
            return
        config, metrics = self._config, self._metrics
        self._intake = Intake(
            position,
            replayable=self._source.replayable,
            sound=config.speech,
            period=1.0 / config.rate,
            put=self.inbox.put,
            on_silence=lambda seconds: metrics.heard(config.id, seconds=seconds, silence=True),
            age=age,
        )
        self._supervisor = SourceSupervisor(
            config, self._source, self._intake, self.gate, self.inbox.put, self._settings, metrics
        )
        self._supervisor.start()

    def close(self) -> None:
        """End the worker; what waits in the inbox is forgotten."""
        if self._supervisor is not None:
            self.inbox.close()
            self._supervisor.close()
            self._reconnects += self._supervisor.reconnects
            self._supervisor = None
            self.inbox.clear()

    @property
    def state(self) -> tuple[StreamState, str] | None:
        """How the source is, and what is wrong with it; None while it is closed."""
        supervisor = self._supervisor
        return None if supervisor is None else (supervisor.state, supervisor.error)

    @property
    def worker_pid(self) -> int | None:
        """The decode worker's process, while there is one."""
        supervisor = self._supervisor
        return None if supervisor is None else supervisor.pid

    @property
    def reconnects(self) -> int:
        """How often the source was opened again."""
        supervisor = self._supervisor
        return self._reconnects + (supervisor.reconnects if supervisor is not None else 0)

    @property
    def drops(self) -> dict[str, int]:
        """Pictures lost, by cause."""
        return dict(self._drops)

    def drop(self, cause: str) -> None:
        """Count a loss."""
        self._drops[cause] += 1
        self._metrics.dropped(self._config.id, cause)

    def time_without_pictures(self) -> float | None:
        """Once a second while a live source is away and all it sent is seen: the media time that it would have now."""
        intake, now = self._intake, time.monotonic()
        if intake is None or self._supervisor is None or self._source.replayable or now - self._passed < _AWAY_EVERY:
            return None
        expected, seen = intake.now(), intake.position.time
        if expected is None or seen is None or not _AWAY_AFTER < expected - seen < _AWAY_FOR or self.inbox.lag():
            return None
        self._passed = now
        return expected
