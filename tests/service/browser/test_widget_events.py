"""What the element tells the page around it: every event, its fields, and what the page can keep it from doing."""

import json

import pytest
from jsonschema import Draft202012Validator
from playwright.sync_api import Page, expect
from tests.service.browser.conftest import OpenPage, seek, video_ready
from tests.service.browser.shop import EVENTS, SHOP, Shop, told, wait_told
from tests.service.conftest import Served

from fashion_focus.service.public.pages import WEB

SCHEMA = json.loads((WEB / "widget" / "events.schema.json").read_text())
HITS = {
    "hits": [
        {"product_id": "bag", "title": "Gym Bag", "picture": "", "price": "", "link": f"{SHOP}/bag"}
        | {"probability": 0.91, "starts": [2.0]},
        {"product_id": "belt", "title": "Belt", "picture": "", "price": "", "link": ""}
        | {"probability": 0.2, "starts": []},
    ]
}
FIRST = "document.querySelector('fashion-focus')"


def faults(page: Page) -> list[str]:
    """What of the told events the published schema does not allow."""
    checks = Draft202012Validator(SCHEMA)
    rows = [{"type": row["type"], "detail": row["detail"]} for row in told(page)]
    return [f"{row['type']}: {fault.message}" for row in rows for fault in checks.iter_errors(row)]


def n_pages(page: Page) -> int:
    return len(page.context.pages)


def test_every_event_is_told_as_its_schema_says(shop: Shop, open_widget: OpenPage) -> None:
    """Each is provoked as a shopper or a host would; each bubbles, is composed, and has v, show and time."""
    page = open_widget()
    video_ready(page)
    seek(page, 3.0)
    page.get_by_role("link", name="Gym Bag - Brown").click()
    page.get_by_role("link", name="See product").click()
    page.get_by_role("button", name="Jump to 0:09").click()
    page.evaluate(f"{FIRST}.video.pause()")
    shop.put("/search", "application/json", json.dumps(HITS))
    page.get_by_role("button", name="What is this?").click()
    page.get_by_role("button", name="Search", exact=True).click()
    wait_told(page, "ff-search-result")
    del shop.files["/search"]
    page.evaluate(f"{FIRST}.searchFrame({{ time: 4 }}).catch(() => {{}})")
    page.evaluate(f"{FIRST}.openShelf()")
    page.keyboard.press("Escape")
    shop.put_show(version=2)
    seek(page, 10.0)
    page.evaluate(f"{FIRST}.refresh()")
    seek(page, 19.95)
    wait_told(page, "ff-update")
    shop.files.clear()
    page.evaluate(f"{FIRST}.refresh()")
    page.wait_for_function("() => window.told.at(-1).type === 'ff-error' && window.told.at(-1).detail.fatal")
    rows = told(page)
    assert {row["type"] for row in rows} == set(EVENTS)
    assert all(row["bubbles"] and row["composed"] for row in rows)
    assert {row["type"] for row in rows if row["cancelable"]} == {"ff-card-click", "ff-buy"}
    assert {row["detail"]["show"] for row in rows[:-1]} == {"show1"}
    assert faults(page) == []


def test_the_schema_is_served_to_any_page_and_refuses_what_is_not_told(shop: Shop, open_widget: OpenPage) -> None:
    page = open_widget()
    source = page.locator("script[type=module]").get_attribute("src") or ""
    served = page.evaluate(
        "(address) => fetch(address).then((answer) => answer.json())", source.replace("1.js", "events.schema.json")
    )
    assert served == SCHEMA
    Draft202012Validator.check_schema(SCHEMA)
    named = [
        kind
        for one in SCHEMA["oneOf"]
        for kind in one["properties"]["type"].get("enum", [one["properties"]["type"].get("const")])
    ]
    assert sorted(named) == sorted(EVENTS)
    checks, right = Draft202012Validator(SCHEMA), {"v": 1, "show": "s", "time": 1.0, "open": True}
    assert checks.is_valid({"type": "ff-shelf", "detail": right})
    for wrong in ({**right, "v": 2}, {**right, "time": -1}, {**right, "more": 1}, {"v": 1, "show": "s", "open": True}):
        assert not checks.is_valid({"type": "ff-shelf", "detail": wrong})


