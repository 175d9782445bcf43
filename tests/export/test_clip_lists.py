import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from tests.export.shows import empty_report, small_catalog, small_report

from fashion_focus.export import losslesscut_text, schema_org, write_losslesscut, write_schema_org


def test_the_segment_list_is_as_it_was_looked_at(same_as_golden: Callable[[str, str], None]) -> None:
    same_as_golden(losslesscut_text(small_report(), small_catalog()), "losslesscut.csv")


def test_the_schema_org_data_are_as_they_were_looked_at(same_as_golden: Callable[[str, str], None]) -> None:
    published = datetime(2026, 11, 21, tzinfo=UTC)
    page, picture = "https://shop.example/w?id=9", "https://shop.example/9.jpg"
    video = schema_org(small_report(), small_catalog(), page=page, thumbnail=picture, published=published)
    same_as_golden(json.dumps(video, ensure_ascii=False, indent=1) + "\n", "schema_org.json")


def test_clips_of_no_page_have_no_address() -> None:
    assert all("url" not in clip for clip in schema_org(small_report(), small_catalog())["hasPart"])


def test_nothing_found_is_no_clip(tmp_path: Path) -> None:
    write_losslesscut(empty_report(), small_catalog(), tmp_path / "cuts.csv")
    write_schema_org(empty_report(), small_catalog(), tmp_path / "video.json")
    assert (tmp_path / "cuts.csv").read_bytes() == b""
    assert json.loads((tmp_path / "video.json").read_text(encoding="utf-8"))["hasPart"] == []
