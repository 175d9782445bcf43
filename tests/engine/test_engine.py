"""Streams are started, paused, stopped and taken up; shelves grow meanwhile; what is wrong is said."""

import json
import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy
from prometheus_client import generate_latest
from tests.engine import painted
from tests.engine.life import SlowDetector
from tests.engine.waiting import PATIENT, until
from tests.shows import Turn, make_catalog

from fashion_focus.core.errors import CatalogError, SettingsError
from fashion_focus.core.product import Catalog
from fashion_focus.engine import FINAL_STATES, Engine, StreamConfig, StreamState
from fashion_focus.store.database import file_url, open_database

ROOM = (Turn("red-bag", 1.0, 4.0), Turn("green-tea", 60.0, 63.0))
"""A show with much room between its products: seconds pass there however quick the machine is."""


class Shop:
    """A catalog that grows, by reference."""

    def __init__(self, folder: Path) -> None:
        self._all = make_catalog(folder)
        self.n_products = len(self._all)

    def __call__(self, reference: str) -> Catalog:
        if reference == "broken":
            raise CatalogError("shelf.csv: no such file; check the path")
        return Catalog(self._all.products[: self.n_products], file="shelf.csv")


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return painted.film(tmp_path_factory.mktemp("film") / "show.mp4")


@pytest.fixture(scope="module")
def roomy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return painted.film(tmp_path_factory.mktemp("roomy") / "show.mp4", show=ROOM, duration=64.0)


@pytest.fixture
def database(tmp_path: Path) -> sqlalchemy.Engine:
    return open_database(file_url(tmp_path))


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    return Shop(tmp_path / "shop")


@pytest.fixture
def engine(database: sqlalchemy.Engine, shop: Shop) -> Iterator[Engine]:
    settings = replace(PATIENT, max_streams=3)
    with Engine(database, models=painted.models(), catalogs=shop, settings=settings) as opened:
        yield opened


@pytest.fixture
def slow_engine(database: sqlalchemy.Engine, shop: Shop) -> Iterator[Engine]:
    with Engine(database, models=painted.models(SlowDetector()), catalogs=shop, settings=PATIENT) as opened:
        yield opened


def products(engine: Engine, kind: str, stream: str) -> list[str]:
    events = engine.events.after(0, stream=stream, limit=1000)
    return [json.loads(event.body)["data"]["product_id"] for event in events if event.type == kind]


def ended(engine: Engine, stream: str) -> bool:
    return engine.status(stream).state in FINAL_STATES


def test_two_streams_run_side_by_side(engine: Engine, film: Path) -> None:
    for name in ("a", "b"):
        engine.start(StreamConfig(name, str(film), "all", realtime=False))
    until(lambda: ended(engine, "a") and ended(engine, "b"))
    for name in ("a", "b"):
        assert products(engine, "focus.ended", name) == ["red-bag", "blue-shoe", "green-tea"]
        assert engine.status(name).pictures == 52
    metrics = generate_latest(engine.registry).decode()
    assert 'fashion_focus_pictures_total{stream="a"} 52.0' in metrics
    assert 'fashion_focus_events_total{type="focus.ended"} 6.0' in metrics
    assert 'fashion_focus_streams{state="ended"} 2.0' in metrics


def test_a_stopped_stream_settles_what_is_open(engine: Engine, tmp_path: Path) -> None:
    film = painted.film(tmp_path / "show.mp4", show=(Turn("red-bag", 1.0, 60.0),), duration=60.0)
    engine.start(StreamConfig("a", str(film), "all"))
    until(lambda: products(engine, "focus.started", "a") == ["red-bag"])
    engine.stop("a")
    assert engine.status("a").state is StreamState.STOPPED
    assert products(engine, "focus.ended", "a") == ["red-bag"]
    with pytest.raises(SettingsError, match=r"does not run|is over"):
        engine.pause("a")


def test_a_stream_started_again_is_another_run_with_other_ids(engine: Engine, film: Path) -> None:
    for run in (1, 2):
        assert engine.start(StreamConfig("a", str(film), "all", realtime=False)).run == run
        until(lambda: ended(engine, "a"))
    assert len(products(engine, "focus.ended", "a")) == 6


