"""DeepFashion2 (Ge et al., CVPR 2019): image/ and annos/ of one split, also in its video-to-shop form."""

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, TypeAdapter

from fashion_focus.core.errors import InputError
from fashion_focus.evaluation.readers.pairs import Crop, GalleryImage, PairedSet, VideoQuery, read_json

GALLERY = "all"
FEWEST_VIEWS = 2
"""A product of Multi-DeepFashion2 has at least so many pictures of consumers (Godi et al. 2022)."""


class _Item(BaseModel):
    category_name: str
    style: int
    bounding_box: tuple[float, float, float, float]


class _Picture(BaseModel):
    """Items stand beside the two other keys, as item1, item2 and so on."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, _Item]
    source: Literal["shop", "user"]
    pair_id: int


_PICTURE = TypeAdapter(_Picture)


@dataclass(frozen=True, slots=True)
class _Worn:
    id: str
    is_shop: bool
    pair: int
    style: int
    category: str
    crop: Crop

    @property
    def product(self) -> str:
        """Identity: two items are the same product where pair and style agree and the style is above 0."""
        return f"{self.pair}_{self.style}"


def read_deepfashion2(folder: Path, *, grouped: bool = False) -> PairedSet:
    """A split's folder with annos/*.json and image/*.jpg: consumers' items as queries, all shop items as gallery.

    Queries are items with a style that some shop item of the same pair has. grouped: all consumers' items of one
    product are one query, as the frames of a video would be (Multi-DeepFashion2); products with fewer than two are
    left out. Boxes are [x0, y0, x1, y1]. Raises InputError naming the file and what is wrong with it.
    """
    worn = [item for path in sorted((folder / "annos").glob("*.json")) for item in _items(path)]
    if not worn:
        raise InputError(f"no annos/*.json with items in {folder}; name the folder of one split (docs/protocols.md)")
    shop = [item for item in worn if item.is_shop]
    answers: dict[str, set[str]] = defaultdict(set)
    for item in shop:
        if item.style > 0:
            answers[item.product].add(item.id)
    asked = [item for item in worn if not item.is_shop and item.style > 0 and item.product in answers]
    groups: dict[str, list[_Worn]] = defaultdict(list)
    for item in asked:
        groups[item.product if grouped else item.id].append(item)
    queries = tuple(
        VideoQuery(
            name,
            frozenset(answers[items[0].product]),
            GALLERY,
            tuple(item.crop for item in items),
            category=items[0].category,
        )
        for name, items in groups.items()
        if not grouped or len(items) >= FEWEST_VIEWS
    )
    images = tuple(GalleryImage(item.id, (item.crop,), item.category) for item in shop)
    return PairedSet(queries, images, {GALLERY: frozenset(item.id for item in shop)})


def _items(path: Path) -> list[_Worn]:
    picture = read_json(path, _PICTURE)
    file = path.parents[1] / "image" / f"{path.stem}.jpg"
    is_shop = picture.source == "shop"
    return [
        _Worn(
            f"{path.stem}/{name}",
            is_shop,
            picture.pair_id,
            item.style,
            item.category_name,
            Crop(file, box=item.bounding_box),
        )
        for name, item in picture.__pydantic_extra__.items()
    ]
