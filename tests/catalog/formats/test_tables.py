"""CSV and TSV as programs really write them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from fashion_focus.catalog import read_catalog
from fashion_focus.core.errors import CatalogError

Write = Callable[[str, str | bytes], Path]

HEAD = "id,title,image_link\n"
ROWS = "id,title,image_link\na,Tasche grün,\nb,丝绸围巾,\n"


def titles(path: Path) -> list[str]:
    return [product.title for product in read_catalog(path)]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(ROWS.encode(), id="plain"),
        pytest.param(ROWS.encode("utf-8-sig"), id="BOM"),
        pytest.param(ROWS.replace("\n", "\r\n").encode(), id="Windows line ends"),
        pytest.param(ROWS.replace("\n", "\r").encode(), id="old Mac line ends"),
        pytest.param(ROWS.rstrip().encode(), id="no last line end"),
        pytest.param(ROWS.replace(",", "\t").encode(), id="tabs"),
        pytest.param(ROWS.replace(",", ";").encode(), id="semicolons"),
        pytest.param(("\n\n" + ROWS.replace("\n", "\n\n")).encode(), id="blank lines"),
        pytest.param(ROWS.encode("utf-16"), id="UTF-16"),
        pytest.param(b"\xfe\xff" + ROWS.encode("utf-16-be"), id="UTF-16 big-endian"),
        pytest.param(ROWS.replace("id,title", "ID , Title").replace("image_link", "g:Image Link").encode(), id="names"),
        pytest.param(ROWS.replace("id,", '"id",').encode(), id="quoted header"),
    ],
)
def test_one_table_in_many_spellings(write: Write, content: bytes) -> None:
    catalog = read_catalog(write("shelf.csv", content))
    assert [product.title for product in catalog] == ["Tasche grün", "丝绸围巾"]
    assert {note.code for note in catalog.notes} == {"no-picture"}


@pytest.mark.parametrize(
    ("encoding", "title"),
    [("cp1252", "Größe 38 – weiß"), ("gb18030", "真丝连衣裙 夏季新款"), ("gb18030", "Bag 蓝色")],
    ids=["western", "chinese", "mixed"],
)
def test_another_encoding_is_guessed_and_said(write: Write, encoding: str, title: str) -> None:
    catalog = read_catalog(write("shelf.csv", f"id,title,image_link\na,{title},\n".encode(encoding)))
    assert catalog["a"].title == title
    (note,) = [note for note in catalog.notes if note.code == "encoding"]
    assert f"read as {encoding}" in note.text
    assert "save the list as UTF-8" in note.text


def test_one_broken_character_does_not_change_the_rest(write: Write) -> None:
    catalog = read_catalog(write("shelf.csv", (HEAD + "a,丝绸围巾,\nb,caf").encode() + b"\xe9,\n"))
    assert catalog["a"].title == "丝绸围巾"
    (note,) = [note for note in catalog.notes if note.code == "encoding"]
    assert "line 3: 1 characters are broken UTF-8" in note.text


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param(b"PK\x03\x04rest", "workbook or an archive; save the list as CSV", id="xlsx"),
        pytest.param(b"\x89PNG\r\n\x1a\n\x00\x00", "it is no text", id="picture"),
        pytest.param(b"\xff\xfeabc", "marked as utf-16 and is not", id="half a character"),
    ],
)
def test_what_is_no_text_is_refused(write: Write, content: bytes, said: str) -> None:
    with pytest.raises(CatalogError, match=said):
        read_catalog(write("shelf.csv", content))


def test_quoted_cells_hold_separators_quotes_and_line_ends(write: Write) -> None:
    path = write("shelf.csv", HEAD + 'a,"Cup, 12"" wide\nblue",\nb,5" plate,\nb,B,\n')
    with pytest.raises(CatalogError, match="id 'b' on lines 4 and 5"):
        read_catalog(path)
    path = write("shelf.csv", HEAD + 'a,"Cup, 12"" wide\nblue",\nb,5" plate,\n')
    assert titles(path) == ['Cup, 12" wide\nblue', '5" plate']


def test_a_quotation_mark_that_is_never_closed_is_found_by_its_line(write: Write) -> None:
    with pytest.raises(CatalogError, match=r"shelf\.csv line 3: a quotation mark is never closed"):
        read_catalog(write("shelf.csv", HEAD + 'a,A,\nb,"B,\nc,C,\nd,D,\n'))


def test_a_cell_beyond_all_measure_is_found_by_its_line(write: Write) -> None:
    with pytest.raises(CatalogError, match=r"shelf\.csv line 3: .*check its quotation marks"):
        read_catalog(write("shelf.csv", HEAD + 'a,A,\nb,"' + "x" * 200_000 + '",\n'))


def test_a_row_with_too_many_cells_is_left_out(write: Write) -> None:
    catalog = read_catalog(write("shelf.csv", HEAD + "a,Red, soft,a.jpg\nb,B\nc,C,,,\n"))
    assert [product.id for product in catalog] == ["b", "c"]
    (note,) = [note for note in catalog.notes if note.code == "too-many-cells"]
    assert "line 2: 4 cells under 3 columns" in note.text


def test_a_wrong_column_is_named_with_the_found_the_expected_and_the_nearest(write: Write) -> None:
    path = write("shelf.csv", "id,titel,image_url,preis\na,A,,\n")
    with pytest.raises(CatalogError) as caught:
        read_catalog(path)
    said = str(caught.value)
    assert said.startswith(f"{path} line 1: no column 'title', 'image_link'; found: id, titel, image_url, preis;")
    assert "expected: id, title, description, image_link," in said
    assert said.endswith("rename 'titel' to 'title', rename 'image_url' to 'image_link'")


def test_a_column_that_cannot_be_guessed_is_to_be_added(write: Write) -> None:
    with pytest.raises(CatalogError, match="add a column 'id', add a column 'title', add a column 'image_link'"):
        read_catalog(write("shelf.csv", "x,yy\n1,2\n"))


def test_a_misspelt_optional_column_is_remarked_upon(write: Write) -> None:
    catalog = read_catalog(write("shelf.csv", "id,title,image_link,descripton,gtin\na,A,,x,1\n"))
    (note,) = [note for note in catalog.notes if note.code == "unknown-column"]
    assert "column 'descripton' is not read; did you mean 'description'?" in note.text


def test_a_repeated_picture_column_adds_pictures(write: Write, picture: Callable[[str], Path]) -> None:
    paths = tuple(picture(f"{name}.png") for name in "abcd")
    head = "id,title,image_link,additional_image_link,additional_image_link\n"
    catalog = read_catalog(write("shelf.csv", head + 'x,X,a.png,b.png,"c.png, d.png"\n'))
    assert catalog["x"].images == paths


def test_the_feeds_own_categories_stand_in_for_the_sellers(write: Write) -> None:
    head = "id,title,image_link,product_type,google_product_category\n"
    catalog = read_catalog(write("shelf.csv", head + "a,A,,,Luggage > Backpacks\nb,B,,Bags,Luggage\n"))
    assert catalog["a"].category == ("Luggage", "Backpacks")
    assert catalog["b"].category == ("Bags",)
