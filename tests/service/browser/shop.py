"""A shop's page on an origin of its own, with a show that is written down here."""

import json
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from playwright.sync_api import Page

SHOP = "https://shop.example"
"""Where the products' links lead; nothing is asked for there, tests answer themselves."""

OpenShop = Callable[[], "Shop"]

EVENTS = (
    *("ff-ready", "ff-focus-enter", "ff-focus-exit", "ff-card-click", "ff-buy", "ff-jump"),
    *("ff-search", "ff-search-result", "ff-shelf", "ff-update", "ff-error"),
)


def product(name: str, title: str, starts: list[float], **more: str) -> dict[str, Any]:
    """A product as a published show has it."""
    plain = {"brand": "Dalria", "price": "¥299", "link": f"{SHOP}/{name}", "category": "bag", "picture": ""}
    return {"id": name, "title": title, "starts": starts, **plain, **more}


def manifest(**more: Any) -> dict[str, Any]:  # any field of a published show
    """A show of 20 s: a bag from 2 to 6 s and from 15 to 18 s, a shoe from 9 to 12 s."""
    focuses = [
        ("f1", "bag", 2.0, 6.0, "person"),
        ("f2", "shoe", 9.0, 12.0, "machine"),
        ("f3", "bag", 15.0, 18.0, "machine"),
    ]
    names = ("id", "product_id", "start", "end", "by")
    return {
        "schema_version": 1,
        "id": "show1",
        "version": 1,
        "title": "Autumn show",
        "duration": 20.0,
        "size": [640, 360],
        "video": "/clip.mp4",
        "poster": "",
        "pictures": "/pictures/",
        "focuses": [dict(zip(names, row, strict=True)) for row in focuses],
        "products": [
            product("bag", "Gym Bag - Brown", [2.0, 15.0]),
            product("shoe", "Winter Boot - Yellow", [9.0], category="shoe", price=""),
        ],
        **more,
    }


@dataclass
class Shop:
    """What the shop's host answers: path -> (type, bytes); a missing path is a 404. lists: HLS lists, written anew each
    time that they are asked for. policy: of its pages.
    """

    base: str
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    lists: dict[str, Callable[[], str]] = field(default_factory=dict)
    policy: str = ""
    asked: list[dict[str, Any]] = field(default_factory=list)

    def put(self, path: str, kind: str, content: str | bytes) -> str:
        """Serve something from now on; gives its address."""
        self.files[path] = (kind, content.encode() if isinstance(content, str) else content)
        return self.base + path

    def put_show(self, **more: Any) -> None:  # any field of a published show
        """Serve the show, or another version of it."""
        self.put("/show.json", "application/json", json.dumps(manifest(**more)))

    def put_page(self, widgets: str, service: str, *, head: str = "", path: str = "/page") -> str:
        """Serve a page with widgets; it notes all that they tell in `window.told`."""
        noting = (
            "window.told = [];\n"
            f"for (const type of {json.dumps(EVENTS)}) document.addEventListener(type, (event) => window.told.push("
            "{ type, detail: event.detail, bubbles: event.bubbles, composed: event.composed, "
            "cancelable: event.cancelable }));"
        )
        self.put("/noting.js", "text/javascript", noting)
        page = (
            '<!doctype html><html lang="en"><meta charset="utf-8"><title>Shop</title><script src="/noting.js"></script>'
        )
        page += f'{head}<body><script type="module" src="{service}/widget/1.js"></script>{widgets}</body></html>'
        return self.put(path, "text/html", page)


class ShopServer(ThreadingHTTPServer):
    """Answers for a shop until it is shut down."""

    daemon_threads = True

    def __init__(self, shop: Shop) -> None:
        super().__init__(("127.0.0.1", 0), _Answers)
        self.shop = shop
        shop.base = f"http://127.0.0.1:{self.server_port}"


class _Answers(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    @property
    def shop(self) -> Shop:
        assert isinstance(self.server, ShopServer)
        return self.server.shop

    def do_GET(self) -> None:
        path = self.path.split("?")[0]
        if path in self.shop.lists:
            self._answer(200, "application/vnd.apple.mpegurl", self.shop.lists[path]().encode())
            return
        if path not in self.shop.files:
            self._answer(404, "text/plain", b"")
            return
        kind, content = self.shop.files[path]
        part = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
        if part is None:
            self._answer(200, kind, content)
            return
        start, end = int(part[1]), min(int(part[2] or len(content)), len(content) - 1)
        self._answer(206, kind, content[start : end + 1], {"Content-Range": f"bytes {start}-{end}/{len(content)}"})

    def do_POST(self) -> None:
        self.shop.asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        known = "/search" in self.shop.files
        kind, content = self.shop.files.get("/search", ("application/json", b'{"detail": "no search here"}'))
        self._answer(200 if known else 503, kind, content)

    def do_OPTIONS(self) -> None:
        self._answer(204, "text/plain", b"", {"Access-Control-Allow-Headers": "Content-Type"})

    def _answer(self, status: int, kind: str, content: bytes, more: dict[str, str] | None = None) -> None:
        self.send_response(status)
        plain = {"Content-Type": kind, "Content-Length": str(len(content)), "Access-Control-Allow-Origin": "*"}
        policy = {"Content-Security-Policy": self.shop.policy} if self.shop.policy and kind == "text/html" else {}
        plain |= {"Accept-Ranges": "bytes", "Cache-Control": "no-store"}
        for name, value in {**plain, **policy, **(more or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def handle(self) -> None:
        with suppress(BrokenPipeError, ConnectionResetError):  # a browser that has seen enough of a video hangs up
            super().handle()


def told(page: Page, kind: str = "") -> list[dict[str, Any]]:
    """What the widgets of a page have told so far, of one type or all."""
    rows: list[dict[str, Any]] = page.evaluate("window.told")
    return [row for row in rows if not kind or row["type"] == kind]


def wait_told(page: Page, kind: str, n: int = 1) -> dict[str, Any]:
    """The n-th event of a type, waited for."""
    page.wait_for_function("([kind, n]) => window.told.filter((row) => row.type === kind).length >= n", arg=[kind, n])
    detail: dict[str, Any] = told(page, kind)[n - 1]["detail"]
    return detail
