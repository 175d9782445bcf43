"""Publishing over HTTP: only with the key, in any way that publishers send a body."""

import subprocess
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.engine import painted
from tests.engine.servers import encoding, needs_media_server
from tests.engine.waiting import PATIENCE, PATIENT, until

from fashion_focus.engine import Engine, PushServer, StreamConfig
from fashion_focus.store.database import file_url, open_database


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    database = open_database(file_url(tmp_path))
    with Engine(database, models=painted.models(), catalogs=painted.catalogs, settings=PATIENT) as opened:
        opened.start(StreamConfig("show", "push:", "all"))
        yield opened


def test_ffmpeg_publishes_over_http(engine: Engine, tmp_path: Path) -> None:
    needs_media_server()
    film = painted.film(tmp_path / "show.mp4", duration=4.0)
    with PushServer(engine) as server:
        command = [*encoding(film), "-f", "mpegts", server.address("show")]
        assert subprocess.run(command, check=False, timeout=PATIENCE).returncode == 0
        until(lambda: engine.status("show").pictures >= 5)


@pytest.mark.parametrize("change", [lambda a: a[:-1] + "x", lambda a: a.replace("show", "other"), lambda a: a + "/x"])
def test_without_the_key_nothing_is_taken(engine: Engine, change: Callable[[str], str]) -> None:
    with PushServer(engine) as server:
        assert refusal(change(server.address("show"))) == 404


def test_a_second_publisher_is_refused(engine: Engine) -> None:
    with PushServer(engine) as server, engine.publish("show"):
        assert refusal(server.address("show")) == 409


def refusal(address: str) -> int:
    """The status with which a post is refused."""
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(address, data=b"x")
    caught.value.close()
    return caught.value.code
