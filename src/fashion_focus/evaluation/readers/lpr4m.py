"""LPR4M (Yang et al., ICCV 2023): the annotation files of its test set, and the pictures where they lie beside them."""

from pathlib import Path

from pydantic import TypeAdapter

from fashion_focus.core.errors import InputError
from fashion_focus.evaluation.readers.pairs import Crop, GalleryImage, PairedSet, VideoQuery, only_file, read_json

_ID_PARTS = 5
_LISTS = TypeAdapter(dict[str, list[str]])


def read_lpr4m(annotations: Path, *, pictures: Path | None = None) -> PairedSet:
    """The test set: one query a clip, searched among the shop pictures of its own livestream.

    annotations: folder with test_videoid_to_gtimage_*.json and test_liveid_to_gallery_*.json, and, if they are there,
    test_videoid_asr_*.txt and test_image_title_*.txt. pictures: folder with query/<video id>/ and
    gallery/<livestream id>/, as LPR750K unpacks. Raises InputError naming what is missing or wrong.
    """
    wanted = read_json(only_file(annotations, "test_videoid_to_gtimage*.json"), _LISTS)
    shops = read_json(only_file(annotations, "test_liveid_to_gallery*.json"), _LISTS)
    galleries = {live: frozenset(map(image_id, names)) for live, names in shops.items()}
    strays = sorted(video for video in wanted if live_id(video) not in galleries)
    if strays:
        raise InputError(
            f"{len(strays)} clips in {annotations} have no gallery, the first is {strays[0]}; get both files"
        )
    speech = _columns(annotations, "test_videoid_asr*.txt")
    titles = _columns(annotations, "test_image_title*.txt")
    queries = [
        VideoQuery(
            video,
            frozenset(map(image_id, names)),
            live_id(video),
            _crops(pictures, "query", video, "*"),
            text=speech.get(video, ""),
        )
        for video, names in wanted.items()
    ]
    images = [
        GalleryImage(name, _crops(pictures, "gallery", live, f"{name}*"), text=titles.get(name, ""))
        for live, names in galleries.items()
        for name in sorted(names)
    ]
    return PairedSet(tuple(queries), tuple(images), galleries)


def live_id(clip: str) -> str:
    """The livestream of a clip, frame or picture name: its first five groups (a UUID)."""
    return "-".join(clip.split("-")[:_ID_PARTS])


def image_id(name: str) -> str:
    """A shop picture's id from its id, file name or address."""
    return live_id(name.rsplit("/", 1)[-1].split(".", maxsplit=1)[0])


def _crops(pictures: Path | None, kind: str, folder: str, pattern: str) -> tuple[Crop, ...]:
    if pictures is None:
        return ()
    return tuple(Crop(path) for path in sorted((pictures / kind / folder).glob(pattern)))


def _columns(folder: Path, pattern: str) -> dict[str, str]:
    """Id to text of a file with one pair a line, parted by a tab; none where there is no such file."""
    found = sorted(folder.glob(pattern))
    lines = found[0].read_text(encoding="utf-8").split("\n") if found else []
    parts = (line.rstrip("\r").partition("\t") for line in lines if line.strip())
    return {name.strip(): text.strip() for name, _, text in parts}
