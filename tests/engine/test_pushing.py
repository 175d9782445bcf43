"""Publishing over HTTP: only with the key, in any way that publishers send a body."""

import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from tests.engine import painted
from tests.engine.servers import encoding, needs_media_server

from fashion_focus.engine import Engine, PushServer, StreamConfig
from fashion_focus.store.database import file_url, open_database


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    database = open_database(file_url(tmp_path))
    with Engine(database, models=painted.models(), catalogs=painted.catalogs) as opened:
        opened.start(StreamConfig("show", "push:", "all"))
        yield opened


def test_ffmpeg_publishes_over_http(engine: Engine, tmp_path: Path) -> None:
    needs_media_server()
    film = painted.film(tmp_path / "show.mp4", duration=4.0)
    with PushServer(engine) as server:
        command = [*encoding(film), "-f", "mpegts", server.address("show")]
        assert subprocess.run(command, check=False, timeout=60).returncode == 0
        deadline = time.monotonic() + 40
        while engine.status("show").pictures < 5:
            assert time.monotonic() < deadline, engine.status("show")
            time.sleep(0.05)


@pytest.mark.parametrize("change", [lambda a: a[:-1] + "x", lambda a: a.replace("show", "other"), lambda a: a + "/x"])
def test_without_the_key_nothing_is_taken(engine: Engine, change: Callable[[str], str]) -> None:
    with PushServer(engine) as server:
        assert httpx.post(change(server.address("show")), content=b"x").status_code == 404


def test_a_second_publisher_is_refused(engine: Engine) -> None:
    with PushServer(engine) as server, engine.publish("show"):
        with pytest.raises(urllib.error.HTTPError) as caught:
            urllib.request.urlopen(server.address("show"), data=b"x")
        assert caught.value.code == 409
        caught.value.close()
