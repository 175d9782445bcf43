"""Costs and assignments."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.structuring.scenes import Box, box_at, detections, look

from fashion_focus.core.geometry import iou_matrix
from fashion_focus.structuring import TrackerSettings
from fashion_focus.structuring.tracking.association import (
    FORBIDDEN,
    Followed,
    assign,
    joint_cost,
    nearness,
    place_cost,
)

coordinates = st.tuples(st.floats(0, 500), st.floats(0, 500), st.floats(1, 300))
SETTINGS = TrackerSettings()


def followed(boxes: list[Box], looks: list[int], *, unseen_s: float = 0.25, coarse: str = "bag") -> Followed:
    places = np.array(boxes, np.float32)
    vectors = np.stack([look(seed) for seed in looks])
    return Followed(places, places, vectors, vectors, np.full(len(boxes), unseen_s, np.float32), (coarse,) * len(boxes))


@given(st.lists(coordinates, min_size=1, max_size=4), st.lists(coordinates, min_size=1, max_size=4))
def test_without_reach_nearness_is_iou(
    a: list[tuple[float, float, float]], b: list[tuple[float, float, float]]
) -> None:
    one, other = (np.array([box_at(*place) for place in places], np.float32) for places in (a, b))
    np.testing.assert_allclose(nearness(one, other, np.zeros(len(one), np.float32)), iou_matrix(one, other), atol=1e-4)


@given(coordinates, coordinates, st.floats(0, 1), st.floats(0, 1))
def test_reach_brings_equal_boxes_nearer(
    a: tuple[float, float, float], b: tuple[float, float, float], less: float, more: float
) -> None:
    one, other = np.array([box_at(*a)], np.float32), np.array([box_at(b[0], b[1], a[2])], np.float32)
    reaches = [np.array([reach], np.float32) for reach in sorted((less, more))]
    assert nearness(one, other, reaches[0])[0, 0] <= nearness(one, other, reaches[1])[0, 0] + 1e-4


def test_a_thing_may_move_by_its_own_size_in_a_quarter_second_if_it_looks_the_same() -> None:
    seen = detections(1.0, [box_at(200, 120), box_at(420, 100)], [look(1), look(1)])
    cost = joint_cost(followed([box_at(100, 100)], [1]), seen, SETTINGS)
    assert cost[0, 0] < 1
    assert cost[0, 1] == FORBIDDEN


def test_another_look_in_the_same_place_is_forbidden() -> None:
    seen = detections(1.0, [box_at(100, 100)], [look(2)])
    mine = followed([box_at(100, 100)], [1])
    assert joint_cost(mine, seen, SETTINGS)[0, 0] == FORBIDDEN
    assert place_cost(mine, seen, least_iou=0.3, veto_cosine=0.5)[0, 0] == FORBIDDEN


def test_a_change_of_category_costs() -> None:
    seen = detections(1.0, [box_at(100, 100)], [look(1)])
    same, other = (followed([box_at(100, 100)], [1], coarse=coarse) for coarse in ("bag", "shoe"))
    assert joint_cost(same, seen, SETTINGS)[0, 0] < joint_cost(other, seen, SETTINGS)[0, 0] < 1


@pytest.mark.parametrize(
    ("cost", "pairs"),
    [
        pytest.param([[0.1, 0.7], [0.2, FORBIDDEN]], [(0, 1), (1, 0)], id="together cheaper than alone"),
        pytest.param([[0.1, FORBIDDEN], [FORBIDDEN, FORBIDDEN]], [(0, 0)], id="forbidden ones stay alone"),
        pytest.param([[0.5, 0.2, 0.9]], [(0, 1)], id="more detections than tracks"),
        pytest.param([[FORBIDDEN]], [], id="nothing fits"),
    ],
)
def test_pairs_are_the_cheapest_that_are_allowed(cost: list[list[float]], pairs: list[tuple[int, int]]) -> None:
    assert assign(np.array(cost)) == pairs


@pytest.mark.parametrize("shape", [(0, 0), (0, 3), (2, 0)])
def test_nothing_to_assign_gives_no_pairs(shape: tuple[int, int]) -> None:
    assert assign(np.zeros(shape)) == []
