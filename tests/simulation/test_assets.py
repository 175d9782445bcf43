"""Assets: what is drawn, and what is read from folders."""

from collections import Counter
from pathlib import Path

import pytest

from fashion_focus.core.errors import SettingsError
from fashion_focus.core.taxonomy import LEAVES, Category
from fashion_focus.simulation import Assets, load_assets
from fashion_focus.simulation.assets import read_articles
from fashion_focus.simulation.classes import leaf_index, leaf_of_source

SHARED = Path(__file__).parents[3] / "shared" / "data" / "products"


def test_drawn_products_cover_every_category(drawn_assets: Assets) -> None:
    assert set(drawn_assets.of_category) == set(Category)


def test_near_twins_differ_in_colour_or_flavour_only(drawn_assets: Assets) -> None:
    groups = Counter(article.group for article in drawn_assets.articles)
    family = [a for a in drawn_assets.articles if a.group == groups.most_common(1)[0][0]]
    assert len(family) > 1
    assert len({article.leaf for article in family}) == 1
    assert len({article.title for article in family}) == len(family)


def test_every_drawn_product_turns(drawn_assets: Assets) -> None:
    for article in drawn_assets.articles:
        assert article.views[0].azimuth == 0
        assert any(abs(view.azimuth) > 90 for view in article.views)


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="no such folder"):
        load_assets(products=tmp_path / "none", places=None, videos=None, drawn=0)


@pytest.mark.parametrize(
    ("category", "fine", "title", "leaf"),
    [
        ("clothing", "Bras & Tanks", "Erica Evercool Sports Bra", ("clothing", "underwear")),
        ("clothing", "Bras & Tanks", "Breathe-Easy Tank", ("clothing", "top")),
        ("bag", "bag", "Fusion Backpack - Blue", ("bag", "backpack")),
        ("bottle", "something new", "", ("bottle", "bottle")),
    ],
    ids=["bra", "tank", "backpack by title", "unknown fine class"],
)
def test_names_of_sources_find_their_leaf(category: str, fine: str, title: str, leaf: tuple[str, str]) -> None:
    assert leaf_of_source(category, fine, title=title) == leaf_index(*leaf)


@pytest.mark.shared
def test_real_products_of_one_split_can_be_read() -> None:
    if not SHARED.is_dir():
        pytest.skip("needs the real products beside the project")
    articles = read_articles(SHARED, split="val", max_side=96)
    assert len(articles) > 40
    assert {LEAVES[article.leaf][0] for article in articles} >= {Category.CLOTHING, Category.OTHER}
    packs = [article for article in articles if article.product_id.startswith("grocery-")]
    assert all(len(article.photos) > 5 for article in packs)
    assert all(article.views for article in articles)
