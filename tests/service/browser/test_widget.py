"""The element's attributes, methods, parts, slots and colours, one page of a shop each."""

import pytest
from playwright.sync_api import Page, expect
from tests.service.browser.conftest import OpenPage, seek, video_ready
from tests.service.browser.shop import SHOP, Shop, manifest, product, told, wait_told
from tests.service.conftest import Served

FIRST = "document.querySelector('fashion-focus')"


def now(page: Page) -> float:
    return float(page.evaluate(f"{FIRST}.video.currentTime"))


def card_at(page: Page, time: float) -> str:
    """Product of the card at a time; nothing where none is up."""
    seek(page, time)
    page.evaluate("new Promise(requestAnimationFrame)")
    card = page.locator("article.card")
    return str(card.get_attribute("data-product")) if card.count() else ""


def rect(page: Page, selector: str) -> dict[str, float]:
    box = page.locator(selector).first.bounding_box()
    assert box is not None
    sides = {"x": box["x"], "y": box["y"], "width": box["width"], "height": box["height"]}
    return {**sides, "right": box["x"] + box["width"], "bottom": box["y"] + box["height"]}


def test_an_offset_moves_cards_chapters_jumps_and_searches_alike(shop: Shop, open_widget: OpenPage) -> None:
    """A host's player that is 1.5 s ahead of the show."""
    shop.put("/search", "application/json", '{"hits": []}')
    page = open_widget('offset="1.5"')
    video_ready(page)
    assert [card_at(page, time) for time in (3.4, 3.6, 9.4, 9.6)] == ["", "bag", "bag", ""]
    first = page.get_by_role("navigation", name="Chapters").get_by_role("button").first
    left = first.evaluate("(node) => parseFloat(node.style.left)")
    assert left == pytest.approx(100 * 3.5 / 21.5, abs=0.01)
    first.click()
    assert wait_told(page, "ff-jump")["to"] == 3.5
    page.evaluate(f"{FIRST}.video.pause()")
    assert page.evaluate(f"{FIRST}.jumpTo('shoe')") is True
    assert wait_told(page, "ff-jump", 2)["to"] == 9.5
    page.evaluate(f"{FIRST}.searchFrame({{ time: 5, box: [0, 0, 1, 1] }})")
    assert shop.asked[-1]["time"] == 3.5
    page.evaluate(f"{FIRST}.setAttribute('offset', '0')")
    assert [card_at(page, time) for time in (1.9, 2.1, 8.1)] == ["", "bag", ""]


def test_linger_and_start_at(open_widget: OpenPage) -> None:
    page = open_widget('linger="0" start-at="9.5"')
    video_ready(page)
    page.wait_for_function(f"() => Math.abs({FIRST}.video.currentTime - 9.5) < 0.05")
    expect(page.locator("article.card")).to_have_attribute("data-product", "shoe")
    assert [card_at(page, time) for time in (12.9, 13.1, 5.9, 6.1)] == ["shoe", "", "bag", ""]
    page.evaluate(f"{FIRST}.setAttribute('linger', '3')")
    assert [card_at(page, time) for time in (14.8, 8.9)] == ["shoe", "bag"]


def test_a_card_is_small_or_away(open_widget: OpenPage) -> None:
    page = open_widget()
    video_ready(page)
    seek(page, 3.0)
    whole = rect(page, "article.card")["height"]
    page.evaluate(f"{FIRST}.setAttribute('card', 'compact')")
    expect(page.locator("article.card.small-card")).to_be_visible()
    assert rect(page, "article.card")["height"] < whole
    page.get_by_role("button", name="Hide this card").click()
    expect(page.locator("article.card")).to_have_count(0)
    expect(page.get_by_role("button", name="Show again")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("article.card")).to_have_count(1)
    page.evaluate(f"{FIRST}.setAttribute('card', 'off')")
    expect(page.get_by_role("region", name="Showing now")).to_have_count(0)
    seek(page, 9.5)
    assert wait_told(page, "ff-focus-enter", 2)["product"] == "shoe"


