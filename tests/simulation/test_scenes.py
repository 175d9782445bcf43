"""Scenes: pictures with boxes that a detector can trust."""

import numpy as np
import pytest

from fashion_focus.core.taxonomy import LEAVES
from fashion_focus.simulation import Assets, SceneTruth, scene_pair

SIZES = pytest.mark.parametrize(("width", "height"), [(320, 192), (192, 320)], ids=["landscape", "portrait"])


def truths(assets: Assets, *, width: int, height: int, count: int = 12) -> list[tuple[SceneTruth, SceneTruth]]:
    rng = np.random.default_rng(11)
    pairs = [scene_pair(rng, assets, width=width, height=height) for _ in range(count)]
    return [(first[1], second[1]) for first, second in pairs]


@SIZES
def test_boxes_lie_inside_the_picture(drawn_assets: Assets, width: int, height: int) -> None:
    for pair in truths(drawn_assets, width=width, height=height):
        for truth in pair:
            assert truth.boxes.shape == (len(truth.product_ids), 4)
            assert (truth.boxes[:, :2] >= 0).all()
            assert (truth.boxes[:, 2:] <= (width, height)).all()
            assert (truth.boxes[:, 2:] > truth.boxes[:, :2]).all()


@SIZES
def test_pictures_have_the_size_that_was_asked_for(drawn_assets: Assets, width: int, height: int) -> None:
    first, second = scene_pair(np.random.default_rng(2), drawn_assets, width=width, height=height)
    assert first[0].shape == second[0].shape == (height, width, 3)
    assert first[0].dtype == np.uint8


def test_both_pictures_of_a_pair_show_the_same_products(drawn_assets: Assets) -> None:
    same = 0
    for first, second in truths(drawn_assets, width=320, height=192, count=20):
        classes = dict(zip(second.product_ids, second.leaves.tolist(), strict=True))
        for product, leaf in zip(first.product_ids, first.leaves.tolist(), strict=True):
            assert classes.get(product, leaf) == leaf
        same += set(first.product_ids) == set(second.product_ids)
    assert same >= 14  # what moves may leave the picture's edge, but seldom does


def test_a_product_is_named_once_in_a_picture(drawn_assets: Assets) -> None:
    for pair in truths(drawn_assets, width=320, height=192):
        for truth in pair:
            assert len(set(truth.product_ids)) == len(truth.product_ids)


def test_the_truth_agrees_with_the_products_that_were_handed_in(drawn_assets: Assets) -> None:
    leaf_of = {article.product_id: article.leaf for article in drawn_assets.articles}
    for first, _ in truths(drawn_assets, width=320, height=192):
        assert first.leaves.tolist() == [leaf_of[product] for product in first.product_ids]
        assert ((first.visible >= 0) & (first.visible <= 1)).all()
        assert all(0 <= leaf < len(LEAVES) for leaf in first.leaves)


def test_the_same_generator_draws_the_same_pair(drawn_assets: Assets) -> None:
    one, other = (scene_pair(np.random.default_rng(5), drawn_assets, width=192, height=320) for _ in range(2))
    assert np.array_equal(one[0][0], other[0][0])
    assert np.array_equal(one[1][1].boxes, other[1][1].boxes)


def test_some_scenes_present_a_product_and_some_do_not(drawn_assets: Assets) -> None:
    presented = [bool(first.presented.any()) for first, _ in truths(drawn_assets, width=320, height=192, count=40)]
    assert 0.5 < np.mean(presented) < 1.0
