"""The iframe: what it tells, to whom, and from whom it takes commands."""

import json
import re

import pytest
from jsonschema import Draft202012Validator
from playwright.sync_api import Frame, Page, Route
from tests.service.browser.conftest import OpenPage
from tests.service.browser.shop import SHOP, OpenShop, Shop, manifest
from tests.service.conftest import Served

from fashion_focus.service.public.pages import WEB

VIDEO = "document.querySelector('fashion-focus').video"
NOTING = """
window.heard = [];
addEventListener('message', ({ origin, data }) => { if (data?.source) window.heard.push({ from: origin, ...data }); });
window.say = (frame, command, value) => frame.postMessage({ source: 'fashion-focus-host', command, value }, '*');
"""
OTHER = "addEventListener('message', (event) => window.say(parent.frames[0], event.data.command, event.data.value));"


@pytest.fixture
def host(served: Served, open_page: OpenPage) -> Page:
    """A page that is to hold frames; the service answers for a published show and its video."""
    page = open_page(served, "/healthz", signed_in=False)
    page.context.route(f"{SHOP}/**", lambda route: route.fulfill(body="the shop's own page"))
    return page


def embed(page: Page, served: Served, shop: Shop, query: str, *, more: str = "") -> Frame:
    """Open a shop's page that holds the show; gives the show's frame, ready to play."""
    show = json.dumps(manifest(video=f"{served.base}/clip.mp4", pictures=f"{served.base}/"))
    page.context.route(
        "**/api/v1/published/show1", lambda route: route.fulfill(body=show, content_type="application/json")
    )
    page.context.route(f"{served.base}/clip.mp4", lambda route: play(route, shop.files["/clip.mp4"][1]))
    shop.put("/noting.js", "text/javascript", NOTING)
    frame = f'<iframe src="{served.base}/embed/show1?{query}" width="900" height="700" allow="autoplay"></iframe>'
    page.goto(shop.put("/host", "text/html", f'<!doctype html><script src="/noting.js"></script>{frame}{more}'))
    inner = next(one for one in page.frames if "/embed/" in one.url)
    inner.wait_for_function(f"() => {VIDEO}?.readyState >= 1")
    return inner


def play(route: Route, content: bytes) -> None:
    """Answer for a video, from the byte on that is asked for."""
    start = int(re.sub(r"\D", "", route.request.headers.get("range", "bytes=0-").split("-")[0]))
    headers = {"Content-Range": f"bytes {start}-{len(content) - 1}/{len(content)}", "Accept-Ranges": "bytes"}
    route.fulfill(status=206, body=content[start:], content_type="video/mp4", headers=headers)


def heard(page: Page, kind: str) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = page.evaluate("window.heard")
    return [row for row in rows if row["type"] == kind]


def wait_heard(page: Page, kind: str) -> None:
    page.wait_for_function("(kind) => window.heard.some((row) => row.type === kind)", arg=kind)


def at(frame: Frame) -> float:
    return float(frame.evaluate(f"{VIDEO}.currentTime"))


@pytest.mark.parametrize("slash", ["", "/"], ids=["origin", "address"])
def test_the_host_that_is_named_hears_events_and_gives_commands(
    host: Page, served: Served, shop: Shop, slash: str
) -> None:
    frame = embed(host, served, shop, f"origin={shop.base}{slash}")
    wait_heard(host, "ff-ready")
    host.evaluate("say(frames[0], 'jumpTo', 'shoe')")
    wait_heard(host, "ff-jump")
    frame.wait_for_function(f"() => Math.abs({VIDEO}.currentTime - 8) < 0.2")
    host.evaluate("say(frames[0], 'play')")
    frame.wait_for_function(f"() => !{VIDEO}.paused")
    host.evaluate("say(frames[0], 'pause')")
    frame.wait_for_function(f"() => {VIDEO}.paused")
    host.evaluate("say(frames[0], 'theme', 'dark')")
    frame.wait_for_function("() => document.querySelector('fashion-focus').classList.contains('dark')")
    host.evaluate("say(frames[0], 'jumpTo', 'bag')")
    frame.wait_for_function(f"() => Math.abs({VIDEO}.currentTime - 1) < 0.2")
    checks = Draft202012Validator(json.loads((WEB / "widget" / "events.schema.json").read_text()))
    rows = host.evaluate("window.heard")
    assert {(row["source"], row["v"], row["from"]) for row in rows} == {("fashion-focus", 1, served.base)}
    assert [
        fault.message for row in rows for fault in checks.iter_errors({k: row[k] for k in ("type", "detail")})
    ] == []


