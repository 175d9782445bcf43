"""What the pages promise, looked at in a browser: keys, zoom, motion, safety of work, cards under a finger."""

import re

import pytest
from playwright.sync_api import Route, expect
from tests.service.browser.conftest import PHONE, OpenPage, focuses, reviewing, seek, video_ready
from tests.service.conftest import Served

from fashion_focus.store.library.tokens import Role

Shown = tuple[Served, str, str]


def test_an_exhibit_is_split_and_joined_by_keys_and_each_is_undone(
    pair: tuple[Served, str], open_page: OpenPage
) -> None:
    served, video_id = pair
    page = reviewing(open_page, served, video_id)
    shown = page.get_by_role("option").count()
    seek(page, 2.5)
    page.keyboard.press("b")
    expect(page.get_by_role("option")).to_have_count(shown + 1)
    expect(page.get_by_text("Saved ")).to_be_visible()
    assert focuses(served, video_id)["one"]["end"] == pytest.approx(2.5, abs=0.2)
    page.keyboard.press("Control+z")
    expect(page.get_by_role("option")).to_have_count(shown)
    page.keyboard.press("Shift+B")
    expect(page.get_by_role("option")).to_have_count(shown - 1)
    expect(page.get_by_role("slider", name="End")).to_have_attribute("aria-valuetext", re.compile(r"^End, 0:09\.000"))
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(page.get_by_role("option")).to_have_count(shown)


def test_a_filmstrip_shows_the_video_under_the_ruler(pair: tuple[Served, str], open_page: OpenPage) -> None:
    served, video_id = pair
    page = reviewing(open_page, served, video_id)
    tiles = page.locator(".filmstrip i")
    expect(tiles.first).to_be_attached()
    sheet = served.client.get(f"/media/videos/{video_id}/filmstrip/1/0.jpg")
    assert sheet.headers["content-type"] == "image/jpeg"
    assert len(sheet.content) > 5000
    assert f"/media/videos/{video_id}/filmstrip/1/0.jpg" in tiles.first.evaluate("(node) => node.style.backgroundImage")
    assert served.client.get(f"/media/videos/{video_id}/filmstrip/1/9.jpg").status_code == 404
    assert served.client.get(f"/media/videos/{video_id}/filmstrip/7/0.jpg").status_code == 422


def test_looking_decides_nothing(pair: tuple[Served, str], open_page: OpenPage) -> None:
    served, video_id = pair
    before = served.client.get(f"/api/v1/videos/{video_id}/corrections").json()
    page = reviewing(open_page, served, video_id)
    for k in range(min(3, page.get_by_role("option").count())):
        page.get_by_role("option").nth(k).hover()
        page.get_by_role("option").nth(k).click()
    page.keyboard.press("Space")
    page.keyboard.press("Space")
    assert served.client.get(f"/api/v1/videos/{video_id}/corrections").json() == before


def test_a_reload_keeps_time_zoom_filter_and_undo(pair: tuple[Served, str], open_page: OpenPage) -> None:
    served, video_id = pair
    page = reviewing(open_page, served, video_id)
    page.get_by_role("slider", name="End").press("ArrowRight")
    expect(page.get_by_text("Saved ")).to_be_visible()
    page.get_by_role("button", name="Zoom in").click()
    seek(page, 3.0)
    page.wait_for_function("() => /t=3\\.0/.test(location.search) && /z=/.test(location.search)")
    page.reload()
    video_ready(page)
    page.wait_for_function("() => Math.abs(document.querySelector('video').currentTime - 3) < 0.1")
    assert "q=all" in page.url
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(page.get_by_role("slider", name="End")).to_have_attribute("aria-valuetext", re.compile(r"^End, 0:04\.000"))


def test_letters_can_be_switched_off_and_given_to_other_keys(pair: tuple[Served, str], open_page: OpenPage) -> None:
    served, video_id = pair
    page = open_page(served, "/settings")
    page.get_by_text("Choose other keys").click()
    page.get_by_role("button", name="Boxes: T").click()
    page.keyboard.press("y")
    expect(page.get_by_role("button", name="Boxes: KeyY")).to_be_visible()
    page.goto(f"{served.base}/shows/{video_id}/review?q=all&f=one")
    boxes = page.get_by_role("button", name="Boxes")
    expect(boxes).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("t")
    expect(boxes).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("y")
    expect(boxes).to_have_attribute("aria-pressed", "false")
    page.evaluate("localStorage.setItem('ff-keys', 'off')")
    page.keyboard.press("y")
    expect(boxes).to_have_attribute("aria-pressed", "false")


