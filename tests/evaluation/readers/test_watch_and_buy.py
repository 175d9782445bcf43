"""Watch and Buy's folders as entrants of the competition read them."""

import json
from pathlib import Path

import pytest

from fashion_focus.core.errors import InputError
from fashion_focus.evaluation.readers import read_watch_and_buy


def garment(instance: int, label: str = "长袖上衣") -> dict[str, object]:
    return {"label": label, "viewpoint": 0, "display": 1, "instance_id": instance, "box": [148, 74, 505, 661]}


def write(path: Path, document: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(document), encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    part = tmp_path / "train_dataset_part1"
    for item, instances in (("000041", [20004101]), ("000042", [20004201, 0])):
        annotations = [garment(instance) for instance in instances]
        image = {"item_id": item, "img_name": "1.jpg", "annotations": annotations}
        write(part / "image_annotation" / item / "1.json", image)
    frames = [
        {"frame_index": 0, "annotations": [garment(0)]},
        {"frame_index": 40, "annotations": [garment(20004101), garment(0)]},
    ]
    write(part / "video_annotation" / "000041.json", {"video_id": "000041", "frames": frames})
    (part / "video_text").mkdir()
    (part / "video_text" / "000041.txt").write_text("这一件\n", encoding="utf-8")
    return tmp_path


def test_a_video_wants_the_items_that_share_its_instances(folder: Path) -> None:
    read = read_watch_and_buy(folder)
    (query,) = read.queries
    assert query.wanted == {"000041"}
    assert (query.id, query.text, query.category) == ("000041", "这一件", "长袖上衣")
    (crop,) = query.crops
    assert (crop.frame, crop.box) == (40, (148, 74, 505, 661))
    assert crop.file == folder / "train_dataset_part1" / "video" / "000041.mp4"
    assert read.galleries["all"] == {"000041", "000042"}
    assert read.images[0].crops[0].file == folder / "train_dataset_part1" / "image" / "000041" / "1.jpg"


def test_a_file_of_another_shape_is_named(folder: Path) -> None:
    write(folder / "train_dataset_part1" / "video_annotation" / "000042.json", {"video_id": "000042"})
    with pytest.raises(InputError, match=r"000042\.json: frames"):
        read_watch_and_buy(folder)


def test_a_folder_without_annotations_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no annotations"):
        read_watch_and_buy(tmp_path)
