"""All stages together, on a show whose boxes are known."""

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from fashion_focus.core.arrays import Pixels
from fashion_focus.core.errors import StoreError
from fashion_focus.core.events import FocusEnded, FocusStarted, StreamNote, TrackletClosed
from fashion_focus.core.focus import FocusReport
from fashion_focus.core.frame import Gap
from fashion_focus.core.product import Catalog
from fashion_focus.core.words import PrintedLine, Utterance
from fashion_focus.gallery import embed_catalog
from fashion_focus.language import ScriptedReader
from fashion_focus.retrieval import Shelf
from fashion_focus.session import FocusSession, SessionConfig
from fashion_focus.structuring import ScriptedDetector
from tests.shows import DURATION, RATE, SHOW, Turn, detections_at, frames, make_catalog, make_models, make_session


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    return make_catalog(tmp_path_factory.mktemp("shelf"))


@pytest.fixture(scope="module")
def report(catalog: Catalog) -> FocusReport:
    session = make_session(catalog)
    for frame in frames():
        session.feed(frame)
    return session.finish()


def test_every_shown_product_is_found_with_its_time(report: FocusReport) -> None:
    shown = [turn for turn in SHOW if turn.shown]
    assert [focus.product_id for focus in report.focuses] == [turn.product_id for turn in shown]
    for focus, turn in zip(report.focuses, shown, strict=True):
        assert focus.interval.start == pytest.approx(turn.start, abs=1 / RATE)
        assert focus.interval.end == pytest.approx(turn.end, abs=1 / RATE)


def test_a_product_that_takes_another_s_place_unnoticed_by_the_tracker_is_told_apart(catalog: Catalog) -> None:
    swap = (Turn("red-bag", 2.0, 9.0), Turn("blue-shoe", 9.0, 16.0))
    models = make_models(swap)
    blind = np.eye(1, 64, dtype=np.float32)
    script = [detections_at(k / RATE, swap) for k in range(round(DURATION * RATE))]
    alike = [replace(found, appearance=np.repeat(blind, len(found), 0)) for found in script]
    session = make_session(catalog, models=replace(models, detector=ScriptedDetector(alike)))
    for frame in frames(swap):
        session.feed(frame)
    report = session.finish()
    assert [focus.product_id for focus in report.focuses] == ["red-bag", "blue-shoe"]
    for focus, turn in zip(report.focuses, swap, strict=True):
        assert focus.interval.start == pytest.approx(turn.start, abs=2.25)
        assert focus.interval.end == pytest.approx(turn.end, abs=2.25)
    assert len(report.tracklets) == 2


def test_twins_are_told_apart_by_what_is_printed_on_them(catalog: Catalog, tmp_path: Path) -> None:
    bag = catalog["red-bag"]
    picture = cv2.imread(str(bag.images[0]))
    assert picture is not None
    cv2.imwrite(str(tmp_path / "large.png"), cv2.resize(picture, None, fx=2, fy=2))
    plain = replace(bag, images=(tmp_path / "large.png",))
    others = tuple(product for product in catalog if product.id != "red-bag")
    twins = Catalog((plain, replace(bag, id="red-twin", title="Bag, mint"), *others))
    show = (Turn("red-bag", 2.0, 9.0),)

    def read(pixels: Pixels) -> tuple[PrintedLine, ...]:
        """On the first bag's large picture and on other goods nothing can be read, else "Mint"."""
        red = pixels[..., 0].mean() > 1.5 * pixels[..., 2].mean()
        return (PrintedLine("Mint", 0.9),) if red and pixels.shape[0] != 2 * picture.shape[0] else ()

    reader = ScriptedReader(read)
    reports = []
    for models in (make_models(show), replace(make_models(show), reader=reader)):
        session = make_session(twins, show, models=models)
        restored = make_session(twins, show, models=replace(models, detector=make_models(show).detector))
        for k, frame in enumerate(frames(show)):
            if k == 30:
                restored.restore(session.checkpoint())
                session = restored
            session.feed(frame)
        reports.append(session.finish())
    blind, reading = reports
    assert not blind.focuses
    assert [focus.product_id for focus in reading.focuses] == ["red-twin"]
    assert [line.text for line in reading.focuses[0].evidence.printed] == ["Mint"]
    assert reader.n_read < 12 + len(others)


def test_a_focus_brings_its_pictures_and_tracklets(report: FocusReport) -> None:
    focus = report.focuses[0]
    assert focus.evidence.tracklets
    assert 1 <= len(focus.evidence.key_frames) <= 3
    assert {tracklet.id for tracklet in report.tracklets} >= set(focus.evidence.tracklets)


