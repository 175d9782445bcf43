"""Pushed streams over HTTP without a web framework: POST or PUT of MPEG-TS to /publish/<stream>/<key>."""

import hmac
import logging
import secrets
import threading
from collections.abc import Iterator
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self

from fashion_focus.core.errors import MediaError, SettingsError
from fashion_focus.engine.engine import Engine

logger = logging.getLogger(__name__)

_PIECE = 64 * 1024
_MOST_LINE = 256
_PATIENCE = 20.0


class PushServer:
    """Listens on an address of this machine for publishers of an engine's streams; close it, or use it in `with`.

    A publisher needs the stream's key, 128 random bits that are made anew with each server; `address` tells it.
    """

    def __init__(self, engine: Engine, *, host: str = "127.0.0.1", port: int = 0) -> None:
        """port: 0 for a free one. Raises SettingsError where it is taken."""
        self._keys: dict[str, str] = {}
        try:
            self._server = _Server((host, port), engine, self._keys)
        except OSError as error:
            raise SettingsError(f"cannot listen on {host}:{port}: {error.strerror}; choose another port") from error
        self._thread = threading.Thread(target=self._server.serve_forever, name="publishers", daemon=True)
        self._thread.start()

    def address(self, stream: str) -> str:
        """Where a stream is published, with its key: a secret of its publisher."""
        key = self._keys.setdefault(stream, secrets.token_hex(16))
        host, port = self._server.server_address[:2]
        return f"http://{host!s}:{port}/publish/{stream}/{key}"

    def close(self) -> None:
        """Listen no longer; who publishes is cut off."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, place: tuple[str, int], engine: Engine, keys: dict[str, str]) -> None:
        self.engine, self.keys = engine, keys
        super().__init__(place, _Handler)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = _PATIENCE
    server: _Server

    def do_POST(self) -> None:  # the base class looks for this name
        """Feed the body to the stream until it ends."""
        self.close_connection = True
        stream = self._stream()
        if stream is None:
            self._answer(HTTPStatus.NOT_FOUND)
            return
        try:
            with self.server.engine.publish(stream) as publisher:
                if self.headers.get("Expect", "").lower() == "100-continue":
                    self.send_response_only(HTTPStatus.CONTINUE)
                    self.end_headers()
                for data in self._body():
                    publisher.write(data)
        except SettingsError as error:
            logger.warning("%s", error)
            self._answer(HTTPStatus.CONFLICT)
        except (MediaError, OSError, ValueError) as error:
            logger.warning("stream %s: its publisher was cut off: %s", stream, error)
        else:
            self._answer(HTTPStatus.NO_CONTENT)

    do_PUT = do_POST  # noqa: N815  # the base class looks for this name

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002  # the base class's name
        """Nothing: request lines hold keys."""

    def _stream(self) -> str | None:
        """The stream that the path names, where its key is right."""
        parts = self.path.split("/")
        if len(parts) != 4 or parts[1] != "publish":
            return None
        key = self.server.keys.get(parts[2], "")
        return parts[2] if key and hmac.compare_digest(key.encode(), parts[3].encode()) else None

    def _body(self) -> Iterator[bytes]:
        if self.headers.get("Transfer-Encoding", "").lower() == "chunked":
            yield from self._chunks()
            return
        left = int(self.headers.get("Content-Length", "0"))
        while left > 0 and (data := self.rfile.read1(min(left, _PIECE))):
            left -= len(data)
            yield data

    def _chunks(self) -> Iterator[bytes]:
        """Bodies whose length nobody knows (RFC 9112, 7.1), in pieces of bounded size."""
        while size := int(self.rfile.readline(_MOST_LINE).split(b";")[0] or b"0", 16):
            while size > 0:
                data = self.rfile.read(min(size, _PIECE))
                if not data:
                    return
                size -= len(data)
                yield data
            self.rfile.readline(_MOST_LINE)

    def _answer(self, status: HTTPStatus) -> None:
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()
