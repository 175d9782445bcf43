"""What `catalog check` finds."""

from collections.abc import Callable
from pathlib import Path

from PIL import Image

from fashion_focus.catalog import CatalogFormat, check_catalog

Write = Callable[[str, str | bytes], Path]


def test_a_check_counts_and_names_what_a_seller_should_know(write: Write, tmp_path: Path) -> None:
    for name, color in (("a", "red"), ("b", "blue"), ("c", "red")):
        Image.new("RGB", (4, 4), color).save(tmp_path / f"{name}.png")
    check = check_catalog(
        write(
            "shelf.csv",
            "id,title,image_link,additional_image_link,item_group_id\n"
            "a,A,a.png,b.png,tee\nb,B,b.png,,tee\nc,C,c.png,,cap\nd,D,gone.png,,\n,E,,,\n",
        )
    )
    assert check.file == str(tmp_path / "shelf.csv")
    assert check.format is CatalogFormat.MERCHANT_TABLE
    assert (check.rows, check.products, check.pictures) == (5, 4, 4)
    assert check.without_picture == ("d",)
    assert check.twins == (("a", "b"),)
    assert check.same_picture == (("a", "c"),)
    assert {note.code for note in check.notes} == {"missing-picture", "no-picture", "no-id"}
