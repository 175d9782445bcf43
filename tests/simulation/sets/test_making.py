"""Sets on disk: the same bytes however they are made, nothing half-written, and nothing made twice."""

import json
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from fashion_focus.catalog import read_catalog
from fashion_focus.core.errors import SettingsError
from fashion_focus.evaluation.truth import read_truths
from fashion_focus.simulation import SETS, Material, NamedSet, StreamSettings, make_set

TINY = StreamSettings(seconds=8.0, size=(128, 96), fps=5, n_products=6, n_exhibits=2)


@pytest.fixture(scope="module")
def tiny() -> NamedSet:
    """The smoke set, with three streams so small that they are made in no time."""
    smoke = SETS["smoke"]
    rows = tuple(
        replace(row, settings=replace(TINY, language="zh" if n else "en")) for n, row in enumerate(smoke.streams)
    )
    return replace(smoke, n_products=30, streams=rows[:3])


@pytest.fixture(scope="module")
def made(tiny: NamedSet, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_set(tmp_path_factory.mktemp("made") / "smoke", tiny)


def contents(folder: Path) -> dict[str, bytes]:
    """Truth and catalogs of a set, by path."""
    files = [path for path in folder.rglob("*") if path.is_file() and path.suffix != ".mp4"]
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def test_two_workers_make_the_same_bytes_as_one(made: Path, tiny: NamedSet, tmp_path: Path) -> None:
    again = make_set(tmp_path / "other", tiny, workers=2)
    assert contents(again) == contents(made)


def test_the_evaluation_reads_a_set(made: Path, tiny: NamedSet) -> None:
    truths = read_truths(made)
    assert [truth.stream for truth in truths] == sorted(row.name for row in tiny.streams)
    assert all(truth.exhibits for truth in truths)


def test_the_gallery_holds_every_shelf(made: Path, tiny: NamedSet) -> None:
    gallery = {product.id for product in read_catalog(made / "catalog.csv")}
    assert len(gallery) == len(tiny.articles())
    for row in tiny.streams:
        assert {product.id for product in read_catalog(made / row.name / "catalog.csv")} <= gallery


def test_chinese_streams_have_chinese_titles(made: Path) -> None:
    first, second, *_ = sorted(path.parent for path in made.glob("*/catalog.csv"))
    assert not any(product.title > "\u2e80" for product in read_catalog(first / "catalog.csv"))
    titles = [product.title for product in read_catalog(second / "catalog.csv")]
    assert all(any(letter > "\u2e80" for letter in title) for title in titles)


def test_set_json_says_what_the_set_is(made: Path, tiny: NamedSet) -> None:
    told = json.loads((made / "set.json").read_text(encoding="utf-8"))
    assert (told["set"], told["drawn"]["products"], told["real"]["products"]) == ("smoke", len(tiny.articles()), None)
    assert [stream["seed"] for stream in told["streams"]] == [row.seed for row in tiny.streams]


def test_a_finished_stream_is_kept_and_a_half_one_made_anew(made: Path, tiny: NamedSet) -> None:
    before = contents(made)
    first, second, third = (row.name for row in tiny.streams)
    kept = (made / first / "truth.json").stat().st_mtime_ns
    (made / second / "truth.json").unlink()
    (made / third).rename(made / f".{third}.part")
    told: list[float] = []
    make_set(made, tiny, progress=told.append)
    assert (made / first / "truth.json").stat().st_mtime_ns == kept
    assert contents(made) == before
    assert told[-1] == 1.0


def test_the_first_streams_can_be_made_and_the_others_follow(made: Path, tiny: NamedSet, tmp_path: Path) -> None:
    folder = make_set(tmp_path / "part", tiny, first=1)
    assert {path.parent.name for path in folder.glob("*/truth.json")} == {tiny.streams[0].name}
    assert contents(make_set(folder, tiny)) == contents(made)


def test_another_set_s_folder_is_left_alone(made: Path, tiny: NamedSet) -> None:
    with pytest.raises(SettingsError, match="another version"):
        make_set(made, replace(tiny, seed=9))
    with pytest.raises(SettingsError, match=f"it holds the set {tiny.name}; ask for that one"):
        make_set(made, replace(tiny, name="other"))


def test_a_folder_with_other_things_is_left_alone(tiny: NamedSet, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(SettingsError, match="not empty"):
        make_set(tmp_path, tiny)


def test_smoke_takes_no_real_products(tiny: NamedSet, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="drawn products only"):
        make_set(tmp_path / "new", tiny, material=Material(products=tmp_path))


def test_real_products_of_the_set_s_split_are_mixed_in(tiny: NamedSet, tmp_path: Path) -> None:
    source = tmp_path / "products" / "shop"
    source.mkdir(parents=True)
    picture = np.zeros((80, 60, 4), np.uint8)
    picture[10:70, 10:50] = (40, 90, 200, 255)
    cv2.imwrite(str(source / "front.png"), picture)
    rows: list[dict[str, object]] = [
        {"id": f"real-{split}", "split": split, "category": "snack", "fine": "box", "title": "Oat Bar", "group": split,
         "source": "shop", "attributes": {}, "images": [{"file": "front.png", "role": "main", "rgba": True}]}
        for split in ("val", "test")
    ]  # fmt: skip
    (source / "products.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    row = replace(tiny.streams[0], settings=replace(TINY, n_products=31))
    val = replace(tiny, split="val", streams=(row,))
    made = make_set(tmp_path / "val", val, material=Material(products=tmp_path / "products"))
    gallery = {product.id for product in read_catalog(made / "catalog.csv")}
    shelf = {product.id for product in read_catalog(made / row.name / "catalog.csv")}
    assert "real-val" in gallery & shelf
    assert "real-test" not in gallery | shelf
    assert json.loads((made / "set.json").read_text())["real"]["products"]["split"] == "val"
