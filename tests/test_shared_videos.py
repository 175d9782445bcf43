"""Real videos through the whole program with the models that ship: no error, and times that ffprobe agrees with."""

import json
from pathlib import Path

import pytest

from fashion_focus.core.focus import FocusReport
from fashion_focus.core.product import Catalog
from fashion_focus.localizing import FileRun, ShowWords
from fashion_focus.profiles import Models, load_models
from fashion_focus.session import SessionConfig
from tests.shows import make_catalog

SHARED = Path(__file__).parents[2] / "shared" / "data" / "videos"
FACTS = [json.loads(line) for line in (SHARED / "videos.jsonl").read_text().splitlines()] if SHARED.is_dir() else []

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not FACTS, reason="the real videos beside the project (../shared/data/videos) are absent"),
]


@pytest.fixture(scope="module")
def models() -> Models:
    return load_models()


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    return make_catalog(tmp_path_factory.mktemp("shelf"))


@pytest.mark.parametrize("facts", FACTS, ids=lambda facts: str(facts["file"]))
def test_a_real_video_goes_through(facts: dict[str, object], catalog: Catalog, models: Models) -> None:
    """Times of tracklets are multiples of frames, inside the video; its length agrees with ffprobe's frame count."""
    run = FileRun(
        SHARED / str(facts["file"]),
        catalog,
        models=models,
        words=ShowWords(speech=False),
        config=SessionConfig(rate=2.0),
    )
    report: FocusReport = run.play()
    width, height = report.video.size
    turned = int(str(facts["rotation"])) % 180 != 0
    declared = (facts["height"], facts["width"]) if turned else (facts["width"], facts["height"])
    assert (width, height) == declared
    for tracklet in report.tracklets:
        assert 0.0 <= tracklet.times[0] <= tracklet.times[-1] <= report.video.duration
        assert tracklet.boxes[:, 2].max() <= width
        assert tracklet.boxes[:, 3].max() <= height
