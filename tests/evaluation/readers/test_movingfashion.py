"""MovingFashion's JSON as its authors distribute it."""

import json
from pathlib import Path

import pytest

from fashion_focus.core.errors import InputError
from fashion_focus.evaluation.readers import read_movingfashion

TINY = {
    "701": {"video_paths": ["videos/701.mp4"], "img_path": "imgs/701.jpg", "source": 1},
    "702": {"video_paths": ["videos/702a.mp4", "videos/702b.mp4"], "img_path": "imgs/702.jpg", "source": 0},
}


def test_videos_are_queries_and_products_the_gallery(tmp_path: Path) -> None:
    (tmp_path / "test.json").write_text(json.dumps(TINY))
    read = read_movingfashion(tmp_path / "test.json")
    assert [(q.id, set(q.wanted), q.split) for q in read.queries] == [
        ("701", {"701"}, "regular"),
        ("702/0", {"702"}, "hard"),
        ("702/1", {"702"}, "hard"),
    ]
    assert read.galleries == {"all": frozenset({"701", "702"})}
    assert read.queries[0].crops[0].file == tmp_path / "videos" / "701.mp4"
    assert read.images[1].crops[0].file == tmp_path / "imgs" / "702.jpg"


def test_another_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "test.json").write_text('{"701": {"img_path": "x"}}')
    with pytest.raises(InputError, match=r"test\.json: 701\.video_paths"):
        read_movingfashion(tmp_path / "test.json")
    with pytest.raises(InputError, match="cannot read"):
        read_movingfashion(tmp_path / "train.json")