def test_an_input_method_takes_no_key_away_and_typing_fires_none(pair: tuple[Served, str], open_page: OpenPage) -> None:
    served, video_id = pair
    page = reviewing(open_page, served, video_id)
    boxes = page.get_by_role("button", name="Boxes")
    page.get_by_role("searchbox").first.fill("t包x")
    page.get_by_role("searchbox").first.press("t")
    expect(boxes).to_have_attribute("aria-pressed", "true")
    page.get_by_role("searchbox").first.fill("")
    # What a browser sends for the T key while a Chinese input method is on.
    page.evaluate(
        "document.body.dispatchEvent(new KeyboardEvent('keydown', "
        "{ code: 'KeyT', key: 'Process', keyCode: 229, bubbles: true }))"
    )
    expect(boxes).to_have_attribute("aria-pressed", "false")


def test_a_dialog_gives_the_focus_back(pair: tuple[Served, str], open_page: OpenPage) -> None:
    served, video_id = pair
    page = reviewing(open_page, served, video_id)
    opener = page.get_by_role("button", name="Keys", exact=True)
    opener.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(opener).to_be_focused()


def test_a_decision_is_said_with_what_is_left(pair: tuple[Served, str], open_page: OpenPage) -> None:
    served, video_id = pair
    page = reviewing(open_page, served, video_id)
    page.keyboard.press("a")
    expect(page.locator("#said")).to_contain_text("Accepted:")
    expect(page.locator("#said")).to_contain_text("undecided")


def test_work_outlives_a_session_that_ran_out(pair: tuple[Served, str], open_page: OpenPage) -> None:
    served, video_id = pair
    page = reviewing(open_page, served, video_id)
    token = served.token(Role.ADMIN, "Mei")
    page.context.clear_cookies()
    page.get_by_role("slider", name="Start").press("Shift+ArrowRight")
    page.get_by_label("Token").fill(token)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("slider", name="Start")).to_have_attribute(
        "aria-valuetext", re.compile(r"^Start, 0:02\.000")
    )
    expect(page.get_by_text("saved", exact=False).first).to_be_visible()
    page.wait_for_function(f"() => localStorage.getItem('ff-queue-{video_id}') === '[]'")
    assert focuses(served, video_id)["one"]["start"] == 2.0


def test_two_people_at_one_edge_choose_and_at_two_edges_merge(pair: tuple[Served, str], open_page: OpenPage) -> None:
    served, video_id = pair
    page = reviewing(open_page, served, video_id)
    with served.as_role(Role.EDIT, "Li Na") as other:
        page.context.set_offline(True)
        page.get_by_role("slider", name="End").press("ArrowRight")
        version = other.get(f"/api/v1/videos/{video_id}/focuses").json()["version"]
        theirs = {"kind": "move", "id": f"na-{version}", "focus_id": "one", "end": 3.5}
        mine = {"kind": "move", "id": f"na2-{version}", "focus_id": "one", "start": 1.5}
        answer = other.post(
            f"/api/v1/videos/{video_id}/corrections", json={"version": version, "corrections": [theirs, mine]}
        )
        assert answer.status_code == 200
    page.context.set_offline(False)
    expect(page.get_by_text("FF-409 Li Na")).to_be_visible()
    page.get_by_role("button", name="Keep theirs").click()
    expect(page.get_by_role("slider", name="End")).to_have_attribute("aria-valuetext", re.compile(r"^End, 0:03\.500"))
    expect(page.get_by_role("slider", name="Start")).to_have_attribute(
        "aria-valuetext", re.compile(r"^Start, 0:01\.500")
    )


def test_a_server_without_byte_ranges_is_named(pair: tuple[Served, str], open_page: OpenPage) -> None:
    served, video_id = pair
    assert served.client.get(f"/media/videos/{video_id}/content", headers={"Range": "bytes=0-0"}).status_code == 206
    page = open_page(served, "/settings")

    def whole(route: Route) -> None:
        headers = {name: value for name, value in route.request.headers.items() if name != "range"}
        route.fulfill(response=route.fetch(headers=headers))

    page.route("**/content", whole)
    page.goto(f"{served.base}/shows/{video_id}/review?q=all")
    expect(page.get_by_text("FF-206")).to_be_visible()


def test_with_less_motion_nothing_moves(pair: tuple[Served, str], open_page: OpenPage) -> None:
    served, video_id = pair
    for path in ("/", f"/shows/{video_id}/review?q=all", "/ops"):
        page = open_page(served, path, reduced_motion="reduce")
        page.locator("h1").first.wait_for()
        moving = page.evaluate(
            """() => [...document.querySelectorAll('*')].filter((node) => {
              const style = getComputedStyle(node);
              const long = (text) => text.split(',').some((part) => parseFloat(part) > 0);
              const moves = style.animationName !== 'none' && long(style.animationDuration);
              return long(style.transitionDuration) || moves;
            }).map((node) => node.outerHTML.slice(0, 120))"""
        )
        assert moving == []


