"""RTSP over TCP, as cameras and encoders offer it."""

from pathlib import Path

from tests.engine import painted
from tests.engine.rtsp import RtspServer
from tests.engine.servers import needs_media_server
from tests.engine.waiting import PATIENT, until

from fashion_focus.engine import Engine, StreamConfig, StreamState
from fashion_focus.store.database import file_url, open_database


def test_pictures_come_by_rtsp(tmp_path: Path) -> None:
    needs_media_server()
    film = painted.film(tmp_path / "show.mp4", duration=6.0)
    database = open_database(file_url(tmp_path))
    with (
        RtspServer(film) as server,
        Engine(database, models=painted.models(), catalogs=painted.catalogs, settings=PATIENT) as engine,
    ):
        engine.start(StreamConfig("camera", f"rtsp://user:secret@127.0.0.1:{server.port}/show", "all"))
        until(lambda: engine.status("camera").pictures >= 4)
        assert engine.status("camera").state is StreamState.RUNNING
    assert any(line.startswith("PLAY") for line in server.asked)
