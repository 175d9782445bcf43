"""In Chinese, no English is left in the console: neither in its text nor in what is only read aloud."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.service.browser.conftest import OpenPage, post
from tests.service.browser.made import Made, new, put_made
from tests.service.conftest import Served, serve

from fashion_focus.store.library.tokens import Role

Show = tuple[Served, str]

# Names, formats, codes and keys are the same in both languages; ids and the names of models are data.
SAME = re.compile(
    r"Fashion Focus|fashion-focus( \w+)?|Prometheus|Apache-2\.0|GPU|CPU|OBS|"
    r"RTMP|RTSP|HLS|CSV|TSV|XML|JSONL?|ZIP|MP4|MOV|MKV|TS|H\.264|"
    r"push:|FF-\d+|\bEN\b|Ctrl|Shift|Alt|Enter|Space|Home|End|Esc|Del|PgUp|PgDn|Table 1|Vis_Img|Vis_Trk|Mlt_Trk|AAAI|"
    r"\b(k|M|G)?B\b|https?://\S+|\bv\d+\b|\bp\d+\b|\bt\d+\b|\bMei\b|\bLi Na\b|\b[A-Z]\b|<[^>]*>.*"
)
WORDS = """() => {
  const shown = (node) => node.checkVisibility?.({ visibilityProperty: true }) ?? true;
  const said = [document.title];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode.parentElement;
    if (!node.closest('script, style, noscript, textarea, code') && shown(node)) said.push(walker.currentNode.data);
  }
  const names = ['aria-label', 'title', 'placeholder', 'alt', 'aria-valuetext', 'aria-description'];
  for (const node of document.querySelectorAll('*')) {
    for (const name of names) if (node.getAttribute(name) && shown(node)) said.push(node.getAttribute(name));
  }
  return said.map((text) => text.trim()).filter(Boolean);
}"""


@pytest.fixture(scope="module")
def show(tmp_path_factory: pytest.TempPathFactory, tiny_show: Path) -> Iterator[Show]:
    for service in serve(tmp_path_factory.mktemp("chinese")):
        video_id = put_made(service, tiny_show / "video.mp4", Made())
        post(service, video_id, *({"id": new(), "kind": "accept", "focus_id": f"f{k}"} for k in range(4)))
        service.client.post(f"/api/v1/videos/{video_id}/publications").raise_for_status()
        post(service, video_id, {"id": new(), "kind": "reject", "focus_id": "f1"})
        yield service, video_id


def english(page: Page) -> set[str]:
    """What is said with Latin words in it."""
    told: list[str] = page.evaluate(WORDS)
    return {text for text in told if re.search(r"[A-Za-z]{2,}", SAME.sub("", text))}


@pytest.mark.parametrize(
    "path",
    ["/", "/new", "/shelves", "/live", "/ops", "/quality", "/settings", "/shows/{}/review?q=all&f=f2"],
)
def test_no_english_is_left(show: Show, open_page: OpenPage, path: str) -> None:
    page = open_page(show[0], path.format(show[1]), locale="zh-CN")
    page.locator("h1").first.wait_for()
    page.wait_for_timeout(400)
    for one in page.locator("details").all():
        one.evaluate("(node) => { node.open = true; }")
    assert english(page) == set()


@pytest.mark.parametrize(
    "key",
    ["Control+Enter", "Shift+Slash", "Shift+A", "Shift+X", "g", "c", "0"],
    ids=["publish", "keys", "many at once", "reasons", "a time", "add", "another product"],
)
def test_no_english_is_left_in_dialogs(show: Show, open_page: OpenPage, key: str) -> None:
    page = open_page(show[0], f"/shows/{show[1]}/review?q=all&f=f2", locale="zh-CN")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press(key)
    page.locator("dialog[open]").wait_for()
    if key == "Control+Enter":
        page.locator("dialog .rowsof").first.wait_for()
    assert english(page) == set()


def test_a_conflict_is_told_in_chinese(show: Show, open_page: OpenPage) -> None:
    service, video_id = show
    page = open_page(service, f"/shows/{video_id}/review?q=all&f=f2", locale="zh-CN")
    expect(page.get_by_role("option").first).to_be_visible()
    page.context.set_offline(True)
    page.keyboard.press("x")
    version = service.client.get(f"/api/v1/videos/{video_id}/focuses").json()["version"]
    with service.as_role(Role.EDIT, name="Li Na") as other:
        theirs = {"kind": "accept", "id": new(), "focus_id": "f2"}
        other.post(f"/api/v1/videos/{video_id}/corrections", json={"version": version, "corrections": [theirs]})
    page.context.set_offline(False)
    expect(page.get_by_text("FF-409 Li Na")).to_be_visible()
    assert english(page) == set()
