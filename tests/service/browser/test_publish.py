"""The publish panel: what changes for shoppers, what stays private, a preview that is not public, and going back."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect
from tests.service.browser.conftest import PHONE, OpenPage, barriers, post
from tests.service.browser.made import Made, new, put_made
from tests.service.conftest import Served, serve

from fashion_focus.store.library.tokens import Role

Draft = tuple[Served, str]


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    yield from serve(tmp_path_factory.mktemp("publishing"))


@pytest.fixture
def draft(service: Served, tiny_show: Path) -> Draft:
    """Version 1 has f0 to f3; since then f0 was removed, f1 moved, f2 relinked, f4 accepted and f5 rejected."""
    video_id = put_made(service, tiny_show / "video.mp4", Made())
    decide(service, video_id, *({"kind": "accept", "focus_id": f"f{k}"} for k in range(4)))
    service.client.post(f"/api/v1/videos/{video_id}/publications").raise_for_status()
    decide(
        service,
        video_id,
        {"kind": "reject", "focus_id": "f0"},
        {"kind": "move", "focus_id": "f1", "end": 2.5},
        {"kind": "relink", "focus_id": "f2", "product_id": "p3"},
        {"kind": "accept", "focus_id": "f4"},
        {"kind": "reject", "focus_id": "f5"},
    )
    return service, video_id


def decide(service: Served, video_id: str, *ops: Mapping[str, object]) -> None:
    post(service, video_id, *({"id": new(), **op} for op in ops))


def panel(open_page: OpenPage, draft: Draft, **options: object) -> tuple[Page, Locator]:
    page = open_page(draft[0], f"/shows/{draft[1]}/review?q=all", **options)
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Control+Enter")
    opened = page.get_by_role("dialog", name="Publish")
    expect(opened.get_by_role("button", name="Publish version 2")).to_be_visible()
    return page, opened


def test_the_panel_tells_what_changes_and_what_stays_private(draft: Draft, open_page: OpenPage) -> None:
    _, opened = panel(open_page, draft)
    changes = opened.get_by_role("region", name="What changes for shoppers who see v1")
    for text in ("1 exhibit added", "1 exhibit removed", "1 exhibit moved", "1 exhibit of another product"):
        expect(changes.get_by_text(text)).to_be_visible()
    changes.get_by_text("1 exhibit moved").click()
    expect(changes.get_by_role("list", name="1 exhibit moved")).to_contain_text("was 0:01.000 – 0:01.800")
    private = opened.get_by_role("region", name="Not published")
    expect(private.get_by_text("2 rejected")).to_be_visible()
    expect(private.get_by_text("undecided")).to_be_visible()
    expect(changes.get_by_role("list")).to_have_count(1)  # the other kinds are folded


def test_the_list_is_read_and_followed_by_keys_alone(draft: Draft, open_page: OpenPage) -> None:
    page, opened = panel(open_page, draft)
    publish = opened.get_by_role("button", name="Publish version 2")
    publish.focus()
    page.keyboard.press("Tab")
    expect(opened.locator("summary").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(opened.get_by_role("list", name="1 exhibit added")).to_be_visible()
    page.keyboard.press("Tab")
    if opened.locator("ul:focus").count():  # the list itself, where it can be scrolled
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(opened).to_have_count(0)
    expect(page.locator("#q-f4")).to_have_attribute("aria-selected", "true")


def test_the_preview_is_the_shoppers_page_of_the_draft_and_nothing_of_it_is_public(
    service: Served, tiny_show: Path, open_page: OpenPage
) -> None:
    video_id = put_made(service, tiny_show / "video.mp4", Made())
    decide(service, video_id, {"kind": "accept", "focus_id": "f1"})
    page = open_page(service, f"/shows/{video_id}/review?q=all")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Control+Enter")
    frame = page.frame_locator("iframe")
    expect(frame.get_by_role("heading", name="1 product in this show")).to_be_visible()
    inside = next(one for one in page.frames if one.url.endswith("/preview"))
    assert inside.evaluate("[innerWidth, innerHeight]") == [PHONE["width"], PHONE["height"]]
    assert inside.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert len(inside.evaluate("document.querySelector('fashion-focus-draft').focuses")) == 1
    with service.anonymous() as stranger:
        shell = stranger.get(f"/shows/{video_id}/preview")
        assert "frame-ancestors 'self'" in shell.headers["content-security-policy"]
        assert "商品" not in shell.text
        for path in (f"videos/{video_id}/preview", f"videos/{video_id}/draft"):
            assert stranger.get(f"/api/v1/{path}").status_code == 401
        assert stranger.get(f"/media/videos/{video_id}/content").status_code == 401
        assert stranger.get(f"/api/v1/published/{video_id}").status_code == 404
        assert stranger.get(f"/media/published/{video_id}/content").status_code == 404
    page.get_by_role("button", name="Desktop").click()
    page.wait_for_function("() => document.querySelector('iframe').contentWindow.innerWidth === 1280")


def test_escape_in_the_preview_closes_the_panel(draft: Draft, open_page: OpenPage) -> None:
    page, opened = panel(open_page, draft)
    page.frame_locator("iframe").locator("video").focus()
    page.keyboard.press("Escape")
    expect(opened).to_have_count(0)


def test_what_is_published_is_what_was_looked_at(draft: Draft, open_page: OpenPage) -> None:
    """Somebody else's change between the look and the click is shown first."""
    service, video_id = draft
    page, opened = panel(open_page, draft)
    page.route("**/api/v1/events", lambda route: route.abort())
    decide(service, video_id, {"kind": "accept", "focus_id": "f6"})
    publish = opened.get_by_role("button", name="Publish version 2")
    told = service.client.post(f"/api/v1/videos/{video_id}/publications", json={"seen": "0" * 32})
    assert told.status_code == 409
    expect(opened.get_by_text("2 exhibits added")).to_be_visible()
    publish.click()
    expect(opened.get_by_text("Shoppers see this")).to_be_visible()
    expect(publish).to_have_count(0)
    expect(opened.get_by_role("button", name="Publish version 3")).to_be_disabled()
    expect(opened.get_by_text("Shoppers see exactly this already, as v2.")).to_be_visible()