@pytest.mark.parametrize(
    ("layout", "width", "beside"),
    [("side", 700, True), ("below", 1440, False), ("auto", 1440, True), ("auto", 700, False)],
    ids=["side", "below", "auto, wide", "auto, narrow"],
)
def test_a_layout_puts_the_card_beside_or_below(open_widget: OpenPage, layout: str, width: int, beside: bool) -> None:
    page = open_widget(f'layout="{layout}"', viewport={"width": width, "height": 900})
    video_ready(page)
    seek(page, 3.0)
    card, video = rect(page, "article.card"), rect(page, "video")
    assert (card["x"] >= video["right"] - 1) is beside
    assert (card["y"] >= video["bottom"] - 1) is not beside
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_search_and_chapters_can_be_left_out(open_widget: OpenPage) -> None:
    page = open_widget("no-search no-chapters")
    video_ready(page)
    seek(page, 3.0)
    expect(page.locator("article.card")).to_be_visible()
    expect(page.get_by_role("button", name="What is this?")).to_have_count(0)
    expect(page.get_by_role("navigation", name="Chapters")).to_have_count(0)
    page.evaluate(f"{FIRST}.removeAttribute('no-search')")
    expect(page.get_by_role("button", name="What is this?")).to_be_visible()


def test_autoplay_is_muted_and_offers_sound(open_widget: OpenPage) -> None:
    page = open_widget("autoplay")
    page.wait_for_function(f"() => {FIRST}.video?.currentTime > 0.3")
    assert page.evaluate(f"{FIRST}.video.muted") is True
    page.get_by_role("button", name="Unmute").click()
    assert page.evaluate(f"{FIRST}.video.muted") is False
    expect(page.get_by_role("button", name="Unmute")).to_have_count(0)


OWN = '<video id="ours" src="/clip.mp4" width="320" preload="auto" muted></video>'


def test_a_video_of_the_page_is_followed(open_widget: OpenPage, shop: Shop) -> None:
    """By selector; handed over instead; and given back."""
    page = open_widget('media="#ours"', head=f"{OWN}{OWN.replace('ours', 'other')}")
    expect(page.locator("fashion-focus video")).to_have_count(0)
    page.wait_for_function("() => document.querySelector('#ours').readyState >= 2")
    page.evaluate("document.querySelector('#ours').currentTime = 3")
    expect(page.locator("article.card")).to_have_attribute("data-product", "bag")
    page.get_by_role("button", name="Jump to 0:09").first.click()
    page.wait_for_function("() => document.querySelector('#ours').currentTime >= 8")
    page.evaluate(f"{FIRST}.attach(document.querySelector('#other'))")
    page.evaluate("document.querySelector('#other').currentTime = 16")
    expect(page.locator("article.card")).to_have_attribute("data-product", "bag")
    assert page.evaluate(f"{FIRST}.video.id") == "other"
    page.evaluate(f"{FIRST}.removeAttribute('media'); {FIRST}.attach(null)")
    expect(page.locator("fashion-focus video")).to_have_count(1)
    assert told(page, "ff-error") == []


def test_a_video_that_is_not_there_is_told_and_another_is_drawn(open_widget: OpenPage) -> None:
    page = open_widget('media="#none"')
    assert wait_told(page, "ff-error")["code"] == "FF-103"
    expect(page.locator("fashion-focus video")).to_have_count(1)
    page.evaluate(f"{FIRST}.setAttribute('lang', 'zh-CN')")
    expect(page.get_by_text("本场全部 2 个商品")).to_be_visible()
    assert len(told(page, "ff-error")) == 1


def test_the_shelf_is_opened_searched_and_gives_the_focus_back(open_widget: OpenPage) -> None:
    page = open_widget()
    opener = page.get_by_role("button", name="All 2 products in this show")
    opener.press("Enter")
    assert wait_told(page, "ff-shelf")["open"] is True
    page.get_by_role("searchbox", name="Find a product").fill("yellow")
    expect(page.locator(".item")).to_have_count(1)
    page.keyboard.press("Escape")
    assert wait_told(page, "ff-shelf", 2)["open"] is False
    expect(opener).to_be_focused()
    expect(page.locator(".item")).to_have_count(2)
    page.evaluate(f"{FIRST}.openShelf(); {FIRST}.openShelf()")
    assert len(told(page, "ff-shelf")) == 3


