"""Frames in, tracklets and crops out."""

from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.structuring.scenes import BlobRuntime, Thing, box_at, detections, frame_of, look, paint

from fashion_focus.core.frame import Frame
from fashion_focus.structuring import (
    CenterDetector,
    DetectorSettings,
    ScriptedDetector,
    StructuringStage,
    StructuringUpdate,
)
from fashion_focus.structuring.stage import cut_out

SIZE = (640, 360)


def film() -> list[Frame]:
    """Six seconds: a thing comes in and is carried about; after three seconds another shot with another thing."""
    frames = []
    for i in range(24):
        time = i / 4
        if i < 12:
            picture = paint(SIZE, [Thing((100 + 20 * i, 100, 220 + 20 * i, 260), 9)] if i > 1 else [])
            picture[300:] = (0, 90, 160)
        else:
            picture = paint(SIZE, [Thing((300, 60, 460, 260), 20)])
            picture[:, :120] = (0, 200, 40)
            picture[picture[..., 0] == 0] += np.array([60, 40, 90], np.uint8)
        frames.append(frame_of(picture, time))
    return frames


def stage() -> StructuringStage:
    return StructuringStage(CenterDetector(BlobRuntime(), DetectorSettings(width=320, height=192)))


def told(updates: list[StructuringUpdate]) -> list[object]:
    """Everything that was said, comparable."""
    return [
        (
            update.time,
            update.cut,
            [(s.tracklet_id, s.box, s.score, s.presented, s.path) for s in update.visible],
            [(w.tracklet_id, w.slot, w.key_frame.quality, w.key_frame.crop.tobytes()) for w in update.wanted],
            [(t.id, t.path, t.boxes.tobytes(), t.times.tobytes()) for t in update.closed],
        )
        for update in updates
    ]


@cache
def told_of_the_whole_film() -> list[object]:
    whole = stage()
    return told([whole.update(frame) for frame in film()])


def test_a_short_film_becomes_one_tracklet_a_shot() -> None:
    whole = stage()
    updates = [whole.update(frame) for frame in film()]
    closed = [tracklet for update in updates for tracklet in update.closed] + list(whole.finish())
    assert [update.time for update in updates if update.cut] == [3.0]
    assert [(t.id, t.path) for t in closed] == [("t1", ("shoe", "flat")), ("t2", ("bottle", "can"))]
    assert (closed[0].times[0], closed[0].times[-1], closed[1].times[0]) == (0.5, 2.75, 3.0)


def test_crops_show_the_thing_alone() -> None:
    whole = stage()
    wanted = [crop for frame in film() for crop in whole.update(frame).wanted]
    assert {crop.tracklet_id for crop in wanted} == {"t1", "t2"}
    for crop in wanted:
        x0, y0, x1, y1 = crop.key_frame.box
        height, width = crop.key_frame.crop.shape[:2]
        assert width / height == pytest.approx((x1 - x0) / (y1 - y0), rel=0.1)
        assert crop.key_frame.crop[2:-2, 2:-2, 0].mean() > 240
        assert not crop.key_frame.crop.flags.writeable


@settings(max_examples=8, deadline=None)
@given(at=st.integers(0, 24))
def test_a_restored_stage_goes_on_as_if_nothing_had_happened(at: int) -> None:
    frames, first, second = film(), stage(), stage()
    updates = [first.update(frame) for frame in frames[:at]]
    second.restore(first.state())
    updates += [second.update(frame) for frame in frames[at:]]
    assert told(updates) == told_of_the_whole_film()


def test_a_new_epoch_ends_tracklets_without_a_cut() -> None:
    script = [detections(i / 4, [box_at(300, 180)], [look(1)]) for i in range(8)]
    whole = StructuringStage(ScriptedDetector(script))
    picture = paint(SIZE, [Thing(box_at(300, 180))])
    for i in range(8):
        whole.update(frame_of(picture, i / 4))
    other = paint(SIZE, [Thing((0, 0, 640, 200))])
    update = whole.update(frame_of(other, 0.0, epoch=1))
    assert [tracklet.id for tracklet in update.closed] == ["t1"]
    assert not update.cut


def test_what_is_kept_is_forgotten_with_its_tracklet() -> None:
    whole = stage()
    for frame in film():
        whole.update(frame)
    assert set(whole.state()["key_frames"]) == {"t2"}
    whole.finish()
    assert whole.state()["key_frames"] == {}


@given(
    x0=st.floats(0, 639), y0=st.floats(0, 359), width=st.floats(0, 640), height=st.floats(0, 360),
    zoom=st.sampled_from([0.5, 1.0, 2.0]),
)  # fmt: skip
def test_every_box_has_a_crop_within_bounds(x0: float, y0: float, width: float, height: float, zoom: float) -> None:
    pixels = np.zeros((round(360 * zoom), round(640 * zoom), 3), np.uint8)
    crop = cut_out(pixels, (x0, y0, min(x0 + width, 640), min(y0 + height, 360)), size=SIZE, most_px=200)
    assert min(crop.shape[:2]) >= 1
    assert max(crop.shape[:2]) <= 200
