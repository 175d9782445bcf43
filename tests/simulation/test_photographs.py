"""Photographs in use: where a pack is found, and where it is rightly not."""

import cv2
import numpy as np
import pytest

from fashion_focus.core.arrays import Pixels
from fashion_focus.simulation.photographs import PackFinder, photo_sprite


def label(seed: int) -> Pixels:
    """A printed front (200, 120, 4), all opaque."""
    rng = np.random.default_rng(seed)
    front = np.full((200, 120, 3), 235, np.uint8)
    for _ in range(60):
        corner = rng.integers(0, (120, 200))
        cv2.circle(front, tuple(map(int, corner)), int(rng.integers(3, 12)), rng.integers(0, 255, 3).tolist(), -1)
    cv2.putText(front, "Oat 71", (8, 100), 0, 0.9, (20, 20, 120), 2)
    return np.dstack([front, np.full((200, 120), 255, np.uint8)])


def shop(front: Pixels, corners: np.ndarray) -> Pixels:
    """A photo (320, 320, 3) in which the front lies on four corners (4, 2)."""
    noise = np.random.default_rng(9).integers(60, 140, (40, 40, 3)).astype(np.uint8)
    photo = cv2.resize(noise, (320, 320), interpolation=cv2.INTER_CUBIC)
    source = np.array([[0, 0], [120, 0], [120, 200], [0, 200]], np.float32)
    plane = cv2.getPerspectiveTransform(source, corners.astype(np.float32))
    placed = cv2.warpPerspective(front, plane, (320, 320))
    return np.where(placed[..., 3:] > 127, placed[..., :3], photo).astype(np.uint8)


CORNERS = np.array([[90, 60], [215, 75], [200, 270], [80, 250]])


def test_a_tilted_pack_is_found_within_a_few_pixels() -> None:
    front = label(1)
    mask = PackFinder(front).mask(shop(front, CORNERS))
    assert mask is not None
    x, y, width, height = cv2.boundingRect(mask)
    assert np.abs(np.array([x, y, x + width, y + height]) - [80, 60, 215, 270]).max() <= 6


@pytest.mark.parametrize("seed", [2, 3, 4])
def test_another_pack_is_not_taken_for_it(seed: int) -> None:
    assert PackFinder(label(1)).mask(shop(label(seed), CORNERS)) is None


def test_a_blank_pack_or_photo_finds_nothing() -> None:
    blank = np.full((200, 120, 4), 255, np.uint8)
    assert PackFinder(blank).mask(shop(label(1), CORNERS)) is None
    assert PackFinder(label(1)).mask(np.full((320, 320, 3), 90, np.uint8)) is None


def test_the_whole_photo_is_kept_and_the_pack_is_its_product() -> None:
    photo = np.full((100, 160, 3), 90, np.uint8)
    mask = np.zeros((100, 160), np.uint8)
    mask[20:80, 40:90] = 255
    sprite = photo_sprite(photo, mask, max_side=320)
    assert sprite is not None
    assert sprite.size == (160, 100)
    assert sprite.bounds == (40, 20, 90, 80)
