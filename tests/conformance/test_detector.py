"""What every Detector keeps to; a new implementation is added to the fixture."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pytest
from tests.structuring.scenes import BlobRuntime, Thing, detections, frame_of, look, paint

from fashion_focus.core.frame import Frame
from fashion_focus.core.geometry import iou_matrix
from fashion_focus.core.taxonomy import COARSE, FINE_CLASSES, LEAVES
from fashion_focus.evaluation.experiments.composed import JudgedDetector, RememberingDetector
from fashion_focus.evaluation.experiments.true_boxes import TrueBoxes, TrueDetector
from fashion_focus.structuring import CenterDetector, Detector, DetectorSettings, ScriptedDetector, ShownCalibration


@dataclass(frozen=True)
class Scene:
    size: tuple[int, int]
    things: tuple[Thing, ...]
    time: float

    @property
    def frame(self) -> Frame:
        return frame_of(paint(self.size, self.things), self.time)


LANDSCAPE = Scene((1280, 720), (Thing((100, 80, 400, 500), 9), Thing((900, 300, 1280, 720), 12)), 0.0)
PORTRAIT = Scene((720, 1280), (Thing((0, 0, 300, 260), 20, presented=False),), 0.25)
SQUARE = Scene((600, 600), (Thing((200, 200, 280, 420), 27),), 0.5)
EMPTY = Scene((640, 360), (), 0.75)
SCENES = (LANDSCAPE, PORTRAIT, SQUARE, EMPTY)
BLANK_BUT_FOR = {"landscape": LANDSCAPE, "portrait": PORTRAIT, "square": SQUARE}


def scripted(scenes: Sequence[Scene]) -> Detector:
    return ScriptedDetector(
        detections(
            scene.time,
            [thing.box for thing in scene.things],
            [look(thing.leaf) for thing in scene.things],
        )
        for scene in scenes
    )


def center(scenes: Sequence[Scene]) -> Detector:
    shown = ShownCalibration(constant=-2.0, heat=1.0, presented=1.0)
    return CenterDetector(BlobRuntime(), DetectorSettings(shown=shown))


def remembering(scenes: Sequence[Scene]) -> Detector:
    return RememberingDetector(scripted(scenes))


def judged(scenes: Sequence[Scene]) -> Detector:
    return JudgedDetector(scripted(scenes), scripted(scenes))


def true(scenes: Sequence[Scene]) -> Detector:
    return TrueDetector(
        [
            TrueBoxes(
                scene.time,
                np.arange(len(scene.things)),
                tuple("AB"[: len(scene.things)]),
                tuple(LEAVES[thing.leaf][0].value for thing in scene.things),
                np.array([thing.box for thing in scene.things], np.float32).reshape(-1, 4),
                np.array([thing.presented for thing in scene.things], np.bool_),
            )
            for scene in scenes
        ]
    )


@pytest.fixture(
    params=[scripted, center, remembering, judged, true],
    ids=["ScriptedDetector", "CenterDetector", "RememberingDetector", "JudgedDetector", "TrueDetector"],
)
def detector(request: pytest.FixtureRequest) -> Detector:
    make: Callable[[Sequence[Scene]], Detector] = request.param
    return make(SCENES)


@pytest.mark.parametrize("scene", BLANK_BUT_FOR.values(), ids=BLANK_BUT_FOR.keys())
def test_what_is_there_is_found_in_the_frames_own_pixels(detector: Detector, scene: Scene) -> None:
    found = detector.detect(scene.frame)
    truth = np.array([thing.box for thing in scene.things], np.float32)
    assert len(found) == len(truth)
    assert (iou_matrix(truth, found.boxes).max(1) > 0.9).all()


@pytest.mark.parametrize("scene", SCENES)
def test_columns_keep_to_their_ranges(detector: Detector, scene: Scene) -> None:
    found = detector.detect(scene.frame)
    width, height = scene.size
    assert found.time == scene.time
    assert (found.boxes >= 0).all()
    assert (found.boxes <= [width, height, width, height]).all()
    assert (found.boxes[:, 2:] > found.boxes[:, :2]).all()
    for shares in (found.scores, found.presented):
        assert ((shares >= 0) & (shares <= 1)).all()
    assert np.allclose(np.linalg.norm(found.appearance, axis=1), 1, atol=1e-5)
    assert found.appearance.dtype == found.boxes.dtype == np.float32


def test_paths_are_classes_of_the_taxonomy(detector: Detector) -> None:
    for path in detector.detect(LANDSCAPE.frame).paths:
        category = next(c for c in COARSE if c.value == path[0])
        assert len(path) == 1 or (len(path) == 2 and path[1] in FINE_CLASSES[category])


def test_nothing_is_found_where_nothing_is(detector: Detector) -> None:
    assert len(detector.detect(EMPTY.frame)) == 0


def test_a_batch_of_any_sizes_gives_what_single_frames_give(detector: Detector) -> None:
    frames = [scene.frame for scene in (*SCENES, LANDSCAPE)]
    for together, alone in zip(detector.detect_batch(frames), map(detector.detect, frames), strict=True):
        assert together.time == alone.time
        assert together.paths == alone.paths
        np.testing.assert_allclose(together.boxes, alone.boxes, atol=1e-3)
        np.testing.assert_allclose(together.scores, alone.scores, atol=1e-5)


def test_an_empty_batch_is_no_work(detector: Detector) -> None:
    assert detector.detect_batch([]) == []


def test_a_detector_has_a_name_for_the_report(detector: Detector) -> None:
    assert detector.name
