"""What others want of a stream, done by the stream's own thread between two pieces."""

import queue
from collections.abc import Callable
from concurrent.futures import Future

from fashion_focus.core.errors import SettingsError

_WITHIN = 60.0

Deed = Callable[[], None]


class Orders:
    """A queue of deeds; `give` is for any thread, the rest for the stream's own. stream: its id, for messages."""

    def __init__(self, stream: str) -> None:
        self._stream = stream
        self._waiting: queue.SimpleQueue[tuple[Deed, Future[None]]] = queue.SimpleQueue()
        self._closed = False

    def give(self, deed: Deed, wake: Deed) -> None:
        """Have something done, and wait for it; wake: called once it is in the queue. Raises what the deed raises.

        Raises SettingsError where the stream is over, or does not get to it within a minute.
        """
        done: Future[None] = Future()
        self._waiting.put((deed, done))
        wake()
        if self._closed:
            self.refuse()
        try:
            done.result(_WITHIN)
        except TimeoutError as error:
            raise SettingsError(f"stream {self._stream} is busy; ask again in a minute") from error

    def obey(self) -> None:
        """Do the next deed, if there is one."""
        try:
            deed, done = self._waiting.get_nowait()
        except queue.Empty:
            return
        try:
            deed()
        except Exception as error:  # noqa: BLE001  # whoever gave the order gets the error
            done.set_exception(error)
        else:
            done.set_result(None)

    def refuse(self) -> None:
        """The stream is over: nothing is done any more."""
        self._closed = True
        while True:
            try:
                _, done = self._waiting.get_nowait()
            except queue.Empty:
                return
            done.set_exception(SettingsError(f"stream {self._stream} is over; start it again"))
