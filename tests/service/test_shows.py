"""A show from upload to shoppers: localized in a child process, corrected, published, searched, exported."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from tests.service.conftest import PATIENCE_S, Served

from fashion_focus.store.library.tokens import Role

Localized = tuple[Served, str]


def focuses(localized: Localized) -> dict[str, object]:
    served, video_id = localized
    found: dict[str, object] = served.client.get(f"/api/v1/videos/{video_id}/focuses").json()
    return found


def correct(
    client: httpx.Client, video_id: str, *corrections: Mapping[str, object], version: int = 10**6
) -> httpx.Response:
    wanted = {"version": version, "corrections": list(corrections)}
    return client.post(f"/api/v1/videos/{video_id}/corrections", json=wanted)


@pytest.fixture
def added(localized: Localized) -> tuple[Served, str, str]:
    """A focus added by hand for this test, and undone after it: service, video, focus."""
    served, video_id = localized
    product = served.library.catalogs.products(served.client.get(f"/api/v1/videos/{video_id}").json()["catalog_id"])[
        0
    ].id
    focus_id = f"p-{os.urandom(4).hex()}"
    op = {"kind": "add", "id": f"op-{focus_id}", "focus_id": focus_id, "product_id": product, "start": 2.0, "end": 6.0}
    assert correct(served.client, video_id, op).status_code == 200
    return served, video_id, focus_id


def row(served: Served, video_id: str, focus_id: str) -> dict[str, object]:
    rows = served.client.get(f"/api/v1/videos/{video_id}/focuses").json()["focuses"]
    found: dict[str, object] = next(one for one in rows if one["id"] == focus_id)
    return found


def test_a_localized_video_has_tracklets_in_step_with_it(localized: Localized) -> None:
    served, video_id = localized
    tracks = served.client.get(f"/api/v1/videos/{video_id}/tracklets/0").json()
    assert tracks
    for track in tracks:
        times = [box[0] for box in track["boxes"]]
        assert times == sorted(times)
        assert all(-0.2 <= side <= 1.2 for box in track["boxes"] for side in box[1:])
    assert served.client.get(f"/api/v1/videos/{video_id}/tracklets/7").json() == []


def test_found_focuses_say_what_they_rest_on(localized: Localized) -> None:
    served, video_id = localized
    rows = focuses(localized)["focuses"]
    assert isinstance(rows, list)
    found = [one["found"] for one in rows if one["found"]]
    assert found
    assert all(one["evidence"]["tracklets"] and one["band"] in {"strong", "likely", "unsure"} for one in found)
    still = served.client.get(f"/media/videos/{video_id}/stills/{found[0]['stills'][0]}")
    assert still.headers["content-type"] == "image/jpeg"


def test_corrections_are_kept_as_a_log_and_undone(added: tuple[Served, str, str]) -> None:
    served, video_id, focus_id = added
    moved = {"kind": "move", "id": f"m-{focus_id}", "focus_id": focus_id, "end": 7.5}
    correct(served.client, video_id, moved)
    assert row(served, video_id, focus_id)["end"] == 7.5
    correct(served.client, video_id, {"kind": "undo", "id": f"u-{focus_id}", "correction": f"m-{focus_id}"})
    assert row(served, video_id, focus_id)["end"] == 6.0
    kinds = [e["kind"] for e in served.client.get(f"/api/v1/videos/{video_id}/corrections").json()][-3:]
    assert kinds == ["add", "move", "undo"]


def test_a_correction_sent_again_after_a_break_counts_once(added: tuple[Served, str, str]) -> None:
    served, video_id, focus_id = added
    op = {"kind": "reject", "id": f"r-{focus_id}", "focus_id": focus_id}
    first, second = correct(served.client, video_id, op), correct(served.client, video_id, op)
    assert first.json() == second.json()


def test_two_people_at_one_field_are_told(added: tuple[Served, str, str]) -> None:
    served, video_id, focus_id = added
    version = served.client.get(f"/api/v1/videos/{video_id}/focuses").json()["version"]
    with served.as_role(Role.EDIT, name="Li Na") as other:
        correct(other, video_id, {"kind": "move", "id": f"a-{focus_id}", "focus_id": focus_id, "end": 5.0})
    mine = {"kind": "move", "id": f"b-{focus_id}", "focus_id": focus_id, "end": 5.5}
    told = correct(served.client, video_id, mine, version=version)
    assert told.status_code == 409
    assert "FF-409 Li Na" in told.json()["detail"]
    start = {"kind": "move", "id": f"c-{focus_id}", "focus_id": focus_id, "start": 1.0}
    assert correct(served.client, video_id, start, version=version).status_code == 200


@pytest.mark.parametrize(
    ("change", "status"),
    [
        pytest.param({"kind": "accept", "focus_id": "none"}, 404, id="no such focus"),
        pytest.param({"kind": "relink", "product_id": "none"}, 400, id="no such product"),
        pytest.param({"kind": "move", "end": 2.1}, 400, id="too short"),
        pytest.param({"kind": "undo", "correction": "none", "focus_id": None}, 404, id="nothing to undo"),
        pytest.param({"kind": "move", "end": "NaN"}, 422, id="no number"),
    ],
)
def test_a_correction_without_meaning_is_refused(
    added: tuple[Served, str, str], change: dict[str, object], status: int
) -> None:
    served, video_id, focus_id = added
    op = {"id": f"x-{os.urandom(4).hex()}", "focus_id": focus_id, **change}
    op = {name: value for name, value in op.items() if value is not None}
    assert correct(served.client, video_id, op).status_code == status


def test_shoppers_see_accepted_focuses_only_and_versions_stay(added: tuple[Served, str, str]) -> None:
    served, video_id, focus_id = added
    published = served.client.post(f"/api/v1/videos/{video_id}/publications").json()
    with served.anonymous() as shopper:
        first = shopper.get(f"/api/v1/published/{video_id}").json()
        standing = {one["id"]: one["standing"] for one in focuses((served, video_id))["focuses"]}  # type: ignore[attr-defined]  # JSON
        assert {one["id"] for one in first["focuses"]} == {
            k for k, s in standing.items() if s in ("accepted", "changed")
        }
        correct(served.client, video_id, {"kind": "reject", "id": f"z-{focus_id}", "focus_id": focus_id})
        assert shopper.get(f"/api/v1/published/{video_id}").json() == first
        served.client.post(f"/api/v1/videos/{video_id}/publications")
        served.client.put(f"/api/v1/videos/{video_id}/published", json={"version": published["version"]})
        assert shopper.get(f"/api/v1/published/{video_id}").json() == first
        assert shopper.get(f"/media/published/{video_id}/content", headers={"Range": "bytes=0-9"}).status_code == 206
        assert "-->" in shopper.get(f"/api/v1/published/{video_id}/chapters.vtt").text
        served.client.put(f"/api/v1/videos/{video_id}/published", json={"version": 0})
        assert shopper.get(f"/api/v1/published/{video_id}").status_code == 404
        assert shopper.get(f"/media/published/{video_id}/content").status_code == 404


def test_a_frame_is_searched_by_its_time_and_box(localized: Localized, tiny_show: Path) -> None:
    served, video_id = localized
    truth = json.loads((tiny_show / "truth.json").read_text(encoding="utf-8"))
    answer = served.client.post(f"/api/v1/videos/{video_id}/search", json={"time": 4.0, "box": [0.1, 0.1, 0.9, 0.9]})
    assert answer.status_code == 200
    known = {product.id for product in served.library.catalogs.products(served.library.catalogs.all()[0].id)}
    assert {hit["product_id"] for hit in answer.json()["hits"]} <= known
    assert truth
    late = served.client.post(f"/api/v1/videos/{video_id}/search", json={"time": 4000.0})
    assert late.status_code == 400
    assert "ask for an earlier time" in late.json()["detail"]
    assert str(served.library.folders.data) not in late.text


def test_a_products_own_picture_finds_it(localized: Localized, tiny_show: Path) -> None:
    served, _ = localized
    catalog = served.library.catalogs.all()[0]
    product = served.library.catalogs.products(catalog.id)[0]
    picture = (tiny_show / "images" / f"{product.id}.jpg").read_bytes()
    found = served.client.post(f"/api/v1/catalogs/{catalog.id}/search/picture", content=picture)
    assert found.json()["hits"][0]["product_id"] == product.id
    bad = served.client.post(f"/api/v1/catalogs/{catalog.id}/search/picture", content=b"<svg/>")
    assert bad.status_code == 400


def test_exports_hold_what_stands(added: tuple[Served, str, str]) -> None:
    served, video_id, focus_id = added
    document = served.client.get(f"/api/v1/videos/{video_id}/exports/focus-json").json()
    assert focus_id in {focus["id"] for focus in document["focuses"]}
    table = served.client.get(f"/api/v1/videos/{video_id}/exports/csv")
    assert focus_id in table.text
    assert table.headers["content-disposition"] == 'attachment; filename="focuses.csv"'


def test_changes_are_told_again_from_where_a_follower_was(added: tuple[Served, str, str]) -> None:
    served, video_id, focus_id = added
    start = served.library.feed.last()
    for number in range(3):
        op = {"kind": "move", "id": f"e{number}-{focus_id}", "focus_id": focus_id, "end": 8.0 + number}
        correct(served.client, video_id, op)

    def follow(after: int, count: int) -> list[int]:
        numbers = []
        with served.client.stream("GET", "/api/v1/events", headers={"Last-Event-ID": str(after)}) as stream:
            for line in stream.iter_lines():
                if line.startswith("data: {"):
                    event = json.loads(line[6:])
                    assert (event["type"], event["subject"]) == ("focuses.corrected", video_id)
                    numbers.append(int(event["id"]))
                if len(numbers) == count:
                    break
        return numbers

    whole = follow(start, 3)
    assert follow(whole[0], 2) == whole[1:]


def test_a_killed_service_goes_on_with_its_job(tmp_path: Path, tiny_show: Path) -> None:
    """`kill -9` while a job runs: after the next start it is done, and every focus is there once."""
    pause = threading.Event()
    with running(tmp_path) as (process, base, link), httpx.Client(base_url=base, timeout=PATIENCE_S) as client:
        client.post("/api/v1/session", json={"link": link})
        cookies = dict(client.cookies)
        video_id = uploaded(client, tiny_show)
        while client.get(f"/api/v1/videos/{video_id}").json()["job"]["state"] == "queued":
            pause.wait(0.05)
        process.send_signal(signal.SIGKILL)
        process.wait()
    with running(tmp_path) as (process, base, _), httpx.Client(base_url=base, cookies=cookies, timeout=60) as client:
        while (state := client.get(f"/api/v1/videos/{video_id}").json()["job"]["state"]) in ("queued", "running"):
            pause.wait(0.2)
        assert state == "done"
        ids = [focus["id"] for focus in client.get(f"/api/v1/videos/{video_id}/focuses").json()["focuses"]]
        process.send_signal(signal.SIGINT)
        assert process.wait(60) in (0, 130)
    assert ids
    assert len(ids) == len(set(ids))


@contextmanager
def running(data: Path) -> Iterator[tuple[subprocess.Popen[str], str, str]]:
    """`fashion-focus serve` as a process of its own: it, its address, and the text of the link that it printed."""
    program = "from fashion_focus.cli.main import run; run()"
    command = [sys.executable, "-c", program, "serve", "--data", str(data), "--port", "0", "--threads", "1"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        link = ""
        assert process.stdout is not None
        for line in process.stdout:
            link = line.split("#")[1].strip() if "/sign-in#" in line else link
            if line.startswith("Serving "):
                break
        try:
            yield process, line.split()[1], link
        finally:
            process.kill()


def uploaded(client: httpx.Client, show: Path) -> str:
    """Bring in a show's list and video and start its job."""
    import_id = client.post("/api/v1/catalog-imports").json()["id"]
    for path in [show / "catalog.csv", *(show / "images").iterdir()]:
        name = {"name": str(path.relative_to(show))}
        client.put(f"/api/v1/catalog-imports/{import_id}/files", params=name, content=path.read_bytes())
    client.post(f"/api/v1/catalog-imports/{import_id}/check", json={})
    catalog = client.post("/api/v1/catalogs", json={"import_id": import_id, "title": "Shelf"}).json()["id"]
    data = (show / "video.mp4").read_bytes()
    announced = {"title": "Show", "file_name": "video.mp4", "n_bytes": len(data)}
    video_id: str = client.post("/api/v1/videos", json=announced).json()["id"]
    client.patch(f"/api/v1/videos/{video_id}/content", content=data, headers={"Upload-Offset": "0"})
    assert client.post(f"/api/v1/videos/{video_id}/jobs", json={"catalog_id": catalog}).status_code == 201
    return video_id


def test_a_focus_is_split_joined_again_and_both_are_checked(added: tuple[Served, str, str]) -> None:
    served, video_id, focus_id = added
    half = f"{focus_id}-b"
    split = {"kind": "split", "id": f"s-{focus_id}", "focus_id": focus_id, "new_id": half, "at": 4.0}
    assert correct(served.client, video_id, {**split, "at": 5.8}).status_code == 400
    assert correct(served.client, video_id, split).status_code == 200
    assert row(served, video_id, focus_id)["end"] == row(served, video_id, half)["start"] == 4.0
    join = {"kind": "join", "id": f"j-{focus_id}", "focus_id": focus_id, "other_id": half}
    assert correct(served.client, video_id, {**join, "other_id": "nothing"}).status_code == 404
    assert correct(served.client, video_id, {**join, "other_id": focus_id}).status_code == 400
    rows = correct(served.client, video_id, join).json()["focuses"]
    assert [(one["start"], one["end"]) for one in rows if one["id"] in (focus_id, half)] == [(2.0, 6.0)]
