"""The review page by keys: edges that name what they lie at, cuts, reasons, a timeline that follows."""

import re

from playwright.sync_api import Page, expect
from tests.service.browser.conftest import OpenPage, focuses, reviewing, seek
from tests.service.conftest import Served

Pair = tuple[Served, str]


def edge(page: Page, name: str, text: str) -> None:
    expect(page.get_by_role("slider", name=name)).to_have_attribute("aria-valuetext", re.compile(f"^{re.escape(text)}"))


def shown_time(page: Page) -> float:
    return float(page.evaluate("document.querySelector('video').currentTime"))


def test_a_bracket_gives_an_edge_to_the_arrow_keys_until_escape(pair: Pair, open_page: OpenPage) -> None:
    served, video_id = pair
    page = reviewing(open_page, served, video_id)
    page.keyboard.press("]")
    expect(page.get_by_role("slider", name="End")).to_be_focused()
    page.keyboard.press("ArrowLeft")
    edge(page, "End", "End, 0:03.900")
    page.keyboard.press("Shift+ArrowLeft")
    edge(page, "End", "End, 0:02.900")
    page.keyboard.press("Escape")
    expect(page.get_by_role("slider", name="End")).not_to_be_focused()
    page.keyboard.press("[")
    expect(page.get_by_role("slider", name="Start")).to_be_focused()


def test_alt_and_an_arrow_move_an_edge_to_what_is_there_and_it_is_named(pair: Pair, open_page: OpenPage) -> None:
    """The next point behind 4 s is at most the start of the other exhibit of the pair, at 6 s."""
    served, video_id = pair
    page = reviewing(open_page, served, video_id)
    page.keyboard.press("]")
    expect(page.get_by_role("slider", name="End")).to_be_focused()
    page.keyboard.press("Alt+ArrowRight")
    named = page.get_by_role("slider", name="End").get_attribute("aria-valuetext") or ""
    assert "snapped to" in named
    expect(page.locator("#said")).to_contain_text("snapped to")
    expect(page.get_by_text("Saved ")).to_be_visible()
    end = focuses(served, video_id)["one"]["end"]
    assert isinstance(end, float)
    assert 4.0 < end <= 6.0


def test_alt_and_an_arrow_go_to_the_next_cut_where_there_is_one(pair: Pair, open_page: OpenPage) -> None:
    served, video_id = pair
    cuts = served.client.get(f"/api/v1/videos/{video_id}/cuts/0").json()
    assert served.client.get(f"/api/v1/videos/{video_id}/cuts/9").json() == []
    page = reviewing(open_page, served, video_id)
    page.route("**/cuts/0", lambda route: route.fulfill(json=[5.25, 8.5]))
    page.reload()
    expect(page.locator(".marks .cut").first).to_be_attached()
    expect(page.get_by_role("img", name="2 cuts")).to_be_visible()
    seek(page, 2.0)
    page.keyboard.press("Alt+ArrowRight")
    page.wait_for_function("() => Math.abs(document.querySelector('video').currentTime - 5.25) < 0.05")
    page.keyboard.press("Alt+ArrowRight")
    page.wait_for_function("() => Math.abs(document.querySelector('video').currentTime - 8.5) < 0.05")
    page.keyboard.press("Alt+ArrowLeft")
    page.wait_for_function("() => Math.abs(document.querySelector('video').currentTime - 5.25) < 0.05")
    assert cuts == sorted(cuts)


def test_a_reason_is_one_key_more_and_stands_in_the_log(pair: Pair, open_page: OpenPage) -> None:
    served, video_id = pair
    page = reviewing(open_page, served, video_id)
    page.keyboard.press("Shift+X")
    expect(page.get_by_role("dialog", name="Reject with a reason")).to_be_visible()
    page.keyboard.press("2")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_text("Saved ")).to_be_visible()
    log = served.client.get(f"/api/v1/videos/{video_id}/corrections").json()
    assert (log[-1]["kind"], log[-1]["focus_id"], log[-1]["values"]["reason"]) == ("reject", "one", "several")
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(page.get_by_text("Saved ")).to_be_visible()


def test_d_puts_an_exhibit_off_and_decides_nothing(pair: Pair, open_page: OpenPage) -> None:
    served, video_id = pair
    before = served.client.get(f"/api/v1/videos/{video_id}/corrections").json()
    page = reviewing(open_page, served, video_id)
    page.keyboard.press("d")
    expect(page.locator("#q-one")).to_have_attribute("aria-selected", "false")
    assert served.client.get(f"/api/v1/videos/{video_id}/corrections").json() == before


def test_the_timeline_follows_the_playhead_when_asked(pair: Pair, open_page: OpenPage) -> None:
    served, video_id = pair
    page = reviewing(open_page, served, video_id, "q=all&f=one&z=0.00-3.00")
    seek(page, 9.0)
    expect(page.locator(".timeline .head")).to_be_hidden()
    page.keyboard.press("w")
    expect(page.locator("#said")).to_contain_text("follows")
    seek(page, 9.5)
    expect(page.locator(".timeline .head")).to_be_visible()
