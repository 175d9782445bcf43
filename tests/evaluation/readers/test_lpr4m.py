"""LPR4M's annotation files as its authors describe them."""

import json
from pathlib import Path

import pytest

from fashion_focus.core.errors import InputError
from fashion_focus.evaluation.readers import read_lpr4m

LIVE = "7b601b02-2c63-11ee-bb6d-b8cef60c2fd0"
CLIP = f"{LIVE}-1667916122888-1667916252390"
RIGHT, WRONG = "fff8b484-2eeb-11ee-b7bb-77cb20e634dc", "aaa8b484-2eeb-11ee-b7bb-77cb20e634dc"


def annotations(folder: Path, *, live: str = LIVE) -> Path:
    folder.mkdir()
    (folder / "test_videoid_to_gtimage_20079.json").write_text(json.dumps({CLIP: [RIGHT]}))
    (folder / "test_liveid_to_gallery_110.json").write_text(json.dumps({live: [f"{RIGHT}.jpg", WRONG]}))
    return folder


def test_a_clip_is_searched_in_its_own_livestream(tmp_path: Path) -> None:
    read = read_lpr4m(annotations(tmp_path / "annotations"))
    (query,) = read.queries
    assert (query.id, query.wanted, query.gallery) == (CLIP, frozenset({RIGHT}), LIVE)
    assert read.galleries[LIVE] == {RIGHT, WRONG}


def test_words_and_pictures_are_added_where_they_lie(tmp_path: Path) -> None:
    folder = annotations(tmp_path / "annotations")
    (folder / "test_videoid_asr_20079.txt").write_text(f"{CLIP}\t这件外套\n", encoding="utf-8")
    (folder / "test_image_title_6076.txt").write_text(f"{RIGHT}\t外套\n", encoding="utf-8")
    (tmp_path / "query" / CLIP).mkdir(parents=True)
    (tmp_path / "query" / CLIP / f"{CLIP}-0003.jpg").touch()
    (tmp_path / "gallery" / LIVE).mkdir(parents=True)
    (tmp_path / "gallery" / LIVE / f"{RIGHT}.jpg").touch()
    read = read_lpr4m(folder, pictures=tmp_path)
    assert read.queries[0].text == "这件外套"
    assert [crop.file.name for crop in read.queries[0].crops] == [f"{CLIP}-0003.jpg"]
    found = {image.id: image for image in read.images}
    assert (found[RIGHT].text, len(found[RIGHT].crops), len(found[WRONG].crops)) == ("外套", 1, 0)


def test_missing_files_and_galleries_are_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no gallery"):
        read_lpr4m(annotations(tmp_path / "other", live="b-c-d-e-f"))
    with pytest.raises(InputError, match=r"test_videoid_to_gtimage\*\.json"):
        read_lpr4m(tmp_path)
