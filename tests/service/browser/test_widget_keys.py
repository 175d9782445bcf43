"""Keys: the element's work inside it alone, the host's and the browser's everywhere."""

import pytest
from playwright.sync_api import Page, expect
from tests.service.browser.conftest import OpenPage, seek, video_ready
from tests.service.browser.shop import Shop, told, wait_told
from tests.service.conftest import Served

FIRST = "document.querySelector('fashion-focus')"
INSIDE = "video"
HOSTS = """<script src="/keys.js"></script><input id="field" aria-label="A field of the shop">"""
KEYS = """
window.seen = [];
document.addEventListener('keydown', (event) => { window.seen.push([event.key, event.defaultPrevented]); });
"""


@pytest.fixture
def page(shop: Shop, open_widget: OpenPage) -> Page:
    """A widget at 3 s, paused, with its video focused, in a page that has keys of its own."""
    shop.put("/keys.js", "text/javascript", KEYS)
    opened = open_widget(head=HOSTS)
    video_ready(opened)
    seek(opened, 3.0)
    opened.locator(INSIDE).focus()
    return opened


def at(page: Page, k: int = 0) -> float:
    return float(page.evaluate(f"document.querySelectorAll('fashion-focus')[{k}].video.currentTime"))


def seen(page: Page) -> list[list[object]]:
    rows: list[list[object]] = page.evaluate("window.seen")
    return rows


def test_keys_play_move_and_make_louder(page: Page) -> None:
    for key, time in (("ArrowRight", 8.0), ("ArrowLeft", 3.0), ("l", 13.0), ("j", 3.0), ("j", 0.0)):
        page.keyboard.press(key)
        assert at(page) == pytest.approx(time, abs=0.01), key
    page.evaluate(f"{FIRST}.video.volume = 0.5")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowDown")
    assert page.evaluate(f"{FIRST}.video.volume") == pytest.approx(0.6)
    page.keyboard.press("m")
    assert page.evaluate(f"{FIRST}.video.muted") is True
    for key in ("Space", "k"):
        page.keyboard.press(key)
        page.wait_for_function(f"() => {FIRST}.video.paused === {'false' if key == 'Space' else 'true'}")


def test_n_goes_to_the_next_exhibit_and_shift_n_back(page: Page) -> None:
    for key, time in (("n", 9.0), ("n", 15.0), ("n", 15.0), ("Shift+N", 9.0), ("Shift+N", 2.0)):
        page.keyboard.press(key)
        assert at(page) == pytest.approx(time, abs=0.01), key
    assert [row["detail"]["product"] for row in told(page, "ff-jump")] == ["shoe", "bag", "shoe", "bag"]


def test_b_opens_the_product_s_the_shelf_c_the_captions_f_the_whole_screen(page: Page) -> None:
    page.evaluate(f"{FIRST}.video.addTextTrack('captions', 'English').mode = 'hidden'")
    page.keyboard.press("c")
    assert page.evaluate(f"{FIRST}.video.textTracks[0].mode") == "showing"
    page.keyboard.press("c")
    assert page.evaluate(f"{FIRST}.video.textTracks[0].mode") == "disabled"
    with page.context.expect_page():
        page.keyboard.press("b")
    assert wait_told(page, "ff-buy")["product"] == "bag"
    page.bring_to_front()
    page.keyboard.press("s")
    assert wait_told(page, "ff-shelf")["open"] is True
    page.keyboard.press("s")
    assert wait_told(page, "ff-shelf", 2)["open"] is False
    expect(page.locator(INSIDE)).to_be_focused()
    page.keyboard.press("f")
    page.wait_for_function(f"() => document.fullscreenElement === {FIRST}")
    page.keyboard.press("f")
    page.wait_for_function("() => document.fullscreenElement === null")


def test_a_chinese_input_method_takes_no_key_away(page: Page) -> None:
    pressed = "new KeyboardEvent('keydown', { code: 'KeyL', key: 'Process', bubbles: true, composed: true })"
    page.evaluate(f"{FIRST}.video.dispatchEvent({pressed})")
    assert at(page) == 13.0


def test_outside_the_element_its_keys_do_nothing(page: Page) -> None:
    field = page.get_by_label("A field of the shop")
    field.focus()
    page.keyboard.type("jkl mnbs")
    assert field.input_value() == "jkl mnbs"
    page.evaluate("document.activeElement.blur()")
    for key in ("l", "n", "m", "s", "k", "ArrowRight"):
        page.keyboard.press(key)
    assert at(page) == 3.0
    assert told(page, "ff-shelf") == told(page, "ff-jump") == []
    assert all(not prevented for _, prevented in seen(page))


def test_keys_of_the_host_and_the_browser_work_inside_it_too(page: Page) -> None:
    """Whatever the element does with a key, the page hears of it; what the browser needs is never taken."""
    page.evaluate("addEventListener('keydown', (event) => { if (event.key === 'l') event.preventDefault(); }, true)")
    for key in ("Control+k", "Control+f", "Alt+j", "Meta+s", "g", "/", "Shift+l", "l"):
        page.keyboard.press(key)
    for key in ("F5", "F11", "Tab"):
        init = f"{{ key: '{key}', code: '{key}', bubbles: true, composed: true, cancelable: true }}"
        assert page.evaluate(f"{FIRST}.video.dispatchEvent(new KeyboardEvent('keydown', {init}))") is True
    assert at(page) == 3.0
    assert told(page, "ff-shelf") == []
    prevented = [key for key, taken in seen(page) if taken]
    assert set(prevented) == {"l"}  # by the page itself
    page.keyboard.press("k")
    assert seen(page)[-1] == ["k", True]


def test_typing_in_the_shelf_and_pressing_its_buttons_are_no_hotkeys(page: Page) -> None:
    page.keyboard.press("s")
    page.get_by_role("searchbox", name="Find a product").press_sequentially("bag l n s m")
    assert at(page) == 3.0
    page.keyboard.press("Escape")
    assert wait_told(page, "ff-shelf", 2)["open"] is False
    page.get_by_role("button", name="Jump to 0:09").last.press("Space")
    assert wait_told(page, "ff-jump")["to"] == 8
    page.evaluate(f"{FIRST}.video.pause()")


def test_hotkeys_can_be_off(page: Page) -> None:
    page.evaluate(f"{FIRST}.setAttribute('hotkeys', 'off')")
    for key in ("l", "n", "s"):
        page.keyboard.press(key)
    assert at(page) == 3.0
    assert told(page, "ff-shelf") == []


def test_one_widget_at_a_time(served: Served, shop: Shop, open_page: OpenPage) -> None:
    two = '<fashion-focus src="/show.json"></fashion-focus><fashion-focus src="/show.json"></fashion-focus>'
    page = open_page(served, "/healthz", signed_in=False)
    page.goto(shop.put_page(two, served.base))
    page.wait_for_function(
        "() => [...document.querySelectorAll('fashion-focus')].every((one) => one.video?.readyState)"
    )
    for k, times in enumerate(((10.0, 0.0), (10.0, 10.0))):
        page.locator("video").nth(k).focus()
        page.keyboard.press("l")
        assert (at(page, 0), at(page, 1)) == times
    page.keyboard.press("Space")
    page.wait_for_function("() => !document.querySelectorAll('fashion-focus')[1].video.paused")
    assert page.evaluate(f"{FIRST}.video.paused") is True