def test_an_enter_and_an_exit_name_the_focus_and_the_product(open_widget: OpenPage) -> None:
    page = open_widget()
    video_ready(page)
    seek(page, 3.0)
    wanted = {
        "v": 1,
        "show": "show1",
        "focus": "f1",
        "product": "bag",
        "sku": "bag",
        "start": 2,
        "end": 6,
        "by": "person",
    }
    assert wait_told(page, "ff-focus-enter") == {**wanted, "time": pytest.approx(3.0, abs=0.11)}
    assert page.evaluate(f"{FIRST}.currentFocus.id") == "f1"
    seek(page, 8.5)
    assert wait_told(page, "ff-focus-exit") == {**wanted, "time": pytest.approx(8.5, abs=0.11)}
    assert page.evaluate(f"{FIRST}.currentFocus") is None


@pytest.mark.parametrize(
    ("attributes", "role", "name", "kind"),
    [
        ("", "link", "Gym Bag - Brown", "ff-card-click"),
        ("", "link", "See product", "ff-buy"),
        ('buy="event"', "button", "Buy", "ff-buy"),
    ],
    ids=["card", "link", "button"],
)
def test_a_host_may_keep_a_page_from_opening(
    open_widget: OpenPage, attributes: str, role: str, name: str, kind: str
) -> None:
    page = open_widget(attributes)
    video_ready(page)
    seek(page, 3.0)
    chosen = page.get_by_role("article").get_by_role(role, name=name)  # type: ignore[arg-type]  # one of Playwright's own words
    page.evaluate(
        "(kind) => { window.keep = (event) => event.preventDefault(); addEventListener(kind, window.keep); }", kind
    )
    before = n_pages(page)
    chosen.click()
    assert wait_told(page, kind)["url"] == f"{SHOP}/bag"
    page.wait_for_timeout(500)
    assert n_pages(page) == before
    page.evaluate("(kind) => removeEventListener(kind, window.keep)", kind)
    with page.context.expect_page() as opened:
        chosen.click()
    assert opened.value.url == f"{SHOP}/bag"
    wait_told(page, kind, 2)
    assert faults(page) == []


def test_a_new_version_waits_until_no_card_is_up(shop: Shop, open_widget: OpenPage) -> None:
    page = open_widget()
    video_ready(page)
    seek(page, 3.0)
    shop.put_show(version=2, title="Winter show")
    page.evaluate(f"{FIRST}.refresh()")
    expect(page.get_by_role("heading", name="Autumn show")).to_be_visible()
    assert told(page, "ff-update") == []
    seek(page, 8.5)
    assert wait_told(page, "ff-update")["version"] == 2
    expect(page.get_by_role("heading", name="Winter show")).to_be_visible()
    assert page.evaluate(f"{FIRST}.video.currentTime") == pytest.approx(8.5, abs=0.01)
    page.evaluate(f"{FIRST}.refresh()")
    assert len(told(page, "ff-update")) == len(told(page, "ff-ready")) == 1


def test_a_broken_video_keeps_the_shelf_and_a_broken_line_keeps_the_show(shop: Shop, open_widget: OpenPage) -> None:
    shop.put("/clip.mp4", "video/mp4", b"no video at all")
    page = open_widget()
    assert wait_told(page, "ff-error")["code"] == "FF-102"
    expect(page.get_by_role("alert")).to_contain_text("cannot be played")
    expect(page.get_by_role("button", name="Jump to 0:09").first).to_be_enabled()
    page.context.set_offline(True)
    page.evaluate(f"{FIRST}.refresh()")
    error = wait_told(page, "ff-error", 2)
    assert (error["code"], error["fatal"]) == ("FF-503", False)
    expect(page.get_by_role("heading", name="Autumn show")).to_be_visible()
    assert faults(page) == []


def test_a_show_that_is_not_there_is_an_error_with_a_remedy(shop: Shop, served: Served, open_page: OpenPage) -> None:
    page = open_page(served, "/healthz", signed_in=False)
    slot = '<fashion-focus src="/none.json"><p slot="error">Come back on Friday.</p></fashion-focus>'
    page.goto(shop.put_page(slot, served.base))
    error = wait_told(page, "ff-error")
    assert (error["code"], error["fatal"]) == ("FF-404", True)
    expect(page.get_by_text("Come back on Friday.")).to_be_visible()
    assert faults(page) == []
