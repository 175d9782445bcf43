"""Material that cannot be used: one line that names file, place and remedy, exit code 2, nothing half-written."""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PIL import Image
from tests.cli.conftest import Command

HEADER = "id,title,image_link\n"


def write(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_a_missing_video_is_named(command: Command, shelf: Path, tmp_path: Path) -> None:
    outcome = command("localize", tmp_path / "no.mp4", "--catalog", shelf, "--out", tmp_path / "out")
    assert outcome.code == 2
    assert "no.mp4" in outcome.complaint
    assert not (tmp_path / "out").exists()


def test_bytes_that_are_no_video_are_named(command: Command, shelf: Path, tmp_path: Path) -> None:
    broken = write(tmp_path / "broken.mp4", b"\x00\x01nonsense" * 200)
    outcome = command("localize", broken, "--catalog", shelf, "--out", tmp_path / "out")
    assert outcome.code == 2
    assert "broken.mp4" in outcome.complaint


def test_a_picture_named_mp4_is_called_a_picture(command: Command, shelf: Path, tmp_path: Path) -> None:
    path = tmp_path / "photo.mp4"
    Image.new("RGB", (64, 64), "red").save(path, format="PNG")
    outcome = command("localize", path, "--catalog", shelf, "--out", tmp_path / "out")
    assert outcome.code == 2
    assert "picture" in outcome.complaint


def test_an_empty_catalog_is_refused(command: Command, video: Path, tmp_path: Path) -> None:
    outcome = command("localize", video, "--catalog", write(tmp_path / "empty.csv", HEADER), "--out", tmp_path / "out")
    assert outcome.code == 2
    assert "empty.csv" in outcome.complaint


def test_an_id_twice_is_named_with_its_lines(command: Command, video: Path, tmp_path: Path) -> None:
    twice = write(tmp_path / "twice.csv", HEADER + "a,Red bag,\nb,Blue bag,\na,Green bag,\n")
    outcome = command("localize", video, "--catalog", twice, "--out", tmp_path / "out")
    assert outcome.code == 2
    assert "'a'" in outcome.complaint or " a " in outcome.complaint
    assert "4" in outcome.complaint


def test_a_wrong_column_is_named(command: Command, video: Path, tmp_path: Path) -> None:
    wrong = write(tmp_path / "wrong.csv", "sku_code,tittle,photo\n1,Red bag,a.png\n")
    outcome = command("localize", video, "--catalog", wrong, "--out", tmp_path / "out")
    assert outcome.code == 2
    assert "wrong.csv" in outcome.complaint


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_a_list_in_another_encoding_is_read(command: Command, encoding: str, tmp_path: Path) -> None:
    path = write(tmp_path / "list.csv", f"{HEADER}a,Café crème,\r\n".encode(encoding))
    outcome = command("catalog", "check", path, "--json")
    assert outcome.code == 0
    assert json.loads(outcome.out)["products"] == 1


def test_missing_broken_and_huge_pictures_are_noted_and_the_rest_is_kept(command: Command, tmp_path: Path) -> None:
    Image.new("RGB", (20, 20), "blue").save(tmp_path / "good.png")
    write(tmp_path / "broken.png", b"\x89PNG\r\n\x1a\nbroken")
    Image.new("1", (10_000, 10_000)).save(tmp_path / "huge.png")
    rows = "a,Good,good.png\nb,Missing,missing.png\nc,Broken,broken.png\nd,Huge,huge.png\n"
    outcome = command("catalog", "check", write(tmp_path / "list.csv", HEADER + rows), "--json")
    found = json.loads(outcome.out)
    assert outcome.code == 0
    assert found["products"] == 4
    assert found["without_picture"] == ["b", "c", "d"]


def test_a_transcript_that_is_none_is_named(command: Command, video: Path, shelf: Path, tmp_path: Path) -> None:
    path = write(tmp_path / "words.srt", "this is no transcript")
    outcome = command("localize", video, "--catalog", shelf, "--transcript", path, "--out", tmp_path / "out")
    assert outcome.code == 2
    assert "words.srt" in outcome.complaint


def test_overlapping_lines_and_late_comments_are_taken_with_a_note(
    command: Command, video: Path, shelf: Path, tmp_path: Path
) -> None:
    lines = "1\n00:00:01,000 --> 00:00:03,000\nred bag\n\n2\n00:00:02,000 --> 00:00:04,000\nblue shoe\n"
    words = write(tmp_path / "words.srt", lines)
    rows = [
        {"t": 3.0, "user": "a", "text": "hi"},
        {"t": 1.0, "user": "b", "text": "hello"},
        {"t": 99, "user": "c", "text": "?"},
    ]
    comments = write(tmp_path / "comments.jsonl", "\n".join(map(json.dumps, rows)))
    out = tmp_path / "out"
    outcome = command(
        "localize", video, "--catalog", shelf, "--transcript", words, "--comments", comments, "--out", out, "--json"
    )
    assert outcome.code == 0, outcome.err
    notes = json.loads((out / "focus.json").read_text())["notes"]
    assert any("comments.jsonl" in note["text"] for note in notes)


def test_an_unwritable_folder_is_named_before_any_work(
    command: Command, video: Path, shelf: Path, tmp_path: Path
) -> None:
    blocked = write(tmp_path / "file", "not a folder")
    outcome = command("localize", video, "--catalog", shelf, "--out", blocked / "out")
    assert outcome.code == 2
    assert "--out" in outcome.complaint


def test_an_unknown_setting_is_named_with_its_neighbour(
    command: Command, video: Path, shelf: Path, tmp_path: Path
) -> None:
    config = write(tmp_path / "settings.toml", "[localize]\nratte = 2\n")
    outcome = command("localize", video, "--catalog", shelf, "--config", config)
    assert outcome.code == 2
    assert "did you mean rate?" in outcome.complaint


def test_a_missing_option_is_one_line(command: Command, video: Path) -> None:
    outcome = command("localize", video)
    assert outcome.code == 2
    assert "--catalog" in outcome.complaint


def run_apart(*words: object, limit_bytes: int | None = None) -> "subprocess.Popen[str]":
    """The command in a process of its own, its files limited to some bytes: what a full disk looks like."""
    limit = ""
    if limit_bytes is not None:
        limit = (
            "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
            f"resource.setrlimit(resource.RLIMIT_FSIZE, ({limit_bytes}, {limit_bytes})); "
        )
    program = [sys.executable, "-c", f"{limit}from fashion_focus.cli.main import run; run()", *map(str, words)]
    return subprocess.Popen(program, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_a_full_disk_is_one_line_and_leaves_nothing_half_written(video: Path, shelf: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    process = run_apart("localize", video, "--catalog", shelf, "--out", out, "--no-speech", limit_bytes=200)
    _, err = process.communicate(timeout=300)
    assert process.returncode == 2, err
    assert sum(line.startswith("error: ") for line in err.splitlines()) == 1
    assert [path for path in out.iterdir() if path.stat().st_size > 0] == []


def test_ctrl_c_keeps_what_was_found_and_resume_goes_on(shelf: Path, tmp_path: Path, long_video: Path) -> None:
    out = tmp_path / "out"
    words = ("localize", long_video, "--catalog", shelf, "--out", out, "--no-speech", "--progress", "json")
    process = run_apart(*words)
    assert process.stderr is not None
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        if process.stderr.readline().startswith("{"):
            break
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=120)
    assert process.returncode == 130, err
    assert "--resume" in err
    assert not (out / "focus.json").exists()
    again = run_apart(*words, "--resume")
    _, err = again.communicate(timeout=300)
    assert again.returncode == 0, err
    assert (out / "focus.json").exists()
    assert not (out / "interrupted.checkpoint").exists()
