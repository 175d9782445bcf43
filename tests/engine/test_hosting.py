"""Many streams, one set of models: asked together, served fairly, and one stream's fault is its own."""

import threading
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest
from tests.engine import painted
from tests.engine.painted import ColourDetector
from tests.engine.waiting import PATIENCE, until
from tests.shows import frame_at

from fashion_focus.core.errors import ModelError
from fashion_focus.core.frame import Frame
from fashion_focus.core.taxonomy import LEAVES
from fashion_focus.core.tracklet import Detections
from fashion_focus.embedding import SIDE
from fashion_focus.engine import EngineSettings
from fashion_focus.engine.hosting import ModelHost
from fashion_focus.engine.metrics import Metrics
from fashion_focus.structuring import BoxRefiner, Refined

POISON = 7.0
BOXES = np.array([[10, 10, 60, 70], [40, 30, 120, 150], [5, 80, 200, 170], [100, 20, 180, 90]], np.float32)


class WatchedDetector(ColourDetector):
    """Notes its batches; waits until it may begin; cannot look at one picture."""

    def __init__(self) -> None:
        self.batches: list[int] = []
        self.may_begin = threading.Event()

    def detect(self, frame: Frame) -> Detections:
        if frame.time == POISON:
            raise ModelError("this picture is poison")
        return super().detect(frame)

    def detect_batch(self, frames: Sequence[Frame]) -> list[Detections]:
        self.may_begin.wait(PATIENCE)
        self.batches.append(len(frames))
        return super().detect_batch(frames)


class WatchedFinder:
    """A refining network that notes its batches, waits until it may begin, and answers by each crop's brightness."""

    name = "brightness"

    def __init__(self) -> None:
        self.batches: list[int] = []
        self.may_begin = threading.Event()

    def run(self, inputs: Mapping[str, npt.NDArray[np.generic]]) -> dict[str, npt.NDArray[np.generic]]:
        self.may_begin.wait(PATIENCE)
        crops = np.asarray(inputs["pixels"], np.float32)
        self.batches.append(len(crops))
        heat = np.tile(crops.mean((1, 2, 3))[:, None, None] / 255, (1, 2, 2)).astype(np.float32)
        box = np.tile(np.array([0.2, 0.3, 0.7, 0.8], np.float32)[:, None, None], (len(crops), 1, 2, 2))
        classes = np.full((len(crops), len(LEAVES)), 1 / len(LEAVES), np.float32)
        return {"heat": heat, "box": box, "presented": heat / 2, "classes": classes}


@pytest.fixture
def detector() -> WatchedDetector:
    return WatchedDetector()


@pytest.fixture
def host(detector: WatchedDetector) -> Iterator[ModelHost]:
    settings = EngineSettings(batch=8, model_deadline=PATIENCE)
    hosted = ModelHost(painted.models(detector), settings=settings, metrics=Metrics(lambda: ()))
    yield hosted
    detector.may_begin.set()
    hosted.close()


def test_what_is_asked_at_the_same_time_goes_together(host: ModelHost, detector: WatchedDetector) -> None:
    times = [2.0 + k / 4 for k in range(12)]
    with ThreadPoolExecutor(12) as streams:
        asked = [streams.submit(host.models.detector.detect, frame_at(time)) for time in times]
        until(lambda: host.n_open == 12)
        detector.may_begin.set()
        answers = [one.result() for one in asked]
    assert [answer.time for answer in answers] == times
    assert max(detector.batches) > 1
    assert max(detector.batches) <= 8
    assert sum(detector.batches) == 12


def test_only_the_stream_with_the_bad_picture_hears_of_it(host: ModelHost, detector: WatchedDetector) -> None:
    with ThreadPoolExecutor(3) as streams:
        asked = [streams.submit(host.models.detector.detect, frame_at(time)) for time in (2.0, POISON, 3.0)]
        until(lambda: host.n_open == 3)
        detector.may_begin.set()
        assert [len(asked[k].result()) for k in (0, 2)] == [2, 2]
        with pytest.raises(ModelError, match="poison"):
            asked[1].result()


def test_squares_of_many_streams_get_their_own_vectors(host: ModelHost) -> None:
    squares = [np.full((k + 1, SIDE, SIDE, 3), 40 * k, np.uint8) for k in range(4)]
    alone = [painted.models().encoder.encode(one) for one in squares]
    with ThreadPoolExecutor(4) as streams:
        for found, expected in zip(streams.map(host.models.encoder.encode, squares), alone, strict=True):
            np.testing.assert_allclose(found, expected, atol=1e-6)


def test_crops_of_many_streams_go_together_and_are_answered_as_alone() -> None:
    finder, alone = WatchedFinder(), WatchedFinder()
    alone.may_begin.set()
    frames = [frame_at(2.0 + k / 4) for k in range(6)]
    expected = [BoxRefiner(alone).look(frame, BOXES[: 1 + k % 4]) for k, frame in enumerate(frames)]
    models = replace(painted.models(), refiner=BoxRefiner(finder, name="refine1"))
    host = ModelHost(models, settings=EngineSettings(batch=8, model_deadline=PATIENCE), metrics=Metrics(lambda: ()))
    refiner = host.models.refiner
    assert refiner is not None
    with ThreadPoolExecutor(6) as streams:
        asked = [streams.submit(refiner.look, frame, BOXES[: 1 + k % 4]) for k, frame in enumerate(frames)]
        until(lambda: host.n_open == 6)
        finder.may_begin.set()
        found = [one.result() for one in asked]
    host.close()
    for mine, one in zip(found, expected, strict=True):
        assert_same(mine, one)
    assert max(finder.batches) > 4
    assert max(finder.batches) <= 8
    assert sum(finder.batches) == sum(alone.batches)


def assert_same(found: Refined, expected: Refined) -> None:
    np.testing.assert_array_equal(found.boxes, expected.boxes)
    np.testing.assert_array_equal(found.thing, expected.thing)
    np.testing.assert_array_equal(found.presented, expected.presented)


def test_a_closed_host_refuses(host: ModelHost, detector: WatchedDetector) -> None:
    detector.may_begin.set()
    host.close()
    with pytest.raises(ModelError, match="closed"):
        host.models.detector.detect(frame_at(2.0))


def test_a_network_that_hangs_is_given_up_and_told() -> None:
    detector = WatchedDetector()
    settings = EngineSettings(model_deadline=0.1)
    host = ModelHost(painted.models(detector), settings=settings, metrics=Metrics(lambda: ()))
    with pytest.raises(ModelError, match="no answer within"):
        host.models.detector.detect(frame_at(2.0))
    until(lambda: "has not answered" in host.fault)
    detector.may_begin.set()
    host.close()
