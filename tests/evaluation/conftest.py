"""A short drawn show, made once, and models without weights that know its boxes."""

from pathlib import Path

import pytest

from fashion_focus.embedding import HistogramEncoder
from fashion_focus.evaluation import Stream, read_streams
from fashion_focus.evaluation.experiments.true_boxes import TrueDetector, true_boxes
from fashion_focus.language import ScriptedRecognizer
from fashion_focus.profiles import Models
from fashion_focus.retrieval import Calibration
from fashion_focus.simulation import StreamSettings, load_assets, perform
from fashion_focus.structuring import Detector


@pytest.fixture(scope="session")
def shows(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one stream of 14 seconds, 256x144, three exhibits."""
    assets = load_assets(products=None, places=None, videos=None, drawn=30, seed=3, max_side=120)
    folder = tmp_path_factory.mktemp("set")
    (folder / "s1" / "images").mkdir(parents=True)
    settings = StreamSettings(seconds=14.0, size=(256, 144), fps=10, n_products=6, n_exhibits=3)
    perform(folder / "s1", settings, assets=assets, seed=4)
    return folder


@pytest.fixture(scope="session")
def stream(shows: Path) -> Stream:
    return read_streams(shows)[0]


@pytest.fixture(scope="session")
def sharp_models(stream: Stream) -> Models:
    """Models that see every box of the show."""
    return models_with(TrueDetector(true_boxes(stream.truth)))


def models_with(detector: Detector) -> Models:
    """A profile of one detector, and histograms for an encoder."""
    encoder = HistogramEncoder()
    return Models(
        profile="made",
        detector=detector,
        encoder=encoder,
        calibration=Calibration.plain(encoder.name),
        recognizer=lambda _: ScriptedRecognizer(()),
        names={"structuring": detector.name, "visual": encoder.name},
    )
