"""Accepting many at once: one step to undo, and what a person decided stays."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect
from tests.service.browser.conftest import OpenPage, focuses, post
from tests.service.browser.made import Made, new, put_made
from tests.service.conftest import Served, serve


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    yield from serve(tmp_path_factory.mktemp("bulk"))


def test_many_at_once_are_one_step_and_what_people_decided_stays(
    service: Served, tiny_show: Path, open_page: OpenPage
) -> None:
    video_id = put_made(service, tiny_show / "video.mp4", Made(n_focuses=40, n_products=5, seconds=120.0))
    # f1 was decided, f2 was moved and is still open: both are a person's.
    post(service, video_id, {"kind": "reject", "id": new(), "focus_id": "f1"})
    post(service, video_id, {"kind": "move", "id": new(), "focus_id": "f2", "end": 8.0})
    before = {name: row["standing"] for name, row in focuses(service, video_id).items()}
    page = open_page(service, f"/shows/{video_id}/review?q=all")
    expect(page.get_by_role("option").first).to_be_visible()
    page.get_by_role("button", name="Accept above").click()
    page.get_by_role("dialog").get_by_role("slider").fill("0.3")
    page.get_by_role("dialog").get_by_role("button", name="Accept 38").click()
    expect(page.get_by_role("button", name="Accepted 38")).to_be_visible()
    expect(page.get_by_text("Saved ")).to_be_visible()
    now = focuses(service, video_id)
    assert (now["f1"]["standing"], now["f2"]["standing"]) == (before["f1"], before["f2"])
    assert sum(row["standing"] == "accepted" for row in now.values()) == 38
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(page.get_by_role("button", name="Accepted 0")).to_be_visible()
    expect(page.get_by_text("Saved ")).to_be_visible()
    assert {name: row["standing"] for name, row in focuses(service, video_id).items()} == before
    page.get_by_role("button", name="Redo", exact=True).click()
    expect(page.get_by_role("button", name="Accepted 38")).to_be_visible()
