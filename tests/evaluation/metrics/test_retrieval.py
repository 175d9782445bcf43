"""Recall of ranked lists by hand, in the pool and on the shelf, and the paper's table."""

import pytest

from fashion_focus.core.errors import InputError
from fashion_focus.evaluation import (
    LPR4M_RANKS,
    MOVINGFASHION_RANKS,
    RankedQuery,
    check_ranked,
    on_shelf,
    recall_at,
    recall_by,
    table_1,
)

CATEGORIES = ("clothing", "shoe", "bag", "snack", "bottle", "beauty")


def query(id_: str, wanted: str, ranked: str, category: str = "bag", split: str = "regular") -> RankedQuery:
    return RankedQuery(id_, frozenset(wanted), tuple(ranked), category, "s1", split)


QUERIES = [
    query("1", "a", "abc"),
    query("2", "c", "abc"),
    query("3", "z", "abc", split="hard"),
    query("4", "bc", "abc"),
]


def test_recall_of_hand_worked_lists() -> None:
    assert recall_at(QUERIES, (1, 2, 3, 10)) == {1: 1 / 4, 2: 2 / 4, 3: 3 / 4, 10: 3 / 4}


def test_recall_by_split() -> None:
    assert recall_by(QUERIES, (3,), lambda each: each.split) == {"hard": {3: 0.0}, "regular": {3: 1.0}}


def test_the_shelf_leaves_the_rest_out() -> None:
    pooled = query("1", "c", "abc")
    assert pooled.rank == 3
    assert on_shelf(pooled, {"a", "c"}).rank == 2
    assert on_shelf(pooled, {"a"}).rank is None


def test_ranks_are_those_of_the_data_sets() -> None:
    assert (LPR4M_RANKS, MOVINGFASHION_RANKS) == ((1, 3, 5, 10), (1, 5, 10, 20))


def test_perfect_lists_are_one_and_empty_ones_nought() -> None:
    perfect = [query(str(n), "a", "abc") for n in range(5)]
    empty = [query(str(n), "a", "") for n in range(5)]
    assert set(recall_at(perfect, LPR4M_RANKS).values()) == {1.0}
    assert set(recall_at(empty, LPR4M_RANKS).values()) == {0.0}


def test_no_query_has_no_recall() -> None:
    with pytest.raises(ValueError, match="at least one query"):
        recall_at([], (1,))


def test_every_fault_of_ranked_lists_is_named() -> None:
    bad = [query("1", "a", "aa"), query("1", "a", "q"), query("9", "a", "a")]
    with pytest.raises(InputError) as caught:
        check_ranked(bad, {"s1": "abc"}, ["1", "2"])
    for said in (
        "query 2 has no answer",
        "query 9: not among",
        "1: occurs twice",
        "'q' is not in",
        "an id occurs twice",
    ):
        assert said in str(caught.value)
    check_ranked([query("1", "a", "ab")], {"s1": "abc"}, ["1"])


def test_table_1_by_hand() -> None:
    image = [query(name, "a", "ab" if name in CATEGORIES[:3] else "ba", name) for name in CATEGORIES]
    multimodal = [query(name, "a", "ab", name) for name in CATEGORIES]
    first, second = table_1({"image": image, "multimodal": multimodal})
    assert first.recalls == dict(zip(CATEGORIES, [100.0, 100.0, 100.0, 0.0, 0.0, 0.0], strict=True))
    assert (first.mean, first.paper) == (50.0, 12.5)
    assert (second.mean, second.paper) == (100.0, 16.8)


def test_table_1_weighs_categories_and_not_queries() -> None:
    many = [query(f"b{n}", "a", "b") for n in range(9)]
    (row,) = table_1({"tracklet": [*many, *(query(name, "a", "a", name) for name in CATEGORIES)]})
    assert row.mean == pytest.approx((5 * 100 + 10) / 6)
    assert row.paper == 14.7


def test_table_1_without_a_category_has_no_mean() -> None:
    (row,) = table_1({"image": [query("1", "a", "a")]})
    assert row.recalls["shoe"] is None
    assert row.mean is None


def test_table_1_compares_on_the_same_queries() -> None:
    with pytest.raises(InputError, match="tracklet answers other queries than image"):
        table_1({"image": [query("1", "a", "a")], "tracklet": [query("2", "a", "a")]})
