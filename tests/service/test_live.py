"""Live streams: what may be read, when the machine pins, and a pushed stream from start to end."""

import json
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.service.conftest import PATIENCE_S, Served, serve

from fashion_focus.core.errors import SettingsError
from fashion_focus.service import put_show
from fashion_focus.service.live.addresses import check_source
from fashion_focus.service.live.pinning import AutoPin
from fashion_focus.store.library.desks import PinMode
from fashion_focus.store.library.tokens import Role


@pytest.mark.parametrize(
    "source",
    [
        "http://127.0.0.1/a.m3u8",
        "http://localhost/a.m3u8",
        "http://[::1]/a.m3u8",
        "http://[::ffff:127.0.0.1]/a.m3u8",
        "http://2130706433/a.m3u8",
        "http://0/a.m3u8",
        "http://10.0.0.8/a.m3u8",
        "rtsp://user:secret@192.168.1.4/cam",
        "rtmp://169.254.169.254/live/x",
        "http://224.0.0.1/a.m3u8",
    ],
)
def test_private_addresses_are_refused_without_their_secrets(source: str) -> None:
    with pytest.raises(SettingsError, match=r"not allowed here|has no address") as refused:
        check_source(source, allow_private=False)
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize("source", ["/etc/passwd", "show.mp4", "file:///etc/passwd", "concat:a|b", "gopher://x/"])
def test_files_and_other_protocols_are_refused(source: str) -> None:
    with pytest.raises(SettingsError):
        check_source(source, allow_private=True)


def test_a_loopback_address_is_taken_where_that_is_allowed() -> None:
    check_source("http://127.0.0.1:8000/a.m3u8", allow_private=True)
    check_source("push:", allow_private=False)


def test_the_machine_pins_what_was_sure_for_three_seconds() -> None:
    pinner = AutoPin()
    pinner.seen("bag", 0.95, 10.0)
    assert pinner.decide(12.9) is None
    assert pinner.decide(13.0) == "bag"
    assert pinner.decide(14.0) is None


def test_the_machine_does_not_pin_what_is_only_likely() -> None:
    pinner = AutoPin()
    pinner.seen("bag", 0.89, 10.0)
    assert pinner.decide(60.0) is None


def test_a_pin_stays_for_eight_seconds_and_five_after_the_evidence_ends() -> None:
    pinner = AutoPin()
    pinner.seen("bag", 0.95, 0.0)
    assert pinner.decide(3.0) == "bag"
    pinner.gone("bag", 4.0)
    assert pinner.decide(10.9) is None
    assert pinner.decide(11.0) == ""


def test_a_rival_must_lead() -> None:
    pinner = AutoPin()
    pinner.seen("bag", 0.9, 0.0)
    assert pinner.decide(3.0) == "bag"
    pinner.seen("tote", 0.95, 12.0)
    assert pinner.decide(20.0) is None
    pinner.seen("tote", 1.0, 21.0)
    assert pinner.decide(21.0) == "tote"


def test_a_persons_pin_holds_the_machine_for_a_minute() -> None:
    pinner = AutoPin()
    pinner.seen("bag", 0.99, 0.0)
    pinner.person_pinned("tote", 5.0)
    assert pinner.decide(64.9) is None
    assert pinner.decide(65.0) == "bag"


def test_a_pin_from_before_a_restart_is_gone_on_from() -> None:
    by_person, by_machine = AutoPin(), AutoPin()
    by_person.resume("tote", 5.0, by_person=True)
    by_machine.resume("tote", 5.0, by_person=False)
    assert (by_person.quiet_for(20.0), by_machine.quiet_for(20.0)) == (45.0, 0.0)
    assert by_person.decide(20.0) is None
    assert by_machine.decide(20.0) == ""


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory, tiny_show: Path) -> Iterator[tuple[Served, str]]:
    """A service with the tiny show's catalog; and the catalog's id."""
    for service in serve(tmp_path_factory.mktemp("studio")):
        video = put_show(service.library, tiny_show, title="Tiny show")
        for job in service.library.jobs.all(video_id=video):
            service.client.post(f"/api/v1/jobs/{job.id}/cancel")
        yield service, service.library.catalogs.all()[0].id


