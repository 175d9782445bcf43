"""A real browser for tests, and a published show to look at."""

import shutil
import subprocess
import uuid
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from threading import Thread

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright
from tests.service.browser.shop import SHOP, Shop, ShopServer, wait_told
from tests.service.conftest import Served

from fashion_focus.store.library.tokens import Role

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = (
    *("no-sandbox", "disable-gpu", "disable-quic", "no-first-run", "disable-background-networking"),
    *("disable-component-update", "disable-sync", "mute-audio", "autoplay-policy=no-user-gesture-required"),
)
PATIENCE_MS = 60_000.0
"""For a page on a machine that does other work at the same time."""
PHONE = {"width": 390, "height": 844}

OpenPage = Callable[..., Page]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("needs Chromium: apt-get install chromium")
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=[f"--{flag}" for flag in FLAGS])
        yield opened
        opened.close()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[OpenPage]:
    """Opens a page in a browser of its own; a fault that the page logs fails the test."""
    faults: list[str] = []
    contexts = []

    def act(service: Served, path: str, *, signed_in: bool = True, **options: object) -> Page:
        context = browser.new_context(**{"viewport": {"width": 1440, "height": 900}, "locale": "en-US", **options})  # type: ignore[arg-type]  # Playwright's own options
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        if signed_in:
            context.add_cookies(
                [{"name": "ff_session", "value": service.token(Role.ADMIN, "Mei"), "url": service.base}]
            )
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda said: faults.append(said.text) if "Content Security Policy" in said.text else None)
        page.goto(service.base + path)
        return page

    yield act
    for context in contexts:
        context.close()
    assert faults == []


@pytest.fixture
def published(localized: tuple[Served, str]) -> Iterator[tuple[Served, str, str]]:
    """The tiny show with one exhibit from 4 to 8 s, published: service, video, title of the product."""
    served, video_id = localized
    catalog = served.client.get(f"/api/v1/videos/{video_id}").json()["catalog_id"]
    product = served.library.catalogs.products(catalog)[1]
    rows = served.client.get(f"/api/v1/videos/{video_id}/focuses").json()["focuses"]
    ops = [{"kind": "reject", "id": f"b-{row['id']}", "focus_id": row["id"]} for row in rows]
    add = {"kind": "add", "id": "b-add", "focus_id": "shown", "product_id": product.id, "start": 4.0, "end": 8.0}
    ops += (
        [add] if all(row["id"] != "shown" for row in rows) else [{"kind": "accept", "id": "b-a", "focus_id": "shown"}]
    )
    served.client.post(f"/api/v1/videos/{video_id}/corrections", json={"version": 10**6, "corrections": ops})
    served.client.post(f"/api/v1/videos/{video_id}/publications")
    yield served, video_id, product.title
    served.client.put(f"/api/v1/videos/{video_id}/published", json={"version": 0})


def video_ready(page: Page) -> None:
    page.wait_for_function(
        "() => (document.querySelector('video') || document.querySelector('fashion-focus')?.video)?.readyState >= 2"
    )


def seek(page: Page, time: float) -> None:
    """Have the player show a time, and wait until it does."""
    page.evaluate(
        """(time) => new Promise((done) => {
          const video = document.querySelector('video') || document.querySelector('fashion-focus').video;
          video.addEventListener('seeked', () => done(), { once: true });
          video.currentTime = time;
        })""",
        time,
    )


def barriers(page: Page) -> dict[str, list[str]]:
    """Serious and critical findings of axe, with where they are."""
    found = Axe().run(page).response["violations"]
    return {
        rule["id"]: [node["html"][:160] for node in rule["nodes"]][:4]
        for rule in found
        if rule["impact"] in ("serious", "critical")
    }


