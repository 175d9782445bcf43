"""Live in a real browser: what the machine sees is suggested or pinned, and is on the shopper's card."""

import os
import subprocess
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, expect
from tests.service.browser.conftest import PHONE, OpenPage, barriers
from tests.service.conftest import PATIENCE_S, Served, serve

from fashion_focus.service import put_show
from fashion_focus.simulation import StreamSettings, simulate_stream

SHOWN = StreamSettings(seconds=16.0, size=(854, 480), fps=10, n_products=4, n_exhibits=1)


@dataclass(frozen=True, slots=True)
class Studio:
    """A service with a catalog, and a recording of the camera that shows one of its products."""

    served: Served
    catalog: str
    recording: Path

    def start(self, title: str, **options: Any) -> str:  # any field of the API's request
        """A stream that waits for its camera."""
        wanted = {"title": title, "source": "push:", "catalog_id": self.catalog, "speech": False, **options}
        made = self.served.client.post("/api/v1/streams", json=wanted).json()
        self.served.client.patch(f"/api/v1/streams/{made['id']}", json={"public": True})
        return str(made["id"])

    def stop(self, stream: str) -> None:
        """End it."""
        self.served.client.post(f"/api/v1/streams/{stream}/stop")


class Camera:
    """Sends the recording again and again until it is switched off; slowly, for machines that do other work."""

    def __init__(self, studio: Studio, stream: str) -> None:
        source = ["-stream_loop", "-1", "-readrate", "0.4", "-i", str(studio.recording)]
        command = ["ffmpeg", "-v", "error", *source, "-c", "copy", "-f", "mpegts", "pipe:1"]
        self._encoder = subprocess.Popen(command, stdout=subprocess.PIPE)
        self._off = threading.Event()
        self._thread = threading.Thread(target=self._send, args=(studio, stream), daemon=True)

    def __enter__(self) -> "Camera":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._off.set()
        self._encoder.kill()
        self._thread.join()
        self._encoder.wait()
        if self._encoder.stdout is not None:
            self._encoder.stdout.close()

    def _send(self, studio: Studio, stream: str) -> None:
        with studio.served.anonymous() as client:
            client.headers["Authorization"] = studio.served.client.headers["Authorization"]
            # A machine that is late may refuse a camera that came too early; as cameras do, it comes again.
            while not self._off.is_set():
                with suppress(httpx.HTTPError):
                    client.put(f"/api/v1/streams/{stream}/media/content", content=self._pieces())
                self._off.wait(0.5)

    def _pieces(self) -> Iterator[bytes]:
        assert self._encoder.stdout is not None  # it was started with a pipe
        while not self._off.is_set() and (piece := os.read(self._encoder.stdout.fileno(), 65536)):
            yield piece


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    folder = simulate_stream(tmp_path_factory.mktemp("camera") / "show", SHOWN, seed=1)
    for served in serve(tmp_path_factory.mktemp("studio")):
        video = put_show(served.library, folder, title="Recording")
        for job in served.library.jobs.all(video_id=video):
            served.client.post(f"/api/v1/jobs/{job.id}/cancel")
        yield Studio(served, served.library.catalogs.all()[0].id, folder / "video.mp4")


@pytest.fixture
def stream(studio: Studio, request: pytest.FixtureRequest) -> Iterator[str]:
    made = studio.start(request.node.name)
    yield made
    studio.stop(made)


def card(page: Page) -> Any:  # Playwright's own
    return page.locator("article.card")


def test_a_suggestion_is_accepted_by_its_key_and_is_the_shoppers_card(
    studio: Studio, stream: str, open_page: OpenPage
) -> None:
    """The machine asks; a person pins; the shopper sees it; it is taken back; Hold keeps the machine quiet."""
    console = open_page(studio.served, f"/live/{stream}")
    shopper = open_page(studio.served, f"/w/{stream}", signed_in=False)
    expect(shopper.get_by_text("Nothing is shown right now")).to_be_visible()
    with Camera(studio, stream):
        suggestion = console.locator(".suggest").first
        expect(suggestion).to_be_visible(timeout=PATIENCE_S * 1000)
        expect(card(shopper)).to_have_count(0)
        product = suggestion.get_attribute("data-product")
        console.keyboard.press("1")
        expect(console.locator(f"[data-pinned='{product}']")).to_be_visible()
        expect(card(shopper)).to_have_attribute("data-product", str(product))
        expect(console.get_by_role("button", name="Undo (")).to_be_visible()
        console.keyboard.press("Control+z")
        expect(card(shopper)).to_have_count(0)
    expect(console.get_by_text("FF-503 The live feed stopped")).to_be_visible()
    console.keyboard.press("h")
    expect(console.get_by_role("button", name="Hold")).to_have_attribute("aria-pressed", "true")


