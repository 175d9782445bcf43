"""A small RTSP server for tests: one film, over TCP, packets made by ffmpeg."""

import contextlib
import socket
import struct
import subprocess
import threading
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.engine.servers import encoding

_SDP = """v=0
o=- 0 0 IN IP4 127.0.0.1
s=show
t=0 0
m=video 0 RTP/AVP 96
a=rtpmap:96 H264/90000
a=fmtp:96 packetization-mode=1
a=control:track0
"""


@dataclass(slots=True)
class RtspServer:
    """Serves a film to one player after the other, from its beginning, in `with`. asked: the requests' first lines."""

    film: Path
    asked: list[str] = field(default_factory=list)
    _listener: socket.socket = field(default_factory=lambda: socket.create_server(("127.0.0.1", 0)))
    _closed: bool = False

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self._listener.getsockname()[1])

    def __enter__(self) -> Self:
        threading.Thread(target=self._serve, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closed = True
        self._listener.close()

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while not self._closed:
                player, _ = self._listener.accept()
                with player, contextlib.suppress(OSError):
                    self._answer(player)

    def _answer(self, player: socket.socket) -> None:
        reader = player.makefile("rb")
        while line := reader.readline().decode():
            headers = dict(field.partition(": ")[::2] for field in iter(lambda: reader.readline().decode().strip(), ""))
            self.asked.append(line.strip())
            method = line.split()[0]
            body = _SDP.replace("\n", "\r\n") if method == "DESCRIBE" else ""
            extra = {
                "DESCRIBE": f"Content-Type: application/sdp\r\nContent-Length: {len(body)}\r\n",
                "SETUP": "Transport: RTP/AVP/TCP;unicast;interleaved=0-1\r\nSession: 1\r\n",
                "OPTIONS": "Public: OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN\r\n",
            }.get(method, "Session: 1\r\n")
            player.sendall(f"RTSP/1.0 200 OK\r\nCSeq: {headers.get('CSeq', '0')}\r\n{extra}\r\n{body}".encode())
            if method == "PLAY":
                self._play(player)
                return

    def _play(self, player: socket.socket) -> None:
        """RTP from ffmpeg by UDP, put between the RTSP messages (RFC 2326, 10.12)."""
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as inlet:
            inlet.bind(("127.0.0.1", 0))
            inlet.settimeout(60.0)
            address = f"rtp://127.0.0.1:{inlet.getsockname()[1]}?pkt_size=1200"
            command = [*encoding(self.film), "-f", "rtp", "-payload_type", "96", address]
            with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
                try:
                    while not self._closed:
                        packet = inlet.recv(2048)
                        # Reports of the sender (RTCP) come on the next port, which nobody reads.
                        player.sendall(b"$" + struct.pack(">BH", 0, len(packet)) + packet)
                finally:
                    process.kill()
