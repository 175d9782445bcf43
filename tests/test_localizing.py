"""A file from end to end, with scripted models: what the loop around a session adds."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from fashion_focus.core.events import Event
from fashion_focus.core.focus import FocusReport
from fashion_focus.core.product import Catalog
from fashion_focus.language import choose_recognizer
from fashion_focus.localizing import FileRun, Progress, RunInterruptedError, ShowWords, localize
from fashion_focus.media import VideoWriter
from fashion_focus.profiles import Models
from fashion_focus.session import SessionConfig
from tests.shows import DURATION, RATE, SHOW, frame_at, make_catalog, make_models

FPS = 8
CONFIG = SessionConfig(rate=RATE)


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    return make_catalog(tmp_path_factory.mktemp("shelf"))


@pytest.fixture(scope="module")
def models() -> Models:
    return replace(make_models(), recognizer=choose_recognizer)


@pytest.fixture(scope="module")
def video(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The test show as a file, with a hum for sound."""
    path = tmp_path_factory.mktemp("video") / "show.mp4"
    hum = (3000 * np.sin(np.arange(16_000) * 2 * np.pi * 220 / 16_000)).astype(np.int16)
    with VideoWriter(path, (320, 180), fps=FPS, sound_rate_hz=16_000) as writer:
        for k in range(round(DURATION * FPS)):
            writer.write(np.ascontiguousarray(frame_at(k / FPS).pixels))
            if k % FPS == 0:
                writer.write_sound(hum)
    return path


@pytest.fixture(scope="module")
def words(tmp_path_factory: pytest.TempPathFactory) -> ShowWords:
    path = tmp_path_factory.mktemp("words") / "comments.jsonl"
    rows = [{"t": 6.0, "user": "ana", "text": "how much is the red bag"}, {"t": 12.0, "user": "bo", "text": "hello"}]
    path.write_text("\n".join(json.dumps(row) for row in rows))
    return ShowWords(comments=path)


@pytest.fixture(scope="module")
def report(video: Path, catalog: Catalog, models: Models, words: ShowWords) -> FocusReport:
    return localize(video, catalog, models=models, words=words, config=CONFIG)


def test_a_file_gives_its_focuses(report: FocusReport) -> None:
    shown = [turn.product_id for turn in SHOW if turn.shown]
    assert [focus.product_id for focus in report.focuses] == shown


def test_the_report_carries_the_files_facts(report: FocusReport) -> None:
    assert report.video.file == "show.mp4"
    assert report.video.size == (320, 180)
    assert len(report.video.sha256) == 64


def test_progress_grows_and_ends_near_the_end(video: Path, catalog: Catalog, models: Models) -> None:
    told: list[Progress] = []

    def listen(progress: Progress, events: list[Event]) -> None:
        told.append(progress)

    localize(video, catalog, models=models, words=ShowWords(speech=False), config=CONFIG, on_progress=listen)
    assert [p.done for p in told] == sorted(p.done for p in told)
    assert told[-1].done >= told[-1].total - 1.0
    assert told[-1].n_found >= 2


def interrupted(run: FileRun, after: int) -> RunInterruptedError:
    """What a run gives when Ctrl-C comes after so many frames."""
    seen = 0

    def stop(progress: Progress, events: list[Event]) -> None:
        nonlocal seen
        seen += 1
        if seen == after:
            raise KeyboardInterrupt

    with pytest.raises(RunInterruptedError) as caught:
        run.play(stop)
    return caught.value


@pytest.mark.parametrize("after", np.random.default_rng(5).choice(np.arange(1, 119), 20, replace=False).tolist())
def test_a_run_stopped_anywhere_and_resumed_gives_the_same_focuses(
    video: Path, catalog: Catalog, models: Models, words: ShowWords, report: FocusReport, after: int
) -> None:
    stop = interrupted(FileRun(video, catalog, models=models, words=words, config=CONFIG), after)
    resumed = FileRun(video, catalog, models=models, words=words, config=CONFIG).play(resume=stop.checkpoint)
    assert [(f.id, f.product_id, f.interval, f.confidence) for f in resumed.focuses] == [
        (f.id, f.product_id, f.interval, f.confidence) for f in report.focuses
    ]
    assert [(t.id, len(t.times)) for t in resumed.tracklets] == [(t.id, len(t.times)) for t in report.tracklets]
