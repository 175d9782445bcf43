"""Files appear whole or not at all."""

import errno
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from fashion_focus.core.errors import StoreError
from fashion_focus.files import replacing, write_atomically


def names(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


def write_half_then_raise(path: Path, stop: type[BaseException]) -> None:
    path.write_text("half")
    raise stop


def test_text_and_bytes_are_written_as_they_are(tmp_path: Path) -> None:
    write_atomically(tmp_path / "a.txt", "grün\r\n鞋\n")
    write_atomically(tmp_path / "deep" / "er" / "b.bin", b"\x00\xff")
    assert (tmp_path / "a.txt").read_bytes() == "grün\r\n鞋\n".encode()
    assert (tmp_path / "deep" / "er" / "b.bin").read_bytes() == b"\x00\xff"


def test_a_new_file_has_the_rights_that_the_user_asks_for(tmp_path: Path) -> None:
    write_atomically(tmp_path / "a.txt", "a")
    (tmp_path / "b.txt").write_text("b")
    assert (tmp_path / "a.txt").stat().st_mode == (tmp_path / "b.txt").stat().st_mode


def test_the_old_file_stays_until_the_block_ends(tmp_path: Path) -> None:
    target = tmp_path / "a.json"
    target.write_text("old")
    with replacing(target) as beside:
        beside.write_text("new")
        assert beside.suffix == ".json"
        assert target.read_text() == "old"
    assert target.read_text() == "new"
    assert names(tmp_path) == ["a.json"]


@pytest.mark.parametrize("stop", [ValueError, KeyboardInterrupt], ids=["error", "ctrl-c"])
def test_a_block_that_raises_leaves_nothing_behind(tmp_path: Path, stop: type[BaseException]) -> None:
    target = tmp_path / "a.json"
    target.write_text("old")
    with pytest.raises(stop), replacing(target) as beside:
        write_half_then_raise(beside, stop)
    assert target.read_text() == "old"
    assert names(tmp_path) == ["a.json"]


def test_a_link_is_followed(tmp_path: Path) -> None:
    real = tmp_path / "real.txt"
    real.write_text("old")
    link = tmp_path / "link.txt"
    link.symlink_to(real)
    write_atomically(link, "new")
    assert link.is_symlink()
    assert real.read_text() == "new"


def write_under_limit(target: Path, size: int, limit: int) -> str:
    """What a process says whose files the kernel keeps under ``limit`` bytes, as it refuses any on a full disk.

    A process of its own: the limit would hold for the test report too, where that goes into a file.
    """
    program = (
        "import pathlib, resource, signal\n"
        "from fashion_focus.core.errors import StoreError\n"
        "from fashion_focus.files import write_atomically\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}))\n"
        "try:\n"
        f"    write_atomically(pathlib.Path({str(target)!r}), bytes({size}))\n"
        "except StoreError as error:\n"
        "    print(error)\n"
    )
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout


def test_a_file_that_does_not_fit_is_said_in_one_line_and_removed(tmp_path: Path) -> None:
    target = tmp_path / "a.bin"
    target.write_text("old")
    said = write_under_limit(target, 10_000, limit=4096)
    assert re.fullmatch(r"cannot write .*a\.bin.*\n", said)
    assert target.read_text() == "old"
    assert names(tmp_path) == ["a.bin"]


def test_a_full_disk_is_named_with_its_remedy(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"disk is full; free some space"), replacing(tmp_path / "a.bin"):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    assert names(tmp_path) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_library_that_meets_a_full_device_is_translated_too(tmp_path: Path) -> None:
    with (
        pytest.raises(StoreError, match="disk is full"),
        replacing(tmp_path / "a.bin"),
        Path("/dev/full").open("wb", buffering=0) as full,
    ):
        full.write(b"x")


def test_a_folder_in_the_way_is_named(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    with pytest.raises(StoreError, match="not a plain file"):
        write_atomically(tmp_path / "out", "x")


def test_a_file_where_a_folder_is_needed_is_named(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    with pytest.raises(StoreError, match=r"cannot write .*a\.json"):
        write_atomically(tmp_path / "out" / "a.json", "x")
    assert (tmp_path / "out").read_text() == "a file"


def test_an_unwritable_folder_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "locked"
    folder.mkdir()
    folder.chmod(0o500)
    if os.access(folder, os.W_OK):
        # Root may write anywhere; the system's own read-only tree stands in.
        folder = Path("/proc/sys")
    with pytest.raises(StoreError, match=r"cannot write .*a\.json.*check the folder"):
        write_atomically(folder / "a.json", "x")


def test_an_error_about_a_file_that_the_block_reads_stays_its_own(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), replacing(tmp_path / "a.json") as beside:
        beside.write_bytes((tmp_path / "missing").read_bytes())
    assert names(tmp_path) == []
