"""The shopper's picture: what lies where on it, what waits under a finger, what a slow line shows first."""

import io
import json
from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page, expect
from tests.service.browser.conftest import OpenPage, seek, video_ready
from tests.service.browser.shop import Shop, manifest, told
from tests.service.conftest import Served

FIRST = "document.querySelector('fashion-focus')"
SIZES = {"portrait": (390, 844), "landscape": (844, 390), "desktop": (1440, 900)}
Rect = tuple[float, float, float, float]


def rect(page: Page, selector: str) -> Rect:
    """Left, top, right, bottom of an element in the window."""
    box = page.locator(selector).first.bounding_box()
    assert box is not None
    return box["x"], box["y"], box["x"] + box["width"], box["y"] + box["height"]


def white_box(page: Page, around: Rect) -> Rect:
    """Where the window really shows the clip's white box, well inside the picture's round corners."""
    shot = Image.open(io.BytesIO(page.screenshot())).convert("L")
    light = np.asarray(shot) > 128
    left, top, right, bottom = (
        round(around[0]) + 20,
        round(around[1]) + 20,
        round(around[2]) - 20,
        round(around[3]) - 20,
    )
    rows, columns = np.nonzero(light[top:bottom, left:right])
    return left + columns.min(), top + rows.min(), left + columns.max() + 1, top + rows.max() + 1


@pytest.fixture
def open_clip(shop: Shop, clips: dict[str, bytes], open_widget: OpenPage) -> OpenPage:
    """Opens a widget with a landscape or a portrait clip in a window of a size; as="overlay" and so on: attributes."""

    def act(kind: str, size: tuple[int, int], attributes: str = "", **options: object) -> Page:
        shop.put("/clip.mp4", "video/mp4", clips[kind])
        shop.put_show(size=[640, 360] if kind == "landscape" else [360, 640])
        page = open_widget(attributes, viewport={"width": size[0], "height": size[1]}, **options)
        video_ready(page)
        return page

    return act


@pytest.mark.parametrize("kind", ["landscape", "portrait"])
@pytest.mark.parametrize("size", [*SIZES.values(), (1100, 501), (333, 777)], ids=[*SIZES, "odd", "odd, tall"])
def test_a_box_lies_on_the_picture_to_a_pixel(open_clip: OpenPage, kind: str, size: tuple[int, int]) -> None:
    """The frame of the search is put around the clip's white box; the window's own pixels tell where that is."""
    page = open_clip(kind, size)
    seek(page, 1.0)
    page.evaluate(f"{FIRST}.video.controls = false; {FIRST}.setAttribute('no-search', '')")
    expect(page.get_by_role("button", name="What is this?")).to_have_count(0)
    seen = white_box(page, rect(page, "video"))
    page.evaluate(f"{FIRST}.removeAttribute('no-search')")
    page.get_by_role("button", name="What is this?").click()
    area = page.get_by_role("group", name="Part of the picture")
    for key in ("ArrowDown",) * 5 + ("Shift+ArrowUp",) * 10:  # from 15-85 % of the height to 25-75 %
        area.press(key)
    drawn = rect(page, ".area")
    assert np.abs(np.subtract(drawn, seen)).max() <= 1.0


@pytest.mark.parametrize("kind", ["landscape", "portrait"])
def test_a_box_stays_on_the_picture_when_the_window_changes(open_clip: OpenPage, kind: str) -> None:
    """Also where only the height changes, as when a phone's address bar goes."""
    page = open_clip(kind, SIZES["portrait"])
    seek(page, 1.0)
    page.get_by_role("button", name="What is this?").click()
    for size in ((390, 600), *SIZES.values()):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        page.wait_for_function(
            """([kind]) => {
              const root = document.querySelector('fashion-focus').shadowRoot;
              const area = root.querySelector('.area').getBoundingClientRect();
              const video = root.querySelector('video').getBoundingClientRect();
              const [w, h] = kind === 'landscape' ? [640, 360] : [360, 640];
              const scale = Math.min(video.width / w, video.height / h);
              const left = video.left + (video.width - w * scale) / 2 + 0.25 * w * scale;
              const top = video.top + (video.height - h * scale) / 2 + 0.15 * h * scale;
              const off = [area.left - left, area.top - top, area.width - w * scale / 2, area.height - 0.7 * h * scale];
              return off.every((far) => Math.abs(far) <= 1);
            }""",
            arg=[kind],
        )


