"""What is seen without colour, with the reader's own colours, and where the focus is."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.service.browser.conftest import PHONE, OpenPage, barriers, post
from tests.service.browser.made import Made, new, put_made
from tests.service.conftest import Served, serve

Show = tuple[Served, str]
STANDINGS = ("undecided", "proposed", "accepted", "changed", "rejected")


@pytest.fixture(scope="module")
def show(tmp_path_factory: pytest.TempPathFactory, tiny_show: Path) -> Iterator[Show]:
    """Twelve exhibits, of each standing at least one; version 1 is published."""
    for service in serve(tmp_path_factory.mktemp("seen")):
        video_id = put_made(service, tiny_show / "video.mp4", Made())
        ops: list[dict[str, object]] = [{"kind": "accept", "focus_id": f"f{k}"} for k in (0, 3, 4, 6)]
        ops += [{"kind": "move", "focus_id": "f3", "end": 3.5}, {"kind": "reject", "focus_id": "f5"}]
        post(service, video_id, *({"id": new(), **op} for op in ops))
        service.client.post(f"/api/v1/videos/{video_id}/publications").raise_for_status()
        yield service, video_id


def opened(open_page: OpenPage, show: Show, path: str, **options: object) -> Page:
    page = open_page(show[0], path.format(show[1]), **options)
    page.locator("h1").first.wait_for()
    return page


# For the element that has the focus: what of its ring is cut off or lies under something else.
RING = """async () => {
  // Scrolling to what has the focus takes a frame or two.
  for (let k = 0; k < 2; k += 1) await new Promise(requestAnimationFrame);
  let node = document.activeElement;
  while (node.shadowRoot?.activeElement) node = node.shadowRoot.activeElement;
  if (node === document.body || node.tagName === 'IFRAME' || node.tagName === 'VIDEO') return '';
  const name = node.outerHTML.slice(0, 120), inside = (one) => one && (node.contains(one) || one.contains(node));
  // A field's ring may be drawn around the whole of it.
  const ringed = [node.closest('.find, .file'), node].find((one) => {
    if (!one) return false;
    const { outlineStyle, outlineWidth } = getComputedStyle(one);
    return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 1;
  });
  if (!ringed) return `no ring: ${name}`;
  const style = getComputedStyle(ringed), grown = parseFloat(style.outlineWidth) + parseFloat(style.outlineOffset);
  const box = ringed.getBoundingClientRect();
  const ring = { left: box.left - grown, top: box.top - grown, right: box.right + grown, bottom: box.bottom + grown };
  const cut = [{ left: 0, top: 0, right: innerWidth, bottom: innerHeight }];
  for (let up = ringed.parentElement; up && up !== document.documentElement; up = up.parentElement) {
    const { overflowX, overflowY, position } = getComputedStyle(up);
    if (up !== document.body && (overflowX !== 'visible' || overflowY !== 'visible')) {
      const left = up.getBoundingClientRect().left + up.clientLeft, top = up.getBoundingClientRect().top + up.clientTop;
      cut.push({ left, top, right: left + up.clientWidth, bottom: top + up.clientHeight });
    }
    if (position === 'fixed') break;
  }
  for (const edge of cut) {
    const out = [edge.left - ring.left, edge.top - ring.top, ring.right - edge.right, ring.bottom - edge.bottom];
    // What is larger than its box cannot be in view as a whole.
    const tall = box.height > edge.bottom - edge.top + 1, wide = box.width > edge.right - edge.left + 1;
    const across = !wide && Math.max(out[0], out[2]) > 1, along = !tall && Math.max(out[1], out[3]) > 1;
    if (across || along) return `cut by ${out.map(Math.round)}: ${name}`;
  }
  const rows = [box.top + 3, (box.top + box.bottom) / 2, box.bottom - 3];
  const lines = [box.left + 3, (box.left + box.right) / 2, box.right - 3];
  const root = node.getRootNode();
  for (const y of rows) for (const x of lines) {
    if (x < 0 || y < 0 || x >= innerWidth || y >= innerHeight) continue;
    const there = root.elementFromPoint(x, y);
    if (inside(there) || ringed.contains(there) || there?.contains(ringed)) continue;
    return `covered by ${there?.outerHTML.slice(0, 60)}: ${name}`;
  }
  return '';
}"""


def walked(page: Page, most: int) -> list[str]:
    """What is wrong with the ring at each stop of the Tab key, once around."""
    wrong, seen = [], 0
    for _ in range(most):
        page.keyboard.press("Tab")
        told = page.evaluate(RING)
        if told:
            wrong.append(told)
        seen += 1
        if page.evaluate("document.activeElement === document.body"):
            break
    assert seen > 3
    return wrong


@pytest.mark.parametrize("path", ["/", "/new", "/live", "/ops", "/quality", "/settings", "/shows/{}/review?q=all"])
@pytest.mark.parametrize("size", [(1280, 720), (PHONE["width"], PHONE["height"])], ids=["desktop", "phone"])
def test_the_focus_ring_is_always_seen(show: Show, open_page: OpenPage, path: str, size: tuple[int, int]) -> None:
    page = opened(open_page, show, path, viewport={"width": size[0], "height": size[1]}, reduced_motion="reduce")
    assert walked(page, 60) == []


def test_the_focus_ring_is_seen_in_the_publish_panel(show: Show, open_page: OpenPage) -> None:
    page = opened(open_page, show, "/shows/{}/review?q=all")
    page.keyboard.press("Control+Enter")
    page.locator("dialog .rowsof").first.wait_for()
    for _ in range(14):
        page.keyboard.press("Tab")
        assert page.evaluate(RING) == ""


def other_barriers(page: Page) -> dict[str, list[str]]:
    """Barriers but for contrast: these colours are the reader's, and axe computes with ours."""
    return {rule: nodes for rule, nodes in barriers(page).items() if rule != "color-contrast"}


