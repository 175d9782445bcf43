"""The engine's end of a decode worker: a child process that is watched, and killed when it does not get on."""

import contextlib
import fcntl
import os
import select
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

import fashion_focus
from fashion_focus.core.errors import MediaError
from fashion_focus.decoding import wire
from fashion_focus.decoding.wire import Kind, Message, Order

_LOOK_EVERY = 0.25
_NO_BEAT = 20.0
_PIPE_BYTES = 1 << 20


class StalledError(Exception):
    """The worker lives but does not get on."""


class DecodeWorker:
    """A running worker; close it, or use it in `with`. `messages` and `close` are for one thread, `feed` for another.

    stall, start_stall: as in EngineSettings. given_up: asked several times a second; True ends the reading.
    """

    def __init__(self, order: Order, *, stall: float, start_stall: float, given_up: Callable[[], bool]) -> None:
        self._stall = stall
        self._given_up = given_up
        self._process = subprocess.Popen(
            [sys.executable, "-m", "fashion_focus.decoding"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            start_new_session=True,
            env=_environment(os.environ),
        )
        assert self._process.stdout is not None
        assert self._process.stdin is not None
        self._out, self._in = self._process.stdout.fileno(), self._process.stdin
        with contextlib.suppress(OSError):
            fcntl.fcntl(self._out, fcntl.F_SETPIPE_SZ, _PIPE_BYTES)
        self._poll = select.poll()
        self._poll.register(self._out, select.POLLIN)
        self._limit = time.monotonic() + start_stall
        self._beat = time.monotonic()
        with contextlib.suppress(OSError):
            self._in.write(order.to_line())

    @property
    def pid(self) -> int:
        """The process's number."""
        return self._process.pid

    def messages(self) -> Iterator[Message]:
        """What the worker says, until it ends or `given_up` says so.

        Time that the caller takes does not count against the worker. Raises StalledError where no picture comes for
        too long, MediaError where what comes is no message.
        """
        while (message := wire.read(self._take)) is not None:
            began = time.monotonic()
            self._beat = began
            if message.kind is Kind.PICTURE:
                self._limit = began + self._stall
            if message.kind is not Kind.BEAT:
                yield message
            taken = time.monotonic() - began
            self._limit += taken
            self._beat += taken
            if self._given_up():
                return

    def feed(self, data: bytes) -> None:
        """Media for a pushed stream; waits while the worker is busy. Raises MediaError once it has ended."""
        view = memoryview(data)
        try:
            while view:
                view = view[self._in.write(view) or 0 :]
        except (OSError, ValueError) as error:
            raise MediaError("the decoder of this stream has ended; publish anew") from error

    def end_of_media(self) -> None:
        """No more will be fed."""
        with contextlib.suppress(OSError):
            self._in.close()

    def close(self) -> None:
        """Kill the worker, if it still runs, and give back what it held."""
        self._process.kill()
        with contextlib.suppress(OSError):
            self._in.close()
        if self._process.stdout is not None:
            self._process.stdout.close()
        self._process.wait()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _take(self, n: int) -> bytearray:
        """n bytes from the worker, fewer at its end. Raises StalledError."""
        data = bytearray(n)
        view, got = memoryview(data), 0
        while got < n:
            while not self._poll.poll(_LOOK_EVERY * 1000):
                if self._given_up():
                    return bytearray()
                self._check()
            fresh = os.readv(self._out, [view[got:]])
            if not fresh:
                return bytearray()
            got += fresh
        self._check()
        return data

    def _check(self) -> None:
        now = time.monotonic()
        if now > self._limit:
            raise StalledError("no picture came for too long; the source is opened again")
        if now - self._beat > _NO_BEAT:
            raise StalledError("the decoder hangs; it is ended and the source opened again")


def _environment(own: Mapping[str, str]) -> dict[str, str]:
    """What the worker needs to find this package; one thread for arithmetic, as there are many workers."""
    root = str(Path(fashion_focus.__file__).parents[1])
    kept = {name: own[name] for name in ("PATH", "LD_LIBRARY_PATH", "LANG", "HOME", "TMPDIR") if name in own}
    paths = [root, *own.get("PYTHONPATH", "").split(os.pathsep)]
    return {
        **kept,
        "PYTHONPATH": os.pathsep.join(path for path in paths if path),
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
    }
