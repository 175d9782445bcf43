"""`fashion-focus stream`: events on stdout once each, whatever happens in between; how it goes on stderr."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.cli.conftest import Command

RUN = "import sys; from fashion_focus.cli.main import execute; sys.exit(execute(sys.argv[1:]))"


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}


def test_a_file_played_fast_gives_its_events_as_lines(
    command: Command, video: Path, shelf: Path, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    done = command("stream", video, "--catalog", shelf, "--data", data, "--fast", "--no-speech", "--rate", "2")
    assert done.code == 0, done.err
    events = [json.loads(line) for line in done.out.splitlines()]
    assert {event["specversion"] for event in events} == {"1.0"}
    assert [event["data"]["state"] for event in events if event["type"] == "stream.state"][-1] == "ended"
    assert "ended" in done.err
    ids = [event["id"] for event in events]
    assert len(set(ids)) == len(ids)


def test_a_killed_command_goes_on_and_tells_nothing_twice(long_video: Path, shelf: Path, tmp_path: Path) -> None:
    line = ["stream", str(long_video), "--catalog", str(shelf), "--data", str(tmp_path), "--fast", "--no-speech"]
    command = [sys.executable, "-c", RUN, *line, "--rate", "1", "--progress", "quiet"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment()) as first:
        assert first.stdout is not None
        lines = [first.stdout.readline(), first.stdout.readline()]
        time.sleep(0.3)
        first.send_signal(signal.SIGKILL)
        lines += first.stdout.readlines()
    second = subprocess.run(command, stdout=subprocess.PIPE, text=True, env=environment(), check=False)
    assert second.returncode == 0
    told = [
        json.loads(text) for text in [*lines, *second.stdout.splitlines()] if text.endswith("}\n") or text[-1:] == "}"
    ]
    # A line that was printed but not yet acknowledged may come again, under the same id.
    unique = {event["id"]: event for event in told}
    assert len(told) - len(unique) <= 1
    assert [event["data"]["state"] for event in unique.values() if event["type"] == "stream.state"][-1] == "ended"


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["gopher://host/x"], "sources are files, rtmp, rtsp"),
        (["rtmp://user:hunter2@/x"], "not an address"),
        (["a.mp4", "b.mp4", "--name", "one"], "1 names for 2 sources"),
    ],
    ids=["scheme", "address", "names"],
)
def test_what_cannot_be_streamed_is_one_line(
    command: Command, shelf: Path, tmp_path: Path, words: list[str], complaint: str
) -> None:
    done = command("stream", *words, "--catalog", shelf, "--data", tmp_path)
    assert done.code == 2
    assert complaint in done.complaint
    assert "hunter2" not in done.err


def test_a_source_that_fails_is_told_and_its_code_is_1(command: Command, shelf: Path, tmp_path: Path) -> None:
    done = command("stream", tmp_path / "none.mp4", "--catalog", shelf, "--data", tmp_path / "data")
    assert done.code == 1
    assert "error: none: cannot read" in done.err
