"""Live with viewers that lag behind: the card comes with the picture that it belongs to, not with the message."""

import json
import math
import subprocess
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page
from tests.service.browser.conftest import OpenPage
from tests.service.browser.shop import Shop, manifest, wait_told
from tests.service.conftest import Served

LENGTH_S, LISTED, BEFORE_S = 90, 8, 12
DELAYS = (2.0, 10.0, 40.0)
PLAYERS_OWN_S = 4.0
"""How far the player itself stays behind the end of a list of segments of one second."""

LOOK = """
window.shown = new Promise((done) => {
  addEventListener('ff-focus-enter', ({ target }) => {
    const { video } = target, canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [video.videoWidth, 1];
    const pen = canvas.getContext('2d');
    pen.drawImage(video, 0, 48, video.videoWidth, 1, 0, 0, video.videoWidth, 1);
    const row = pen.getImageData(0, 0, video.videoWidth, 1).data;
    const light = [...Array(video.videoWidth).keys()].filter((x) => row[4 * x] > 128);
    done({ left: light[0], now: Date.now() / 1000 });
  });
});
"""


@pytest.fixture(scope="module")
def segments(tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    """A picture a tenth of a second, in segments of one; a white bar goes 6 pixels to the right each second."""
    folder = tmp_path_factory.mktemp("segments")
    ground, bar = (
        f"color={colour}:s={size}:r=10:d={LENGTH_S}" for colour, size in (("black", "640x96"), ("white", "16x96"))
    )
    moved = ["-f", "lavfi", "-i", ground, "-f", "lavfi", "-i", bar, "-filter_complex", "overlay=x='6*t'"]
    coded = [
        "-c:v",
        "libx264",
        "-preset",
        "ultrafast",
        "-bf",
        "0",
        "-g",
        "10",
        "-keyint_min",
        "10",
        "-sc_threshold",
        "0",
    ]
    hls = ["-pix_fmt", "yuv420p", "-f", "hls", "-hls_time", "1", "-hls_list_size", "0", "-hls_segment_filename"]
    command = ["ffmpeg", "-v", "error", *moved, *coded, *hls, str(folder / "%03d.ts"), str(folder / "all.m3u8")]
    subprocess.run(command, check=True)
    return [path.read_bytes() for path in sorted(Path(folder).glob("*.ts"))]


def listed(began: float, hidden: float) -> str:
    """The list as it stands now; a segment is in it `hidden` seconds after its last picture was taken."""
    last = min(LENGTH_S - 1, math.floor(time.time() - hidden - began) - 1)
    first = max(0, last - LISTED + 1)
    lines = ["#EXTM3U", "#EXT-X-VERSION:3", "#EXT-X-TARGETDURATION:1", f"#EXT-X-MEDIA-SEQUENCE:{first}"]
    for k in range(first, last + 1):
        date = datetime.fromtimestamp(began + k, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        lines += [f"#EXT-X-PROGRAM-DATE-TIME:{date}", "#EXTINF:1.000,", f"/segments/{k:03d}.ts"]
    return "\n".join(lines) + "\n"


def test_a_card_comes_with_its_picture_at_every_delay(
    served: Served, shop: Shop, open_page: OpenPage, segments: list[bytes]
) -> None:
    """One pin, three shoppers; where the bar is when the card comes in tells which picture each of them saw."""
    for k, content in enumerate(segments):
        shop.put(f"/segments/{k:03d}.ts", "video/mp2t", content)
    shop.put("/look.js", "text/javascript", LOOK)
    pages: list[tuple[Page, float, float]] = []
    for delay in DELAYS:
        hidden = delay - PLAYERS_OWN_S
        began = time.time() - hidden - BEFORE_S
        shop.lists[f"/{delay}.m3u8"] = lambda began=began, hidden=hidden: listed(began, hidden)  # type: ignore[misc]
        page = open_page(served, "/healthz", signed_in=False)
        pages.append((page, delay, began))
    pinned = time.time() + 12  # all of them are playing by then
    date = datetime.fromtimestamp(pinned, UTC).isoformat(timespec="milliseconds")
    for page, delay, _ in pages:
        live = {
            "live": True,
            "watch": f"{shop.base}/{delay}.m3u8",
            "pin": {"product_id": "bag", "time": 1, "date": date},
        }
        shop.put(f"/{delay}.json", "application/json", json.dumps(manifest(id=f"live{delay}", **live)))
        element = f'<fashion-focus src="/{delay}.json" endpoint="{shop.base}"></fashion-focus>'
        page.goto(shop.put_page(element, served.base, head='<script src="/look.js"></script>', path=f"/page{delay}"))
        wait_told(page, "ff-ready")
        page.wait_for_function("() => document.querySelector('fashion-focus').video?.currentTime > 0")
    for page, delay, began in pages:
        page.set_default_timeout(60_000)
        seen = page.evaluate("window.shown")
        picture = began + seen["left"] / 6
        print(f"delay {seen['now'] - picture:.2f} s, card {picture - pinned:+.2f} s from its picture")
        assert picture - pinned == pytest.approx(0.0, abs=0.5)
        assert seen["now"] - picture == pytest.approx(delay, abs=1.5)
