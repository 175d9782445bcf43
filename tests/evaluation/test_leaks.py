"""The leak guard finds what train shares with the rest, however a picture was saved again, and nothing else."""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageOps

from fashion_focus.core.errors import InputError
from fashion_focus.evaluation import LeakKind, SplitProduct, find_leaks, read_split_products

PRODUCTS = Path(__file__).parents[3] / "shared" / "data" / "products"


def drawn(path: Path, seed: int) -> Path:
    """A made-up pack: patches of colour on white."""
    rng = np.random.default_rng(seed)
    coarse = Image.fromarray(rng.integers(0, 200, (6, 5, 3), np.uint8))
    sheet = Image.new("RGB", (300, 320), "white")
    sheet.paste(coarse.resize((200, 240), Image.Resampling.BICUBIC), (50, 40))
    sheet.save(path)
    return path


def split(train: Path, test: Path) -> list[SplitProduct]:
    return [SplitProduct("a", "train", "", (train,)), SplitProduct("b", "test", "", (test,))]


def test_ids_and_groups_must_not_be_shared() -> None:
    leaks = find_leaks(
        [
            SplitProduct("a", "train", "g"),
            SplitProduct("b", "train"),
            SplitProduct("a", "val"),
            SplitProduct("c", "test", "g"),
        ]
    )
    assert [(leak.kind, leak.trained, leak.held, leak.split) for leak in leaks] == [
        (LeakKind.ID, "a", "a", "val"),
        (LeakKind.GROUP, "a", "c", "test"),
    ]


def cropped(picture: Image.Image) -> Image.Image:
    return picture.crop((45, 35, 260, 290))


def smaller(picture: Image.Image) -> Image.Image:
    return picture.resize((150, 160))


def brighter(picture: Image.Image) -> Image.Image:
    return Image.fromarray(np.clip(np.asarray(picture).astype(np.int16) + 6, 0, 255).astype(np.uint8))


@pytest.mark.parametrize("suffix", [".png", ".jpg"])
@pytest.mark.parametrize("change", [smaller, cropped, ImageOps.mirror, brighter], ids=lambda change: change.__name__)
def test_a_picture_saved_again_is_found(
    tmp_path: Path, change: Callable[[Image.Image], Image.Image], suffix: str
) -> None:
    first, second = drawn(tmp_path / "first.png", 1), tmp_path / f"again{suffix}"
    with Image.open(first) as picture:
        change(picture.convert("RGB")).save(second)
    (leak,) = find_leaks(split(first, second))
    assert leak.kind is LeakKind.PICTURE
    assert str(second) in leak.what


def test_another_product_and_another_colour_are_no_leaks(tmp_path: Path) -> None:
    first, other = drawn(tmp_path / "first.png", 1), drawn(tmp_path / "other.png", 2)
    assert find_leaks(split(first, other)) == ()
    with Image.open(first) as picture:
        recoloured = Image.merge("RGB", picture.split()[::-1])
        recoloured.save(tmp_path / "recoloured.png")
    assert find_leaks(split(first, tmp_path / "recoloured.png")) == ()


def test_products_are_read_with_their_split(tmp_path: Path) -> None:
    (tmp_path / "shop").mkdir()
    images = [{"file": "images/1.png"}, {"file": "images/2.png"}]
    line = json.dumps({"id": "p", "split": "val", "group": "g", "images": images})
    (tmp_path / "shop" / "products.jsonl").write_text(line + "\n\n")
    (product,) = read_split_products(tmp_path, most_pictures=1)
    assert product == SplitProduct("p", "val", "g", (tmp_path / "shop" / "images" / "1.png",))


def test_a_line_that_is_no_product_is_named(tmp_path: Path) -> None:
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop" / "products.jsonl").write_text('{"id": "p"}\n')
    with pytest.raises(InputError, match=r"products\.jsonl, line 1: KeyError"):
        read_split_products(tmp_path)


@pytest.mark.shared
@pytest.mark.skipif(not PRODUCTS.is_dir(), reason="the products are not beside the project (../shared/data/products)")
def test_the_real_products_do_not_leak() -> None:
    products = read_split_products(PRODUCTS, most_pictures=1)
    assert {product.split for product in products} == {"train", "val", "test"}
    assert find_leaks(products) == ()
