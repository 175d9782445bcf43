"""Which crops are asked for."""

import cv2
import numpy as np
import pytest
from tests.structuring.scenes import Box, look

from fashion_focus.core.arrays import Pixels
from fashion_focus.structuring import KeyFramePolicy, KeyFrameSettings, Sighting, WantedCrop
from fashion_focus.structuring.key_frames import placement, sharpness

SIZE = (1280, 720)
BOX: Box = (400, 200, 600, 400)


def pattern(blur: float = 0.0) -> Pixels:
    picture = np.random.default_rng(3).integers(0, 255, (25, 25, 3)).astype(np.uint8)
    picture = np.asarray(cv2.resize(picture, (200, 200), interpolation=cv2.INTER_NEAREST), np.uint8)
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), blur), np.uint8) if blur else picture


def sight(*, box: Box = BOX, seed: int = 1, presented: float = 0.9, score: float = 0.9) -> Sighting:
    return Sighting("t1", box, score, presented, ("bag",), look(seed))


def offer(policy: KeyFramePolicy, time: float, sighting: Sighting, crop: Pixels | None = None) -> WantedCrop | None:
    if not policy.is_due(sighting, time, size=SIZE):
        return None
    return policy.consider(sighting, pattern() if crop is None else crop, time=time, size=SIZE)


def wanted_times(sightings: dict[float, Sighting], settings: KeyFrameSettings | None = None) -> list[float]:
    policy = KeyFramePolicy(settings)
    return [time for time, sighting in sightings.items() if offer(policy, time, sighting)]


def test_a_new_tracklet_is_wanted_at_once() -> None:
    wanted = offer(KeyFramePolicy(), 3.0, sight())
    assert wanted is not None
    assert (wanted.tracklet_id, wanted.slot, wanted.key_frame.time, wanted.key_frame.box) == ("t1", 0, 3.0, BOX)
    assert 0 < wanted.key_frame.quality <= 1


def test_the_same_sight_is_wanted_again_only_after_a_while() -> None:
    frames = {i / 4: sight() for i in range(33)}
    assert wanted_times(frames, KeyFrameSettings(renew_s=2.0)) == [0, 2, 4, 6, 8]


def test_what_only_stands_about_is_wanted_more_seldom() -> None:
    frames = {i / 4: sight(presented=0.1) for i in range(33)}
    assert wanted_times(frames, KeyFrameSettings(idle_renew_s=6.0)) == [0, 6]


def test_another_side_is_wanted_soon() -> None:
    frames = {i / 4: sight(seed=1 if i < 4 else 2) for i in range(8)}
    assert wanted_times(frames) == [0, 1.0]


def test_two_crops_are_never_closer_than_the_gap() -> None:
    frames = {i / 10: sight(seed=i) for i in range(40)}
    assert min(np.diff(wanted_times(frames, KeyFrameSettings(least_gap_s=0.5)))) >= 0.5


def test_a_clearly_better_sight_is_wanted_and_a_clearly_worse_one_is_not() -> None:
    policy = KeyFramePolicy()
    small: Box = (400, 200, 440, 240)
    assert offer(policy, 0.0, sight(box=small))
    assert offer(policy, 1.0, sight())
    assert offer(policy, 4.0, sight(box=small, seed=2)) is None


def test_a_blurred_crop_is_looked_at_but_not_wanted() -> None:
    policy = KeyFramePolicy()
    assert offer(policy, 0.0, sight())
    assert offer(policy, 3.0, sight(), pattern(blur=12)) is None


def test_views_are_bounded_and_the_dullest_gives_way() -> None:
    policy = KeyFramePolicy(KeyFrameSettings(max_views=3))
    slots = []
    for i, seed in enumerate((1, 2, 3, 1, 4, 5)):
        wanted = offer(policy, 3.0 * i, sight(seed=seed))
        assert wanted is not None
        slots.append(wanted.slot)
    assert slots[:3] == [0, 1, 2]
    assert slots[3] == 0
    assert set(slots) == {0, 1, 2}


def test_a_forgotten_tracklet_is_new_again() -> None:
    policy = KeyFramePolicy()
    offer(policy, 0.0, sight())
    policy.forget("t1")
    assert policy.state() == {}
    assert policy.is_due(sight(), 0.1, size=SIZE)


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        pytest.param(BOX, (400, 200, 450, 250), id="large before small"),
        pytest.param(BOX, (0, 200, 200, 400), id="clear of the edge before cut off"),
    ],
)
def test_placement_prefers(better: Box, worse: Box) -> None:
    assert placement(sight(box=better), size=SIZE) > placement(sight(box=worse), size=SIZE)


def test_sharpness_falls_with_blur_and_keeps_its_range() -> None:
    values = [sharpness(pattern(blur)) for blur in (0, 1, 3, 9)]
    assert values == sorted(values, reverse=True)
    assert 0 <= values[-1] <= values[0] <= 1
    assert sharpness(np.zeros((1, 1, 3), np.uint8)) == 0
