"""What a list becomes, and how each fault in it is said."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from fashion_focus.catalog import CatalogLimits, read_catalog
from fashion_focus.core.errors import CatalogError
from fashion_focus.core.notes import Note
from fashion_focus.core.product import Catalog

Write = Callable[[str, str | bytes], Path]
Picture = Callable[[str], Path]

HEAD = "id,title,image_link,additional_image_link\n"


def only_note(catalog: Catalog) -> Note:
    """The one fault, beside the remark that a product is left without picture."""
    assert not any("\n" in note.text for note in catalog.notes)
    (note,) = [note for note in catalog.notes if note.code != "no-picture"]
    return note


def test_a_product_has_all_that_its_row_says(write: Write, picture: Picture) -> None:
    front, back = picture("images/a.jpg"), picture("images/a back.jpg")
    path = write(
        "shelf.csv",
        "id,title,description,image_link,additional_image_link,product_type,brand,color,size,price,link,"
        "item_group_id,number\n"
        'A1,红色 Bag,"Soft, light",images/a.jpg,images/a%20back.jpg,Bags > Handbags,Acme,red,M,9.90 EUR,'
        "https://shop.example/a,A,17\n",
    )
    (product,) = read_catalog(path)
    assert (product.id, product.title, product.description) == ("A1", "红色 Bag", "Soft, light")
    assert product.images == (front, back)
    assert product.category == ("Bags", "Handbags")
    assert (product.brand, product.color, product.size, product.price) == ("Acme", "red", "M", "9.90 EUR")
    assert (product.link, product.group, product.number) == ("https://shop.example/a", "A", "17")


def test_the_order_of_the_list_is_kept_and_no_fault_means_no_note(write: Write, picture: Picture) -> None:
    picture("a.jpg")
    catalog = read_catalog(write("shelf.csv", HEAD + "z,Z,a.jpg,\na,A,a.jpg,\nm,M,a.jpg,\n"))
    assert [product.id for product in catalog] == ["z", "a", "m"]
    assert catalog.notes == ()


def test_a_list_is_read_from_any_folder(
    write: Write, picture: Picture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    picture("a.jpg")
    write("shelf.csv", HEAD + "a,A,a.jpg,\n")
    monkeypatch.chdir(tmp_path)
    assert read_catalog(Path("shelf.csv"))["a"].images == ((tmp_path / "a.jpg").resolve(),)


@pytest.mark.parametrize("link", ["images\\a.jpg", "./images/a.jpg", "images/./a.jpg"], ids=["windows", "dot", "inner"])
def test_a_picture_is_found_however_its_path_is_written(write: Write, picture: Picture, link: str) -> None:
    path = picture("images/a.jpg")
    assert read_catalog(write("shelf.csv", HEAD + f"a,A,{link},{path.as_uri()}\n"))["a"].images == (path,)


def test_a_missing_picture_costs_that_picture_only(write: Write, picture: Picture) -> None:
    path = picture("b.jpg")
    catalog = read_catalog(write("shelf.csv", HEAD + "a,A,gone.jpg,\nb,B,gone.jpg,b.jpg\n"))
    assert catalog["a"].images == ()
    assert catalog["b"].images == (path,)
    note = only_note(catalog)
    assert (note.code, note.count) == ("missing-picture", 2)
    assert "shelf.csv line 2: gone.jpg is missing" in note.text
    assert "on lines 2, 3" in note.text


@pytest.mark.parametrize("content", [b"", b"not a picture", b"\xff\xd8\xff\xe0 cut"], ids=["empty", "text", "cut"])
def test_a_broken_picture_is_named_and_its_product_kept(write: Write, content: bytes) -> None:
    write("a.jpg", content)
    catalog = read_catalog(write("shelf.csv", HEAD + "a,A,a.jpg,\n"))
    assert catalog["a"].images == ()
    assert "matched by words only" in catalog.notes[-1].text
    note = only_note(catalog)
    assert note.code == "broken-picture"
    assert "line 2" in note.text
    assert "a.jpg" in note.text
    assert "save it anew" in note.text


def test_a_picture_cut_in_the_middle_is_found(write: Write, tmp_path: Path) -> None:
    Image.effect_noise((200, 200), 60).save(tmp_path / "whole.jpg")
    whole = (tmp_path / "whole.jpg").read_bytes()
    write("a.jpg", whole[: len(whole) // 2])
    assert only_note(read_catalog(write("shelf.csv", HEAD + "a,A,a.jpg,\n"))).code == "broken-picture"


def test_a_picture_of_100_megapixels_is_refused_undecoded(write: Write, tmp_path: Path) -> None:
    Image.new("1", (10_000, 10_000)).save(tmp_path / "huge.png")
    note = only_note(read_catalog(write("shelf.csv", HEAD + "a,A,huge.png,\n")))
    assert "huge.png is too large: at most 50 megapixels; scale it down" in note.text


def test_pictures_are_only_looked_for_where_checking_is_skipped(write: Write) -> None:
    broken = write("a.jpg", b"not a picture")
    catalog = read_catalog(write("shelf.csv", HEAD + "a,A,a.jpg,gone.jpg\n"), images="skip")
    assert catalog["a"].images == (broken,)
    assert only_note(catalog).code == "missing-picture"


def test_a_picture_on_the_web_is_left_out_with_the_remedy(write: Write) -> None:
    catalog = read_catalog(write("shelf.csv", HEAD + "a,A,https://shop.example/a.jpg,\n"))
    assert "--fetch-images" in only_note(catalog).text


def test_pictures_beyond_the_limit_are_left_out(write: Write, picture: Picture) -> None:
    paths = [picture(f"{n}.png") for n in range(4)]
    path = write("shelf.csv", HEAD + 'a,A,0.png,"1.png,2.png,3.png"\n')
    catalog = read_catalog(path, limits=CatalogLimits(pictures=2))
    assert catalog["a"].images == tuple(paths[:2])
    assert only_note(catalog).code == "many-pictures"


def test_a_row_without_id_is_left_out_and_one_without_title_kept(write: Write, picture: Picture) -> None:
    picture("a.jpg")
    catalog = read_catalog(write("shelf.csv", HEAD + ",No id,a.jpg,\nb,,a.jpg,\nc,C,a.jpg,\n , ,a.jpg,\n"))
    assert [(product.id, product.title) for product in catalog] == [("b", "b"), ("c", "C")]
    no_id, no_title = catalog.notes
    assert (no_id.code, no_id.count) == ("no-id", 2)
    assert "line 2" in no_id.text
    assert "on lines 2, 5" in no_id.text
    assert "line 3" in no_title.text


def test_doubled_ids_are_one_line_with_id_and_lines(write: Write) -> None:
    path = write("shelf.csv", HEAD + "a,A,,\nb,B,,\na,A again,,\nb,B again,,\n")
    with pytest.raises(CatalogError) as caught:
        read_catalog(path)
    assert f"{path} has id 'a' on lines 2 and 4 and 1 more; give each product an id of its own" == str(caught.value)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param("", "it is empty", id="no byte"),
        pytest.param("\n \r\n\n", "it is empty", id="blank lines"),
        pytest.param(HEAD, "has no products; write one row", id="header only"),
        pytest.param(HEAD + ",x,,\n", r"has no products \(.*line 2: the row has no id", id="no usable row"),
    ],
)
def test_an_empty_list_is_an_error(write: Write, content: str, said: str) -> None:
    with pytest.raises(CatalogError, match=said) as caught:
        read_catalog(write("shelf.csv", content))
    assert "shelf.csv" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_missing_list_is_named(tmp_path: Path) -> None:
    with pytest.raises(CatalogError, match=r"cannot read .*shelf\.csv: No such file"):
        read_catalog(tmp_path / "shelf.csv")


def test_an_unreadable_list_is_named(write: Write) -> None:
    path = write("shelf.csv", HEAD)
    path.chmod(0)
    if os.access(path, os.R_OK):
        # Root may read every file, but not the first page of a process's memory.
        path = Path("/proc/self/mem")
    with pytest.raises(CatalogError, match=rf"cannot read {path}: .*; check the path and your rights to it"):
        read_catalog(path)


def test_a_device_is_no_list() -> None:
    with pytest.raises(CatalogError, match="neither a file nor a folder"):
        read_catalog(Path("/dev/zero"))


def test_a_list_beyond_the_limits_is_refused(write: Write) -> None:
    path = write("shelf.csv", HEAD + "a,A,,\nb,B,,\n")
    with pytest.raises(CatalogError, match="more than 1 products; split the list"):
        read_catalog(path, limits=CatalogLimits(products=1))
    with pytest.raises(CatalogError, match="more than the 10 allowed; split the list"):
        read_catalog(path, limits=CatalogLimits(file_bytes=10))


SEEDS = (
    b"id,title,image_link\na,A,a.jpg\n",
    b"Handle,Title,Image Src\na,A,a.jpg\n",
    b"<rss><item><id>a</id><title>A</title><image_link>a.jpg</image_link></item></rss>",
    b'{"id": "a", "title": "A", "image_link": "a.jpg"}\n',
)
PIECES = st.one_of(st.binary(max_size=6), st.sampled_from([b'"', b"\n", b",", b"\t", b"&", b"<", b"]", b"{", b"%00"]))


def said_of(path: Path) -> list[str]:
    try:
        return [note.text for note in read_catalog(path).notes]
    except CatalogError as error:
        return [str(error)]


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.sampled_from(SEEDS), cuts=st.lists(st.tuples(st.integers(0, 80), st.integers(0, 9), PIECES), max_size=4))
def test_whatever_stands_in_a_list_is_products_or_one_clear_line(
    write: Write, seed: bytes, cuts: list[tuple[int, int, bytes]]
) -> None:
    content = seed
    for start, length, piece in cuts:
        content = content[:start] + piece + content[start + length :]
    assert not any("\n" in line for line in said_of(write("shelf.csv", content)))


@pytest.mark.shared
def test_every_shelf_of_the_bench_is_read_without_a_note() -> None:
    bench = Path(__file__).parents[3] / "shared" / "bench" / "streams"
    lists = sorted(bench.glob("*/catalog.csv"))
    if not lists:
        pytest.skip("the bench is not beside the project (../shared/bench)")
    for path in lists:
        catalog = read_catalog(path)
        assert len(catalog) == len(path.read_text(encoding="utf-8").splitlines()) - 1
        assert catalog.notes == ()
        assert all(product.images for product in catalog)
