"""The named sets: what they hold, and that they have nothing in common."""

from collections import Counter
from itertools import combinations
from pathlib import Path

import pytest

from fashion_focus.core.taxonomy import Category
from fashion_focus.evaluation.leaks import SplitProduct, find_leaks
from fashion_focus.simulation import SETS
from fashion_focus.simulation.streams.files import write_pictures

ALIKE = 20  # products of each set whose pictures are compared here; bench/set_leaks.py compares all


def test_test_has_six_categories_of_twenty_streams_on_three_sizes_of_shelf() -> None:
    rows = SETS["test"].streams
    assert Counter(row.settings.categories for row in rows) == {
        (category,): 20 for category in Category if category is not Category.OTHER
    }
    assert {row.settings.n_products for row in rows} == {60, 200, 600}


@pytest.mark.parametrize("name", list(SETS))
def test_every_shelf_finds_its_products(name: str) -> None:
    named = SETS[name]
    articles = named.articles()
    assert len(articles) >= max(row.settings.n_products for row in named.streams)
    assert len({article.product_id for article in articles}) == len(articles)
    assert {article.category for article in articles} == set(Category)


def test_names_and_seeds_are_each_used_once() -> None:
    rows = [row for named in SETS.values() for row in named.streams]
    assert len({row.name for row in rows}) == len({row.seed for row in rows}) == len(rows)


@pytest.mark.parametrize(("one", "other"), list(combinations(SETS, 2)))
def test_sets_share_no_id_no_brand_and_no_title(one: str, other: str) -> None:
    a, b = SETS[one].articles(), SETS[other].articles()
    assert not {article.product_id for article in a} & {article.product_id for article in b}
    assert not {article.brand for article in a} & {article.brand for article in b}
    assert not {article.title for article in a} & {article.title for article in b}


def test_no_two_products_of_a_set_have_one_title() -> None:
    titles = Counter(article.title for article in SETS["test"].articles())
    assert titles.most_common(1)[0][1] == 1


def test_the_leak_guard_finds_nothing_between_sets(tmp_path: Path) -> None:
    products = []
    for name, named in SETS.items():
        some = named.articles()[:ALIKE]
        write_pictures(tmp_path / name, some)
        products += [
            SplitProduct(a.product_id, name, a.group, (tmp_path / name / f"{a.product_id}.jpg",)) for a in some
        ]
    assert find_leaks(products) == ()
