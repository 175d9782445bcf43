"""Another sign-in link for a service that runs already."""

import socket
from pathlib import Path
from urllib.parse import urlsplit

from tests.service.conftest import Served

from fashion_focus.service import Address, ServiceSettings, give_link


def test_a_running_service_takes_the_new_link_once(served: Served) -> None:
    port = urlsplit(served.base).port
    assert port is not None
    link = give_link(ServiceSettings(data=served.library.folders.data), Address("127.0.0.1", port))
    assert link is not None
    base, text = link.split("/sign-in#")
    assert base == served.base
    with served.anonymous() as client:
        assert client.post("/api/v1/session", json={"link": text}).status_code == 200
    with served.anonymous() as client:
        again = client.post("/api/v1/session", json={"link": text})
    assert again.status_code == 401
    assert "fashion-focus serve --link" in again.json()["detail"]


def test_where_nobody_answers_there_is_no_link(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
    assert give_link(ServiceSettings(data=tmp_path), Address("127.0.0.1", port)) is None
    assert give_link(ServiceSettings(data=tmp_path), Address("127.0.0.1", 0)) is None
    assert not list(tmp_path.iterdir())