def test_what_the_machine_is_sure_of_it_pins_by_itself(studio: Studio, stream: str, open_page: OpenPage) -> None:
    """With Auto, nobody touches anything; Hold keeps what is pinned: dock, overlay and shopper all show it."""
    console = open_page(studio.served, f"/live/{stream}")
    expect(console.get_by_role("button", name="End the stream")).to_be_visible()
    console.keyboard.press("Shift+H")
    expect(console.get_by_role("button", name="Auto")).to_have_attribute("aria-pressed", "true")
    with Camera(studio, stream):
        pinned = console.locator("[data-pinned]")
        expect(pinned).to_contain_text("by auto", timeout=PATIENCE_S * 1000)
        console.keyboard.press("h")
        expect(console.get_by_role("button", name="Hold")).to_have_attribute("aria-pressed", "true", timeout=100)
        product = pinned.get_attribute("data-pinned")
    shopper = open_page(studio.served, f"/w/{stream}", signed_in=False)
    expect(card(shopper)).to_have_attribute("data-product", str(product))
    dock = open_page(studio.served, f"/live/{stream}/dock", viewport={"width": 280, "height": 700})
    expect(dock.locator(f"[data-pinned='{product}']")).to_be_visible()
    assert dock.evaluate("document.documentElement.scrollWidth") <= 280
    overlay = open_page(studio.served, f"/live/{stream}/overlay?corner=br", signed_in=False)
    expect(overlay.locator(f".pincard[data-product='{product}']")).to_be_visible()
    assert overlay.evaluate("getComputedStyle(document.body).backgroundColor") == "rgba(0, 0, 0, 0)"
    pins = studio.served.client.get(f"/api/v1/streams/{stream}/pins").json()
    assert (pins[0]["product_id"], pins[0]["by"]) == (product, "auto")