@pytest.fixture
def pair(localized: tuple[Served, str]) -> tuple[Served, str]:
    """Two exhibits of one product, 1 to 4 s and 6 to 9 s, added by Mei."""
    served, video_id = localized
    product = served.library.catalogs.products(served.client.get(f"/api/v1/videos/{video_id}").json()["catalog_id"])[0]
    rows = served.client.get(f"/api/v1/videos/{video_id}/focuses").json()["focuses"]
    have = {row["id"] for row in rows}
    once = uuid.uuid4().hex  # a correction with a known id counts once
    for name, start, end in (("one", 1.0, 4.0), ("two", 6.0, 9.0)):
        add = {"kind": "add", "id": f"pair-{name}", "focus_id": name, "product_id": product.id}
        back = {"kind": "move", "id": f"back-{name}-{once}", "focus_id": name, "start": start, "end": end}
        wanted = back if name in have else {**add, "start": start, "end": end}
        post(served, video_id, wanted)
    return served, video_id


def post(served: Served, video_id: str, *corrections: Mapping[str, object], version: int = 10**6) -> None:
    wanted = {"version": version, "corrections": list(corrections)}
    served.client.post(f"/api/v1/videos/{video_id}/corrections", json=wanted)


def focuses(served: Served, video_id: str) -> dict[str, dict[str, object]]:
    rows = served.client.get(f"/api/v1/videos/{video_id}/focuses").json()["focuses"]
    return {row["id"]: row for row in rows}


def reviewing(open_page: OpenPage, served: Served, video_id: str, query: str = "q=all&f=one") -> Page:
    page = open_page(served, f"/shows/{video_id}/review?{query}")
    video_ready(page)
    expect(page.get_by_role("option").first).to_be_visible()
    return page


def clip(folder: Path, size: tuple[int, int]) -> bytes:
    """Twenty seconds of a white box, a quarter of the picture from its middle out, on dark ground."""
    path, (width, height) = folder / f"{size[0]}x{size[1]}.mp4", size
    box = f"drawbox=x={width // 4}:y={height // 4}:w={width // 2}:h={height // 2}:color=white:t=fill"
    source = ["-f", "lavfi", "-i", f"color=c=0x202020:s={width}x{height}:r=10:d=20"]
    coded = ["-c:v", "libx264", "-preset", "ultrafast", "-g", "5", "-pix_fmt", "yuv420p", "-movflags", "+faststart"]
    subprocess.run(["ffmpeg", "-v", "error", *source, "-vf", box, *coded, str(path)], check=True)
    return path.read_bytes()


@pytest.fixture(scope="session")
def clips(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Clips by name: landscape and portrait."""
    folder = tmp_path_factory.mktemp("clips")
    return {"landscape": clip(folder, (640, 360)), "portrait": clip(folder, (360, 640))}


@pytest.fixture
def open_shop(clips: dict[str, bytes]) -> Iterator[Callable[[], Shop]]:
    """Opens shops, each on an origin of its own, with the show and its landscape clip."""
    servers = []

    def act() -> Shop:
        shop = Shop("")
        servers.append(ShopServer(shop))
        Thread(target=servers[-1].serve_forever, daemon=True).start()
        shop.put("/clip.mp4", "video/mp4", clips["landscape"])
        shop.put_show()
        return shop

    yield act
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture
def shop(open_shop: Callable[[], Shop]) -> Shop:
    return open_shop()


@pytest.fixture
def open_widget(served: Served, shop: Shop, open_page: OpenPage) -> OpenPage:
    """Opens the shop's page with one widget that has these attributes, and waits until it is ready."""

    def act(attributes: str = "", *, head: str = "", inside: str = "", **options: object) -> Page:
        element = f'<fashion-focus src="/show.json" endpoint="{shop.base}" {attributes}>{inside}</fashion-focus>'
        page = open_page(served, "/healthz", signed_in=False, **options)
        page.context.route(f"{SHOP}/**", lambda route: route.fulfill(body="the shop's own page"))
        page.goto(shop.put_page(element, served.base, head=head))
        wait_told(page, "ff-ready")
        return page

    return act
