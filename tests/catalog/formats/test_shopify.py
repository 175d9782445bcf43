"""Shopify exports of both generations."""

from collections.abc import Callable
from pathlib import Path

from fashion_focus.catalog import CatalogFormat, check_catalog, read_catalog

Write = Callable[[str, str | bytes], Path]
Picture = Callable[[str], Path]

HEAD = (
    "Handle,Title,Body (HTML),Vendor,Type,Option1 Name,Option1 Value,Option2 Name,Option2 Value,"
    "Variant SKU,Variant Price,Image Src,Image Position,Variant Image\n"
)


def test_rows_of_one_handle_are_one_product(write: Write, picture: Picture) -> None:
    front, back = picture("front.jpg"), picture("back.jpg")
    path = write(
        "export.csv",
        HEAD
        + 'tee,Dash Tee,"<p>Soft &amp; <b>light</b></p>",Acme,Shirts,Size,S,,,T-1,19.00,front.jpg,1,\n'
        + "tee,,,,,,M,,,T-2,19.00,back.jpg,2,\n"
        + "cap,Cap,,Acme,Hats,Title,Default Title,,,C-1,9.00,front.jpg,1,\n",
    )
    tee, cap = read_catalog(path)
    assert (tee.id, tee.title, tee.description, tee.brand) == ("tee", "Dash Tee", "Soft & light", "Acme")
    assert tee.images == (front, back)
    assert (tee.category, tee.size, tee.price, tee.group, tee.number) == (("Shirts",), "S, M", "19.00", "tee", "")
    assert (cap.id, cap.number, cap.color) == ("cap", "C-1", "")
    assert check_catalog(path).format is CatalogFormat.SHOPIFY
    assert check_catalog(path).rows == 2


def test_colours_with_pictures_of_their_own_are_products_of_one_style(write: Write, picture: Picture) -> None:
    red, blue = picture("red.jpg"), picture("blue.jpg")
    path = write(
        "export.csv",
        HEAD
        + "tee,Dash Tee,,Acme,Shirts,Color,Deep Red,Size,S,R-S,19.00,red.jpg,1,red.jpg\n"
        + "tee,,,,,,Deep Red,,M,R-M,19.00,blue.jpg,2,red.jpg\n"
        + "tee,,,,,,Blue,,S,B-S,21.00,,,blue.jpg\n",
    )
    one, other = read_catalog(path)
    assert [(p.id, p.title, p.color) for p in (one, other)] == [
        ("tee-deep-red", "Dash Tee - Deep Red", "Deep Red"),
        ("tee-blue", "Dash Tee - Blue", "Blue"),
    ]
    assert (one.images, other.images) == ((red,), (blue,))
    assert (one.group, other.group) == ("tee", "tee")
    assert (one.size, other.size, other.price, other.number) == ("S, M", "S", "21.00", "B-S")


def test_colours_without_pictures_stay_one_product(write: Write, picture: Picture) -> None:
    red = picture("red.jpg")
    path = write(
        "export.csv",
        HEAD + "tee,Dash Tee,,Acme,,Color,Red,,,R,19.00,red.jpg,1,\n" + "tee,,,,,,Blue,,,B,19.00,,,\n",
    )
    (tee,) = read_catalog(path)
    assert (tee.id, tee.color, tee.images) == ("tee", "Red, Blue", (red,))


def test_the_newer_header_is_read_too(write: Write, picture: Picture) -> None:
    image = picture("a.jpg")
    path = write(
        "export.csv",
        "Title,URL handle,Description,Vendor,Product category,Type,SKU,Price,Product image URL,Image position\n"
        "Tote,tote,<i>Plain</i>,Acme,Apparel > Bags,,T9,12.00,a.jpg,1\n",
    )
    (tote,) = read_catalog(path)
    assert (tote.id, tote.title, tote.number, tote.images) == ("tote", "Tote", "T9", (image,))
    assert tote.category == ("Apparel", "Bags")


def test_a_row_without_handle_is_left_out(write: Write) -> None:
    catalog = read_catalog(write("export.csv", HEAD + ",Lost,,,,,,,,,,,,\ntee,Tee,,,,,,,,,,,,\n"))
    assert [product.id for product in catalog] == ["tee"]
    assert "no-id" in {note.code for note in catalog.notes}