def test_a_jump_leads_in_by_a_second_and_marks_the_row_for_two(open_widget: OpenPage) -> None:
    page = open_widget()
    video_ready(page)
    assert page.evaluate(f"[{FIRST}.jumpTo('shoe'), {FIRST}.jumpTo('none')]") == [True, False]
    assert wait_told(page, "ff-jump") == {"v": 1, "show": "show1", "time": 0, "from": 0, "to": 8, "product": "shoe"}
    expect(page.locator(".item.jumped")).to_contain_text("Winter Boot")
    expect(page.locator(".item.jumped")).to_have_count(0, timeout=4000)
    page.evaluate(f"{FIRST}.jumpTo('f3')")
    assert wait_told(page, "ff-jump", 2)["to"] == 14


def test_a_frame_is_searched_by_time_and_box_only(shop: Shop, open_widget: OpenPage) -> None:
    shop.put("/search", "application/json", '{"hits": []}')
    page = open_widget()
    assert page.evaluate(f"{FIRST}.searchFrame({{ time: 4, box: [0.1, 0.2, 0.5, 0.6] }})") == {"hits": []}
    assert shop.asked == [{"time": 4, "box": [0.1, 0.2, 0.5, 0.6], "top": 6}]
    del shop.files["/search"]
    said = page.evaluate(f"{FIRST}.searchFrame({{ time: 4 }}).then(() => '', (error) => error.message)")
    assert said == wait_told(page, "ff-error")["message"] == "no search here"


def test_what_the_element_knows_can_be_read(open_widget: OpenPage) -> None:
    page = open_widget()
    assert page.evaluate(f"{FIRST}.focuses.map((one) => one.id)") == ["f1", "f2", "f3"]
    assert page.evaluate(f"{FIRST}.shelf.map((one) => one.id)") == ["bag", "shoe"]


def test_parts_take_a_hosts_style(open_widget: OpenPage) -> None:
    parts = ("card", "image", "title", "price", "buy", "shelf", "row", "chapter")
    page = open_widget()
    video_ready(page)
    seek(page, 3.0)
    page.evaluate(
        """(parts) => {
          const sheet = new CSSStyleSheet();
          sheet.replaceSync(parts.map((part) => `fashion-focus::part(${part}) { scroll-margin-top: 7px; }`).join(''));
          document.adoptedStyleSheets = [sheet];
        }""",
        parts,
    )
    reached = page.evaluate(
        """(parts) => parts.filter((part) => {
          const node = document.querySelector('fashion-focus').shadowRoot.querySelector(`[part=${part}]`);
          return node && getComputedStyle(node).scrollMarginTop === '7px';
        })""",
        parts,
    )
    assert tuple(reached) == parts


def test_slots_take_a_hosts_words(open_widget: OpenPage) -> None:
    slots = '<b slot="price">¥249 today</b><button slot="buy">Into the basket</button><p slot="empty">Wait for it</p>'
    page = open_widget(inside=slots)
    video_ready(page)
    seek(page, 1.0)
    expect(page.get_by_text("Wait for it")).to_be_visible()
    seek(page, 3.0)
    expect(page.get_by_text("¥249 today")).to_be_visible()
    expect(page.get_by_text("¥299").locator("visible=true")).to_have_count(1)  # the shelf's
    page.get_by_role("button", name="Into the basket").click()
    expect(page.get_by_role("link", name="See product")).to_have_count(0)


def test_a_hosts_colours_are_used_and_bad_pairs_told_once(open_widget: OpenPage) -> None:
    colours = "--ff-surface: rgb(250, 240, 230); --ff-text: #222; --ff-accent: #fc0; --ff-on-accent: #fff"
    said: list[str] = []
    page = open_widget(head=f"<style>fashion-focus {{ {colours}; --ff-card-width: 300px; --ff-radius: 3px; }}</style>")
    page.on("console", lambda message: said.append(message.text) if "fashion-focus" in message.text else None)
    page.reload()
    wait_told(page, "ff-ready")
    video_ready(page)
    seek(page, 3.0)
    card = page.locator("article.card")
    style = card.evaluate(
        "(node) => { const s = getComputedStyle(node); return [s.backgroundColor, s.color, s.borderRadius]; }"
    )
    assert style == ["rgb(250, 240, 230)", "rgb(34, 34, 34)", "3px"]
    assert rect(page, "article.card")["width"] == 300
    page.evaluate(f"{FIRST}.setAttribute('lang', 'en')")
    page.evaluate(f"{FIRST}.setAttribute('lang', 'zh')")
    page.wait_for_timeout(300)
    assert sorted(text.split(" has")[0] for text in said) == [
        "fashion-focus: --ff-accent",
        "fashion-focus: --ff-on-accent",
    ]


