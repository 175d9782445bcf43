"""A show of six hours with 2,000 exhibits of 80 products: moving the timeline and deciding stay quick.

The promises are those of an idle machine of four cores: no task over 50 ms, 200 ms from a key to the picture. A
machine that does other work too takes longer, so the bounds here are looser; the figures are printed (`pytest -rP`).
"""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect
from tests.service.browser.conftest import OpenPage
from tests.service.browser.made import Made, put_made
from tests.service.conftest import Served, serve

LONG = Made(n_focuses=2000, n_products=80, seconds=6 * 3600.0)
TASK_MS, PROCESSOR_MS = 100, 500
"""Processor time of one task, and of a decision with all that follows from it."""
REACTION_MS = 1500
"""By the clock, of a machine whose processors are wanted by several others."""


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    yield from serve(tmp_path_factory.mktemp("speed"))


@pytest.fixture
def long_show(service: Served, tiny_show: Path, open_page: OpenPage) -> Page:
    """The review page of the long show, quiet. Pictures that the service would draw meanwhile are left out."""
    video_id = put_made(service, tiny_show / "video.mp4", LONG)
    page = open_page(service, "/settings")

    def nothing(route: Route) -> None:
        route.fulfill(status=404, json={"detail": "left out"})

    page.route("**/filmstrip/**", nothing)
    page.route("**/cuts/*", lambda route: route.fulfill(json=[]))
    page.goto(f"{service.base}/shows/{video_id}/review")
    expect(page.get_by_role("option").first).to_be_visible()
    page.wait_for_timeout(1500)  # what opening the page takes is not measured here
    return page


WATCH = """() => {
  window.tasks = [];
  new PerformanceObserver((list) => { for (const one of list.getEntries()) tasks.push(one.duration); })
    .observe({ type: 'longtask' });
}"""


def traced(page: Page, act: Callable[[], None]) -> list[float]:
    """Processor time of the page's own tasks while something is done, in ms, the longest first."""
    browser = page.context.browser
    assert browser is not None
    browser.start_tracing(page=page, categories=["disabled-by-default-devtools.timeline", "toplevel", "__metadata"])
    act()
    page.wait_for_timeout(300)
    events = json.loads(browser.stop_tracing())["traceEvents"]
    threads = {
        (one["pid"], one["tid"])
        for one in events
        if one["name"] == "thread_name" and one["args"]["name"] == "CrRendererMain"
    }
    tasks = [
        one["tdur"] / 1000
        for one in events
        if one["name"].endswith("RunTask") and (one["pid"], one["tid"]) in threads and "tdur" in one
    ]
    assert tasks
    return sorted(tasks, reverse=True)


def wheel(page: Page, dx: float, dy: float, times: int) -> None:
    for _ in range(times):
        page.mouse.wheel(dx, dy)
        page.wait_for_timeout(16)


def test_moving_and_zooming_the_timeline_blocks_nothing(long_show: Page) -> None:
    page = long_show
    area = page.locator(".ruler").bounding_box()
    assert area is not None
    page.mouse.move(area["x"] + area["width"] / 2, area["y"] + 10)
    page.evaluate(WATCH)

    def zoom() -> None:
        page.keyboard.down("Control")
        wheel(page, 0, -120, 20)
        page.keyboard.up("Control")

    def play() -> None:
        page.locator("video").evaluate("(video) => video.play()")
        page.wait_for_timeout(2000)

    longest = {}
    for name, act in (("zoom", zoom), ("pan", lambda: wheel(page, 80, 0, 60)), ("play", play)):
        cost = traced(page, act)
        waited = page.evaluate("window.tasks.splice(0)")
        longest[name] = cost[0]
        print(
            f"{name}: longest task {cost[0]:.0f} ms of processor time, {sum(one > 50 for one in cost)} over 50 ms; "
            f"by the clock {max(waited, default=0):.0f} ms, {len(waited)} over 50 ms"
        )
    assert max(longest.values()) <= TASK_MS


REACTIONS = """() => {
  window.reactions = new Map();
  new PerformanceObserver((list) => {
    for (const one of list.getEntries()) {
      const { interactionId: id, duration } = one;
      if (id) reactions.set(id, Math.max(reactions.get(id) ?? 0, duration));
    }
  }).observe({ type: 'event', durationThreshold: 16 });
}"""


def test_a_hundred_decisions_are_answered_at_once(long_show: Page) -> None:
    page = long_show
    page.evaluate(REACTIONS)

    def decide() -> None:
        for k in range(100):
            page.keyboard.press("ax"[k % 2])
            page.wait_for_timeout(150)

    cost = traced(page, decide)
    seen: list[float] = json.loads(page.evaluate("JSON.stringify([...reactions.values()])"))
    # Reactions within 16 ms are not told one by one.
    every = sorted(seen + [16.0] * (100 - len(seen)))
    p75, each = every[74], sum(cost) / 100
    print(
        f"100 decisions: p75 {p75:.0f} ms by the clock, longest {every[-1]:.0f} ms; "
        f"{each:.0f} ms of processor time each, longest task {cost[0]:.0f} ms"
    )
    assert p75 <= REACTION_MS
    assert each <= PROCESSOR_MS
    expect(page.get_by_text("Saved ")).to_be_visible()
    expect(page.get_by_role("button", name="Rejected 50")).to_be_visible()
