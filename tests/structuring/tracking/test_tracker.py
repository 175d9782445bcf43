"""Detections in, tracklets out."""

from collections.abc import Callable, Iterable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.structuring.scenes import box_at, detections, look

from fashion_focus.core.tracklet import Detections, Tracklet
from fashion_focus.structuring import Tracker, TrackerSettings

Path = Callable[[float], tuple[float, float]]


def film(paths: dict[int, Path], times: Iterable[float], *, noise: float = 0.4) -> list[Detections]:
    """One 100-pixel thing a look, each on its path."""
    return [
        detections(
            t,
            [box_at(*path(t)) for path in paths.values()],
            [look(seed, noise=noise, again=round(t * 1000)) for seed in paths],
        )
        for t in times
    ]


def tracked(frames: Iterable[Detections], tracker: Tracker | None = None) -> list[Tracklet]:
    tracker = tracker or Tracker()
    closed = [tracklet for frame in frames for tracklet in tracker.update(frame).closed]
    return [*closed, *tracker.finish()]


def still(x: float, y: float) -> Path:
    return lambda _: (x, y)


def at_rate(rate: float, seconds: float = 4.0) -> list[float]:
    return [i / rate for i in range(round(seconds * rate))]


@pytest.mark.parametrize("rate", [2.0, 4.0, 5.0, 25.0])
def test_crossing_things_keep_their_names_at_any_rate(rate: float) -> None:
    paths: dict[int, Path] = {1: lambda t: (100 + 150 * t, 200), 2: lambda t: (700 - 150 * t, 240)}
    tracklets = tracked(film(paths, at_rate(rate)))
    assert [tracklet.id for tracklet in tracklets] == ["t1", "t2"]
    for tracklet, direction in zip(tracklets, (1, -1), strict=True):
        assert len(tracklet.times) == round(4 * rate)
        assert (np.diff(tracklet.boxes[:, 0]) * direction > 0).all()


def test_a_thing_lifted_by_its_own_height_between_two_frames_is_still_the_same() -> None:
    heights = [400, 400, 310, 220, 200, 200]
    frames = [detections(0.25 * i, [box_at(300, y)], [look(1)]) for i, y in enumerate(heights)]
    assert [len(tracklet.times) for tracklet in tracked(frames)] == [6]


def test_a_product_swapped_in_place_is_another_thing() -> None:
    frames = [detections(0.25 * i, [box_at(300, 300)], [look(1 if i < 6 else 3)]) for i in range(12)]
    first, second = tracked(frames)
    assert (first.times[-1], second.times[0]) == (1.25, 1.5)


def test_a_parted_tracklet_ends_before_its_last_box_and_goes_on_under_another_name() -> None:
    tracker = Tracker()
    frames = [detections(0.25 * i, [box_at(300, 300)], [look(1)]) for i in range(8)]
    for frame in frames[:5]:
        tracker.update(frame)
    before, sighting = tracker.part("t1")
    assert (before.id, before.times.tolist(), sighting.tracklet_id) == ("t1", [0.0, 0.25, 0.5, 0.75], "t2")
    (after,) = tracked(frames[5:], tracker)
    assert (after.id, after.times[0], after.times[-1]) == ("t2", 1.0, 1.75)


def test_only_what_is_followed_can_be_parted() -> None:
    with pytest.raises(KeyError):
        Tracker().part("t1")


def test_a_dropout_below_the_patience_is_bridged_and_a_longer_one_is_not() -> None:
    tracker_settings = TrackerSettings(patience_s=0.8)
    for hole, n_tracklets in ((0.7, 1), (1.2, 2)):
        times = [t for t in at_rate(10, 5) if not 2.0 < t < 2.0 + hole]
        tracklets = tracked(film({1: still(300, 300)}, times), Tracker(tracker_settings))
        assert len(tracklets) == n_tracklets


def test_a_weak_detection_carries_on_but_starts_nothing() -> None:
    scores = [0.9, 0.9, 0.05, 0.05, 0.9]
    frames = [
        detections(i / 4, [box_at(300, 300), box_at(800, 300)], [look(1), look(2)], scores=[score, 0.05])
        for i, score in enumerate(scores)
    ]
    (tracklet,) = tracked(frames)
    np.testing.assert_allclose(tracklet.scores, scores)


