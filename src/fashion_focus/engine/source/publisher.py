"""Pushed media on its way to a decode worker: one publisher at a time."""

import threading
import time
from types import TracebackType
from typing import Self

from fashion_focus.core.errors import MediaError, SettingsError
from fashion_focus.engine.source.worker import DecodeWorker

_WORKER_WITHIN = 10.0


class PushGate:
    """Where a publisher and a worker meet; safe for threads."""

    def __init__(self, stream: str) -> None:
        self._stream = stream
        self._news = threading.Condition()
        self._publisher: Publisher | None = None
        self._worker: DecodeWorker | None = None
        self._closed = False

    def admit(self) -> "Publisher":
        """A new publisher. Raises SettingsError while there is another: the first one stays."""
        with self._news:
            if self._publisher is not None:
                raise SettingsError(f"stream {self._stream} is being published already; stop the other publisher first")
            self._publisher = Publisher(self)
            self._news.notify_all()
            return self._publisher

    def wait_for_publisher(self, timeout: float) -> bool:
        """Whether somebody publishes, after at most `timeout` seconds."""
        with self._news:
            return self._news.wait_for(lambda: self._publisher is not None and not self._publisher.spent, timeout)

    def opened(self, worker: DecodeWorker) -> None:
        """A worker waits for media."""
        with self._news:
            self._worker = worker
            self._news.notify_all()

    def closed(self) -> None:
        """The worker has ended; its publisher has to begin anew."""
        with self._news:
            self._worker = None
            if self._publisher is not None:
                self._publisher.spent = True
            self._news.notify_all()

    def close(self) -> None:
        """The stream is over."""
        with self._news:
            self._closed = True
            self._news.notify_all()

    def write(self, publisher: "Publisher", data: bytes) -> None:
        """Media for the worker. Raises MediaError where there is none (any more)."""
        deadline = time.monotonic() + _WORKER_WITHIN
        with self._news:
            self._news.wait_for(
                lambda: self._worker is not None or publisher.spent or self._closed, deadline - time.monotonic()
            )
            worker = self._worker
        if worker is None or publisher.spent or self._closed:
            raise MediaError(f"stream {self._stream} does not take media any more; publish anew")
        worker.feed(data)

    def leave(self, publisher: "Publisher") -> None:
        """A publisher has no more."""
        with self._news:
            if self._publisher is publisher:
                self._publisher = None
            worker = self._worker
        if worker is not None and not publisher.spent:
            worker.end_of_media()


class Publisher:
    """Sends MPEG-TS into one stream; close it, or use it in `with`. One thread's."""

    def __init__(self, gate: PushGate) -> None:
        self._gate = gate
        self.spent = False

    def write(self, data: bytes) -> None:
        """The next bytes, of any number; waits while the decoder is busy. Raises MediaError: then publish anew."""
        self._gate.write(self, data)

    def close(self) -> None:
        """No more comes; the stream waits for the next publisher."""
        self._gate.leave(self)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
