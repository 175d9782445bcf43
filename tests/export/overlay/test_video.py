from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tests.export.shows import focus

from fashion_focus.core.errors import MediaError, StoreError
from fashion_focus.core.focus import Evidence, FocusReport, VideoFacts
from fashion_focus.core.frame import Frame, Sound
from fashion_focus.core.product import Catalog, Product
from fashion_focus.core.tracklet import Tracklet
from fashion_focus.export import write_overlay
from fashion_focus.media import VideoWriter, open_video, probe

GREY = 100


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two seconds of grey with a second of tone."""
    path = tmp_path_factory.mktemp("clip") / "clip.mp4"
    with VideoWriter(path, (320, 180), fps=10, sound_rate_hz=16_000) as writer:
        for _ in range(20):
            writer.write(np.full((180, 320, 3), GREY, np.uint8))
        writer.write_sound((8000 * np.sin(np.arange(32_000) * 0.2)).astype(np.int16))
    return path


def report() -> FocusReport:
    times = np.array([0.5, 1.0, 1.5])
    boxes = np.array([[100, 60, 180, 140], [120, 60, 200, 140], [140, 60, 220, 140]], np.float32)
    ones = np.ones(3, np.float32)
    shown = replace(focus("f", "bag", 0.5, 1.6), evidence=Evidence(tracklets=("t",)))
    facts = VideoFacts("clip.mp4", 2.0, (320, 180), 10.0)
    return FocusReport(facts, "", 1, {}, (shown,), tracklets=(Tracklet("t", ("bag",), times, boxes, ones, ones),))


def pictures(path: Path) -> dict[float, np.ndarray[tuple[int, ...], np.dtype[np.uint8]]]:
    with open_video(path, rate=1000, sound=False) as source:
        return {round(piece.time, 3): piece.pixels for piece in source if isinstance(piece, Frame)}


def drawn(pixels: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    return np.asarray(np.abs(pixels.astype(int) - GREY).max(axis=2) > 40)


def test_boxes_move_between_analysed_times(clip: Path, tmp_path: Path) -> None:
    out = tmp_path / "overlay.mp4"
    assert write_overlay(clip, report(), Catalog((Product("bag", "Bag"),)), out) == []
    shown = pictures(out)
    assert len(shown) == 20
    assert not drawn(shown[0.1]).any()
    for time, x0 in ((0.5, 100), (0.8, 112), (1.0, 120), (1.5, 140)):
        columns = np.flatnonzero(drawn(shown[time])[100])
        assert abs(columns[0] - x0) <= 4
        assert abs(columns[-1] - (x0 + 80)) <= 4


def test_the_sound_comes_along(clip: Path, tmp_path: Path) -> None:
    out = tmp_path / "overlay.mp4"
    write_overlay(clip, report(), Catalog(()), out)
    with open_video(out, rate=1) as source:
        loud = [np.abs(piece.samples).max() for piece in source if isinstance(piece, Sound)]
    assert max(loud) > 4000
    assert abs(probe(out).duration - 2.0) < 0.2


def test_a_large_picture_is_made_smaller(clip: Path, tmp_path: Path) -> None:
    out = tmp_path / "overlay.mp4"
    write_overlay(clip, report(), Catalog(()), out, most_px=161, sound=False)
    facts = probe(out)
    assert facts.size == (160, 90)
    assert not facts.has_audio


def test_a_title_that_no_font_can_draw_is_told(clip: Path, tmp_path: Path) -> None:
    catalog = Catalog((Product("bag", "\U0010fffe"),))
    (note,) = write_overlay(clip, report(), catalog, tmp_path / "overlay.mp4")
    assert note.code == "no-font"


def test_a_video_that_is_not_there_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(MediaError):
        write_overlay(tmp_path / "none.mp4", report(), Catalog(()), tmp_path / "out.mp4")
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_is_named(clip: Path, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"out\.mp4"):
        write_overlay(clip, report(), Catalog(()), tmp_path / "missing" / "out.mp4")