PARTS = {
    "-internal-media-controls-button-panel",
    "-webkit-media-controls-timeline",
    "-webkit-media-text-track-display",
}


def players_own(page: Page) -> list[Rect]:
    """Where the browser's controls and captions lie; they are in a shadow tree that only the debugger sees."""
    session = page.context.new_cdp_session(page)
    left = [session.send("DOM.getDocument", {"depth": -1, "pierce": True})["root"]]
    found: list[Rect] = []
    while left:
        node = left.pop()
        left += [*node.get("children", []), *node.get("shadowRoots", [])]
        given = node.get("attributes", [])
        named = dict(zip(given[::2], given[1::2], strict=True))
        if named.get("pseudo") in PARTS:
            quad = session.send("DOM.getBoxModel", {"nodeId": node["nodeId"]})["model"]["border"]
            found.append((min(quad[::2]), min(quad[1::2]), max(quad[::2]), max(quad[1::2])))
    return [one for one in found if one[2] > one[0] and one[3] > one[1]]


def apart(one: Rect, two: Rect) -> bool:
    return one[2] <= two[0] + 1 or two[2] <= one[0] + 1 or one[3] <= two[1] + 1 or two[3] <= one[1] + 1


@pytest.mark.parametrize("layout", ["auto", "overlay"])
@pytest.mark.parametrize("kind", ["landscape", "portrait"])
@pytest.mark.parametrize("size", SIZES.values(), ids=list(SIZES))
def test_a_card_covers_little_and_neither_captions_nor_controls(
    open_clip: OpenPage, layout: str, kind: str, size: tuple[int, int]
) -> None:
    """At most 26 % of the picture's height; a phone's upright video has the card on it, others only where asked."""
    page = open_clip(kind, size, f'layout="{layout}"')
    page.evaluate(
        f"""() => {{
          const track = {FIRST}.video.addTextTrack('captions', 'English');
          track.addCue(new VTTCue(0, 20, 'Two lines of what is said,\\nas long as a line of them may be'));
          track.mode = 'showing';
        }}"""
    )
    seek(page, 3.0)
    expect(page.locator("article.card")).to_be_visible()
    card, video = rect(page, "article.card"), rect(page, "video")
    over = not apart(card, video)
    assert over is (kind == "portrait" and (layout, size) in {("auto", (390, 844))}) or layout == "overlay"
    if over:
        assert card[3] - card[1] <= 0.26 * (video[3] - video[1])
    own = players_own(page)
    assert len(own) >= 3
    assert [one for one in own if not apart(card, one)] == []
    button = page.get_by_role("button", name="What is this?").bounding_box()
    assert button is not None
    assert apart(card, (button["x"], button["y"], button["x"] + button["width"], button["y"] + button["height"]))


@pytest.mark.parametrize("how", ["pointed at", "focused", "touched"])
def test_a_card_waits_until_it_is_let_go(open_clip: OpenPage, how: str) -> None:
    """The next product is named meanwhile, and comes as soon as the card is free, also of a paused video."""
    page = open_clip("landscape", SIZES["desktop"], has_touch=how == "touched")
    seek(page, 3.0)
    card = page.locator("article.card")
    touch = "(node, name) => node.dispatchEvent(new PointerEvent(name, { pointerType: 'touch' }))"
    hold: dict[str, Callable[[], object]] = {
        "pointed at": card.hover,
        "focused": card.get_by_role("link").first.focus,
        "touched": lambda: card.evaluate(touch, "pointerenter"),
    }
    hold[how]()
    seek(page, 9.5)
    expect(card).to_have_attribute("data-product", "bag")
    expect(page.get_by_text("Next: Winter Boot - Yellow")).to_be_visible()
    assert told(page, "ff-focus-exit") == []
    free: dict[str, Callable[[], object]] = {
        "pointed at": lambda: page.mouse.move(5, 5),
        "focused": lambda: page.locator("video").focus(),
        "touched": lambda: card.evaluate(touch, "pointerleave"),
    }
    free[how]()
    expect(card).to_have_attribute("data-product", "shoe")
    expect(page.get_by_text("Next:")).to_have_count(0)


