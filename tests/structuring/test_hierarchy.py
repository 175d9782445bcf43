"""Class paths from coarse categories and the scores of fine classes."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fashion_focus.core.taxonomy import COARSE, LEAVES, Category
from fashion_focus.structuring.hierarchy import class_path, class_paths, elect, likely_paths

BAG = COARSE.index(Category.BAG)
BACKPACK = LEAVES.index((Category.BAG, "backpack"))
SNEAKER = LEAVES.index((Category.SHOE, "sneaker"))


def logits(**scores: float) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    row = np.zeros(len(LEAVES), np.float32)
    for index, (_, fine) in enumerate(LEAVES):
        row[index] = scores.get(fine.replace(" ", "_"), 0.0)
    return row


def test_a_likely_child_is_named() -> None:
    assert class_path(BAG, logits(backpack=4)) == ("bag", "backpack")


def test_between_children_the_parent_stands() -> None:
    assert class_path(BAG, logits(backpack=4, handbag=4)) == ("bag",)


def test_children_of_other_categories_do_not_compete() -> None:
    assert class_path(BAG, logits(sneaker=50, backpack=4)) == ("bag", "backpack")


def test_a_category_wins_by_all_its_children_together() -> None:
    shares = np.zeros((3, len(LEAVES)), np.float32)
    shares[0, [LEAVES.index((Category.BAG, child)) for child in ("backpack", "handbag", "travel bag")]] = 0.2
    shares[0, SNEAKER] = 0.4
    shares[1, BACKPACK], shares[1, SNEAKER] = 0.6, 0.4
    shares[2, SNEAKER] = 1.0
    assert likely_paths(shares) == (("bag",), ("bag", "backpack"), ("shoe", "sneaker"))
    assert likely_paths(np.zeros((0, len(LEAVES)), np.float32)) == ()


def test_columns_are_read_row_by_row() -> None:
    rows = np.stack([logits(backpack=4), logits(can=9)])
    coarse = np.array([BAG, COARSE.index(Category.BOTTLE)])
    assert class_paths(coarse, rows) == (("bag", "backpack"), ("bottle", "can"))


@given(st.integers(0, 6), st.lists(st.floats(-80, 80), min_size=len(LEAVES), max_size=len(LEAVES)))
def test_every_path_is_in_the_taxonomy(coarse: int, scores: list[float]) -> None:
    path = class_path(coarse, np.array(scores, np.float32))
    assert path[0] == COARSE[coarse].value
    assert len(path) == 1 or (COARSE[coarse], path[1]) in LEAVES


@pytest.mark.parametrize(
    ("votes", "expected"),
    [
        pytest.param({("bag", "backpack"): 3.0, ("bag",): 2.0}, ("bag", "backpack"), id="over half"),
        pytest.param({("bag", "backpack"): 2.0, ("bag", "handbag"): 2.5}, ("bag", "handbag"), id="barely over half"),
        pytest.param({("bag", "backpack"): 2.0, ("bag",): 2.0}, ("bag",), id="no more than half"),
        pytest.param(
            {("bag", "backpack"): 2.0, ("bag",): 1.0, ("shoe", "boot"): 2.5}, ("bag", "backpack"), id="family"
        ),
    ],
)
def test_votes_elect_a_category_and_then_a_child(
    votes: dict[tuple[str, ...], float], expected: tuple[str, ...]
) -> None:
    assert elect(votes) == expected


def test_no_votes_elect_nothing() -> None:
    with pytest.raises(ValueError, match="no votes"):
        elect({})
