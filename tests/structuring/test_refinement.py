"""The closer look: what is cut out, what becomes of the boxes found there, and what is looked at at all."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fashion_focus.core.arrays import Boxes
from fashion_focus.core.errors import ModelError
from fashion_focus.core.frame import Frame
from fashion_focus.core.taxonomy import LEAVES, Category
from fashion_focus.core.tracklet import Detections
from fashion_focus.media import ArrayPicture
from fashion_focus.structuring import BoxRefiner, RefinementSettings, ScriptedDetector, StructuringStage
from fashion_focus.structuring.refinement import CROP_SIDE, Refinement, cut_square, into_square

CAN = LEAVES.index((Category.BOTTLE, "can"))
WHITE_BOX = np.array([200.0, 120.0, 300.0, 260.0], np.float32)


class WhiteFinder:
    """A runtime that finds the white thing in each square, as the network finds products."""

    name = "white"

    def __init__(self) -> None:
        self.n_squares = 0

    def run(self, inputs: Mapping[str, npt.NDArray[np.generic]]) -> dict[str, npt.NDArray[np.generic]]:
        squares = inputs["pixels"]
        self.n_squares += len(squares)
        heat = np.full((len(squares), 10, 10), 0.01, np.float32)
        box = np.zeros((len(squares), 4, 10, 10), np.float32)
        for index, square in enumerate(squares):
            rows, columns = np.nonzero(np.asarray(square)[..., 0] > 200)
            if len(rows):
                corners = np.array([columns.min(), rows.min(), columns.max() + 1, rows.max() + 1]) / CROP_SIDE
                box[index] = corners[:, None, None]
                heat[index, 5, 5] = 0.9
        classes = np.tile(np.eye(1, len(LEAVES), CAN, dtype=np.float32), (len(squares), 1))
        return {"heat": heat, "box": box, "presented": np.full_like(heat, 0.8), "classes": classes}


def frame(time: float = 0.0) -> Frame:
    pixels = np.full((480, 640, 3), 40, np.uint8)
    x0, y0, x1, y1 = WHITE_BOX.astype(int)
    pixels[y0:y1, x0:x1] = 255
    return Frame(ArrayPicture(pixels), time)


def detections(*rows: tuple[float, float, float, float, float], time: float = 0.0) -> Detections:
    """Rows of x0, y0, x1, y1, score."""
    table = np.array(rows, np.float32).reshape(-1, 5)
    looks = np.tile(np.eye(1, 8, dtype=np.float32), (len(table), 1))
    paths = (("bag", "backpack"),) * len(table)
    return Detections(time, table[:, :4], table[:, 4], table[:, 4], paths, looks)


@given(x=st.floats(-20, 400), y=st.floats(-20, 200), w=st.floats(5, 300), h=st.floats(5, 300), dx=st.floats(-0.4, 0.4))
def test_a_box_in_the_square_is_where_it_was_in_the_picture(x: float, y: float, w: float, h: float, dx: float) -> None:
    proposal = np.array([x, y, x + w, y + h], np.float32)
    _, matrix = cut_square(np.zeros((256, 448, 3), np.uint8), proposal)
    moved = proposal + np.float32(dx * w)
    inside = into_square(moved, matrix)
    expected = np.concatenate([(matrix @ [*corner, 1.0]) / CROP_SIDE for corner in (moved[:2], moved[2:])])
    assert inside == pytest.approx(expected, abs=1e-3)
    middle = into_square(proposal, matrix)
    assert (middle[:2] + middle[2:]) / 2 == pytest.approx([0.5, 0.5], abs=1e-3)


def test_a_poor_box_becomes_a_good_one() -> None:
    found = BoxRefiner(WhiteFinder()).look(frame(), np.array([[180, 150, 280, 300], [230, 90, 330, 240]], np.float32))
    for box in found.boxes:
        assert np.abs(box - WHITE_BOX).max() < 6
    assert found.thing == pytest.approx([0.9, 0.9])


def test_the_class_comes_from_the_closer_look() -> None:
    refinement = Refinement(BoxRefiner(WhiteFinder()), RefinementSettings())
    found = refinement.refine(frame(), detections((180, 150, 280, 300, 0.4)), Detections.none(0.0, width=8))
    assert found.paths == (("bottle", "can"),)


def test_two_proposals_for_one_thing_become_one_detection() -> None:
    refinement = Refinement(BoxRefiner(WhiteFinder()), RefinementSettings())
    both = detections((180, 150, 280, 300, 0.2), (230, 90, 330, 240, 0.3))
    assert len(refinement.refine(frame(), both, Detections.none(0.0, width=8))) == 1


def test_a_proposal_of_nothing_is_dropped() -> None:
    refinement = Refinement(BoxRefiner(WhiteFinder()), RefinementSettings())
    assert len(refinement.refine(frame(), detections((500, 300, 600, 400, 0.4)), Detections.none(0.0, width=8))) == 0


def test_no_more_is_looked_at_than_the_settings_say() -> None:
    runtime = WhiteFinder()
    rows = [(30.0 * k, 300.0, 30.0 * k + 25, 340.0, 0.5) for k in range(12)]
    settings = RefinementSettings(most=3)
    left = Refinement(BoxRefiner(runtime), settings).refine(frame(), detections(*rows), Detections.none(0.0, width=8))
    assert runtime.n_squares == 3
    assert len(left) == 9
    assert left.scores.max() <= settings.unlooked


def test_a_followed_thing_is_found_though_the_detector_misses_it() -> None:
    seen = [detections((195, 118, 296, 255, 0.9), time=t) for t in (0.0, 0.25, 0.5)]
    missed = [Detections.none(t, width=8) for t in (0.75, 1.0, 1.25)]
    stage = StructuringStage(ScriptedDetector([*seen, *missed]), refiner=BoxRefiner(WhiteFinder()))
    for one in (*seen, *missed):
        stage.update(frame(one.time))
    (tracklet,) = stage.finish()
    assert len(tracklet.times) == 6
    assert np.abs(tracklet.boxes[-1] - WHITE_BOX).max() < 6


def test_after_a_cut_nothing_is_looked_for_where_it_was() -> None:
    runtime = WhiteFinder()
    seen = [detections((195, 118, 296, 255, 0.9), time=t) for t in (0.0, 0.25, 0.5)]
    stage = StructuringStage(ScriptedDetector(seen), refiner=BoxRefiner(runtime))
    for one in seen:
        stage.update(frame(one.time))
    before = runtime.n_squares
    stage.update(replace(frame(0.75), epoch=1))
    assert runtime.n_squares == before or not stage.finish()


def test_a_network_that_does_not_fit_is_named() -> None:
    class Other:
        name = "other"

        def run(self, inputs: Mapping[str, npt.NDArray[np.generic]]) -> dict[str, npt.NDArray[np.generic]]:
            return {"vectors": inputs["pixels"]}

    boxes: Boxes = np.array([[0, 0, 50, 50]], np.float32)
    with pytest.raises(ModelError, match="refine7: the output 'heat' does not fit"):
        BoxRefiner(Other(), name="refine7").look(frame(), boxes)


class Counting:
    """A detector that counts what it is asked."""

    name = "counting"

    def __init__(self, found: Detections) -> None:
        self._found = found
        self.asked: list[float] = []

    def detect(self, frame: Frame) -> Detections:
        self.asked.append(frame.time)
        return replace(self._found, time=frame.time)

    def detect_batch(self, frames: Sequence[Frame]) -> list[Detections]:
        return [self.detect(one) for one in frames]


def test_between_detections_things_are_followed_by_looking() -> None:
    detector = Counting(detections((195, 118, 296, 255, 0.9)))
    stage = StructuringStage(detector, refiner=BoxRefiner(WhiteFinder()))
    times = [0.25 * k for k in range(8)]
    updates = [stage.update(frame(time)) for time in times]
    assert detector.asked == times[::2]
    assert [len(update.visible) for update in updates] == [0] + [1] * 7
    (tracklet,) = stage.finish()
    assert tracklet.times.tolist() == times


def test_without_a_closer_look_each_frame_is_detected() -> None:
    detector = Counting(detections((195, 118, 296, 255, 0.9)))
    stage = StructuringStage(detector)
    for k in range(4):
        stage.update(frame(0.25 * k))
    assert len(detector.asked) == 4


def test_a_new_shot_and_a_new_epoch_are_detected_at_once() -> None:
    detector = Counting(detections((195, 118, 296, 255, 0.9)))
    stage = StructuringStage(detector, refiner=BoxRefiner(WhiteFinder()))
    for time, epoch in ((0.0, 0), (0.25, 0), (0.5, 1), (0.75, 1)):
        stage.update(replace(frame(time), epoch=epoch))
    assert detector.asked == [0.0, 0.5]


def test_what_lies_far_above_or_below_the_middle_is_less_likely_shown() -> None:
    refinement = Refinement(BoxRefiner(WhiteFinder()), RefinementSettings())
    presented = []
    for top in (190, 20):
        pixels = np.full((480, 640, 3), 40, np.uint8)
        pixels[top : top + 100, 200:300] = 255
        found = refinement.refine(
            Frame(ArrayPicture(pixels), 0.0),
            detections((200, top, 300, top + 100, 0.3)),
            Detections.none(0.0, width=8),
        )
        presented.append(float(found.presented[0]))
    assert presented[0] > presented[1]
