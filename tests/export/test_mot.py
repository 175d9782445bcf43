from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from tests.export.shows import empty_report, small_report, tracklet

from fashion_focus.export import mot_text, write_mot


def test_the_lines_are_as_they_were_looked_at(same_as_golden: Callable[[str, str], None]) -> None:
    same_as_golden(mot_text(small_report(), fps=25.0), "mot.txt")


def test_a_tracklet_has_one_box_a_frame() -> None:
    report = replace(empty_report(), tracklets=(tracklet("t", start=0.0, n=9),))
    assert [line.split(",")[0] for line in mot_text(report, fps=1.0).splitlines()] == ["1", "2", "3"]


@pytest.mark.parametrize("fps", [0.0, -1.0, float("nan"), float("inf")])
def test_a_frame_rate_is_needed(fps: float) -> None:
    with pytest.raises(ValueError, match="fps must be above 0"):
        mot_text(small_report(), fps=fps)


def test_nothing_followed_is_an_empty_file(tmp_path: Path) -> None:
    write_mot(empty_report(), tmp_path / "mot.txt", fps=25.0)
    assert (tmp_path / "mot.txt").read_bytes() == b""