def test_a_theme_and_a_language_are_taken(open_widget: OpenPage) -> None:
    page = open_widget('theme="dark" lang="zh-CN"', color_scheme="light")
    ground = "getComputedStyle(document.querySelector('fashion-focus')).backgroundColor"
    assert page.evaluate(ground) == "rgb(18, 20, 23)"
    expect(page.get_by_text("本场全部 2 个商品")).to_be_visible()
    page.evaluate(f"{FIRST}.setAttribute('theme', 'light')")
    assert page.evaluate(ground) == "rgb(255, 255, 255)"


def test_a_product_without_a_link_is_no_dead_button(shop: Shop, open_widget: OpenPage) -> None:
    products = [product("bag", "Gym Bag", [2.0], link="", price=""), manifest()["products"][1]]
    shop.put_show(products=products)
    page = open_widget()
    video_ready(page)
    seek(page, 3.0)
    card = page.locator("article.card")
    expect(card).to_contain_text("Gym Bag")
    assert card.get_by_role("link").count() == 0
    assert card.get_by_role("button").count() == 1
    page.evaluate(f"{FIRST}.setAttribute('buy', 'event')")
    card.get_by_role("button", name="Buy").click()
    assert wait_told(page, "ff-buy") | {"time": 0} == {"v": 1, "show": "show1", "time": 0, "product": "bag"} | {
        "sku": "bag",
        "qty": 1,
        "url": "",
    }


def test_two_elements_under_a_strict_policy_outlive_being_moved(
    served: Served, shop: Shop, open_page: OpenPage
) -> None:
    """Nothing but the hosts that the guide names; taken out and put in again, an element goes on where it was."""
    named = "; ".join(f"{kind}-src {served.base}" for kind in ("script", "connect", "img", "media"))
    shop.policy = f"default-src 'self'; {named} {shop.base}".replace(
        f"script-src {served.base}", f"script-src 'self' {served.base}"
    )
    shop.policy = shop.policy.replace(f"connect-src {served.base}", f"connect-src 'self' {served.base}")
    elements = (
        '<fashion-focus src="/show.json"></fashion-focus><fashion-focus src="/show.json" lang="zh"></fashion-focus>'
    )
    page = open_page(served, "/healthz", signed_in=False)
    page.goto(shop.put_page(elements, served.base))
    wait_told(page, "ff-ready", 2)
    video_ready(page)
    seek(page, 3.0)
    expect(page.locator("article.card")).to_have_count(1)
    page.evaluate(f"window.one = {FIRST}; window.one.remove()")
    expect(page.locator("article.card")).to_have_count(0)
    page.evaluate("document.body.prepend(window.one)")
    wait_told(page, "ff-ready", 3)
    expect(page.locator("article.card")).to_have_attribute("data-product", "bag")
    assert now(page) == pytest.approx(3.0, abs=0.11)
    assert len(told(page, "ff-focus-enter")) == 2
    late = page.evaluate(
        """() => {
          const made = document.createElement('fashion-focus');
          made.setAttribute('src', '/show.json');
          document.body.append(made);
          return made.shadowRoot !== null;
        }"""
    )
    assert late
    wait_told(page, "ff-ready", 4)


def test_without_script_a_link_is_left(served: Served, shop: Shop, open_page: OpenPage) -> None:
    page = open_page(served, "/healthz", signed_in=False, java_script_enabled=False)
    page.goto(shop.put_page(f'<fashion-focus src="/show.json"><a href="{SHOP}">Watch</a></fashion-focus>', served.base))
    expect(page.get_by_role("link", name="Watch")).to_be_visible()