def test_a_tracklet_ends_at_a_shot_cut() -> None:
    frames = film({1: still(300, 300)}, at_rate(4))
    tracker = Tracker()
    updates = [tracker.update(frame, cut=i == 8) for i, frame in enumerate(frames)]
    assert [tracklet.id for tracklet in updates[8].closed] == ["t1"]
    assert not updates[8].visible
    assert {sighting.tracklet_id for sighting in updates[-1].visible} == {"t2"}


def test_a_tracklet_ends_with_its_epoch_and_times_may_start_again() -> None:
    tracker = Tracker()
    for epoch in (0, 1):
        for frame in film({1: still(300, 300)}, at_rate(4)):
            tracker.update(frame, epoch=epoch)
    (second,) = tracker.finish()
    assert (second.id, second.epoch, second.times[0]) == ("t2", 1, 0.0)


def test_what_is_seen_only_once_is_no_tracklet() -> None:
    flicker = [detections(0.0, [box_at(300, 300)], [look(1)]), *(Detections.none(0.25 * i) for i in range(1, 8))]
    assert tracked(flicker) == []


def test_a_confirmed_tracklet_begins_with_its_first_box() -> None:
    tracker = Tracker()
    first, second, *_ = film({1: still(300, 300)}, at_rate(4))
    assert not tracker.update(first).visible
    (sighting,) = tracker.update(second).visible
    assert sighting.tracklet_id == "t1"
    assert sighting.box == box_at(300, 300)
    assert tracker.finish()[0].times.tolist() == [0.0, 0.25]


def test_a_tracklet_has_the_class_that_most_detections_gave() -> None:
    paths = [("bag",), ("shoe", "boot"), ("bag", "handbag"), ("bag", "handbag")]
    frames = [detections(i / 4, [box_at(300, 300)], [look(1)], path=path) for i, path in enumerate(paths)]
    assert tracked(frames)[0].path == ("bag", "handbag")


def test_open_things_are_bounded_and_the_strongest_are_kept() -> None:
    tracker = Tracker(TrackerSettings(max_open=3))
    boxes = [box_at(100 + 200 * i, 100) for i in range(6)]
    scores = [0.5, 0.9, 0.6, 0.8, 0.55, 0.7]
    for t in at_rate(4, 1):
        update = tracker.update(detections(t, boxes, [look(i) for i in range(6)], scores=scores))
    assert sorted(round(sighting.score, 2) for sighting in update.visible) == [0.7, 0.8, 0.9]
    assert tracker.n_left_out > 0


def test_an_endless_tracklet_is_cut_into_bounded_ones() -> None:
    tracklets = tracked(film({1: still(300, 300)}, at_rate(4, 20)), Tracker(TrackerSettings(longest_s=5.0)))
    assert len(tracklets) == 4
    assert max(tracklet.interval.duration for tracklet in tracklets) <= 5.01


def test_time_that_stands_still_is_refused() -> None:
    tracker = Tracker()
    tracker.update(Detections.none(1.0))
    with pytest.raises(ValueError, match=r"1\.0"):
        tracker.update(Detections.none(1.0))


def wild(seed: int) -> list[Detections]:
    """Forty frames in which five things wander, drop out and change their scores."""
    rng = np.random.default_rng(seed)
    places = rng.uniform(100, 900, (5, 2))
    frames = []
    for i in range(40):
        places += rng.normal(0, 25, places.shape)
        there = np.flatnonzero(rng.random(5) > 0.2)
        boxes = [box_at(*(float(v) for v in places[k])) for k in there]
        looks = [look(int(k), noise=0.8, again=i) for k in there]
        frames.append(detections(i / 4, boxes, looks, scores=list(rng.uniform(0.15, 1, len(there)))))
    return frames


def rows(tracklets: Iterable[Tracklet]) -> list[tuple[object, ...]]:
    return [(t.id, t.path, t.times.tolist(), t.boxes.tolist(), t.scores.tolist()) for t in tracklets]


@settings(max_examples=12, deadline=None)
@given(seed=st.integers(0, 5), at=st.integers(0, 39))
def test_a_restored_tracker_goes_on_as_if_nothing_had_happened(seed: int, at: int) -> None:
    frames = wild(seed)
    tracker = Tracker()
    closed = [t for frame in frames[:at] for t in tracker.update(frame).closed]
    again = Tracker()
    again.restore(tracker.state())
    closed += [t for frame in frames[at:] for t in again.update(frame).closed]
    assert rows([*closed, *again.finish()]) == rows(tracked(frames))
