"""Models put together from others do what these do, once."""

import numpy as np
from tests.shows import detections_at, frame_at

from fashion_focus.core.arrays import Pixels, Vectors
from fashion_focus.core.frame import Frame
from fashion_focus.core.tracklet import Detections
from fashion_focus.embedding import SIDE, HistogramEncoder
from fashion_focus.evaluation.experiments.composed import JudgedDetector, RememberingDetector, RememberingEncoder
from fashion_focus.structuring import ScriptedDetector


class CountingEncoder(HistogramEncoder):
    """Histograms, and how many squares went in."""

    n_squares = 0

    def encode(self, squares: Pixels) -> Vectors:
        self.n_squares += len(squares)
        return super().encode(squares)


class CountingDetector(ScriptedDetector):
    """A script, and how many frames went in."""

    n_frames = 0

    def detect(self, frame: Frame) -> Detections:
        self.n_frames += 1
        return super().detect(frame)


def test_equal_squares_are_embedded_once_and_alike() -> None:
    squares = np.random.default_rng(0).integers(0, 255, (4, SIDE, SIDE, 3), dtype=np.uint8)
    inner = CountingEncoder()
    encoder = RememberingEncoder(inner)
    first, second = encoder.encode(squares[:3]), encoder.encode(squares[1:])
    np.testing.assert_array_equal(np.concatenate([first[:1], second]), HistogramEncoder().encode(squares))
    assert inner.n_squares == 4


def test_a_frame_is_looked_at_once() -> None:
    inner = CountingDetector([detections_at(3.0), detections_at(10.0)])
    detector = RememberingDetector(inner)
    first, again = detector.detect(frame_at(3.0)), detector.detect(frame_at(3.0))
    assert first is again
    assert len(detector.detect(frame_at(10.0))) == 2
    assert inner.n_frames == 2


def test_a_judge_says_what_is_presented_of_another_s_boxes() -> None:
    places = ScriptedDetector([detections_at(3.0)])
    judge = detections_at(3.0)
    only_cup = judge.presented < 0.5
    seen = Detections(
        3.0,
        judge.boxes[only_cup] + 2,
        judge.scores[only_cup],
        np.array([0.7], np.float32),
        (("other",),),
        judge.appearance[only_cup],
    )
    found = JudgedDetector(places, ScriptedDetector([seen])).detect(frame_at(3.0))
    np.testing.assert_array_equal(found.boxes, detections_at(3.0).boxes)
    assert found.presented.tolist() == np.where(only_cup, np.float32(0.7), 0.0).tolist()


def test_a_judge_who_sees_nothing_finds_nothing_presented() -> None:
    blind = JudgedDetector(ScriptedDetector([detections_at(3.0)]), ScriptedDetector([]))
    assert blind.detect(frame_at(3.0)).presented.tolist() == [0.0, 0.0]