@pytest.mark.parametrize("path", ["/", "/new", "/shelves", "/ops", "/quality", "/settings", "/shows/{}/review?q=all"])
def test_twice_as_large_needs_no_sideways_scrolling(published: Shown, open_page: OpenPage, path: str) -> None:
    """200 % of a window of 1280 pixels."""
    page = open_page(published[0], path.format(published[1]), viewport={"width": 640, "height": 450})
    page.locator("h1").first.wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= 640


def test_the_shoppers_page_reflows_at_four_times_its_size(published: Shown, open_page: OpenPage) -> None:
    page = open_page(published[0], f"/w/{published[1]}?t=5", viewport={"width": 320, "height": 400})
    page.locator("h1").first.wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


TARGETS = """(least) => {
  const inside = (node) => (node.shadowRoot ? [node, ...all(node.shadowRoot)] : [node]);
  const all = (root) => [...root.querySelectorAll('*')].flatMap(inside);
  const kinds = 'button, select, input:not([type=checkbox]):not([type=file]), [role=slider], .btn, nav a';
  const seen = [];
  for (const node of all(document)) {
    // Words inside a sentence, and blocks that are as long as what they stand for, have other ways to reach them.
    if (!node.matches(kinds) || node.matches('.word, .block') || node.closest('.sr, .skip')) continue;
    const { width, height } = node.getBoundingClientRect();
    if (!width || getComputedStyle(node).visibility === 'hidden') continue;
    if (Math.min(width, height) < least - 0.5) seen.push([width, height, node.outerHTML.slice(0, 100)]);
  }
  return seen;
}"""


@pytest.mark.parametrize("path", ["/", "/live", "/quality", "/shows/{}/review?q=all", "/w/{}?t=5"])
def test_targets_are_large_enough(published: Shown, open_page: OpenPage, path: str) -> None:
    page = open_page(published[0], path.format(published[1]))
    page.locator("h1").first.wait_for()
    assert page.evaluate(TARGETS, 24) == []


def test_a_shopper_has_targets_for_fingers(published: Shown, open_page: OpenPage) -> None:
    page = open_page(published[0], f"/w/{published[1]}?t=5", viewport=PHONE, has_touch=True, is_mobile=True)
    page.locator("h1").first.wait_for()
    wide_enough = "(least) => (" + TARGETS + ")(least).filter(([, height, html]) => height < least || !/c-/.test(html))"
    assert page.evaluate(wide_enough, 44) == []


def test_a_card_does_not_change_under_the_finger(published: Shown, open_page: OpenPage) -> None:
    served, video_id, title = published
    page = open_page(served, f"/w/{video_id}?t=5", signed_in=False)
    video_ready(page)
    seek(page, 5.0)
    card = page.locator("article.card")
    expect(card).to_contain_text(title)
    card.hover()
    seek(page, 11.0)
    expect(card).to_contain_text(title)
    page.mouse.move(5, 5)
    seek(page, 11.2)
    expect(card).to_have_count(0)


@pytest.mark.parametrize("size", [(390, 844), (844, 390), (1440, 900)], ids=["portrait", "landscape", "desktop"])
def test_the_card_covers_neither_picture_nor_controls(
    published: Shown, open_page: OpenPage, size: tuple[int, int]
) -> None:
    served, video_id, _ = published
    page = open_page(served, f"/w/{video_id}?t=5", signed_in=False, viewport={"width": size[0], "height": size[1]})
    video_ready(page)
    seek(page, 5.0)
    card, video = page.locator("article.card").bounding_box(), page.locator("video").bounding_box()
    assert card is not None
    assert video is not None
    apart = card["y"] >= video["y"] + video["height"] - 1 or card["x"] >= video["x"] + video["width"] - 1
    assert apart


def test_a_pin_waits_for_the_picture_that_shows_it(published: Shown, open_page: OpenPage) -> None:
    """By the date of the shown frame, at any delay; a pin without a date, or a player without one, at once."""
    page = open_page(published[0], f"/w/{published[1]}", signed_in=False)
    told = page.evaluate(
        """async () => {
          const { pinAt } = await import('/static/js/watch/timing.js');
          const at = (s) => ({ product_id: `p${s}`, date: new Date(1e12 + s * 1000).toISOString() });
          const pins = [at(10), at(20)];
          const shown = (s) => pinAt(pins, 1e12 + s * 1000)?.product_id ?? '';
          return [shown(9.9), shown(10), shown(19.999), shown(20.001), pinAt(pins, NaN).product_id];
        }"""
    )
    assert told == ["", "p10", "p10", "p20", "p20"]
