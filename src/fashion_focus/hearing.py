"""Speech recognition in a process of its own, for live streams: its decoder would hold everything else up.

PocketSphinx keeps Python's lock for as long as it decodes an utterance, half a second and more; in the engine's own
process no stream could do anything meanwhile. `python -m fashion_focus.hearing FD` is the child.
"""

import logging
import multiprocessing
import os
import pickle
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

from fashion_focus.checkpoint import pack, unpack
from fashion_focus.core.errors import ModelError, StoreError
from fashion_focus.core.frame import Sound
from fashion_focus.core.notes import Note
from fashion_focus.core.product import Catalog
from fashion_focus.core.words import Utterance
from fashion_focus.language import Recognizer

logger = logging.getLogger(__name__)

MakeRecognizer = Callable[[Catalog], Recognizer]
"""A function of a module, so that the child finds it by its name."""

_FINISH_WITHIN = 30.0
_MOST_CRASHES = 3


class HearingProcess:
    """A Recognizer that never makes its caller wait for a decoder: utterances come with a later piece of sound.

    most_pending: seconds of sound that may wait; beyond it, `accept` does wait: sound is never lost. A child that dies
    is started again and hears what it had not answered. Close it.
    """

    def __init__(self, make: MakeRecognizer, catalog: Catalog, *, most_pending: float = 60.0) -> None:
        """Raises ModelError where the child cannot be started."""
        self._order = pickle.dumps((make, catalog))
        self._most_pending = most_pending
        self._news = threading.Condition()
        self._pending: deque[Sound] = deque()
        self._ready: list[Utterance] = []
        self._snapshot: bytes | None = None
        self._notes: tuple[Note, ...] = ()
        self._closed = False
        self._n_crashes = 0
        self._child, self._line = self._started()
        self._thread = threading.Thread(target=self._serve, name="hearing", daemon=True)
        self._thread.start()

    @property
    def notes(self) -> tuple[Note, ...]:
        """What could not be recognized so far."""
        return self._notes

    @property
    def pid(self) -> int:
        """The child's number."""
        return self._child.pid

    def accept(self, sound: Sound) -> list[Utterance]:
        """Utterances that became known since the last call."""
        with self._news:
            self._news.wait_for(lambda: self._closed or self._waiting() < self._most_pending)
            self._pending.append(sound)
            self._news.notify_all()
            return self._taken()

    def finish(self) -> list[Utterance]:
        """All that is left, once everything has been heard."""
        with self._news:
            self._news.wait_for(lambda: self._closed or not self._pending, _FINISH_WITHIN)
            left = self._taken()
            if self._closed or self._pending:
                return left
            try:
                self._line.send(None)
                found, _, self._notes = self._line.recv()
            except (OSError, EOFError) as error:
                logger.warning("the last words were not heard: %s", error)
                return left
            return [*left, *found]

    def state(self) -> bytes:
        """What the child knew after its last answer, and all that it has not answered yet."""
        with self._news:
            pending = [[sound.time, sound.epoch, sound.samples] for sound in self._pending]
            return pack({"snapshot": self._snapshot, "pending": pending, "ready": list(self._ready)})

    def restore(self, state: bytes) -> None:
        """Go on from a state. Raises ValueError for another recognizer's."""
        try:
            tree = unpack(state)
            snapshot = tree["snapshot"]
            pending = deque(Sound(samples, time, epoch) for time, epoch, samples in tree["pending"])
            ready = list(tree["ready"])
        except (StoreError, KeyError, TypeError, ValueError) as error:
            raise ValueError("this state is of another recognizer") from error
        with self._news:
            self._snapshot, self._pending, self._ready = snapshot, pending, ready
            if snapshot is not None:
                self._line.send(snapshot)
            self._news.notify_all()

    def close(self) -> None:
        """End the child; nothing more is heard."""
        with self._news:
            self._closed = True
            self._news.notify_all()
        self._child.kill()
        self._thread.join()
        self._line.close()
        self._child.wait()

    def _waiting(self) -> float:
        return sum(len(sound.samples) / sound.rate_hz for sound in self._pending)

    def _taken(self) -> list[Utterance]:
        ready, self._ready = self._ready, []
        return ready

    def _serve(self) -> None:
        while (sound := self._next()) is not None:
            try:
                self._line.send(sound)
                answer = self._line.recv()
            except (OSError, EOFError):
                if not self._revived():
                    return
                continue
            self._keep(answer)

    def _next(self) -> Sound | None:
        with self._news:
            self._news.wait_for(lambda: self._closed or self._pending)
            return None if self._closed else self._pending[0]

    def _keep(self, answer: tuple[list[Utterance], bytes, tuple[Note, ...]]) -> None:
        found, snapshot, notes = answer
        with self._news:
            self._pending.popleft()
            self._ready += found
            self._snapshot, self._notes, self._n_crashes = snapshot, notes, 0
            self._news.notify_all()

    def _revived(self) -> bool:
        """Whether a new child has taken the dead one's place."""
        with self._news:
            self._n_crashes += 1
            if self._closed:
                return False
            if self._n_crashes > _MOST_CRASHES:
                # One piece of sound that no child survives is not worth the stream.
                self._pending.popleft()
                self._notes = (Note("speech-crashed", "speech could not be recognized in places"),)
            logger.warning("the speech recognizer ended; it is started again")
            self._line.close()
            self._child.wait()
            self._child, self._line = self._started()
            if self._snapshot is not None:
                self._line.send(self._snapshot)
            return True

    def _started(self) -> tuple["subprocess.Popen[bytes]", Connection]:
        ours, theirs = multiprocessing.Pipe()
        root = str(Path(__file__).parents[1])
        paths = [path for path in (root, *sys.path) if path]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "OMP_NUM_THREADS": "1"}
        command = [sys.executable, "-m", "fashion_focus.hearing", str(theirs.fileno())]
        try:
            child = subprocess.Popen(  # noqa: S603  # our own module
                command, pass_fds=[theirs.fileno()], env=environment, start_new_session=True, stdin=subprocess.DEVNULL
            )
        except OSError as error:
            raise ModelError(f"speech recognition cannot be started: {error}; try without speech") from error
        theirs.close()
        ours.send_bytes(self._order)
        return child, ours


def listen(line: Connection) -> None:
    """The child: answers each sound with utterances, its state and notes; None ends an utterance; bytes are a state."""
    make, catalog = pickle.loads(line.recv_bytes())  # noqa: S301  # from the parent, through a private pipe
    recognizer: Recognizer = make(catalog)
    while True:
        try:
            asked = line.recv()
        except EOFError:
            return
        if isinstance(asked, bytes):
            recognizer.restore(asked)
            continue
        found = recognizer.finish() if asked is None else recognizer.accept(asked)
        line.send((found, recognizer.state(), recognizer.notes))


if __name__ == "__main__":
    listen(Connection(int(sys.argv[1])))
