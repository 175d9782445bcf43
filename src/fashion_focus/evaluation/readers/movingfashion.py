"""MovingFashion (Godi et al., WACV 2022): train.json and test.json beside videos/ and imgs/."""

from pathlib import Path

from pydantic import BaseModel, Field, TypeAdapter

from fashion_focus.evaluation.readers.pairs import Crop, GalleryImage, PairedSet, VideoQuery, read_json

GALLERY = "all"
# The authors' evaluation counts source 1 as regular and every other one as hard.
_REGULAR_SOURCE = 1


class _Product(BaseModel):
    video_paths: list[str] = Field(min_length=1)
    img_path: str
    source: int


_SHAPE = TypeAdapter(dict[str, _Product])


def read_movingfashion(path: Path) -> PairedSet:
    """One of the set's JSON files: product id to video_paths, img_path and source; paths are relative to it.

    Each video is a query; the gallery is every product of the file. split: "regular" or "hard".
    Raises InputError naming what is wrong.
    """
    products = read_json(path, _SHAPE)
    folder = path.parent
    queries = [
        VideoQuery(
            id=f"{product_id}/{number}" if len(product.video_paths) > 1 else product_id,
            wanted=frozenset({product_id}),
            gallery=GALLERY,
            crops=(Crop(folder / video),),
            split="regular" if product.source == _REGULAR_SOURCE else "hard",
        )
        for product_id, product in products.items()
        for number, video in enumerate(product.video_paths)
    ]
    images = [GalleryImage(name, (Crop(folder / product.img_path),)) for name, product in products.items()]
    return PairedSet(tuple(queries), tuple(images), {GALLERY: frozenset(products)})
