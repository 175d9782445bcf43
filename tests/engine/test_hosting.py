"""Many streams, one set of models: asked together, served fairly, and one stream's fault is its own."""

import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from tests.engine import painted
from tests.engine.painted import ColourDetector
from tests.shows import frame_at

from fashion_focus.core.errors import ModelError
from fashion_focus.core.frame import Frame
from fashion_focus.core.tracklet import Detections
from fashion_focus.embedding import SIDE
from fashion_focus.engine import EngineSettings
from fashion_focus.engine.hosting import ModelHost
from fashion_focus.engine.metrics import Metrics

POISON = 7.0


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
        self.may_begin.wait(10.0)
        self.batches.append(len(frames))
        return super().detect_batch(frames)


@pytest.fixture
def detector() -> WatchedDetector:
    return WatchedDetector()


@pytest.fixture
def host(detector: WatchedDetector) -> Iterator[ModelHost]:
    settings = EngineSettings(batch=8, model_deadline=5.0)
    hosted = ModelHost(painted.models(detector), settings=settings, metrics=Metrics(lambda: ()))
    yield hosted
    detector.may_begin.set()
    hosted.close()


def test_what_is_asked_at_the_same_time_goes_together(host: ModelHost, detector: WatchedDetector) -> None:
    times = [2.0 + k / 4 for k in range(12)]
    with ThreadPoolExecutor(12) as streams:
        asked = [streams.submit(host.models.detector.detect, frame_at(time)) for time in times]
        detector.may_begin.set()
        answers = [one.result() for one in asked]
    assert [answer.time for answer in answers] == times
    assert max(detector.batches) > 1
    assert max(detector.batches) <= 8
    assert sum(detector.batches) == 12


def test_only_the_stream_with_the_bad_picture_hears_of_it(host: ModelHost, detector: WatchedDetector) -> None:
    with ThreadPoolExecutor(3) as streams:
        asked = [streams.submit(host.models.detector.detect, frame_at(time)) for time in (2.0, POISON, 3.0)]
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
    patience = time.monotonic() + 10.0
    while "has not answered" not in host.fault and time.monotonic() < patience:
        time.sleep(0.01)
    assert "has not answered" in host.fault
    detector.may_begin.set()
    host.close()
