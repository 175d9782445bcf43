"""The questions by which visual encoders are judged: crops of products, and the gallery to find them in."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from fashion_focus.core.arrays import Indices, Pixels, Vectors
from fashion_focus.embedding import prepare_view
from fashion_focus.training.visual_filming import Filming, film
from fashion_focus.training.visual_material import Item, Photo, Pictures
from fashion_focus.training.visual_pairs import PairSampler

Encode = Callable[[Pixels], Vectors]
"""(N, SIDE, SIDE, 3) to (N, D) unit rows."""

_SCANNED = ("gso", "ocrtoc", "unity", "ycb")
_CALM = Filming(hand=0, sticker=0, neighbour=0, part=0, mirrored=0, low_resolution=0.2, motion_blur=0.1, exposure=0.2)


@dataclass(frozen=True, slots=True)
class Question:
    """Queries (Q, SIDE, SIDE, 3) with their products (Q,), as rows of the gallery views (G, SIDE, SIDE, 3)."""

    name: str
    queries: Pixels
    answers: Indices
    gallery: Pixels


@dataclass(frozen=True, slots=True)
class Answer:
    """Recall at one with a 95 % interval of a bootstrap over products."""

    name: str
    n_queries: int
    n_products: int
    recall: float
    low: float
    high: float


def questions(items: tuple[Item, ...], rooms: list[Pixels], *, seed: int = 0) -> Iterator[Question]:
    """All questions that these items allow."""
    pictures = Pictures()

    def as_stored(photo: Photo) -> Pixels:
        return prepare_view(pictures.whole(photo.file))

    rng = np.random.default_rng(seed)

    def in_a_room(photo: Photo) -> Pixels:
        room = rooms[int(rng.integers(len(rooms)))]
        return film(pictures.sprite(photo.file), room, rng, filming=_CALM)

    packs = tuple(item for item in items if item.source == "grocery")
    garments = tuple(item for item in items if item.source == "magento" and item.category == "clothing")
    scans = tuple(item for item in items if item.source in _SCANNED)
    yield _question("hand-held pack to shop picture", packs, ("natural",), as_stored, pictures)
    yield _question("garment's back or close-up to main", garments, ("back", "closeup"), as_stored, pictures)
    yield _question("scan on white to shop picture", scans, ("view",), as_stored, pictures)
    yield _question("scan in a room to shop picture", scans, ("view",), in_a_room, pictures)
    sampler = PairSampler(items, rooms, filming=replace(Filming(), low_resolution=0.3), seed=seed)
    yield _filmed(items, sampler, pictures)


def _question(
    name: str,
    items: tuple[Item, ...],
    roles: tuple[str, ...],
    draw: Callable[[Photo], Pixels],
    pictures: Pictures,
) -> Question:
    pairs = [(row, photo) for row, item in enumerate(items) for photo in item.with_roles(*roles)]
    queries = np.stack([draw(photo) for _, photo in pairs])
    return Question(name, queries, np.array([row for row, _ in pairs]), _gallery(items, pictures))


def _filmed(items: tuple[Item, ...], sampler: PairSampler, pictures: Pictures, *, n_crops: int = 3) -> Question:
    rows = np.repeat(np.arange(len(items)), n_crops)
    photos = [items[row].photos[k % len(items[row].photos)] for row, k in zip(rows, _counter(n_crops), strict=False)]
    crops = np.stack([sampler.crop(items[row], photo) for row, photo in zip(rows, photos, strict=True)])
    return Question("filmed crop of any product to all main pictures", crops, rows, _gallery(items, pictures))


def _counter(n: int) -> Iterator[int]:
    while True:
        yield from range(n)


def _gallery(items: tuple[Item, ...], pictures: Pictures) -> Pixels:
    return np.stack([prepare_view(pictures.whole(item.main.file)) for item in items])


def answer(question: Question, encode: Encode, *, rounds: int = 2000) -> Answer:
    """How often the nearest gallery view by cosine is the right product's."""
    nearest = (encode(question.queries) @ encode(question.gallery).T).argmax(axis=1)
    right = (nearest == question.answers).astype(np.float64)
    products = np.unique(question.answers)
    sums = np.array([right[question.answers == product].sum() for product in products])
    counts = np.array([(question.answers == product).sum() for product in products])
    drawn = np.random.default_rng(0).integers(0, len(products), (rounds, len(products)))
    means = sums[drawn].sum(axis=1) / counts[drawn].sum(axis=1)
    low, high = np.quantile(means, [0.025, 0.975])
    return Answer(question.name, len(right), len(question.gallery), float(right.mean()), float(low), float(high))
