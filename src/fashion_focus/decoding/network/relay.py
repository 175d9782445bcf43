"""A door on this machine that leads to one checked connection: FFmpeg is given the door instead of the source."""

import contextlib
import select
import socket
import ssl
import threading
from collections.abc import Callable

from fashion_focus.decoding.network.reach import UnusableError

_CHUNK = 64 << 10

Watch = Callable[[bytes], bytes]
"""Takes what came from the source and gives what may be passed on. Raises UnusableError to end it all."""


class Relay:
    """Carries bytes both ways between the first that connects to `port` and a source, until either closes."""

    def __init__(self, far: socket.socket, *, watch: Watch = bytes) -> None:
        """far: connected to the source; it is closed here."""
        far.settimeout(None)
        self._far = far
        self._watch = watch
        self._door = socket.create_server(("127.0.0.1", 0), backlog=1)
        self.fault = ""
        threading.Thread(target=self._serve, name="relay", daemon=True).start()

    @property
    def port(self) -> int:
        """Where to connect to, on 127.0.0.1."""
        return int(self._door.getsockname()[1])

    def close(self) -> None:
        """Nobody will come any more."""
        # Closing alone does not wake a thread that waits there.
        with contextlib.suppress(OSError):
            self._door.shutdown(socket.SHUT_RDWR)
        self._door.close()

    def _serve(self) -> None:
        try:
            with self._door, self._far:
                near, _ = self._door.accept()
                # One comes, and nobody else.
                self._door.close()
                with near:
                    self._carry(near)
        except OSError:
            # Whoever reads at the other end sees that it ended.
            return

    def _carry(self, near: socket.socket) -> None:
        while True:
            for one in self._ready(near):
                data = one.recv(_CHUNK)
                if not data:
                    return
                if one is near:
                    self._far.sendall(data)
                elif (passed := self._watched(data)) is not None:
                    near.sendall(passed)
                else:
                    return

    def _watched(self, data: bytes) -> bytes | None:
        """What may be passed on; None where it all has to end. The fault is there before anybody sees the end."""
        try:
            return self._watch(data)
        except UnusableError as error:
            self.fault = str(error)
            return None

    def _ready(self, near: socket.socket) -> list[socket.socket]:
        # What TLS has taken in already shows at no socket.
        if isinstance(self._far, ssl.SSLSocket) and self._far.pending():
            return [self._far]
        return select.select([near, self._far], [], [])[0]
