"""Folders of pictures as lists."""

from collections.abc import Callable
from pathlib import Path

import pytest

from fashion_focus.catalog import CatalogFormat, check_catalog, read_catalog
from fashion_focus.core.errors import CatalogError

Write = Callable[[str, str | bytes], Path]
Picture = Callable[[str], Path]


def test_subfolders_and_files_are_products(write: Write, picture: Picture, tmp_path: Path) -> None:
    views = tuple(picture(f"shop/red_bag/view{n}.jpg") for n in (1, 2, 10))
    single = picture("shop/丝绸 围巾.png")
    picture("shop/.hidden/a.jpg")
    write("shop/red_bag/notes.txt", "soft")
    catalog = read_catalog(tmp_path / "shop")
    assert [(p.id, p.title) for p in catalog] == [("red_bag", "red bag"), ("丝绸 围巾", "丝绸 围巾")]
    assert catalog["red_bag"].images == views
    assert catalog["丝绸 围巾"].images == (single,)
    assert check_catalog(tmp_path / "shop").format is CatalogFormat.FOLDER


def test_files_of_one_stem_are_views_of_one_product(picture: Picture, tmp_path: Path) -> None:
    paths = (picture("cup.jpg"), picture("cup.png"))
    assert read_catalog(tmp_path)["cup"].images == paths


def test_a_broken_file_costs_its_picture_only(write: Write, picture: Picture, tmp_path: Path) -> None:
    picture("good.jpg")
    write("bad.jpg", "text")
    catalog = read_catalog(tmp_path)
    assert catalog["bad"].images == ()
    note = catalog.notes[0]
    assert note.code == "broken-picture"
    assert "bad.jpg" in note.text


def test_a_folder_without_pictures_is_an_error(write: Write, tmp_path: Path) -> None:
    write("readme.txt", "nothing here")
    with pytest.raises(CatalogError, match="has no pictures; put one subfolder or one file a product there"):
        read_catalog(tmp_path)


def test_a_folder_with_a_list_is_answered_with_its_name(write: Write, picture: Picture, tmp_path: Path) -> None:
    picture("images/a.jpg")
    path = write("catalog.csv", "id,title,image_link\n")
    with pytest.raises(CatalogError, match=f"holds a product list; name {path} itself"):
        read_catalog(tmp_path)