def test_a_product_put_on_the_shelf_while_it_runs_is_found(slow_engine: Engine, roomy: Path, shop: Shop) -> None:
    shop.n_products = 2
    slow_engine.start(StreamConfig("a", str(roomy), "all", realtime=False))
    until(lambda: slow_engine.status("a").media_time > 3.0)
    shop.n_products = 4
    slow_engine.refresh_shelf("a")
    until(lambda: ended(slow_engine, "a"))
    assert products(slow_engine, "focus.ended", "a") == ["red-bag", "green-tea"]
    first = next(e for e in slow_engine.events.after(0) if e.type == "focus.ended")
    assert "lovely" not in first.body
    assert json.loads(first.body)["data"]["evidence"]["shares"].get("words", 0.0) > 0.0


def test_a_stream_goes_on_though_its_catalog_grew_while_the_engine_was_down(
    slow_engine: Engine, roomy: Path, shop: Shop, database: sqlalchemy.Engine
) -> None:
    shop.n_products = 2
    slow_engine.start(StreamConfig("a", str(roomy), "all", realtime=False))
    until(lambda: slow_engine.status("a").media_time > 1.0)
    slow_engine.close()
    shop.n_products = 4
    with Engine(database, models=painted.models(), catalogs=shop, settings=PATIENT).open() as second:
        until(lambda: ended(second, "a"))
        assert products(second, "focus.ended", "a")[-1] == "green-tea"
        assert second.status("a").error == ""


def test_a_catalog_that_cannot_be_read_fails_its_stream_only(engine: Engine, film: Path) -> None:
    engine.start(StreamConfig("bad", str(film), "broken", realtime=False))
    engine.start(StreamConfig("good", str(film), "all", realtime=False))
    until(lambda: ended(engine, "bad") and ended(engine, "good"))
    assert engine.status("bad").state is StreamState.FAILED
    assert "no such file" in engine.status("bad").error
    assert engine.status("good").state is StreamState.ENDED


def test_a_file_that_cannot_be_used_fails_its_stream(engine: Engine, tmp_path: Path) -> None:
    engine.start(StreamConfig("a", str(tmp_path / "none.mp4"), "all"))
    until(lambda: ended(engine, "a"))
    assert engine.status("a").state is StreamState.FAILED
    assert "does not exist" in engine.status("a").error


def test_a_source_that_is_not_there_is_waited_for(engine: Engine) -> None:
    engine.start(StreamConfig("a", "rtmp://127.0.0.1:9/live/x", "all"))
    until(lambda: engine.status("a").state is StreamState.WAITING)
    assert "it is tried again" in engine.status("a").error
    assert engine.health().ready


def test_passwords_are_told_nowhere(engine: Engine, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    config = StreamConfig("a", "rtsp://user:hunter2@127.0.0.1:9/x?key=hunter2", "all")
    engine.start(config)
    until(lambda: engine.status("a").reconnects > 0)
    engine.stop("a")
    told = [event.body for event in engine.events.after(0)]
    shown = [str(engine.status("a")), repr(config), caplog.text, *told, generate_latest(engine.registry).decode()]
    assert not [text for text in shown if "hunter2" in text]


@pytest.mark.parametrize("limit", ["same id", "too many"])
def test_what_is_too_much_is_refused(engine: Engine, limit: str) -> None:
    names = ["a", "a"] if limit == "same id" else ["a", "b", "c", "d"]
    for name in names[:-1]:
        engine.start(StreamConfig(name, "push:", "all"))
    with pytest.raises(SettingsError, match=r"runs already|which is the limit"):
        engine.start(StreamConfig(names[-1], "push:", "all"))


def test_only_one_publishes_at_a_time(engine: Engine) -> None:
    engine.start(StreamConfig("a", "push:", "all"))
    with engine.publish("a"), pytest.raises(SettingsError, match="published already"):
        engine.publish("a")
    engine.publish("a").close()


def test_a_closed_engine_is_not_ready(database: sqlalchemy.Engine, shop: Shop) -> None:
    engine = Engine(database, models=painted.models(), catalogs=shop)
    assert engine.health().ready
    engine.close()
    assert not engine.health().alive
    assert not engine.health().ready


def test_listeners_hear_of_commits(engine: Engine, film: Path) -> None:
    heard: list[int] = []
    end = engine.events.listen(heard.append)
    engine.start(StreamConfig("a", str(film), "all", realtime=False))
    until(lambda: ended(engine, "a"))
    end()
    assert heard == sorted(set(heard))
    assert heard[-1] == engine.events.last
