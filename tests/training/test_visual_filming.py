"""Filmed crops: what video does to product pictures."""

import numpy as np
import numpy.typing as npt
import pytest

from fashion_focus.embedding import SIDE
from fashion_focus.training.visual_filming import Filming, film, film_photo, imprecise, light
from fashion_focus.training.visual_material import cut_out

Bytes = npt.NDArray[np.uint8]


@pytest.fixture
def sprite() -> Bytes:
    picture = np.zeros((90, 60, 4), np.uint8)
    picture[5:-5, 5:-5] = (200, 30, 40, 255)
    return picture


@pytest.fixture
def room() -> Bytes:
    return np.random.default_rng(0).integers(0, 256, (120, 160, 3), np.uint8)


@pytest.mark.parametrize("seed", range(12))
def test_a_filmed_crop_is_a_square(sprite: Bytes, room: Bytes, seed: int) -> None:
    eager = Filming(hand=1, sticker=1, neighbour=1, motion_blur=1, low_resolution=1, part=1, mirrored=1)
    crop = film(sprite, room, np.random.default_rng(seed), filming=eager, other=sprite)
    assert crop.shape == (SIDE, SIDE, 3)
    assert crop.dtype == np.uint8


def test_the_same_seed_films_the_same_crop(sprite: Bytes, room: Bytes) -> None:
    first, second = (film(sprite, room, np.random.default_rng(5), filming=Filming()) for _ in range(2))
    assert np.array_equal(first, second)


def test_the_product_fills_most_of_a_calm_crop(sprite: Bytes, room: Bytes) -> None:
    calm = Filming(hand=0, sticker=0, neighbour=0, part=0, any_rotation=0, rotation_deg=2, exposure=0)
    crop = film(sprite, room, np.random.default_rng(1), filming=calm).astype(int)
    middle = crop[SIDE // 4 : -SIDE // 4, SIDE * 3 // 8 : -SIDE * 3 // 8]
    red = (middle[..., 0] > middle[..., 1] + 60).mean()
    assert red > 0.8


def test_a_natural_photo_is_filmed_too(room: Bytes) -> None:
    assert film_photo(room, np.random.default_rng(2), filming=Filming()).shape == (SIDE, SIDE, 3)


def test_light_keeps_colourways_apart() -> None:
    rng = np.random.default_rng(3)
    red, blue = np.full((20, 20, 3), (190, 60, 60), np.uint8), np.full((20, 20, 3), (60, 60, 190), np.uint8)
    for _ in range(50):
        assert light(red, rng, filming=Filming())[..., 0].mean() > light(red, rng, filming=Filming())[..., 2].mean()
        assert light(blue, rng, filming=Filming())[..., 2].mean() > light(blue, rng, filming=Filming())[..., 0].mean()


def test_an_imprecise_box_still_holds_most_of_the_thing() -> None:
    rng = np.random.default_rng(4)
    box = np.array([100, 100, 200, 300], np.float32)
    for _ in range(100):
        seen = imprecise(box, rng, filming=Filming())
        shared = np.minimum(seen[2:], box[2:]) - np.maximum(seen[:2], box[:2])
        assert (shared / (box[2:] - box[:2])).min() > 0.5


def test_what_stands_before_white_is_cut_out() -> None:
    photo = np.full((80, 60, 3), 252, np.uint8)
    photo[20:60, 15:45] = (30, 90, 40)
    alpha = cut_out(photo)[..., 3]
    assert alpha[40, 30] == 255
    assert alpha[2, 2] == 0


def test_a_photo_that_cannot_be_cut_stays_whole() -> None:
    noise = np.random.default_rng(5).integers(0, 30, (40, 40, 3), np.uint8)
    white = np.full_like(noise, 255)
    assert cut_out(white)[..., 3].min() == 255
