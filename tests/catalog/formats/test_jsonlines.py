"""JSON Lines with the merchant feed's names."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from fashion_focus.catalog import CatalogFormat, check_catalog, read_catalog
from fashion_focus.core.errors import CatalogError

Write = Callable[[str, str | bytes], Path]
Picture = Callable[[str], Path]


def lines(*objects: dict[str, object]) -> str:
    return "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in objects)


def test_texts_numbers_and_lists_are_read(write: Write, picture: Picture) -> None:
    images = tuple(picture(f"{name}.png") for name in "abc")
    path = write(
        "shelf.jsonl",
        lines(
            {"id": 7, "title": "围巾", "image_link": "a.png", "additional_image_link": ["b.png", "c.png"]},
            {"id": "x", "title": "X", "price": 9.5, "product_type": ["Bags", "Totes"], "color": None},
        ),
    )
    scarf, x = read_catalog(path)
    assert (scarf.id, scarf.title, scarf.images) == ("7", "围巾", images)
    assert (x.price, x.category, x.color) == ("9.5", ("Bags", "Totes"), "")
    assert check_catalog(path).format is CatalogFormat.JSON_LINES


@pytest.mark.parametrize("bad", ["{", "[1]x", '"text"', "[" * 100_000], ids=["open", "garbage", "string", "deep"])
def test_a_bad_line_costs_that_line_only(write: Write, bad: str) -> None:
    good = lines({"id": "a", "title": "A", "image_link": ""})
    catalog = read_catalog(write("shelf.jsonl", f"{good}{bad}\n\n" + good.replace('"a"', '"b"')))
    assert len(catalog) == 2
    (note,) = [note for note in catalog.notes if note.code == "no-object"]
    assert "line 2: it is no JSON object" in note.text


def test_missing_names_are_an_error(write: Write) -> None:
    with pytest.raises(CatalogError, match="no column 'image_link'; found: id, title;"):
        read_catalog(write("shelf.jsonl", lines({"id": "a", "title": "A"})))


def test_one_json_list_is_answered_with_the_remedy(write: Write) -> None:
    with pytest.raises(CatalogError, match="write one object a line"):
        read_catalog(write("shelf.json", '[{"id": "a"}]'))


def test_lines_that_are_all_bad_are_an_error(write: Write) -> None:
    with pytest.raises(CatalogError, match="no line holds a JSON object"):
        read_catalog(write("shelf.jsonl", "{\n{\n"))
