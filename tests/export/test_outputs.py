from pathlib import Path

import pytest
from tests.export.shows import empty_report, small_catalog, small_report

from fashion_focus.core.errors import StoreError
from fashion_focus.export import read_focus_json, write_outputs


def test_a_folder_with_all_files_is_made(tmp_path: Path) -> None:
    folder = tmp_path / "out" / "show"
    paths = write_outputs(small_report(), small_catalog(), folder)
    names = ["focus.json", "focuses.csv", "chapters.vtt", "chapters.txt", "report.html"]
    assert [path.name for path in paths] == names
    assert sorted(path.name for path in folder.iterdir()) == sorted(names)
    assert all(path.stat().st_size > 0 for path in paths)


def test_the_same_report_gives_the_same_bytes(tmp_path: Path) -> None:
    first = write_outputs(small_report(), small_catalog(), tmp_path / "a")
    second = write_outputs(small_report(), small_catalog(), tmp_path / "b")
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]


def test_nothing_found_is_written_too(tmp_path: Path) -> None:
    paths = write_outputs(empty_report(), small_catalog(), tmp_path)
    assert read_focus_json(paths[0]).focuses == ()
    assert "No exhibits found." in paths[-1].read_text(encoding="utf-8")


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    with pytest.raises(StoreError, match=r"focus\.json"):
        write_outputs(small_report(), small_catalog(), tmp_path / "out")
