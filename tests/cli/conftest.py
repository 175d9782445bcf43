"""Material for the command line's tests: a short real video, a product list, and a way to run a command."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from tests.shows import frame_at, make_catalog

from fashion_focus.catalog import write_catalog
from fashion_focus.cli.main import execute
from fashion_focus.media import VideoWriter


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def complaint(self) -> str:
        """The one line that says what is wrong; fails where there is another number of them."""
        lines = [line for line in self.err.splitlines() if line.startswith("error: ")]
        assert len(lines) == 1, self.err
        assert "Traceback" not in self.err
        return lines[0]


Command = Callable[..., Outcome]


@pytest.fixture
def command(capfd: pytest.CaptureFixture[str]) -> Command:
    def run(*words: object) -> Outcome:
        capfd.readouterr()
        code = execute([str(word) for word in words])
        said = capfd.readouterr()
        return Outcome(code, said.out, said.err)

    return run


@pytest.fixture(scope="session")
def video(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four seconds of the test show, 320x180 at 8 fps, without sound."""
    path = tmp_path_factory.mktemp("video") / "show.mp4"
    with VideoWriter(path, (320, 180), fps=8) as writer:
        for k in range(32):
            writer.write(np.ascontiguousarray(frame_at(1.0 + k / 8).pixels))
    return path


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A product list of four, as CSV."""
    folder = tmp_path_factory.mktemp("shelf")
    path = folder / "shelf.csv"
    write_catalog(make_catalog(folder), path)
    return path


@pytest.fixture(scope="session")
def long_video(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two minutes of the same: long enough to be interrupted."""
    path = tmp_path_factory.mktemp("video") / "long.mp4"
    pictures = [np.ascontiguousarray(frame_at(1.0 + k / 4).pixels) for k in range(8)]
    with VideoWriter(path, (320, 180), fps=8) as writer:
        for k in range(960):
            writer.write(pictures[k % 8])
    return path