@pytest.mark.parametrize("origin", ["other", "*", "", "null", "nothing"])
def test_a_host_that_is_not_named_hears_nothing_and_is_not_obeyed(
    host: Page, served: Served, open_shop: OpenShop, origin: str
) -> None:
    """Two shops on two ports: what is for one does not reach the other."""
    shop, other = open_shop(), open_shop()
    frame = embed(host, served, shop, f"origin={other.base if origin == 'other' else origin}")
    for command, value in (("jumpTo", "shoe"), ("play", None), ("theme", "dark")):
        host.evaluate("([command, value]) => say(frames[0], command, value)", [command, value])
    frame.evaluate("document.querySelector('fashion-focus').openShelf()")
    # Messages of one sender arrive in order: had anything been told or obeyed, it were so before this one.
    frame.evaluate("new Promise((done) => { onmessage = done; postMessage('last', location.origin); })")
    assert host.evaluate("window.heard") == []
    assert at(frame) == 0.0
    assert frame.evaluate(f"{VIDEO}.paused") is True
    assert frame.evaluate("document.querySelector('fashion-focus').getAttribute('theme')") is None


def test_another_frame_of_the_hosts_page_is_not_obeyed(host: Page, served: Served, open_shop: OpenShop) -> None:
    """Neither one of another origin, nor one of the named origin that is not the host itself."""
    shop, other = open_shop(), open_shop()
    for one in (shop, other):
        one.put("/saying.js", "text/javascript", NOTING + OTHER)
        one.put("/frame", "text/html", '<!doctype html><script src="/saying.js"></script>')
    more = "".join(f'<iframe src="{one.base}/frame"></iframe>' for one in (other, shop))
    frame = embed(host, served, shop, f"origin={shop.base}", more=more)
    for k in (1, 2):
        host.frames[k + 1].wait_for_function("() => window.say")
        host.evaluate("(k) => frames[k].postMessage({ command: 'jumpTo', value: 'shoe' }, '*')", k)
        host.frames[k + 1].evaluate("new Promise((done) => { setTimeout(done, 100); })")
    frame.evaluate("new Promise((done) => { onmessage = done; postMessage('last', location.origin); })")
    assert at(frame) == 0.0
    host.evaluate("say(frames[0], 'jumpTo', 'shoe')")
    wait_heard(host, "ff-jump")


def test_a_host_may_take_buying_over_beforehand(host: Page, served: Served, shop: Shop) -> None:
    frame = embed(host, served, shop, f"origin={shop.base}&buy=event&t=3")
    button = frame.get_by_role("button", name="Buy")
    before = len(host.context.pages)
    button.click()
    wait_heard(host, "ff-buy")
    assert len(host.context.pages) == before
    assert heard(host, "ff-buy")[0]["detail"] == {"v": 1, "show": "show1", "product": "bag", "sku": "bag", "qty": 1} | {
        "url": f"{SHOP}/bag",
        "time": pytest.approx(3.0, abs=0.11),
    }


def test_the_hosts_policy_needs_only_the_frame(host: Page, served: Served, shop: Shop) -> None:
    shop.policy = f"default-src 'self'; frame-src {served.base}"
    embed(host, served, shop, f"origin={shop.base}")
    wait_heard(host, "ff-ready")