LOOKS = """(selector) => [...document.querySelectorAll(selector)].map((node) => {
  const style = getComputedStyle(node);
  const parts = ['backgroundColor', 'backgroundImage', 'borderStyle', 'borderWidth', 'borderColor', 'outlineStyle'];
  return [...parts.map((name) => style[name]), node.textContent].join('|');
})"""


def test_with_the_readers_own_colours_everything_is_still_told_apart(show: Show, open_page: OpenPage) -> None:
    page = opened(open_page, show, "/shows/{}/review?q=all&f=f0", forced_colors="active")
    expect(page.get_by_role("option").first).to_be_visible()
    assert page.evaluate("matchMedia('(forced-colors: active)').matches")
    look = {name: page.evaluate(LOOKS, f".lanes .block.s-{name}")[0] for name in STANDINGS}
    assert len(set(look.values())) == len(STANDINGS), look
    for pressed, other in (
        (".filters [aria-pressed=true]", ".filters [aria-pressed=false]"),
        (".qrow[aria-selected=true]", ".qrow[aria-selected=false]"),
        (".segments [aria-pressed=true]", ".segments [aria-pressed=false]"),
        (".b-strong i:nth-child(3)", ".b-unsure i:nth-child(3)"),
    ):
        one, two = (page.evaluate(LOOKS, selector)[0].rpartition("|")[0] for selector in (pressed, other))
        assert one != two, pressed
    bare = page.evaluate(
        """() => [...document.querySelectorAll('.btn:not(.quiet), .chip, .stand, .card, .edge')].filter((node) => {
          const style = getComputedStyle(node), mark = getComputedStyle(node, '::before');
          return style.borderStyle === 'none' && mark.backgroundColor === 'rgba(0, 0, 0, 0)';
        }).map((node) => node.outerHTML.slice(0, 80))"""
    )
    assert bare == []
    assert other_barriers(page) == {}
    page.keyboard.press("Tab")
    assert page.evaluate(RING) == ""


@pytest.mark.parametrize("path", ["/", "/new", "/ops", "/quality", "/settings", "/live"])
def test_pages_are_usable_with_the_readers_own_colours(show: Show, open_page: OpenPage, path: str) -> None:
    page = opened(open_page, show, path, forced_colors="active")
    assert other_barriers(page) == {}
    bordered = "(one) => getComputedStyle(one).borderStyle !== 'none'"
    assert page.evaluate(f"[...document.querySelectorAll('.btn:not(.quiet)')].every({bordered})")
    current = page.locator(".top nav a[aria-current]")
    if current.count():
        mark = page.evaluate(LOOKS, ".top nav a[aria-current]")[0].rpartition("|")[0]
        assert mark != page.evaluate(LOOKS, ".top nav a:not([aria-current])")[0].rpartition("|")[0]


def test_every_state_is_told_by_a_word_or_a_sign_beside_its_colour(show: Show, open_page: OpenPage) -> None:
    """In grey and on paper: words in the queue, signs in the timeline, how many bars of three are filled."""
    page = opened(open_page, show, "/shows/{}/review?q=all")
    expect(page.get_by_role("option").first).to_be_visible()
    page.emulate_media(media="print")
    words = {name: set(page.locator(f".qrow .s-{name}").all_inner_texts()) for name in STANDINGS}
    signs = {name: set(page.locator(f".lanes .s-{name} span").all_inner_texts()) for name in STANDINGS}
    for told in (words, signs):
        assert all(len(one) == 1 and "" not in one for one in told.values()), told
        assert len(set().union(*told.values())) == len(STANDINGS)
    fill = "(name) => getComputedStyle(document.querySelector(name)).printColorAdjust"
    assert page.evaluate(fill, ".lanes .block") == "exact"
    assert page.evaluate(fill, ".band i") == "exact"
    assert all(
        text.strip() for text in page.locator(".chip, .stand, .saved, .band:not(.big), .notice").all_text_contents()
    )
    page.goto(f"{show[0].base}/")
    page.locator(".chip").first.wait_for()
    assert all(page.locator(".chip").all_inner_texts())