@pytest.fixture
def packaged(studio: Studio, tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """The recording as HLS in a folder, served by another host: its list, and its address."""
    listed = tmp_path / "live.m3u8"
    hls = ["-f", "hls", "-hls_time", "4", "-hls_list_size", "0", "-hls_flags", "program_date_time"]
    command = ["ffmpeg", "-v", "error", "-i", str(studio.recording), "-c", "copy", *hls, str(listed)]
    subprocess.run(command, check=True)

    class Shared(SimpleHTTPRequestHandler):
        def end_headers(self) -> None:
            self.send_header("Access-Control-Allow-Origin", "*")
            super().end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Shared, directory=str(tmp_path)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield listed, f"http://127.0.0.1:{server.server_port}/live.m3u8"
    server.shutdown()
    server.server_close()


def date_from(listed: Path, start: datetime) -> None:
    """Have a packaged show begin at a date."""
    lines = listed.read_text().splitlines()
    seconds = 0.0
    for k, line in enumerate(lines):
        if line.startswith("#EXTINF:"):
            length = float(line.removeprefix("#EXTINF:").rstrip(","))
        if line.startswith("#EXT-X-PROGRAM-DATE-TIME:"):
            shown = (start + timedelta(seconds=seconds)).isoformat(timespec="milliseconds")
            lines[k] = f"#EXT-X-PROGRAM-DATE-TIME:{shown}Z"
            seconds += length
    listed.write_text("\n".join(lines) + "\n")


def test_a_card_comes_with_the_frame_that_it_belongs_to(
    studio: Studio, packaged: tuple[Path, str], open_page: OpenPage
) -> None:
    """The shopper's player is somewhere else in time; the card goes by the date of what it shows."""
    listed, address = packaged
    stream = studio.start("Packaged", watch=address)
    product = studio.served.library.catalogs.products(studio.catalog)[0].id
    pinned = studio.served.client.post(f"/api/v1/streams/{stream}/pin", json={"product_id": product}).json()
    date_from(listed, datetime.fromisoformat(pinned["created"]) - timedelta(seconds=6))
    page = open_page(studio.served, f"/w/{stream}", signed_in=False)
    page.wait_for_function("() => document.querySelector('fashion-focus')?.video?.currentTime > 0.5")
    expect(card(page)).to_have_count(0)
    shown = page.wait_for_function(
        """() => {
          const element = document.querySelector('fashion-focus');
          return element.shadowRoot.querySelector('article.card') ? element.video.currentTime : 0;
        }"""
    ).json_value()
    studio.stop(stream)
    assert shown == pytest.approx(6.0, abs=0.5)


def test_a_lost_line_is_told_and_a_pin_set_without_it_is_sent_later(
    studio: Studio, stream: str, open_page: OpenPage
) -> None:
    console = open_page(studio.served, f"/live/{stream}")
    expect(console.locator(".picker button").first).to_be_visible()
    console.context.set_offline(True)
    console.locator(".picker button").nth(1).click()
    expect(console.get_by_text("The service cannot be reached. Pins wait on this device.")).to_be_visible(timeout=3000)
    assert studio.served.client.get(f"/api/v1/streams/{stream}").json()["pin"] is None
    console.context.set_offline(False)
    expect(console.get_by_text("The service cannot be reached")).to_have_count(0)
    product = studio.served.library.catalogs.products(studio.catalog)[1].id
    expect(console.locator(f"[data-pinned='{product}']")).to_contain_text("by Mei")
    assert studio.served.client.get(f"/api/v1/streams/{stream}").json()["pin"]["product_id"] == product


@pytest.mark.parametrize("path", ["/live", "/live/{}", "/live/{}/dock", "/w/{}"])
@pytest.mark.parametrize("look", [("en-US", "light"), ("zh-CN", "dark")], ids=["English", "Chinese, dark"])
def test_no_live_page_has_a_serious_barrier(
    studio: Studio, stream: str, open_page: OpenPage, path: str, look: tuple[str, str]
) -> None:
    product = studio.served.library.catalogs.products(studio.catalog)[0].id
    studio.served.client.post(f"/api/v1/streams/{stream}/pin", json={"product_id": product})
    page = open_page(studio.served, path.format(stream), locale=look[0], color_scheme=look[1])
    page.locator("h1").first.wait_for()
    if path != "/live":
        page.locator("[data-pinned], article.card").first.wait_for()
    assert barriers(page) == {}


@pytest.mark.parametrize("path", ["/live", "/live/{}", "/w/{}"])
def test_live_pages_fit_a_phone(studio: Studio, stream: str, open_page: OpenPage, path: str) -> None:
    page = open_page(studio.served, path.format(stream), viewport=PHONE, has_touch=True, is_mobile=True)
    page.locator("h1").first.wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_a_pin_on_the_console_is_the_shoppers_card(studio: Studio, open_page: OpenPage) -> None:
    """A live stream started on the page; what is pinned there appears on the shopper's page by itself."""
    page = open_page(studio.served, "/live")
    page.get_by_role("button", name="Start a live stream").click()
    page.get_by_label("Title").fill("Friday live")
    page.get_by_label("Source").fill("push:")
    page.locator("form").get_by_role("button", name="Start a live stream").click()
    page.wait_for_url("**/live/*")
    page.get_by_label("Shoppers may see it").check()
    expect(page.get_by_role("link", name="/w/")).to_be_visible()
    shopper = open_page(studio.served, f"/w/{page.url.split('/')[4]}", signed_in=False)
    expect(shopper.get_by_text("Nothing is shown right now")).to_be_visible()
    page.keyboard.press("/")
    title = studio.served.library.catalogs.products(studio.catalog)[0].title
    page.keyboard.type(title)
    page.keyboard.press("Enter")
    expect(card(shopper)).to_contain_text(title)
    page.keyboard.press("q")
    expect(shopper.get_by_text("Nothing is shown right now")).to_be_visible()
    page.get_by_role("button", name="End the stream").click()
    expect(page.get_by_text("Ended")).to_be_visible()


def test_a_product_that_the_shelf_lacks_is_added_live_and_goes_on_in_the_review(
    studio: Studio, stream: str, open_page: OpenPage
) -> None:
    """Typed, added, pinned, shown to a shopper who was there before; a mark and the pin stand in the review."""
    console = open_page(studio.served, f"/live/{stream}")
    shopper = open_page(studio.served, f"/w/{stream}", signed_in=False)
    expect(shopper.get_by_text("Nothing is shown right now")).to_be_visible()
    console.keyboard.press("/")
    console.keyboard.type("Ninth bag d")
    console.keyboard.press("Enter")
    expect(console.locator("#said")).to_contain_text("On the shelf: Ninth bag d")
    console.keyboard.press("d")
    expect(console.locator("#said")).to_contain_text("Marked for later")
    console.keyboard.press("/")
    console.keyboard.type("Ninth")
    console.keyboard.press("Enter")
    expect(card(shopper)).to_contain_text("Ninth bag d")
    console.get_by_role("button", name="End the stream").click()
    console.get_by_role("button", name="Take them into the review").click()
    console.wait_for_url("**/review*")
    expect(console.get_by_role("option", name="Product not known")).to_contain_text("Undecided")
    console.get_by_role("button", name="Accepted 1").click()
    expect(console.get_by_role("option", name="Ninth bag d")).to_contain_text("Accepted")
