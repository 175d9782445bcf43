"""Batches of pairs from a folder of products."""

import json
from pathlib import Path

import cv2
import numpy as np
import pytest

from fashion_focus.core.errors import InputError
from fashion_focus.embedding import SIDE
from fashion_focus.training.visual_filming import Filming
from fashion_focus.training.visual_material import Item, Pictures, Split, read_items
from fashion_focus.training.visual_pairs import HUES, PairSampler, is_colourful, turn_hue

ROOM = np.random.default_rng(0).integers(0, 256, (80, 120, 3), np.uint8)


def row(name: str, *, split: str, files: list[tuple[str, str]]) -> str:
    images = [{"file": f"images/{file}", "role": role} for file, role in files]
    product = {"id": name, "source": "shop", "category": "bag", "group": name[0], "split": split, "images": images}
    return json.dumps(product)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    images = tmp_path / "shop" / "images"
    images.mkdir(parents=True)
    for name, colour in (("a1", (0, 0, 220)), ("a2", (220, 0, 0)), ("b1", (90, 90, 90)), ("back", (0, 0, 200))):
        picture = np.full((60, 50, 3), 255, np.uint8)
        picture[10:50, 10:40] = colour
        cv2.imwrite(str(images / f"{name}.png"), picture)
    lines = [
        row("a1", split="train", files=[("back.png", "back"), ("a1.png", "catalog")]),
        row("a2", split="train", files=[("a2.png", "catalog")]),
        row("b1", split="train", files=[("b1.png", "natural")]),
        row("c1", split="test", files=[("a1.png", "catalog")]),
    ]
    (tmp_path / "shop" / "products.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return tmp_path


@pytest.fixture
def items(folder: Path) -> tuple[Item, ...]:
    return read_items(folder, Split.TRAIN)


def test_a_split_holds_only_its_own_products(folder: Path) -> None:
    assert [item.id for item in read_items(folder, Split.TEST)] == ["c1"]


def test_the_catalog_picture_is_the_main_one(items: tuple[Item, ...]) -> None:
    assert items[0].main.file.name == "a1.png"
    assert [photo.role for photo in items[0].with_roles("back", "natural")] == ["back"]


def test_a_split_without_products_is_an_error(folder: Path) -> None:
    with pytest.raises(InputError, match="no products of split val"):
        read_items(folder, Split.VAL)


def test_a_broken_picture_is_named(tmp_path: Path) -> None:
    (tmp_path / "broken.png").write_bytes(b"nothing")
    with pytest.raises(InputError, match=r"broken\.png"):
        Pictures().whole(tmp_path / "broken.png")


def test_a_batch_holds_every_label_once(items: tuple[Item, ...]) -> None:
    sampler = PairSampler(items, [ROOM], filming=Filming(), seed=1)
    for _ in range(5):
        pairs = sampler.draw(3)
        assert pairs.crops.shape == pairs.views.shape == (3, SIDE, SIDE, 3)
        assert len(set(pairs.labels.tolist())) == 3
        assert pairs.labels.max() < HUES * len(items)


def test_the_same_seed_draws_the_same_batches(items: tuple[Item, ...]) -> None:
    first, second = (PairSampler(items, [ROOM], filming=Filming(), seed=4).draw(3) for _ in range(2))
    assert np.array_equal(first.labels, second.labels)
    assert np.array_equal(first.crops, second.crops)


def test_a_product_in_another_hue_is_a_twin_of_itself(items: tuple[Item, ...]) -> None:
    groups = PairSampler(items, [ROOM], filming=Filming(), seed=1).groups
    assert groups.tolist() == [0, 0, 1] * HUES


def test_a_grey_product_never_comes_in_another_hue(items: tuple[Item, ...]) -> None:
    sampler = PairSampler(items, [ROOM], filming=Filming(), seed=2)
    labels = np.concatenate([sampler.draw(3).labels for _ in range(20)])
    assert set(labels[labels % 3 == 2].tolist()) == {2}
    assert labels.max() >= 3


def test_turning_a_hue_four_quarters_gives_the_picture_back() -> None:
    red = np.full((4, 4, 4), (220, 10, 10, 255), np.uint8)
    assert is_colourful(red)
    assert turn_hue(red, 2)[0, 0, 1] > 200
    assert np.array_equal(turn_hue(red, 0), red)
    assert np.array_equal(turn_hue(red, 1)[..., 3], red[..., 3])
