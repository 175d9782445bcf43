"""A run's events and its checkpoint on their way to disk, always together."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from fashion_focus.core.errors import StoreError
from fashion_focus.engine.config import EngineSettings
from fashion_focus.engine.feed import EventFeed
from fashion_focus.engine.metrics import Metrics
from fashion_focus.store.outbox import OutgoingEvent
from fashion_focus.store.streams import LostStreamError, Ownership, StreamStore

_MOST_PENDING = 64
_FULL = 1000
_RETRY_EVERY = 1.0


@dataclass(slots=True)
class Ledger:
    """Collects events and commits them with the checkpoint that stands after them; nothing is told before.

    Where the disk is full or the database away, events are kept and the commit is tried again; `full` tells when the
    session has to wait for it. fault: what the store last said, "" while it is well.
    """

    owner: Ownership
    store: StreamStore
    feed: EventFeed
    settings: EngineSettings
    metrics: Metrics
    checkpoint: Callable[[], bytes]
    fault: str = ""
    _pending: list[OutgoingEvent] = field(default_factory=list)
    _arrived: float | None = None
    _state: tuple[str, str] | None = None
    _changed: bool = False
    _saved: float = field(default_factory=time.monotonic)
    _tried: float = 0.0

    @property
    def full(self) -> bool:
        """Whether no more events should be made until some are on disk."""
        return len(self._pending) >= _FULL

    def add(self, events: Sequence[OutgoingEvent], *, arrived: float) -> None:
        """Events that belong to the next commit; arrived: when what made them had come in."""
        self._changed = True
        self._pending.extend(events)
        if events and self._arrived is None:
            self._arrived = arrived

    def set_state(self, state: str, error: str) -> None:
        """What the next commit says of the stream."""
        self._state = state, error

    def commit_if_due(self) -> None:
        """Commit when events have waited long enough, or when nothing was saved for a while. Raises LostStreamError."""
        now = time.monotonic()
        since = now - self._saved
        due = since >= self.settings.flush_every or len(self._pending) >= _MOST_PENDING
        if (self._pending and due) or (self._changed and since >= self.settings.checkpoint_every):
            if self.fault and now - self._tried < _RETRY_EVERY:
                return
            self.commit()

    def commit(self, *, last: bool = False) -> bool:
        """Commit now; whether it worked. last: the run is over and needs no checkpoint. Raises LostStreamError."""
        began = self._tried = time.monotonic()
        state, error = self._state or (None, "")
        try:
            checkpoint = None if last else self.checkpoint()
            self.store.save(self.owner, events=self._pending, checkpoint=checkpoint, state=state, error=error)
        except LostStreamError:
            raise
        except StoreError as fault:
            self.fault = str(fault)
            return False
        self._committed(began)
        return True

    def _committed(self, began: float) -> None:
        now = time.monotonic()
        self.metrics.committed([event.type for event in self._pending], seconds=now - began)
        if self._arrived is not None:
            self.metrics.told(now - self._arrived)
        told = bool(self._pending)
        self._pending, self._arrived, self._state = [], None, None
        self._changed, self._saved, self.fault = False, now, ""
        if told:
            self.feed.committed()