def test_a_card_that_is_pointed_at_and_focused_waits_for_both(open_clip: OpenPage) -> None:
    page = open_clip("landscape", SIZES["desktop"])
    seek(page, 3.0)
    card = page.locator("article.card")
    card.hover()
    card.get_by_role("link").first.focus()
    seek(page, 9.5)
    page.mouse.move(5, 5)
    expect(card).to_have_attribute("data-product", "bag")
    page.locator("video").focus()
    expect(card).to_have_attribute("data-product", "shoe")


SLOW = {"offline": False, "latency": 562.5, "downloadThroughput": 180_000, "uploadThroughput": 84_375}
"""What browsers' tools call slow 4G: 1.44 Mbit/s down, 0.675 up, 562.5 ms for each answer."""


def test_on_a_slow_line_the_page_is_there_soon_and_the_shelf_before_the_video(
    served: Served, shop: Shop, open_page: OpenPage
) -> None:
    page = open_page(served, "/healthz", signed_in=False)
    show = json.dumps(manifest(video=f"{served.base}/clip.mp4", pictures=f"{served.base}/"))
    page.context.route("**/published/show1", lambda route: route.fulfill(body=show, content_type="application/json"))
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    session.send("Network.emulateNetworkConditions", SLOW)
    page.goto(f"{served.base}/w/show1", wait_until="commit")
    jump = page.get_by_role("button", name="Jump to 0:09").first
    expect(jump).to_be_visible()
    assert page.evaluate(f"{FIRST}.video.readyState") == 0
    jump.click()
    assert page.evaluate(f"{FIRST}.video.currentTime") == 8
    painted = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
    usable = page.evaluate("performance.now()")
    print(f"first paint {painted:.0f} ms, shelf used {usable:.0f} ms")
    assert painted <= 1800


def test_a_videos_time_offset_moves_boxes_cards_and_chapters_alike(
    published: tuple[Served, str, str], open_page: OpenPage
) -> None:
    """The show's stored times lag 1.5 s behind its file: an exhibit from 4 to 8 s is seen from 5.5 to 9.5 s."""
    served, video_id, _ = published
    served.client.patch(f"/api/v1/videos/{video_id}", json={"time_offset": 1.5})
    try:
        served.client.post(f"/api/v1/videos/{video_id}/publications")
        page = open_page(served, f"/w/{video_id}", signed_in=False)
        video_ready(page)
        card = page.locator("article.card")
        for time, up in ((5.4, 0), (5.6, 1), (11.4, 1), (11.6, 0)):
            seek(page, time)
            expect(card).to_have_count(up)
        duration = served.client.get(f"/api/v1/published/{video_id}").json()["duration"]
        mark = page.get_by_role("navigation", name="Chapters").get_by_role("button").first
        assert mark.evaluate("(one) => parseFloat(one.style.left)") == pytest.approx(550 / duration, abs=0.01)
        assert "00:05.500 --> " in served.client.get(f"/api/v1/published/{video_id}/chapters.vtt").text
        review = open_page(served, f"/shows/{video_id}/review?q=all&f=shown")
        video_ready(review)
        tracks = served.client.get(f"/api/v1/videos/{video_id}/tracklets/0").json()
        first = min(track["boxes"][0][0] for track in tracks)
        last = max(track["boxes"][-1][0] for track in tracks)
        ink = """() => {
          const canvas = document.querySelector('.stage canvas');
          const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
          return data.some((value, k) => k % 4 === 3 && value > 60);
        }"""
        seek(review, (first + last) / 2 + 1.5)
        review.wait_for_function(ink)
        seek(review, max(0.0, first + 1.5 - 0.5))
        review.wait_for_function(f"() => !({ink})()")
    finally:
        served.client.patch(f"/api/v1/videos/{video_id}", json={"time_offset": 0.0})