def test_the_report_names_its_models_and_its_video(report: FocusReport) -> None:
    assert report.models["profile"] == "scripted"
    assert report.n_products == 4
    assert report.video.duration == pytest.approx(DURATION)


def test_events_come_while_the_show_runs(catalog: Catalog) -> None:
    session = make_session(catalog)
    events = [event for frame in frames() for event in session.feed(frame)]
    started = [event for event in events if isinstance(event, FocusStarted)]
    assert [event.focus.product_id for event in started] == ["red-bag", "blue-shoe", "red-bag"]
    assert started[0].time - started[0].focus.interval.start < 2.5
    assert any(isinstance(event, TrackletClosed) for event in events)
    assert any(isinstance(event, FocusEnded) for event in events)


def test_words_said_of_a_focus_stand_in_its_evidence(catalog: Catalog) -> None:
    session = make_session(catalog)
    for frame in frames():
        session.feed(frame)
        if frame.time == 5.0:
            session.feed(Utterance(3.0, 5.0, "look at this lovely red bag"))
    first = session.finish().focuses[0]
    assert first.evidence.shares.get("words", 0.0) > 0.0


def test_a_gap_is_noted(catalog: Catalog) -> None:
    session = make_session(catalog)
    (event,) = session.feed(Gap(3.0, 5.0, "corrupt-packets", "2 s could not be decoded"))
    assert isinstance(event, StreamNote)
    assert session.finish().notes[-1].code == "corrupt-packets"


@pytest.mark.parametrize("place", np.random.default_rng(0).integers(1, 119, 20).tolist())
def test_a_session_restored_anywhere_gives_the_same_report(catalog: Catalog, report: FocusReport, place: int) -> None:
    first = make_session(catalog)
    everything = frames()
    for frame in everything[:place]:
        first.feed(frame)
    second = make_session(catalog)
    second.restore(first.checkpoint())
    assert second.time == everything[place - 1].time
    for frame in everything[place:]:
        second.feed(frame)
    restored = second.finish()
    assert [f.interval for f in restored.focuses] == [f.interval for f in report.focuses]
    assert [(f.id, f.product_id, f.confidence) for f in restored.focuses] == [
        (f.id, f.product_id, f.confidence) for f in report.focuses
    ]
    assert [t.id for t in restored.tracklets] == [t.id for t in report.tracklets]


def test_a_checkpoint_of_another_shelf_is_refused(catalog: Catalog) -> None:
    other = Catalog(catalog.products[:2], file="other.csv")
    with pytest.raises(StoreError, match="another catalog"):
        make_session(other).restore(make_session(catalog).checkpoint())


def test_a_shelf_that_has_grown_at_its_end_takes_up_the_checkpoint(catalog: Catalog, report: FocusReport) -> None:
    smaller = Catalog(catalog.products[:3], file="shelf.csv")
    first, second = make_session(smaller), make_session(catalog)
    everything = frames()
    for frame in everything[:20]:
        first.feed(frame)
    second.restore(first.checkpoint())
    for frame in everything[20:]:
        second.feed(frame)
    found = second.finish().focuses
    assert [focus.product_id for focus in found] == [focus.product_id for focus in report.focuses]
    assert [focus.interval for focus in found] == [focus.interval for focus in report.focuses]


def test_no_more_focuses_are_kept_than_allowed(catalog: Catalog) -> None:
    models = make_models()
    shelf = Shelf.build(embed_catalog(catalog, models.encoder).gallery, models.calibration)
    session = FocusSession(catalog, models=models, shelf=shelf, config=SessionConfig(rate=RATE, max_focuses=1))
    for frame in frames():
        session.feed(frame)
    assert len(session.finish().focuses) == 1


def test_without_pictures_a_checkpoint_stays_small_and_finds_the_same(catalog: Catalog, report: FocusReport) -> None:
    models = make_models()
    shelf = Shelf.build(embed_catalog(catalog, models.encoder).gallery, models.calibration)
    config = SessionConfig(rate=RATE, keep_pictures=False, max_focuses=1, max_tracklets=0)
    session, with_pictures = FocusSession(catalog, models=models, shelf=shelf, config=config), make_session(catalog)
    for frame in frames():
        session.feed(frame)
        with_pictures.feed(frame)
    assert len(session.checkpoint()) < len(with_pictures.checkpoint()) / 2
    last = session.finish().focuses[-1]
    assert (last.product_id, last.interval) == (report.focuses[-1].product_id, report.focuses[-1].interval)
    assert last.evidence.key_frames == ()
