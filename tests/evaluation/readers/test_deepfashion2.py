"""DeepFashion2's annotation files as its authors describe them."""

import json
from pathlib import Path

import pytest

from fashion_focus.core.errors import InputError
from fashion_focus.evaluation.readers import read_deepfashion2


def item(style: int, name: str = "short sleeve top") -> dict[str, object]:
    return {"category_name": name, "category_id": 1, "style": style, "bounding_box": [1, 2, 30, 40], "scale": 2}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    pictures = {
        "000001": {"source": "user", "pair_id": 1, "item1": item(1), "item2": item(0)},
        "000002": {"source": "user", "pair_id": 1, "item1": item(1)},
        "000003": {"source": "shop", "pair_id": 1, "item1": item(1), "item2": item(2, "skirt")},
        "000004": {"source": "user", "pair_id": 2, "item1": item(1)},
        "000005": {"source": "shop", "pair_id": 3, "item1": item(0)},
        "000006": {"source": "user", "pair_id": 1, "item1": item(2, "skirt")},
    }
    (tmp_path / "annos").mkdir()
    for name, document in pictures.items():
        (tmp_path / "annos" / f"{name}.json").write_text(json.dumps(document))
    return tmp_path


def test_consumers_items_want_shop_items_of_their_pair_and_style(folder: Path) -> None:
    read = read_deepfashion2(folder)
    assert {query.id: set(query.wanted) for query in read.queries} == {
        "000001/item1": {"000003/item1"},
        "000002/item1": {"000003/item1"},
        "000006/item1": {"000003/item2"},
    }
    assert read.galleries["all"] == {"000003/item1", "000003/item2", "000005/item1"}
    assert read.images[0].crops[0].file == folder / "image" / "000003.jpg"
    assert read.queries[0].crops[0].box == (1, 2, 30, 40)


def test_grouped_it_is_a_video_to_shop_set(folder: Path) -> None:
    (query,) = read_deepfashion2(folder, grouped=True).queries
    assert query.id == "1_1"
    assert [crop.file.stem for crop in query.crops] == ["000001", "000002"]


def test_faults_are_named(folder: Path, tmp_path: Path) -> None:
    (folder / "annos" / "000009.json").write_text('{"source": "user", "pair_id": 1, "item1": {"style": 1}}')
    with pytest.raises(InputError, match=r"000009\.json: item1\.category_name"):
        read_deepfashion2(folder)
    (folder / "annos" / "000009.json").write_text('{"source": "web", "pair_id": 1}')
    with pytest.raises(InputError, match=r"000009\.json: source"):
        read_deepfashion2(folder)
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match="no annos"):
        read_deepfashion2(tmp_path / "empty")
