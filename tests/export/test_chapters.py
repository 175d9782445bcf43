from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from tests.export.shows import empty_report, focus, small_catalog, small_report

from fashion_focus.core.focus import FocusReport
from fashion_focus.export import chapters_text, chapters_vtt_text, write_chapters_text, write_chapters_vtt
from fashion_focus.export.chapters import Chapter, nested


def show(*spans: tuple[str, float, float]) -> FocusReport:
    return replace(empty_report(), focuses=tuple(focus(f"f{k}", *span) for k, span in enumerate(spans)))


def test_the_webvtt_file_is_as_it_was_looked_at(same_as_golden: Callable[[str, str], None]) -> None:
    same_as_golden(chapters_vtt_text(small_report(), small_catalog()), "chapters.vtt")


def test_the_chapter_lines_are_as_they_were_looked_at(same_as_golden: Callable[[str, str], None]) -> None:
    same_as_golden(chapters_text(small_report(), small_catalog()), "chapters.txt")


def test_titles_cannot_break_a_cue() -> None:
    text = chapters_vtt_text(small_report(), small_catalog())
    assert "&lt;img src=x onerror=alert(1)&gt; &amp;" in text
    assert text.count("-->") == 3


def test_undecided_focuses_are_not_for_viewers() -> None:
    assert "Backpack, Red" not in chapters_vtt_text(small_report(), small_catalog())
    assert "Backpack, Red" not in chapters_text(small_report(), small_catalog())


def test_nothing_found_is_an_empty_track_and_one_line() -> None:
    assert chapters_vtt_text(empty_report(), small_catalog()) == "WEBVTT\n"
    assert chapters_text(empty_report(), small_catalog()) == "0:00 Start\n"


spans = st.tuples(st.integers(0, 60), st.integers(1, 30)).map(lambda s: Chapter(s[0], s[0] + s[1], "x"))


@given(st.lists(spans, max_size=12))
def test_chapters_are_apart_or_one_inside_the_other(chapters: list[Chapter]) -> None:
    done = nested(chapters)
    assert sorted(c.start_ms for c in done) == sorted(c.start_ms for c in chapters)
    for k, a in enumerate(done):
        assert a.start_ms < a.end_ms
        for b in done[k + 1 :]:
            apart = a.end_ms <= b.start_ms or b.end_ms <= a.start_ms
            inside = b.end_ms <= a.end_ms if a.start_ms <= b.start_ms else a.end_ms <= b.end_ms
            assert apart or inside


moments = st.lists(st.floats(0, 115).map(lambda start: ("SOCK" if start < 50 else "TEA-1", start, start + 4)))


@given(moments)
def test_chapter_lines_start_at_zero_and_last_ten_seconds(spans: list[tuple[str, float, float]]) -> None:
    report = show(*spans)
    times = []
    for line in chapters_text(report, small_catalog()).splitlines():
        minutes, seconds = line.split(" ")[0].split(":")
        times.append(int(minutes) * 60 + int(seconds))
    assert times[0] == 0
    assert all(b - a >= 10 for a, b in zip(times, [*times[1:], 120], strict=True))


def test_products_in_quick_succession_share_a_line() -> None:
    text = chapters_text(show(("SOCK", 20, 23), ("TEA-1", 24, 28), ("SOCK", 40, 50)), small_catalog())
    assert text == "0:00 Start\n0:20 Wool socks + 茉莉花茶 500 ml\n0:40 Wool socks\n"


def test_both_files_are_written(tmp_path: Path) -> None:
    write_chapters_vtt(small_report(), small_catalog(), tmp_path / "chapters.vtt")
    write_chapters_text(small_report(), small_catalog(), tmp_path / "chapters.txt")
    assert (tmp_path / "chapters.vtt").read_text(encoding="utf-8").startswith("WEBVTT\n")
    assert (tmp_path / "chapters.txt").read_text(encoding="utf-8").startswith("0:00 ")