def test_a_pushed_stream_is_seen_pinned_and_ended(studio: tuple[Served, str], tiny_show: Path, tmp_path: Path) -> None:
    """MPEG-TS goes in over HTTP; a person pins; shoppers see the pin once the stream is public."""
    served, catalog = studio
    wanted = {"title": "Friday live", "source": "push:", "catalog_id": catalog, "speech": False}
    stream = served.client.post("/api/v1/streams", json=wanted).json()["id"]
    media = tmp_path / "show.ts"
    subprocess.run(
        ["ffmpeg", "-v", "error", "-i", tiny_show / "video.mp4", "-c", "copy", "-f", "mpegts", media], check=True
    )
    sent = served.client.put(f"/api/v1/streams/{stream}/media/content", content=media.read_bytes())
    assert sent.status_code == 204
    pause = threading.Event()
    for _ in range(600):
        status = served.client.get(f"/api/v1/streams/{stream}").json()
        if status["media_time"] > 5.0:
            break
        pause.wait(0.2)
    assert status["media_time"] > 5.0, status
    product = served.library.catalogs.products(catalog)[0]
    with served.anonymous() as shopper:
        assert shopper.get(f"/api/v1/published/streams/{stream}").status_code == 404
        served.client.patch(f"/api/v1/streams/{stream}", json={"public": True})
        assert served.client.post(f"/api/v1/streams/{stream}/pin", json={"product_id": "none"}).status_code == 400
        pinned = served.client.post(f"/api/v1/streams/{stream}/pin", json={"product_id": product.id}).json()
        assert (pinned["product_id"], pinned["by"]) == (product.id, "Mei")
        shown = shopper.get(f"/api/v1/published/streams/{stream}").json()
        assert (shown["pin"]["product_id"], shown["pin"]["time"]) == (product.id, pinned["time"])
    with served.as_role(Role.READ) as reader:
        assert reader.post(f"/api/v1/streams/{stream}/stop").status_code == 403
    served.client.post(f"/api/v1/streams/{stream}/stop")
    assert served.client.get(f"/api/v1/streams/{stream}").json()["state"] in ("stopped", "ended")


def test_a_product_added_during_a_stream_is_on_its_shelf_and_can_be_pinned(
    studio: tuple[Served, str], tiny_show: Path
) -> None:
    served, catalog = studio
    wanted = {"title": "Growing", "source": "push:", "catalog_id": catalog, "speech": False}
    stream = served.client.post("/api/v1/streams", json=wanted).json()["id"]
    products = f"/api/v1/streams/{stream}/products"
    made = served.client.post(products, json={"title": "Tan bucket bag", "number": "81", "category": "bag"})
    assert (made.status_code, made.json()["id"]) == (201, "81")
    assert served.client.post(products, json={"title": "Again", "number": "81"}).status_code == 409
    picture = next(path for path in sorted(tiny_show.rglob("*")) if path.suffix in (".jpg", ".png")).read_bytes()
    sent = served.client.put(f"{products}/picture?product_id=81", content=picture)
    assert sent.status_code == 200, sent.text
    assert served.client.get(f"/media/pictures/{sent.json()['pictures'][0]}").status_code == 200
    assert served.client.put(f"{products}/picture?product_id=81", content=b"no picture").status_code == 400
    assert served.client.put(f"{products}/picture?product_id=none", content=picture).status_code == 404
    assert served.client.post(f"/api/v1/streams/{stream}/pin", json={"product_id": "81"}).status_code == 200
    assert served.library.catalogs.products(catalog)[-1].id == "81"
    served.client.post(f"/api/v1/streams/{stream}/stop")


