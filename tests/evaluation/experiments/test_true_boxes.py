"""The truth as a detector and as tracklets: the same things at the same places and times."""

from dataclasses import replace

import numpy as np
import pytest
from tests.evaluation.made import BOX, exhibit, truth

from fashion_focus.core.frame import Frame
from fashion_focus.evaluation import SeenFrame, SeenObject, Stream, StreamTruth
from fashion_focus.evaluation.experiments.true_boxes import (
    KNOWN_TRACKING,
    TrueDetector,
    true_boxes,
    true_tracklets,
)
from fashion_focus.media import open_video
from fashion_focus.structuring import StructuringStage


def moving() -> StreamTruth:
    """A bag that goes 10 pixels to the right each fifth of a second; exhibited from 1.05 to 2 s."""
    known = truth(exhibit("A", 1.05, 2.0), duration=3.0)
    frames = []
    for step in range(15):
        role = "exhibit" if 1.05 <= step * 0.2 < 2.0 else "distractor"
        box = (BOX[0] + 10 * step, BOX[1], BOX[2] + 10 * step, BOX[3])
        frames.append(SeenFrame(round(step * 0.2, 3), (SeenObject(7, "A", role, "bag", box),)))
    return replace(known, frames=tuple(frames))


def test_boxes_between_samples_are_interpolated() -> None:
    moments = {round(moment.time, 3): moment for moment in true_boxes(moving(), rate=20.0)}
    assert moments[0.1].boxes[0] == pytest.approx([BOX[0] + 5, BOX[1], BOX[2] + 5, BOX[3]])


def test_a_box_that_jumps_at_a_cut_is_never_in_between() -> None:
    known = moving()
    frames = [
        frame if frame.time < 1.1 else replace(frame, objects=(replace(frame.objects[0], box=(400, 20, 500, 220)),))
        for frame in known.frames
    ]
    left = {
        float(moment.boxes[0, 0])
        for moment in true_boxes(replace(known, frames=tuple(frames)), rate=50.0)
        if moment.products
    }
    assert not [x for x in left if BOX[0] + 50 < x < 400]


def test_the_edges_of_an_exhibit_are_its_own_and_not_those_of_the_samples() -> None:
    shown = [round(moment.time, 3) for moment in true_boxes(moving(), rate=20.0) if moment.exhibited.any()]
    assert (shown[0], shown[-1]) == (1.05, 1.95)


def test_what_is_hardly_visible_is_not_there() -> None:
    known = moving()
    hidden = [replace(frame, objects=(replace(frame.objects[0], visible=0.2),)) for frame in known.frames]
    assert not any(len(moment.products) for moment in true_boxes(replace(known, frames=tuple(hidden))))


def test_a_thing_that_goes_and_comes_back_is_away_in_between() -> None:
    known = moving()
    frames = [replace(frame, objects=()) if 0.5 < frame.time < 2.1 else frame for frame in known.frames]
    away = [moment.time for moment in true_boxes(replace(known, frames=tuple(frames))) if not moment.products]
    away = [time for time in away if time < 2.8]
    assert away[0] == pytest.approx(0.52)
    assert away[-1] == pytest.approx(2.08)


def test_tracklets_are_the_truths_things() -> None:
    (tracklet, product), *others = true_tracklets(true_boxes(moving(), rate=4.0)).values()
    assert not others
    assert product == "A"
    assert tracklet.path == ("bag",)
    assert np.flatnonzero(tracklet.presented > 0.5).tolist() == [5, 6, 7]


def test_known_things_of_a_real_video_are_followed_without_a_mistake(stream: Stream) -> None:
    stage = StructuringStage(TrueDetector(true_boxes(stream.truth)), KNOWN_TRACKING)
    seen: dict[str, set[str]] = {}
    with open_video(stream.video, rate=4.0, sound=False) as source:
        for frame in (piece for piece in source if isinstance(piece, Frame)):
            truth_now = min(stream.truth.frames, key=lambda known: abs(known.time - frame.time))
            for sighting in stage.update(frame).visible:
                near = min(
                    truth_now.objects,
                    key=lambda thing: float(np.abs(np.array(thing.box) - np.array(sighting.box)).sum()),  # used at once
                )
                seen.setdefault(sighting.tracklet_id, set()).add(near.product_id)
    assert seen
    assert all(len(products) == 1 for products in seen.values())
