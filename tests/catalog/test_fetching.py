"""Pictures from a web server on this machine."""

import io
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest
from PIL import Image

from fashion_focus.catalog import CatalogLimits, FetchRules, PictureFetcher, read_catalog
from fashion_focus.core.errors import CatalogError

Write = Callable[[str, str | bytes], Path]
HERE = FetchRules(timeout_s=5.0, allow_private=True)


def jpeg() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (8, 6), "red").save(file, "JPEG")
    return file.getvalue()


class Shop(BaseHTTPRequestHandler):
    """A shop with a picture, a page, a redirect and a server that never ends."""

    picture = jpeg()
    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        if self.path == "/moved":
            self.send_response(302)
            self.send_header("Location", "/a.jpg")
            self.end_headers()
            return
        if self.path == "/file":
            self.send_response(302)
            self.send_header("Location", "file:///etc/hostname")
            self.end_headers()
            return
        body = {"/a.jpg": self.picture, "/%E7%BA%A2%20a.jpg": self.picture, "/page": b"<html>"}.get(self.path)
        self.send_response(404 if body is None else 200)
        self.end_headers()
        self.wfile.write(body or b"")

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture
def shop() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Shop)
    Shop.asked.clear()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("page", ["/a.jpg", "/moved", "/红 a.jpg"], ids=["plain", "redirect", "other script"])
def test_a_picture_is_fetched_once(shop: str, tmp_path: Path, page: str) -> None:
    fetch = PictureFetcher(tmp_path / "cache", rules=HERE)
    path = fetch(shop + page)
    n_asked = len(Shop.asked)
    assert path.read_bytes() == Shop.picture
    assert PictureFetcher(tmp_path / "cache", rules=HERE)(shop + page) == path
    assert len(Shop.asked) == n_asked


def test_a_list_is_read_with_pictures_from_the_web(shop: str, write: Write, tmp_path: Path) -> None:
    path = write("shelf.csv", f"id,title,image_link\na,A,{shop}/a.jpg\nb,B,{shop}/gone.jpg\n")
    catalog = read_catalog(path, fetch=PictureFetcher(tmp_path / "cache", rules=HERE))
    assert catalog["a"].images[0].read_bytes() == Shop.picture
    assert catalog["b"].images == ()
    note = catalog.notes[0]
    assert note.code == "fetch-failed"
    assert "line 3: cannot fetch" in note.text
    assert "404" in note.text


@pytest.mark.parametrize(
    ("page", "said"),
    [("/page", "cannot be read"), ("/gone", "404"), ("/file", "file:///etc/hostname")],
    ids=["no picture", "missing", "redirect to a file"],
)
def test_what_is_no_picture_is_refused_and_not_kept(shop: str, tmp_path: Path, page: str, said: str) -> None:
    with pytest.raises(CatalogError, match=said):
        PictureFetcher(tmp_path / "cache", rules=HERE)(shop + page)
    assert not (tmp_path / "cache").exists() or not list((tmp_path / "cache").iterdir())


def test_a_picture_beyond_the_size_is_refused(shop: str, tmp_path: Path) -> None:
    fetch = PictureFetcher(tmp_path, rules=HERE, limits=CatalogLimits(picture_bytes=100))
    with pytest.raises(CatalogError, match="more than 100 bytes"):
        fetch(f"{shop}/a.jpg")


def test_a_server_that_is_too_slow_is_given_up(shop: str, tmp_path: Path) -> None:
    with pytest.raises(CatalogError, match="cannot fetch"):
        PictureFetcher(tmp_path, rules=FetchRules(timeout_s=1e-9, allow_private=True))(f"{shop}/a.jpg")


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "[::1]", "10.0.0.1", "169.254.169.254", "[::ffff:10.0.0.1]", "[64:ff9b::7f00:1]"]
)
def test_this_machine_and_its_network_are_never_asked(tmp_path: Path, host: str) -> None:
    with pytest.raises(CatalogError, match="this machine or its local network"):
        PictureFetcher(tmp_path)(f"http://{host}:9/a.jpg")


@pytest.mark.parametrize("url", ["file:///etc/hostname", "ftp://shop.example/a.jpg", "http://", "http://[", "nonsense"])
def test_an_address_of_another_kind_is_refused(tmp_path: Path, url: str) -> None:
    with pytest.raises(CatalogError, match="cannot fetch"):
        PictureFetcher(tmp_path)(url)
