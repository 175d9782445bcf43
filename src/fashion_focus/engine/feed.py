"""Committed events for whoever wants to read them: now, or from where a reader left off."""

import logging
import threading
from collections.abc import Callable, Iterator

from fashion_focus.core.errors import StoreError
from fashion_focus.store.outbox import Outbox, StoredEvent

logger = logging.getLogger(__name__)

Listener = Callable[[int], None]
"""Told the place of the newest committed event, in the engine's thread: must return at once and not raise."""

_FORGET_EVERY = 1000


class EventFeed:
    """The engine's events, in the order of their commits. Nothing is told before it is on disk. Safe for threads.

    A server of SSE uses `StoredEvent.seq` as the event's id there, `after` with a reader's Last-Event-ID, and
    `listen` to learn of new ones; `missed` tells a reader that came too late to have everything.
    """

    def __init__(self, outbox: Outbox, *, keep: int) -> None:
        """keep: how many events stay readable; older ones are dropped now and then."""
        self._outbox = outbox
        self._keep = keep
        self._n_since = 0
        self._news = threading.Condition()
        self._last = outbox.last()
        self._listeners: list[Listener] = []

    @property
    def last(self) -> int:
        """The place of the newest event; 0 before the first."""
        with self._news:
            return self._last

    def after(self, seq: int, *, stream: str | None = None, limit: int = 500) -> list[StoredEvent]:
        """Events behind a place, oldest first, of all streams or of one. Raises StoreError."""
        return self._outbox.after(seq, stream=stream, limit=limit)

    def missed(self, seq: int) -> bool:
        """Whether events behind a place are forgotten already; then a reader has to begin anew. Raises StoreError."""
        return seq < self._outbox.horizon()

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Be told of each commit; call the result to end it."""
        with self._news:
            self._listeners.append(listener)
        return lambda: self._forget(listener)

    def wait(self, seq: int, timeout: float) -> bool:
        """Until there is an event behind a place, at most `timeout` seconds; whether there is."""
        with self._news:
            return self._news.wait_for(lambda: self._last > seq, timeout)

    def follow(self, seq: int = 0, *, stream: str | None = None, until: Callable[[], bool]) -> Iterator[StoredEvent]:
        """Events behind a place and all that come, as they are committed, until `until` says so."""
        while True:
            over = until()
            found = self.after(seq, stream=stream)
            for event in found:
                seq = event.seq
                yield event
            if over and not found:
                return
            if not found:
                self.wait(max(seq, self.last), 0.25)

    def committed(self) -> None:
        """For the engine: something was committed. Where the database cannot say what, the next commit tells it."""
        try:
            last = self._outbox.last()
        except StoreError as error:
            logger.warning("%s", error)
            return
        with self._news:
            if last <= self._last:
                return
            self._n_since += last - self._last
            self._last = last
            self._news.notify_all()
            listeners = list(self._listeners)
        for listener in listeners:
            listener(last)
        self._forget_old()

    def _forget_old(self) -> None:
        with self._news:
            due = self._n_since >= max(_FORGET_EVERY, self._keep // 10)
            self._n_since = 0 if due else self._n_since
        if due:
            try:
                self._outbox.forget(keep=self._keep)
            except StoreError as error:
                logger.warning("%s", error)

    def _forget(self, listener: Listener) -> None:
        with self._news:
            if listener in self._listeners:
                self._listeners.remove(listener)