def test_a_running_stream_finds_what_was_put_on_its_shelf(
    studio: tuple[Served, str], tiny_show: Path, tmp_path: Path
) -> None:
    """The show's last exhibit is of a product that the shelf lacked when the stream began."""
    served, whole = studio
    products = {product.id: product for product in served.library.catalogs.products(whole)}
    truth = json.loads((tiny_show / "truth.json").read_text())["exhibits"]
    shown = products[truth[-1]["product_id"]]
    others = [product for product in products.values() if product.id not in (shown.id, "81")]
    short = served.library.catalogs.add("Short", others, []).id
    wanted = {"title": "Late", "source": "push:", "catalog_id": short, "speech": False}
    stream = f"/api/v1/streams/{served.client.post('/api/v1/streams', json=wanted).json()['id']}"
    until(lambda: served.client.get(stream).json()["state"] == "waiting")
    picture = served.library.folders.pictures / shown.pictures[0]
    served.client.post(f"{stream}/products", json={"title": shown.title, "product_id": shown.id})
    served.client.put(f"{stream}/products/picture?product_id={shown.id}", content=picture.read_bytes())
    media = tmp_path / "show.ts"
    subprocess.run(
        ["ffmpeg", "-v", "error", "-i", tiny_show / "video.mp4", "-c", "copy", "-f", "mpegts", media], check=True
    )
    served.client.put(f"{stream}/media/content", content=media.read_bytes())
    until(lambda: any(one["product_id"] == shown.id for one in served.client.get(stream).json()["focuses"]))
    served.client.post(f"{stream}/stop")


def until(seen: Callable[[], bool]) -> None:
    """Wait for something that is seen sooner or later."""
    pause = threading.Event()
    for _ in range(int(PATIENCE_S / 0.1)):
        if seen():
            return
        pause.wait(0.1)
    raise AssertionError("it was not seen")


def test_what_was_pinned_and_marked_goes_on_in_the_review_of_the_recording(studio: tuple[Served, str]) -> None:
    served, catalog = studio
    bag, hat = (product.id for product in served.library.catalogs.products(catalog)[:2])
    desks = served.library.studio.desks
    stream = desks.add("Yesterday", catalog, watch="", mode=PinMode.OFF).id
    for product, time, by in ((bag, 1.0, "Mei"), (hat, 5.0, "auto"), ("", 9.0, "auto")):
        desks.pin(stream, product, time=time, by=by)
    assert served.client.post(f"/api/v1/streams/{stream}/marks", json={"product_id": "none"}).status_code == 400
    assert served.client.post(f"/api/v1/streams/{stream}/marks", json={"product_id": hat}).status_code == 201
    assert served.client.get(f"/api/v1/streams/{stream}/marks").json()[0]["by"] == "Mei"
    video = served.library.videos.all()[0].id
    taken = served.client.put(f"/api/v1/videos/{video}/stream", json={"stream_id": stream}).json()
    assert taken == {"accepted": 1, "proposed": 1, "undecided": 1}
    rows = served.client.get(f"/api/v1/videos/{video}/focuses").json()["focuses"]
    standing = {(row["product_id"], row["standing"]): (row["start"], row["end"]) for row in rows}
    assert standing[bag, "accepted"] == (1.0, 5.0)
    assert standing[hat, "proposed"] == (5.0, 9.0)
    assert (hat, "undecided") in standing
    served.client.put(f"/api/v1/videos/{video}/stream", json={"stream_id": stream, "starts": 0.5})
    again = served.client.get(f"/api/v1/videos/{video}/focuses").json()["focuses"]
    assert sorted(row["start"] for row in again if row["standing"] != "undecided") == [0.5, 4.5]
    # A job's result takes the place of an earlier result, and of nothing that was pinned.
    served.library.focuses.replace(video, [])
    kept = served.client.get(f"/api/v1/videos/{video}/focuses").json()["focuses"]
    assert [row["id"] for row in kept] == [row["id"] for row in again]


def test_a_private_source_starts_no_stream(studio: tuple[Served, str]) -> None:
    served, catalog = studio
    wanted = {"title": "Inside", "source": "rtmp://127.0.0.1/live/x", "catalog_id": catalog}
    answer = served.client.post("/api/v1/streams", json=wanted)
    assert answer.status_code == 400
    assert "Inside" not in served.client.get("/api/v1/streams").text
