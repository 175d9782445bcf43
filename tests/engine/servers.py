"""A real media server for tests: nginx with its RTMP module, which also cuts HLS; ffmpeg as publisher."""

import shutil
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

import pytest

_MODULES = (Path("/usr/lib/nginx/modules"), Path("/usr/share/nginx/modules"))
_CONFIG = """
load_module {module};
daemon off; master_process off; worker_processes 1;
pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ worker_connections 64; }}
rtmp {{ server {{ listen 127.0.0.1:{rtmp}; chunk_size 4096;
  application live {{ live on; wait_key on; idle_streams off; drop_idle_publisher 5s;
    hls on; hls_path {folder}/hls; hls_fragment 1s; hls_playlist_length 8s; hls_cleanup on; }} }} }}
http {{ access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  server {{ listen 127.0.0.1:{http}; location /hls {{ root {folder}; add_header Cache-Control no-cache;
    types {{ application/vnd.apple.mpegurl m3u8; video/mp2t ts; }} }} }} }}
"""


def needs_media_server() -> None:
    """Skips the test where there is no nginx with RTMP, or no ffmpeg."""
    if shutil.which("nginx") is None or shutil.which("ffmpeg") is None or not _module():
        pytest.skip("needs nginx with libnginx-mod-rtmp, and ffmpeg")


@dataclass(slots=True)
class MediaServer:
    """nginx on free ports, in `with`."""

    folder: Path
    rtmp_port: int = 0
    http_port: int = 0
    _process: "subprocess.Popen[bytes] | None" = None

    def __enter__(self) -> Self:
        self.rtmp_port, self.http_port = free_ports(2)
        (self.folder / "hls").mkdir(parents=True, exist_ok=True)
        config = self.folder / "nginx.conf"
        text = _CONFIG.format(module=_module(), folder=self.folder, rtmp=self.rtmp_port, http=self.http_port)
        config.write_text(text, encoding="utf-8")
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Begin to listen."""
        command = ["nginx", "-p", str(self.folder), "-c", str(self.folder / "nginx.conf"), "-g", "user root;"]
        self._process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        for port in (self.rtmp_port, self.http_port):
            wait_for_port(port)

    def stop(self) -> None:
        """Close everything at once."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def rtmp(self, name: str) -> str:
        """Address for publishers and players."""
        return f"rtmp://127.0.0.1:{self.rtmp_port}/live/{name}"

    def hls(self, name: str) -> str:
        """Address of the playlist."""
        return f"http://127.0.0.1:{self.http_port}/hls/{name}.m3u8"


class FfmpegPublisher:
    """ffmpeg that sends a file in real time; `stop` it, or use it in `with`. Arguments as in `encoding`."""

    def __init__(
        self, film: Path, address: str, *, begin: float = 0.0, end: float = 3600.0, stamps: float = 0.0
    ) -> None:
        form = "flv" if address.startswith("rtmp") else "mpegts"
        command = [*encoding(film, begin=begin, end=end, stamps=stamps), "-f", form, address]
        self._process = subprocess.Popen(command, stdin=subprocess.DEVNULL)

    def wait(self, timeout: float) -> None:
        """Until all is sent."""
        self._process.wait(timeout)

    def stop(self) -> None:
        """Cut the stream."""
        self._process.kill()
        self._process.wait()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def encoding(film: Path, *, begin: float = 0.0, end: float = 3600.0, stamps: float = 0.0) -> list[str]:
    """ffmpeg's command up to the output: H.264 with a key picture a second, in real time.

    begin, end: seconds of the film. stamps: seconds added to all time stamps.
    """
    command = ["ffmpeg", "-v", "error", "-re", "-ss", str(begin), "-to", str(end), "-i", str(film), "-threads", "1"]
    command += ["-c:v", "libx264", "-preset", "ultrafast", "-tune", "zerolatency", "-g", "12", "-pix_fmt", "yuv420p"]
    return [*command, "-an", "-output_ts_offset", str(stamps)]


def free_ports(n: int) -> list[int]:
    """Ports that nobody listens on just now."""
    sockets = [socket.socket() for _ in range(n)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = [int(one.getsockname()[1]) for one in sockets]
    for one in sockets:
        one.close()
    return ports


def wait_for_port(port: int, timeout: float = 60.0) -> None:
    """Until somebody listens."""
    deadline = time.monotonic() + timeout
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 10.0).close()
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            return


def _module() -> Path | None:
    return next(
        (folder / "ngx_rtmp_module.so" for folder in _MODULES if (folder / "ngx_rtmp_module.so").exists()), None
    )
