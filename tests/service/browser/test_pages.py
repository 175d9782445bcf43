"""The pages in a real browser: a seller brings in, corrects, publishes; a shopper watches, jumps, searches."""

import re
import zipfile
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Page, expect
from tests.service.browser.conftest import PHONE, OpenPage, barriers, seek, video_ready
from tests.service.conftest import PATIENCE_S, Served, serve

from fashion_focus.service.guard.auth import Doorkeeper
from fashion_focus.store.library.tokens import Role


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    yield from serve(tmp_path_factory.mktemp("browsed"))


def test_a_seller_brings_a_show_to_its_shoppers(
    empty: Served, tiny_show: Path, open_page: OpenPage, tmp_path: Path
) -> None:
    """From the sign-in link to the shopper's card, by the pages alone."""
    _, link = Doorkeeper(empty.library.tokens).give("link", Role.ADMIN, once=True)
    page = open_page(empty, f"/sign-in#{link}", signed_in=False)
    page.get_by_role("link", name="Add a show").first.click()
    page.get_by_label("Choose a video").set_input_files(tiny_show / "video.mp4")
    page.get_by_label("Choose the files of a product list").set_input_files(packed(tiny_show, tmp_path))
    expect(page.get_by_role("cell", name="drawn-").first).to_be_visible()
    page.get_by_role("button", name="Keep 4 products").click()
    expect(page.get_by_text("plays in the browser")).to_be_visible()
    page.get_by_role("button", name="Find what is shown when").click()
    expect(page.get_by_role("progressbar").first).to_be_visible()
    page.wait_for_url("**/review", timeout=PATIENCE_S * 1000)
    decide(page)
    shopper = open_page(empty, f"/w/{page.url.split('/')[4]}", signed_in=False)
    shown = empty.client.get(f"/api/v1/published/{page.url.split('/')[4]}").json()
    video_ready(shopper)
    seek(shopper, shown["focuses"][0]["start"] + 0.2)
    card = shopper.locator("article.card")
    expect(card).to_have_attribute("data-product", shown["focuses"][0]["product_id"])


def decide(page: Page) -> None:
    """Accept, undo, reject and accept again by keys; then publish."""
    queue = page.get_by_role("listbox", name="Exhibits")
    expect(queue.get_by_role("option").first).to_be_visible()
    page.keyboard.press("a")
    expect(page.get_by_role("button", name="Accepted 1")).to_be_visible()
    page.keyboard.press("Control+z")
    expect(page.get_by_role("button", name="Accepted 0")).to_be_visible()
    page.keyboard.press("x")
    expect(page.get_by_role("button", name="Rejected 1")).to_be_visible()
    page.get_by_role("button", name="Rejected 1").click()
    queue.get_by_role("option").first.click()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Accepted 1")).to_be_visible()
    expect(page.get_by_text("Saved ")).to_be_visible()
    page.keyboard.press("Control+Enter")
    page.get_by_role("button", name="Publish version 1").click()
    # Within the panel: the page also says it aloud, to a screen reader, for a moment.
    expect(page.get_by_role("dialog", name="Publish").get_by_text("Published v1")).to_be_visible()


def packed(show: Path, folder: Path) -> Path:
    """The show's list and pictures as one ZIP."""
    path = folder / "shelf.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for file in [show / "catalog.csv", *(show / "images").iterdir()]:
            archive.write(file, file.relative_to(show))
    return path


def test_the_card_follows_the_players_own_clock(published: tuple[Served, str, str], open_page: OpenPage) -> None:
    served, video_id, title = published
    page = open_page(served, f"/w/{video_id}", signed_in=False)
    video_ready(page)
    card = page.locator("article.card")
    for time, up in ((1.0, False), (3.95, False), (4.05, True), (7.9, True), (9.9, True), (10.2, False), (4.5, True)):
        seek(page, time)
        expect(card).to_have_count(int(up))
    expect(card).to_contain_text(title)


def test_a_jump_leads_to_where_the_product_is_shown(published: tuple[Served, str, str], open_page: OpenPage) -> None:
    served, video_id, title = published
    page = open_page(served, f"/w/{video_id}", signed_in=False)
    video_ready(page)
    page.get_by_role("button", name="Jump to 0:04").first.click()
    page.wait_for_function("() => Math.abs(document.querySelector('fashion-focus').video.currentTime - 4) < 3")
    expect(page.locator("article.card")).to_contain_text(title)


def test_a_paused_frame_is_searched(published: tuple[Served, str, str], open_page: OpenPage) -> None:
    served, video_id, _ = published
    page = open_page(served, f"/w/{video_id}?t=5", signed_in=False)
    video_ready(page)
    page.get_by_role("button", name="What is this?").click()
    page.get_by_role("group", name="Part of the picture").press("Shift+ArrowRight")
    page.get_by_role("button", name="Search", exact=True).click()
    expect(page.locator(".hits")).to_be_visible(timeout=PATIENCE_S * 1000)


