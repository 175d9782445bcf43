"""A real service on a real port, and a tiny made-up show for it."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
import uvicorn

from fashion_focus.service import Library, Limits, ServiceSettings, create_app, open_library, put_show
from fashion_focus.service.guard.auth import Doorkeeper
from fashion_focus.simulation import StreamSettings, simulate_stream
from fashion_focus.store.library.jobs import OVER
from fashion_focus.store.library.tokens import Role

PATIENCE_S = 240.0
"""For a job on a machine that does other work at the same time."""


@dataclass(frozen=True, slots=True)
class Served:
    """A running service. client: signed in as an administrator."""

    library: Library
    base: str
    client: httpx.Client

    def token(self, role: Role, name: str = "test") -> str:
        """A token with a role."""
        return Doorkeeper(self.library.tokens).give(name, role)[1]

    def as_role(self, role: Role, name: str = "test") -> httpx.Client:
        """A client with a role."""
        headers = {"Authorization": f"Bearer {self.token(role, name)}"}
        return httpx.Client(base_url=self.base, headers=headers, timeout=60.0)

    def anonymous(self) -> httpx.Client:
        """A client that is not signed in."""
        return httpx.Client(base_url=self.base, timeout=60.0)


def serve(folder: Path, limits: Limits | None = None) -> Iterator[Served]:
    """Run a service in a thread until the caller is done with it."""
    library = open_library(ServiceSettings(data=folder, threads=1, limits=limits or Limits()))
    server = uvicorn.Server(uvicorn.Config(create_app(library), port=0, log_level="error", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run)
    thread.start()
    pause = threading.Event()
    while not server.started:
        pause.wait(0.02)
    base = f"http://localhost:{server.servers[0].sockets[0].getsockname()[1]}"
    token = Doorkeeper(library.tokens).give("Mei", Role.ADMIN)[1]
    with httpx.Client(base_url=base, headers={"Authorization": f"Bearer {token}"}, timeout=PATIENCE_S) as client:
        yield Served(library, base, client)
    server.should_exit = True
    thread.join()
    library.close()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A service with nothing in it, and small limits."""
    yield from serve(tmp_path_factory.mktemp("service"), Limits(video_bytes=4_000_000, catalog_bytes=4_000_000))


@pytest.fixture(scope="session")
def tiny_show(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twelve seconds with four products, of which two are shown."""
    settings = StreamSettings(seconds=12.0, size=(640, 360), fps=8, n_products=4, n_exhibits=2)
    return simulate_stream(tmp_path_factory.mktemp("show") / "tiny", settings, seed=2)


@pytest.fixture(scope="session")
def localized(tmp_path_factory: pytest.TempPathFactory, tiny_show: Path) -> Iterator[tuple[Served, str]]:
    """A service that has localized the tiny show; and the video's id."""
    for service in serve(tmp_path_factory.mktemp("localized")):
        video_id = put_show(service.library, tiny_show, title="Tiny show")
        finish_jobs(service)
        yield service, video_id


def finish_jobs(service: Served) -> None:
    """Wait until no job is left to do."""
    pause = threading.Event()
    for _ in range(int(PATIENCE_S / 0.1)):
        if all(job.state in OVER for job in service.library.jobs.all()):
            return
        pause.wait(0.1)
    raise AssertionError(f"jobs are not done: {service.library.jobs.all()}")
