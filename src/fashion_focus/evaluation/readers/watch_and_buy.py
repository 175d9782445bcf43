"""Watch and Buy (Tianchi 2020, "Taobao live commodity identification"): one folder a part, JSON beside each picture.

The layout was established from what entrants published; the data itself has not been read with this code.
"""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel, TypeAdapter

from fashion_focus.core.errors import InputError
from fashion_focus.evaluation.readers.pairs import Crop, GalleryImage, PairedSet, VideoQuery, read_json

GALLERY = "all"


class _Instance(BaseModel):
    label: str = ""
    instance_id: int
    box: tuple[float, float, float, float]


class _Image(BaseModel):
    item_id: str
    img_name: str
    annotations: list[_Instance]


class _Frame(BaseModel):
    frame_index: int
    annotations: list[_Instance]


class _Video(BaseModel):
    video_id: str
    frames: list[_Frame]


_IMAGE = TypeAdapter(_Image)
_VIDEO = TypeAdapter(_Video)


def read_watch_and_buy(folder: Path) -> PairedSet:
    """All parts of a folder: <part>/image_annotation/<item>/*.json and <part>/video_annotation/*.json.

    A video is a query with the boxes that its frames annotate; right are the items with an instance of the same
    positive number (0 is a garment without a pair). Raises InputError naming the file and what is wrong with it.
    """
    images = [(path, read_json(path, _IMAGE)) for path in sorted(folder.glob("*/image_annotation/*/*.json"))]
    videos = [(path, read_json(path, _VIDEO)) for path in sorted(folder.glob("*/video_annotation/*.json"))]
    if not images or not videos:
        raise InputError(f"no annotations in {folder}; name the folder above the unpacked parts (docs/protocols.md)")
    owners: dict[int, set[str]] = defaultdict(set)
    crops: dict[str, list[Crop]] = defaultdict(list)
    for path, image in images:
        file = path.parents[2] / "image" / path.parent.name / image.img_name
        crops[image.item_id] += [Crop(file, box=each.box) for each in image.annotations]
        for each in _numbered(image.annotations):
            owners[each.instance_id].add(image.item_id)
    gallery = tuple(GalleryImage(item, tuple(parts)) for item, parts in crops.items())
    queries = tuple(_query(path, video, owners) for path, video in videos)
    return PairedSet(queries, gallery, {GALLERY: frozenset(crops)})


def _query(path: Path, video: _Video, owners: dict[int, set[str]]) -> VideoQuery:
    part = path.parents[1]
    file = part / "video" / f"{path.stem}.mp4"
    shown = [(frame.frame_index, each) for frame in video.frames for each in _numbered(frame.annotations)]
    wanted = frozenset(item for _, each in shown for item in owners.get(each.instance_id, ()))
    words = part / "video_text" / f"{path.stem}.txt"
    text = words.read_text(encoding="utf-8").strip() if words.exists() else ""
    category = shown[0][1].label if shown else ""
    crops = tuple(Crop(file, frame, each.box) for frame, each in shown)
    return VideoQuery(video.video_id, wanted, GALLERY, crops, category=category, text=text)


def _numbered(instances: list[_Instance]) -> Iterator[_Instance]:
    return (each for each in instances if each.instance_id > 0)
