"""Whole shows: files that the rest of the program reads, and truth that holds."""

import json
from pathlib import Path
from typing import Any

import pytest

from fashion_focus.catalog import read_catalog
from fashion_focus.core.errors import SettingsError
from fashion_focus.media import probe
from fashion_focus.simulation import Assets, StreamSettings, perform, simulate_stream

SETTINGS = StreamSettings(seconds=14.0, size=(256, 144), fps=10, n_products=8, n_exhibits=4)


@pytest.fixture(scope="module")
def show(tmp_path_factory: pytest.TempPathFactory, drawn_assets: Assets) -> Path:
    folder = tmp_path_factory.mktemp("show") / "s1"
    return perform(folder, SETTINGS, assets=drawn_assets, seed=4)


def truth_of(folder: Path) -> Any:
    return json.loads((folder / "truth.json").read_text(encoding="utf-8"))


def test_the_video_is_as_long_and_large_as_asked_for(show: Path) -> None:
    facts = probe(show / "video.mp4")
    assert facts.size == SETTINGS.size
    assert facts.duration == pytest.approx(SETTINGS.seconds, abs=0.25)


def test_every_exhibited_product_is_on_the_shelf(show: Path) -> None:
    catalog = read_catalog(show / "catalog.csv")
    exhibits = truth_of(show)["exhibits"]
    assert len(exhibits) == SETTINGS.n_exhibits
    assert len(catalog) == SETTINGS.n_products
    assert {exhibit["product_id"] for exhibit in exhibits} <= {product.id for product in catalog}


def test_the_shelf_has_a_picture_of_each_product(show: Path) -> None:
    for product in read_catalog(show / "catalog.csv"):
        assert product.images[0].is_file()


def test_boxes_lie_inside_the_picture(show: Path) -> None:
    width, height = SETTINGS.size
    frames = truth_of(show)["boxes"]["frames"]
    assert len(frames) == pytest.approx(SETTINGS.seconds * 5, abs=1)
    for frame in frames:
        for seen in frame["objects"]:
            x0, y0, x1, y1 = seen["box"]
            assert 0 <= x0 < x1 <= width
            assert 0 <= y0 < y1 <= height


def test_a_box_is_an_exhibit_s_only_while_it_is_exhibited(show: Path) -> None:
    truth = truth_of(show)
    for frame in truth["boxes"]["frames"]:
        now = {e["product_id"] for e in truth["exhibits"] if e["start"] <= frame["t"] < e["end"]}
        shown = {seen["product_id"] for seen in frame["objects"] if seen["role"] == "exhibit"}
        assert shown <= now


def test_a_product_has_one_box_in_a_picture(show: Path) -> None:
    for frame in truth_of(show)["boxes"]["frames"]:
        ids = [seen["product_id"] for seen in frame["objects"]]
        assert len(set(ids)) == len(ids)


def test_the_truth_says_what_each_comment_refers_to(show: Path) -> None:
    shelf = {product.id for product in read_catalog(show / "catalog.csv")}
    typed = [json.loads(line) for line in (show / "comments.jsonl").read_text(encoding="utf-8").splitlines()]
    told = truth_of(show)["comments"]
    assert [(c["t"], c["user"]) for c in told] == [(c["t"], c["user"]) for c in typed]
    assert {c["product_id"] for c in told if c["kind"] == "ask"} <= shelf
    assert any(c["kind"] == "ask" for c in told)
    assert all(c["product_id"] is None for c in told if c["kind"] in {"talk", "spam"})


def test_exhibits_are_in_order_and_inside_the_show(show: Path) -> None:
    exhibits = truth_of(show)["exhibits"]
    assert [e["start"] for e in exhibits] == sorted(e["start"] for e in exhibits)
    assert all(0 < e["start"] < e["end"] <= SETTINGS.seconds for e in exhibits)


def test_words_and_comments_lie_inside_the_show(show: Path) -> None:
    words = truth_of(show)["words"]
    comments = [json.loads(line) for line in (show / "comments.jsonl").read_text(encoding="utf-8").splitlines()]
    assert words
    assert all(0 <= word["start"] < word["end"] <= SETTINGS.seconds for word in words)
    assert all(0 <= comment["t"] < SETTINGS.seconds for comment in comments)


def test_the_same_seed_gives_the_same_show(show: Path, tmp_path: Path, drawn_assets: Assets) -> None:
    again = tmp_path / "s1"
    perform(again, SETTINGS, assets=drawn_assets, seed=4)
    for name in ("truth.json", "catalog.csv", "comments.jsonl", "transcript.srt"):
        assert (again / name).read_bytes() == (show / name).read_bytes()


def test_a_show_is_made_from_nothing_and_tells_its_progress(tmp_path: Path) -> None:
    told: list[float] = []
    settings = StreamSettings(seconds=6.0, size=(128, 96), fps=5, n_products=2, n_exhibits=1, language="zh")
    folder = simulate_stream(tmp_path / "new" / "show", settings, seed=1, progress=told.append)
    assert len(truth_of(folder)["exhibits"]) == 1
    assert told == sorted(told)
    assert told[-1] == 1.0


def test_a_show_without_exhibits_is_possible(tmp_path: Path, drawn_assets: Assets) -> None:
    settings = StreamSettings(seconds=2.0, size=(128, 96), fps=5, n_products=3, n_exhibits=0)
    assert truth_of(perform(tmp_path, settings, assets=drawn_assets, seed=1))["exhibits"] == []


@pytest.mark.parametrize(
    "wrong",
    [{"seconds": 0.0}, {"size": (63, 96)}, {"size": (129, 96)}, {"n_products": 0}, {"language": "fr"}],
    ids=["no time", "too small", "odd", "empty shelf", "unknown language"],
)
def test_settings_that_make_no_show_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(SettingsError, match="give"):
        StreamSettings(**wrong)


def test_a_file_in_the_folder_s_place_is_refused(tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.write_text("")
    with pytest.raises(SettingsError, match="it is a file"):
        simulate_stream(taken, SETTINGS, seed=1)
