"""Servers on this machine for tests: one that serves a stream, and one where nobody must ever come."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import av
import numpy as np


@dataclass
class Site:
    """Files by path; a text that begins with "->" is a redirect. asked, logins, ranges: of each request, in order.

    n_guests: connections. once: paths that are there only for the first who asks.
    """

    files: dict[str, bytes] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    logins: list[str] = field(default_factory=list)
    ranges: list[str] = field(default_factory=list)
    n_guests: int = 0
    once: set[str] = field(default_factory=set)
    port: int = 0

    def address(self, path: str, *, user: str = "") -> str:
        return f"http://{user}127.0.0.1:{self.port}{path}"


@contextmanager
def serving(files: Mapping[str, bytes | str]) -> Iterator[Site]:
    site = Site({path: data.encode() if isinstance(data, str) else data for path, data in files.items()})

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def setup(self) -> None:
            site.n_guests += 1
            super().setup()

        def do_GET(self) -> None:
            site.asked.append(self.path)
            site.logins.append(self.headers.get("Authorization", ""))
            site.ranges.append(self.headers.get("Range", ""))
            data = site.files.get(self.path)
            if self.path in site.once:
                site.files.pop(self.path, None)
            if data is not None and data.startswith(b"->"):
                self.send_response(302)
                self.send_header("Location", data[2:].decode())
                data = b""
            else:
                self.send_response(404 if data is None else 200)
            self.send_header("Content-Length", str(len(data or b"")))
            self.end_headers()
            self.wfile.write(data or b"")

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            """Players go when they have seen enough."""

    server = Server(("127.0.0.1", 0), Handler)
    site.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield site
    server.shutdown()
    server.server_close()
    thread.join()


def segment(first: int, n: int = 12, *, fps: int = 12) -> bytes:
    """A second of MPEG-TS whose pictures begin with a number."""
    path = _Sink()
    with av.open(path, "w", format="mpegts") as container:
        stream = container.add_stream("libx264", rate=fps, options={"preset": "ultrafast", "tune": "zerolatency"})
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        for k in range(n):
            picture = av.VideoFrame.from_ndarray(np.full((48, 64, 3), 20 * k % 256, np.uint8), format="rgb24")
            picture.pts = first + k
            for packet in stream.encode(picture):
                container.mux(packet)
        for packet in stream.encode():
            container.mux(packet)
    return bytes(path.data)


class _Sink:
    """A file in memory that cannot be sought in."""

    def __init__(self) -> None:
        self.data = bytearray()

    def write(self, data: bytes) -> int:
        self.data += data
        return len(data)


def playlist(*segments: str, over: bool = True) -> str:
    """A media playlist of seconds."""
    lines = ["#EXTM3U", "#EXT-X-VERSION:3", "#EXT-X-TARGETDURATION:1", "#EXT-X-MEDIA-SEQUENCE:0"]
    for one in segments:
        lines += [one] if one.startswith("#") else ["#EXTINF:1.0,", one]
    return "\n".join([*lines, *(["#EXT-X-ENDLIST"] if over else [])]) + "\n"