def test_boxes_are_drawn_where_the_tracklets_are(localized: tuple[Served, str], open_page: OpenPage) -> None:
    """The canvas has ink along the box that the service stores for the shown time."""
    served, video_id = localized
    page = open_page(served, f"/shows/{video_id}/review?q=all")
    video_ready(page)
    tracks = served.client.get(f"/api/v1/videos/{video_id}/tracklets/0").json()
    longest = max(tracks, key=lambda track: len(track["boxes"]))
    time, x0, y0, x1, y1 = longest["boxes"][len(longest["boxes"]) // 2]
    seek(page, time)
    page.wait_for_function(
        """([x0, y0, x1, y1]) => {
          const canvas = document.querySelector('.stage canvas'), video = document.querySelector('.stage video');
          const scale = Math.min(canvas.width / video.videoWidth, canvas.height / video.videoHeight);
          const left = (canvas.width - video.videoWidth * scale) / 2;
          const top = (canvas.height - video.videoHeight * scale) / 2;
          const x = left + ((x0 + x1) / 2) * video.videoWidth * scale, y = top + y1 * video.videoHeight * scale;
          const ink = canvas.getContext('2d').getImageData(x - 2, Math.min(y - 6, canvas.height - 13), 4, 12).data;
          return ink.some((value, k) => k % 4 === 3 && value > 60);
        }""",
        arg=[x0, y0, x1, y1],
    )


def test_an_edge_is_moved_by_keys_and_typed_titles_are_text(localized: tuple[Served, str], open_page: OpenPage) -> None:
    served, video_id = localized
    catalog = served.client.get(f"/api/v1/videos/{video_id}").json()["catalog_id"]
    product = served.library.catalogs.products(catalog)[0]
    served.library.catalogs.change_product(catalog, product.id, {"title": "<img src=x onerror=alert(1)> bag"})
    add = {"kind": "add", "id": "k-add", "focus_id": "keyed", "product_id": product.id, "start": 2.0, "end": 6.0}
    served.client.post(f"/api/v1/videos/{video_id}/corrections", json={"version": 10**6, "corrections": [add]})
    page = open_page(served, f"/shows/{video_id}/review?q=all&f=keyed")
    page.get_by_role("slider", name="End").press("Shift+ArrowRight")
    expect(page.get_by_role("slider", name="End")).to_have_attribute("aria-valuetext", re.compile(r"^End, 0:07\.000"))
    expect(page.get_by_text("Saved ")).to_be_visible()
    rows = served.client.get(f"/api/v1/videos/{video_id}/focuses").json()["focuses"]
    assert next(row["end"] for row in rows if row["id"] == "keyed") == 7.0
    expect(page.get_by_role("heading", name="<img src=x onerror=alert(1)> bag")).to_be_visible()
    assert page.locator("img[src='x']").count() == 0
    served.library.catalogs.change_product(catalog, product.id, {"title": product.title})


def test_work_done_without_a_line_is_kept_and_sent_later(localized: tuple[Served, str], open_page: OpenPage) -> None:
    served, video_id = localized
    page = open_page(served, f"/shows/{video_id}/review?q=all")
    expect(page.get_by_role("option").first).to_be_visible()
    page.context.set_offline(True)
    page.get_by_role("option").first.click()
    page.keyboard.press("x")
    expect(page.get_by_text("Offline, 1 change kept here")).to_be_visible()
    page.context.set_offline(False)
    expect(page.get_by_text("Saved ")).to_be_visible()


@pytest.mark.parametrize(
    "path", ["/", "/new", "/shelves", "/settings", "/ops", "/quality", "/shows/{}/review?q=all", "/w/{}"]
)
@pytest.mark.parametrize(
    ("locale", "scheme"), [("en-US", "light"), ("zh-CN", "dark")], ids=["English", "Chinese, dark"]
)
def test_no_page_has_a_serious_barrier(
    published: tuple[Served, str, str], open_page: OpenPage, path: str, locale: str, scheme: str
) -> None:
    served, video_id, _ = published
    page = open_page(served, path.format(video_id), locale=locale, color_scheme=scheme)
    page.locator("h1").first.wait_for()
    assert page.evaluate("document.documentElement.lang") == ("zh-CN" if locale == "zh-CN" else "en")
    assert barriers(page) == {}


@pytest.mark.parametrize("path", ["/", "/new", "/ops", "/quality", "/shows/{}/review", "/w/{}?t=5"])
def test_a_phone_needs_no_sideways_scrolling(
    published: tuple[Served, str, str], open_page: OpenPage, path: str
) -> None:
    served, video_id, _ = published
    page = open_page(served, path.format(video_id), viewport=PHONE, has_touch=True, is_mobile=True)
    page.locator("h1").first.wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


@pytest.fixture
def shop() -> Iterator[Callable[[str, str], str]]:
    """Serves one page with one policy from an origin of its own; gives its address."""
    servers: list[ThreadingHTTPServer] = []

    def act(body: str, policy: str) -> str:
        class Page(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(200)
                self.send_header("Content-Type", "text/html")
                self.send_header("Content-Security-Policy", policy)
                self.end_headers()
                self.wfile.write(body.encode())

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
        servers.append(server)
        Thread(target=server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{server.server_port}/shop"

    yield act
    for server in servers:
        server.shutdown()
        server.server_close()


def test_the_element_works_in_a_page_of_a_strict_shop(
    published: tuple[Served, str, str], open_page: OpenPage, shop: Callable[[str, str], str]
) -> None:
    """Two elements in a page that lets in nothing but the service's scripts; taken out and put in again."""
    served, video_id, _ = published
    allowed = "; ".join(f"{kind}-src {served.base}" for kind in ("script", "connect", "img", "media"))
    element = f'<fashion-focus show="{video_id}"></fashion-focus>'
    script = f'<script type="module" src="{served.base}/widget/1.js"></script>'
    body = script + element + element.replace("<fashion-focus", '<fashion-focus lang="zh-CN"', 1)
    address = shop(body, f"default-src 'self'; {allowed}")
    page = open_page(served, "/healthz", signed_in=False)
    page.goto(address)
    page.wait_for_function(
        "() => [...document.querySelectorAll('fashion-focus')].every((one) => one.focuses?.length > 0)"
    )
    page.evaluate(
        """() => {
          const one = document.querySelector('fashion-focus'), home = one.parentNode;
          one.remove();
          home.append(one);
        }"""
    )
    expect(page.get_by_text("本场全部 1 个商品").first).to_be_visible()
    assert page.evaluate("() => document.querySelector('fashion-focus').jumpTo('shown')") is True
