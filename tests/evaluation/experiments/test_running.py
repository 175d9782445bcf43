"""A short drawn show through the pipeline: with perfect stages all is found, with a blind detector nothing."""

import os
import time
from dataclasses import replace
from pathlib import Path

import pytest
from tests.evaluation.conftest import models_with

from fashion_focus.core.frame import Frame
from fashion_focus.core.tracklet import Detections
from fashion_focus.evaluation import BoxSource, Evaluation, Modality, ModalityResult, Stream, Variant
from fashion_focus.evaluation.experiments import Experiments, ExperimentSettings
from fashion_focus.evaluation.modalities import Among
from fashion_focus.profiles import Models
from fashion_focus.structuring import ScriptedDetector

SETTINGS = ExperimentSettings(transcripts=True)


@pytest.fixture(scope="module")
def sharp(stream: Stream, sharp_models: Models, tmp_path_factory: pytest.TempPathFactory) -> Experiments:
    experiments = Experiments((stream,), sharp_models, SETTINGS, folder=tmp_path_factory.mktemp("sharp"))
    experiments.run()
    return experiments


@pytest.fixture(scope="module")
def blind(stream: Stream, tmp_path_factory: pytest.TempPathFactory) -> Experiments:
    models = models_with(ScriptedDetector([]))
    experiments = Experiments((stream,), models, SETTINGS, folder=tmp_path_factory.mktemp("blind"))
    experiments.run()
    return experiments


@pytest.fixture(scope="module")
def runs(sharp: Experiments) -> dict[Variant, Evaluation]:
    return sharp.losses()


def figure(run: Evaluation, name: str) -> float:
    value = run.overall.figures[name]
    assert value is not None
    return value


def test_every_variant_is_judged(runs: dict[Variant, Evaluation]) -> None:
    assert set(runs) == set(Variant)


def test_perfect_tracklets_and_identities_are_found_whole(runs: dict[Variant, Evaluation]) -> None:
    alone = runs[Variant.LOCALIZATION]
    assert figure(alone, "R1@0.7") == 1.0
    assert figure(alone, "precision@0.5") == 1.0
    assert figure(alone, "false_per_hour") == 0.0
    assert figure(alone, "tracked") > 0.85


def test_a_detector_that_sees_all_is_as_good_as_perfect_boxes(runs: dict[Variant, Evaluation]) -> None:
    assert figure(runs[Variant.WHOLE], "tracked") > 0.85
    assert figure(runs[Variant.WHOLE], "R1@0.5") == figure(runs[Variant.BOXES], "R1@0.5")
    assert figure(runs[Variant.IDENTITIES], "R1@0.5") == 1.0


def test_a_blind_detector_loses_all_that_rests_on_it(blind: Experiments) -> None:
    runs = blind.losses()
    for variant in (Variant.WHOLE, Variant.WORDS, Variant.IDENTITIES, Variant.BOXES):
        assert figure(runs[variant], "R1@0.5") == 0.0
        assert figure(runs[variant], "time_recall") == 0.0
    assert figure(runs[Variant.WHOLE], "tracked") == 0.0
    assert figure(runs[Variant.BOXES], "tracked") > 0.85, "the boxes are there, nothing says that they are presented"
    assert figure(runs[Variant.LOCALIZATION], "R1@0.5") == 1.0


def test_what_is_shown_is_said_within_seconds(sharp: Experiments, blind: Experiments) -> None:
    waits = sharp.latency()
    assert waits.n_said >= 1
    assert waits.p50 is not None
    assert 0 <= waits.p50 < 5
    assert blind.latency().n_said == 0


def blocks(experiments: Experiments) -> dict[tuple[BoxSource, Among], ModalityResult]:
    return {(block.boxes, block.among): block for block in experiments.modalities()}


def test_table_1_is_made_for_both_boxes_and_galleries(sharp: Experiments, stream: Stream) -> None:
    found = blocks(sharp)
    assert len(found) == 4
    for block in found.values():
        assert [row.name for row in block.rows] == ["image", "tracklet", "multimodal"]
        assert sum(block.n.values()) == block.n_found == len(stream.truth.exhibits)
        for recalls in block.recalls.values():
            assert [recalls[k].value for k in (1, 3, 5, 10)] == sorted(recalls[k].value for k in (1, 3, 5, 10))
            assert recalls[10].value == 1.0, "the shelf has six products"
            assert recalls[1].band is None, "one stream cannot be drawn again"


def test_a_blind_detector_recalls_nothing_and_the_truths_boxes_all(blind: Experiments, sharp: Experiments) -> None:
    lost = blocks(blind)[BoxSource.DETECTOR, Among.SHELF]
    assert lost.n_found == 0
    assert {recall.value for recalls in lost.recalls.values() for recall in recalls.values()} == {0.0}
    key = (BoxSource.TRUTH, Among.POOLED)
    assert blocks(blind)[key].recalls == blocks(sharp)[key].recalls
    assert set(blocks(sharp)[key].recalls) == set(Modality)


class Refusing(ScriptedDetector):
    """Fails where anybody looks."""

    def detect(self, frame: Frame) -> Detections:  # noqa: ARG002  # as inherited
        raise AssertionError("the stream was looked at again")


def test_what_is_done_is_not_done_again(sharp: Experiments, stream: Stream, sharp_models: Models) -> None:
    folder = sharp.results.folder.parent
    models = replace(sharp_models, detector=Refusing([], name="truth"))
    again = Experiments((stream,), models, SETTINGS, folder=folder)
    assert again.results.folder == sharp.results.folder
    again.run()
    assert figure(again.losses()[Variant.WHOLE], "tracked") > 0.85


def test_a_stream_made_anew_is_run_anew(sharp: Experiments, stream: Stream) -> None:
    path = stream.folder / "truth.json"
    before = path.stat().st_mtime
    try:
        os.utime(path, (time.time() + 60, time.time() + 60))
        assert not sharp.results.has_prediction(Variant.WHOLE, stream)
    finally:
        os.utime(path, (before, before))
    assert sharp.results.has_prediction(Variant.WHOLE, stream)


def test_other_models_have_a_folder_of_their_own(sharp: Experiments, stream: Stream, sharp_models: Models) -> None:
    others = replace(sharp_models, names={"structuring": "another"})
    folder = sharp.results.folder.parent
    assert Experiments((stream,), others, SETTINGS, folder=folder).results.folder != sharp.results.folder


def test_what_is_heard_is_kept(stream: Stream, sharp_models: Models, tmp_path: Path) -> None:
    settings = ExperimentSettings(boxes=(), variants=(Variant.WHOLE,))
    told: list[float] = []
    experiments = Experiments((stream,), sharp_models, settings, folder=tmp_path)
    experiments.run(lambda _, seconds: told.append(seconds))
    assert experiments.results.has_words(stream)
    assert experiments.results.words(stream.name) == ()
    assert told == sorted(told)
    assert told[-1] == pytest.approx(experiments.seconds, abs=0.5)