def test_an_earlier_version_is_shown_again_as_it_was(draft: Draft, open_page: OpenPage) -> None:
    service, video_id = draft
    with service.anonymous() as shopper:
        first = shopper.get(f"/api/v1/published/{video_id}").content
        chapters = shopper.get(f"/api/v1/published/{video_id}/chapters.vtt").content
        page, opened = panel(open_page, draft)
        opened.get_by_role("button", name="Publish version 2").click()
        expect(page.locator("#said")).to_have_text("Published v2")
        catalog = service.client.get(f"/api/v1/videos/{video_id}").json()["catalog_id"]
        service.library.catalogs.change_product(catalog, "p1", {"title": "另一个名字"})
        opened.get_by_text("What going back to v1 changes").click()
        expect(opened.locator(".version").filter(has_text="v1").get_by_text("1 exhibit removed")).to_be_visible()
        opened.get_by_role("button", name="Roll back to v1").click()
        expect(page.locator("#said")).to_have_text("Published v1")
        assert shopper.get(f"/api/v1/published/{video_id}").content == first
        assert shopper.get(f"/api/v1/published/{video_id}/chapters.vtt").content == chapters
        opened.get_by_role("button", name="Take it back").click()
        expect(page.locator("#said")).to_have_text("Shoppers see nothing of this show now")
        assert shopper.get(f"/api/v1/published/{video_id}").status_code == 404


def test_who_may_only_look_is_told_which_role_publishes(draft: Draft, open_page: OpenPage) -> None:
    service, video_id = draft
    page = open_page(service, "/healthz", signed_in=False)
    page.context.add_cookies([{"name": "ff_session", "value": service.token(Role.READ, "Guest"), "url": service.base}])
    page.goto(f"{service.base}/shows/{video_id}/review?q=all")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("button", name="Publish version 2")).to_be_disabled()
    expect(page.get_by_text("Publishing needs one that may change")).to_be_visible()


@pytest.mark.parametrize(
    ("locale", "scheme", "size"),
    [("en-US", "light", (1440, 900)), ("zh-CN", "dark", (1440, 900)), ("en-US", "dark", (390, 844))],
    ids=["English", "Chinese, dark", "phone"],
)
def test_the_panel_has_no_serious_barrier_and_no_sideways_scrolling(
    draft: Draft, open_page: OpenPage, locale: str, scheme: str, size: tuple[int, int]
) -> None:
    service, video_id = draft
    viewport = {"width": size[0], "height": size[1]}
    page = open_page(service, f"/shows/{video_id}/review?q=all", locale=locale, color_scheme=scheme, viewport=viewport)
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Control+Enter")
    page.locator("dialog .rowsof summary").first.click()
    page.frame_locator("iframe").locator("h1").wait_for()
    assert barriers(page) == {}
    wider = "() => { const body = document.querySelector('.dbody'); return body.scrollWidth - body.clientWidth; }"
    assert page.evaluate(wider) <= 0
