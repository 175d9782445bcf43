"""Cuts between shots, and what is none."""

import cv2
import numpy as np
import pytest

from fashion_focus.core.arrays import Pixels
from fashion_focus.structuring import CutDetector


def room(seed: int) -> Pixels:
    """A picture (36, 64, 3) of soft shapes, unlike every other seed's."""
    rng = np.random.default_rng(seed)
    coarse = rng.integers(30, 220, (4, 6, 3)).astype(np.uint8)
    return np.asarray(cv2.resize(coarse, (64, 36), interpolation=cv2.INTER_CUBIC), np.uint8)


def noisy(picture: Pixels, seed: int) -> Pixels:
    noise = np.random.default_rng(seed).normal(0, 3, picture.shape)
    return np.clip(picture + noise, 0, 255).astype(np.uint8)


def told(pictures: list[Pixels]) -> list[int]:
    detector = CutDetector()
    return [i for i, picture in enumerate(pictures) if detector.update(picture)]


def test_a_new_room_is_a_cut_and_the_same_room_is_none() -> None:
    pictures = [noisy(room(1 if i < 5 else 2), i) for i in range(10)]
    assert told(pictures) == [5]


@pytest.mark.parametrize("gain", [0.5, 1.4, 2.0])
def test_a_change_of_light_is_no_cut(gain: float) -> None:
    dim = room(1) // 2
    flash = (dim * gain).astype(np.uint8)
    assert told([dim, dim, flash, dim, dim]) == []


@pytest.mark.parametrize("level", [0, 255])
def test_a_blank_picture_is_looked_past(level: int) -> None:
    blank = np.full((36, 64, 3), level, np.uint8)
    assert told([room(1), blank, room(1), blank, room(2)]) == [4]


def test_a_product_that_fills_half_the_picture_is_no_cut() -> None:
    pictures = []
    for share in (0, 16, 32, 32, 16, 0):
        picture = room(1)
        picture[:, :share] = (20, 20, 120)
        pictures.append(picture)
    assert told(pictures) == []


def test_a_camera_that_pans_is_no_cut() -> None:
    wide = np.concatenate([room(1), room(2)], 1)
    wide = cv2.resize(wide, (1280, 360), interpolation=cv2.INTER_CUBIC)
    views = [cv2.resize(wide[:, x : x + 640], (64, 36), interpolation=cv2.INTER_AREA) for x in range(0, 600, 25)]
    assert told([np.asarray(view, np.uint8) for view in views]) == []


def test_the_first_picture_and_the_first_after_a_hole_are_no_cuts() -> None:
    detector = CutDetector()
    assert not detector.update(room(1))
    detector.reset()
    assert not detector.update(room(2))


def test_a_restored_detector_sees_the_same_cuts() -> None:
    pictures = [noisy(room(i // 4), i) for i in range(16)]
    for at in range(16):
        first, second = CutDetector(), CutDetector()
        cuts = [first.update(picture) for picture in pictures[:at]]
        second.restore(first.state())
        cuts += [second.update(picture) for picture in pictures[at:]]
        assert [i for i, cut in enumerate(cuts) if cut] == [4, 8, 12]
