"""Simulated shelves and queries, for fitting and judging how similarities become probabilities.

A shelf is drawn from products of one split, near twins together. Queries are pooled vectors of one to four filmed
crops of one thing: a product of the shelf, a product that is not on it (perhaps a twin of one that is), or no product
at all (a piece of a room or of a person).
"""

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from fashion_focus.core.arrays import Indices, Pixels, Vectors
from fashion_focus.embedding import SIDE, letterbox, pool_tracklet, prepare_view
from fashion_focus.retrieval import Gallery
from fashion_focus.training.visual_filming import Filming
from fashion_focus.training.visual_handling import Random
from fashion_focus.training.visual_material import Item, Pictures
from fashion_focus.training.visual_pairs import PairSampler
from fashion_focus.training.visual_protocols import Encode

_PATCH_SHARE = (0.15, 0.6)
_MOST_VIEWS = 3
_MATES = 0.6
_MOST_CROPS = 4
_ON_SHELF, _OFF_SHELF = 0.6, 0.85


@dataclass(frozen=True, slots=True)
class Embedded:
    """Products of one split as vectors, and things that are no products.

    views: per item (V, D). crops: per item (C, D). groups: per item. patches: (M, D).
    """

    views: tuple[Vectors, ...]
    crops: tuple[Vectors, ...]
    groups: tuple[str, ...]
    patches: Vectors


@dataclass(frozen=True, slots=True)
class Scene:
    """A shelf and Q queries (Q, D). answers: (Q,) column of the right product, or P for none of these.

    twinned: (Q,) whether the shelf holds a twin of the right product.
    """

    gallery: Gallery
    queries: Vectors
    answers: Indices
    twinned: Indices


def embed_items(
    items: tuple[Item, ...], rooms: list[Pixels], people: list[Pixels], *, encode: Encode, n_crops: int, seed: int
) -> Embedded:
    """Film and embed every item n_crops times, its views, and as many patches as items."""
    pictures = Pictures()
    rng = np.random.default_rng(seed)
    sampler = PairSampler(items, rooms, filming=Filming(), seed=seed)
    views, crops = [], []
    for item in items:
        shown = [item.main, *item.with_roles("back")][:_MOST_VIEWS]
        views.append(encode(np.stack([prepare_view(pictures.whole(photo.file)) for photo in shown])))
        photos = [item.photos[int(rng.integers(len(item.photos)))] for _ in range(n_crops)]
        crops.append(encode(np.stack([sampler.crop(item, photo) for photo in photos])))
    patches = encode(np.stack([patch(rooms if k % 2 else people, rng) for k in range(2 * len(items))]))
    return Embedded(tuple(views), tuple(crops), tuple(item.group for item in items), patches)


def patch(pictures: list[Pixels], rng: Random) -> Pixels:
    """A random piece of a picture, as a detector's mistake would be cut."""
    whole = pictures[int(rng.integers(len(pictures)))]
    height, width = whole.shape[:2]
    rows, columns = (int(side * rng.uniform(*_PATCH_SHARE)) for side in (height, width))
    top, left = int(rng.integers(0, height - rows + 1)), int(rng.integers(0, width - columns + 1))
    piece = whole[top : top + rows, left : left + columns]
    coded = cv2.imencode(".jpg", piece, [cv2.IMWRITE_JPEG_QUALITY, int(rng.uniform(30, 90))])[1]
    return letterbox(np.asarray(cv2.imdecode(coded, cv2.IMREAD_COLOR), np.uint8), side=SIDE)


def draw_scene(embedded: Embedded, rng: Random, *, model: str, n_queries: int = 24) -> Scene:
    """A random shelf of 5 to 40 products and queries of all three kinds."""
    chosen = _draw_products(embedded, rng, n=int(np.exp(rng.uniform(np.log(5), np.log(40)))))
    views = [embedded.views[item][: int(rng.integers(1, _MOST_VIEWS + 1))] for item in chosen]
    ids = [str(item) for item, rows in zip(chosen, views, strict=True) for _ in rows]
    drawn = [_draw_query(embedded, rng, chosen=chosen) for _ in range(n_queries)]
    queries, answers, twinned = zip(*drawn, strict=True)
    gallery = Gallery.of_products(ids, np.concatenate(views), model=model)
    return Scene(gallery, np.stack(queries), np.array(answers), np.array(twinned, np.int64))


def _draw_products(embedded: Embedded, rng: Random, *, n: int) -> list[int]:
    order = [int(item) for item in rng.permutation(len(embedded.groups))]
    chosen: dict[int, None] = {}
    for item in order:
        chosen[item] = None
        if rng.random() < _MATES:
            mates = [other for other in order if embedded.groups[other] == embedded.groups[item]]
            chosen.update(dict.fromkeys(mates[:4]))
        if len(chosen) >= n:
            break
    return list(chosen)


def _draw_query(embedded: Embedded, rng: Random, *, chosen: list[int]) -> tuple[Vectors, int, bool]:
    kind = rng.random()
    n_crops = int(rng.integers(1, _MOST_CROPS + 1))
    if kind > _OFF_SHELF:
        return embedded.patches[int(rng.integers(len(embedded.patches)))], len(chosen), False
    outside = [item for item in range(len(embedded.groups)) if item not in set(chosen)]
    pool = chosen if kind < _ON_SHELF or not outside else outside
    item = pool[int(rng.integers(len(pool)))]
    crops = embedded.crops[item][rng.integers(0, len(embedded.crops[item]), n_crops)]
    vector = pool_tracklet(crops, np.ones(n_crops, np.float32))
    if pool is outside:
        return vector, len(chosen), False
    groups = [embedded.groups[other] for other in chosen]
    return vector, chosen.index(item), groups.count(embedded.groups[item]) > 1


def read_people(places: Path) -> list[Pixels]:
    """Pictures of people and hands, for patches that show no product."""
    files = sorted((places / "people").glob("*.jpg"))
    pictures = Pictures()
    return [pictures.whole(file)[..., :3] for file in files]
