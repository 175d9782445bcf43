"""What is written is read again."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from fashion_focus.catalog import read_catalog, write_catalog
from fashion_focus.core.errors import StoreError
from fashion_focus.core.product import Catalog, Product

NAMES = ("front.png", "back, left.png", "100% 真.png", "deep/er.png")


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shop")
    for name in NAMES:
        (folder / name).parent.mkdir(exist_ok=True)
        Image.new("RGB", (4, 4)).save(folder / name)
    return folder


cells = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=12).map(str.strip)
names = cells.filter(bool)
parts = names.map(lambda part: part.replace(">", "")).map(str.strip).filter(bool)
products = st.builds(
    Product,
    id=names,
    title=names,
    images=st.lists(st.sampled_from([Path(name) for name in NAMES]), unique=True).map(tuple),
    description=cells,
    category=st.lists(parts, max_size=3).map(tuple),
    brand=cells,
    color=cells,
    size=cells,
    price=cells,
    link=cells,
    group=cells,
    number=cells,
)
shelves = st.lists(products, min_size=1, max_size=4, unique_by=lambda product: product.id)


@settings(deadline=None, max_examples=50)
@given(shelf=shelves)
def test_a_written_catalog_is_read_as_it_was(shop: Path, shelf: list[Product]) -> None:
    whole = tuple(replace(one, images=tuple(shop / image for image in one.images)) for one in shelf)
    write_catalog(Catalog(whole), shop / "out.csv")
    assert read_catalog(shop / "out.csv", images="skip").products == whole


def test_pictures_beside_the_list_move_with_it(shop: Path, tmp_path: Path) -> None:
    write_catalog(Catalog((Product("a", "A", (shop / "front.png",)),)), shop / "moving.csv")
    shutil.copytree(shop, tmp_path / "moved")
    assert read_catalog(tmp_path / "moved" / "moving.csv")["a"].images == (tmp_path / "moved" / "front.png",)


def test_pictures_elsewhere_keep_their_whole_path(shop: Path, tmp_path: Path) -> None:
    write_catalog(Catalog((Product("a", "A", (shop / "front.png",)),)), tmp_path / "list.csv")
    assert read_catalog(tmp_path / "list.csv")["a"].images == (shop / "front.png",)


def test_an_unwritable_place_is_named(shop: Path) -> None:
    with pytest.raises(StoreError, match=r"cannot write .*list\.csv"):
        write_catalog(Catalog((Product("a", "A"),)), shop / "front.png" / "list.csv")
