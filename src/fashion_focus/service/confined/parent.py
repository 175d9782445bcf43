"""A child process as its parent sees it: asked one thing at a time, watched for signs of life, killed where silent."""

import contextlib
import json
import os
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import fashion_focus
from fashion_focus.core.errors import CatalogError, FashionFocusError, InputError, MediaError

# Replies are JSON from a process that may have been taken over; callers check them with a schema.
Reply = dict[str, Any]
OnProgress = Callable[[Reply], None]

_LONGEST_LINE = 256 * 1024**2
_PATIENCE_AT_THE_END_S = 10.0
_LOOK_AGAIN_S = 0.5
_ERRORS: dict[str, type[FashionFocusError]] = {"media": MediaError, "catalog": CatalogError, "input": InputError}


class ChildFailedError(FashionFocusError):
    """The child died, hung, was stopped, or told of a fault of ours."""


class ConfinedChild:
    """One child process, started when first needed and again after it has died.

    offline: it gets no network, where the system allows that. silence_s: without a line for so long it is killed.
    Calls from several threads wait for one another.
    """

    def __init__(self, *, offline: bool = True, silence_s: float = 300.0, threads: int = 2) -> None:
        self._command = [sys.executable, "-m", "fashion_focus.service.confined.child", str(threads)]
        self._command += ["offline"] if offline else []
        self._silence_s = silence_s
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._closed = False

    def call(self, task: str, arguments: Reply, on_progress: OnProgress | None = None) -> Reply:
        """What the child answers.

        Raises MediaError, CatalogError or InputError where the material is at fault, ChildFailedError otherwise.
        """
        with self._lock:
            process = self._running()
            line = json.dumps({"task": task, "arguments": arguments}).encode() + b"\n"
            try:
                assert process.stdin is not None  # it was started with pipes
                process.stdin.write(line)
                process.stdin.flush()
                return self._answer(process, on_progress)
            except OSError as error:
                self._kill(process)
                raise ChildFailedError(f"the {task} process ended before its work; try again") from error

    def interrupt(self) -> None:
        """Ask the child to save what it has and stop; its caller gets ChildFailedError."""
        if (process := self._process) and process.poll() is None:
            process.send_signal(signal.SIGINT)

    def kill(self) -> None:
        """End the child at once; its caller gets ChildFailedError."""
        if process := self._process:
            process.kill()

    def close(self) -> None:
        """End the child for good, with some seconds to save what it has; later calls get ChildFailedError."""
        self._closed = True
        self.interrupt()
        if process := self._process:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(_PATIENCE_AT_THE_END_S)
        # A call that began as this did has a child of its own by now.
        while not self._lock.acquire(timeout=_LOOK_AGAIN_S):
            self.kill()
        try:
            if self._process is not None:
                self._kill(self._process)
        finally:
            self._lock.release()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._closed:
            raise ChildFailedError("the service is being stopped; try again once it runs")
        if self._process is None or self._process.poll() is not None:
            if self._process is not None:
                self._kill(self._process)
            # Its own process group: Ctrl-C in the terminal is the parent's alone. Its folder: the one that holds this
            # package, so that the child runs the same code wherever that is.
            self._process = subprocess.Popen(  # noqa: S603  # our own module, no text from outside
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                cwd=Path(fashion_focus.__file__).parents[1],
                process_group=0,
            )
        return self._process

    def _answer(self, process: subprocess.Popen[bytes], on_progress: OnProgress | None) -> Reply:
        for reply in self._replies(process):
            if "result" in reply:
                return dict(reply["result"])
            if "error" in reply:
                kind = _ERRORS.get(str(reply["error"].get("kind")), ChildFailedError)
                raise kind(str(reply["error"].get("text", ""))[:2000])
            if "progress" in reply and on_progress is not None:
                on_progress(dict(reply["progress"]))
        self._kill(process)
        raise ChildFailedError("the process that decodes has stopped; try again, or convert the file to H.264 in MP4")

    def _replies(self, process: subprocess.Popen[bytes]) -> Iterator[Reply]:
        assert process.stdout is not None  # it was started with pipes
        source, buffer = process.stdout.fileno(), bytearray()
        heard = time.monotonic()
        while len(buffer) < _LONGEST_LINE:
            if select.select([source], [], [], 1.0)[0]:
                chunk = os.read(source, 1 << 16)
                if not chunk:
                    return
                heard = time.monotonic()
                buffer += chunk
                while (end := buffer.find(b"\n")) >= 0:
                    line = bytes(buffer[:end])
                    del buffer[: end + 1]
                    yield _parsed(line)
            elif time.monotonic() - heard > self._silence_s:
                return

    def _kill(self, process: subprocess.Popen[bytes]) -> None:
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                _close(pipe)
        if self._process is process:
            self._process = None


def _close(pipe: Any) -> None:  # either end of a pipe
    try:
        pipe.close()
    except OSError:
        # What was still to be flushed has no reader any more.
        return


def _parsed(line: bytes) -> Reply:
    try:
        reply = json.loads(line)
    except ValueError:
        return {}
    return reply if isinstance(reply, dict) else {}
