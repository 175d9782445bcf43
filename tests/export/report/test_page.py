import base64
import hashlib
import io
import json
import re
import time
import zlib
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from tests.export.shows import EVIL_TITLE, empty_report, key_frame, large_report, small_catalog, small_report

from fashion_focus.core.focus import FocusReport
from fashion_focus.core.product import Catalog, Product
from fashion_focus.export import ReportOptions, chapters_vtt_text, focuses_csv_text, report_html, write_report

OPTIONS = ReportOptions(made=datetime(2026, 11, 21, 11, 20, tzinfo=UTC), settings={"rate": "4 frames a second"})


class Page(HTMLParser):
    """A page taken apart as a browser without script would: tags with attributes, text, and scripts apart."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self.raw: dict[str, str] = {}
        self._inside = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        self.tags.append((tag, attributes))
        self._inside = attributes.get("id") or tag if tag in ("script", "style") else ""

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style"):
            self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.raw[self._inside] = self.raw.get(self._inside, "") + data
        else:
            self.text += data

    def attributes(self, name: str) -> list[str]:
        return [attributes[name] for _, attributes in self.tags if name in attributes]

    @property
    def data(self) -> Any:
        return json.loads(self.raw["data"])


def page(**changes: Any) -> Page:
    return Page(report_html(small_report(), small_catalog(), options=replace(OPTIONS, **changes)))


def spoken(html: Page) -> str:
    return " ".join(html.text.split())


def test_the_headline_counts_products_and_decisions() -> None:
    assert "3 of 5 products located, 1 to decide" in spoken(page())


def test_the_header_says_what_was_done_when_and_how() -> None:
    text = spoken(page())
    for fact in ("show.mp4", "2 min 0 s", "2026-11-21 11:20", "dla34@0a1b2c3d", "4 frames a second", "shelf.csv"):
        assert fact in text


def test_without_script_table_cards_and_warnings_read() -> None:
    text = spoken(page())
    for words in ("Fusion Backpack, Blue", "茉莉花茶 500 ml", "0:12 – 0:31", "Wool socks", "3 packets could not"):
        assert words in text
    assert ("tr", {"data-find": "Fusion Backpack, Blue MB01-blue"}) in page().tags


def test_a_report_can_begin_in_chinese() -> None:
    html = page(language="zh")
    assert "5 件商品中已定位 3 件，1 个待确认" in spoken(html)
    assert dict(html.tags)["html"] == {"lang": "zh-CN"}


def test_a_title_cannot_become_markup() -> None:
    html = page()
    assert EVIL_TITLE in html.text
    assert not [tag for tag, attributes in html.tags if "onerror" in attributes or attributes.get("src") == "x"]
    assert not [name for _, attributes in html.tags for name in attributes if name.startswith("on")]


def test_the_data_block_cannot_be_ended_by_a_title() -> None:
    html = page()
    assert html.data["titles"]["=EVIL()"] == EVIL_TITLE
    assert "<" not in html.raw["data"]


def test_the_data_block_carries_its_checksum() -> None:
    html = page()
    (attributes,) = [attributes for _, attributes in html.tags if attributes.get("id") == "data"]
    assert attributes["data-crc32"] == f"{zlib.crc32(html.raw['data'].encode()):08x}"
    assert "FF-901" in html.text


def test_downloads_are_the_files_that_are_written_beside() -> None:
    data = page().data
    assert data["csv"] == focuses_csv_text(small_report(), small_catalog())
    assert data["vtt"] == chapters_vtt_text(small_report(), small_catalog())
    assert data["focus"]["tracklets"] == []
    assert len(data["focus"]["focuses"]) == 3


def test_the_page_needs_nothing_from_elsewhere() -> None:
    html = page()
    addresses = [*html.attributes("src"), *html.attributes("href")]
    assert all(address.startswith(("#", "data:image/jpeg;base64,")) for address in addresses)
    assert not {"link", "iframe", "base", "object", "form"} & {tag for tag, _ in html.tags}
    assert not re.search(r"fetch\(|import\(|XMLHttpRequest|url\((?!#)|@import", html.raw["script"] + html.raw["style"])


def test_the_security_policy_allows_only_the_pages_own_script_and_style() -> None:
    html = page()
    (policy,) = [a["content"] for _, a in html.tags if a.get("http-equiv") == "Content-Security-Policy"]
    for kind in ("script", "style"):
        digest = base64.b64encode(hashlib.sha256(html.raw[kind].encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy
    assert html.attributes("style") == []


@pytest.mark.parametrize("report", [small_report(), empty_report()], ids=["small", "empty"])
def test_every_link_leads_to_a_place_on_the_page(report: FocusReport) -> None:
    html = Page(report_html(report, small_catalog()))
    ids = set(html.attributes("id"))
    assert len(ids) == len(html.attributes("id"))
    assert {href[1:] for href in html.attributes("href") if href.startswith("#")} <= ids


def test_folders_of_the_makers_disk_are_left_out() -> None:
    video = replace(small_report().video, file="/home/li/shows/show.mp4")
    html = report_html(replace(small_report(), video=video, catalog_file="/home/li/shelf.csv"), small_catalog())
    assert "/home/li" not in html


def test_both_languages_have_all_texts() -> None:
    texts = json.loads(page().raw["texts"])
    assert set(texts["en"]) == set(texts["zh"])
    assert set(page().attributes("data-t")) <= set(texts["en"])


def test_viewers_names_are_left_out() -> None:
    html = page()
    assert "is it <b>blue</b>?" in html.text
    assert "petra" not in html.text + html.raw["data"]


def test_nothing_found_says_so_and_why() -> None:
    text = spoken(Page(report_html(empty_report(), small_catalog())))
    assert "0 of 5 products located, nothing to decide" in text
    assert "No exhibits found." in text
    assert "Usual causes: the photos are not of this" in text
    assert "Wool socks" in text


def test_an_empty_catalog_and_a_video_without_length_are_shown() -> None:
    report = replace(empty_report(), n_products=0, video=replace(empty_report().video, duration=0.0, fps=0.0))
    assert "0 of 0 products located" in spoken(Page(report_html(report, Catalog(()))))


def test_a_product_outside_the_catalog_is_shown_by_its_id() -> None:
    assert "MB01-blue" in spoken(Page(report_html(small_report(), Catalog(()))))


def _photo(path: Path, size: tuple[int, int] = (300, 200), mode: str = "RGB") -> Path:
    Image.new(mode, size).save(path)
    return path


def test_catalog_photos_are_written_in_once_and_small(tmp_path: Path) -> None:
    catalog = small_catalog((_photo(tmp_path / "a.png", mode="RGBA"),))
    html = Page(report_html(small_report(), catalog))
    photos = [attributes for tag, attributes in html.tags if tag == "image"]
    assert [attributes["id"] for attributes in photos] == ["photo-p1"]
    assert html.attributes("href").count("#photo-p1") == 3
    picture = Image.open(io.BytesIO(base64.b64decode(photos[0]["href"].split(",")[1])))
    assert picture.size == (160, 107)
    assert picture.getpixel((80, 50)) == (255, 255, 255)


def test_a_broken_or_missing_photo_leaves_a_mark_in_its_place(tmp_path: Path) -> None:
    broken = tmp_path / "broken.png"
    broken.write_bytes(_photo(tmp_path / "a.png").read_bytes()[:60])
    huge = _photo(tmp_path / "huge.png", (10_000, 9_000), "1")
    for path in (broken, huge, tmp_path / "none.jpg"):
        html = Page(report_html(small_report(), small_catalog((path,))))
        assert "No photo" in html.text
        assert "image" not in dict(html.tags)


def test_frames_are_at_most_160_pixels() -> None:
    frames = [a["src"] for tag, a in page().tags if tag == "img"]
    sizes = [Image.open(io.BytesIO(base64.b64decode(frame.split(",")[1]))).size for frame in frames]
    assert sizes == [(131, 160)] * 3


def test_a_card_shows_the_three_best_frames_in_order_of_time() -> None:
    report = small_report()
    frames = tuple(key_frame(10.0 - k, quality=0.9 - k / 10) for k in range(5))
    first = replace(report.focuses[0], evidence=replace(report.focuses[0].evidence, key_frames=frames))
    html = Page(report_html(replace(report, focuses=(first,), undecided=()), small_catalog()))
    assert [a["alt"][-4:] for tag, a in html.tags if tag == "img"] == ["0:08", "0:09", "0:10"]


def test_a_large_show_keeps_to_its_size_and_says_what_it_left_out(tmp_path: Path) -> None:
    report, catalog = large_report(2000)
    begin = time.process_time()
    write_report(report, catalog, tmp_path / "report.html")
    assert time.process_time() - begin < 30
    html = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert 1e6 < len(html.encode()) <= 15e6
    assert "To keep this report within 15 MB" in html
    assert html.count("<article") == 2000


def test_a_limit_below_the_words_alone_leaves_out_all_pictures() -> None:
    html = page(max_mb=0.01)
    assert "img" not in dict(html.tags)
    assert "no frames" in html.text


def test_a_limit_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="max_mb must be above 0"):
        ReportOptions(max_mb=0)


def test_pictures_of_one_pixel_do_not_stop_the_report() -> None:
    report = small_report()
    speck = replace(key_frame(1.0), crop=np.zeros((1, 1, 3), np.uint8))
    evidence = replace(report.focuses[0].evidence, key_frames=(speck,))
    html = report_html(replace(report, focuses=(replace(report.focuses[0], evidence=evidence),)), small_catalog())
    assert "data:image/jpeg" in html


def test_a_product_is_named_once_among_the_never_found() -> None:
    catalog = Catalog((*small_catalog().products, Product("NEW", "Never shown")))
    assert Page(report_html(small_report(), catalog)).text.count("Never shown") == 1
