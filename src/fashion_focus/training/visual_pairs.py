"""Batches for tracklet-to-image metric learning: filmed crops beside the shop's pictures of the same products.

Video2Shop (Cheng et al., CVPR 2017) learns from pairs of video tracklets and shop images. We have the shop images
only, so the video side is simulated (`visual_filming`); members of one group (colourways, flavours) come together.
"""

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from fashion_focus.core.arrays import Indices, Pixels
from fashion_focus.embedding import letterbox, prepare_view
from fashion_focus.training.visual_filming import Filming, Random, film, film_photo
from fashion_focus.training.visual_material import Item, Photo, Pictures

_SHOP_SOURCES = ("grocery",)
# Products with several real pictures teach more than those with one; weights measured on the val split.
_WEIGHT_BY_PHOTOS = ((1, 1.0), (6, 2.0), (10_000, 3.0))
_MATES = 0.5
_SAME_SHADE = 20.0
"""Lab distance up to which a back or close-up photo shows the main photo's shade (data description)."""


@dataclass(frozen=True, slots=True)
class Pairs:
    """B pairs. crops, views: (B, SIDE, SIDE, 3). labels, groups: (B,). shaded: (B,) false where the colour misleads."""

    crops: Pixels
    views: Pixels
    labels: Indices
    groups: Indices
    shaded: npt.NDArray[np.bool_]


class PairSampler:
    """Draws batches of pairs without end; the same seed gives the same batches."""

    def __init__(self, items: tuple[Item, ...], rooms: list[Pixels], *, filming: Filming, seed: int) -> None:
        self._items = items
        self._rooms = rooms
        self._filming = filming
        self._rng = np.random.default_rng(seed)
        self._pictures = Pictures()
        names = sorted({item.group for item in items})
        self._groups = np.array([names.index(item.group) for item in items])
        self._mates = defaultdict(list)
        for index, group in enumerate(self._groups):
            self._mates[int(group)].append(index)
        weights = np.array([_weight(item) for item in items])
        self._shares = weights / weights.sum()

    def draw(self, n_pairs: int) -> Pairs:
        """One batch; half of the products bring one or two near twins along, where they have any."""
        labels = self._draw_labels(n_pairs)
        made = [self._pair(self._items[label]) for label in labels]
        crops, views, shaded = zip(*made, strict=True)
        return Pairs(np.stack(crops), np.stack(views), labels, self._groups[labels], np.array(shaded))

    def _draw_labels(self, n_pairs: int) -> Indices:
        chosen: dict[int, None] = {}
        while len(chosen) < n_pairs:
            label = int(self._rng.choice(len(self._items), p=self._shares))
            chosen[label] = None
            mates = self._mates[int(self._groups[label])]
            if len(mates) > 1 and self._rng.random() < _MATES:
                chosen.update(dict.fromkeys(map(int, self._rng.permutation(mates)[:2])))
        return np.array(list(chosen)[:n_pairs], np.int64)

    def _pair(self, item: Item) -> tuple[Pixels, Pixels, bool]:
        rng = self._rng
        seen = item.photos[int(rng.integers(len(item.photos)))]
        return self.crop(item, seen), self._view(item, seen), seen.color_distance < _SAME_SHADE

    def crop(self, item: Item, photo: Photo) -> Pixels:
        """A filmed crop of one photo."""
        rng, filming = self._rng, self._filming
        whole = photo.role == "natural" and (item.source in _SHOP_SOURCES or rng.random() < 0.4)
        if whole:
            keep = (0.45, 1.0) if item.source in _SHOP_SOURCES else (0.7, 1.0)
            return film_photo(self._pictures.whole(photo.file)[..., :3], rng, filming=filming, keep=keep)
        room = self._rooms[int(rng.integers(len(self._rooms)))]
        other = self._pictures.sprite(self._items[int(rng.integers(len(self._items)))].main.file)
        return film(self._pictures.sprite(photo.file), room, rng, filming=filming, other=other)

    def _view(self, item: Item, seen: Photo) -> Pixels:
        rng = self._rng
        photo = item.main
        others = [view for view in item.with_roles("view", "back") if view is not seen]
        if others and rng.random() < 0.3:
            photo = others[int(rng.integers(len(others)))]
        cut = photo.role == "natural" and rng.random() < 0.4
        view = prepare_view(self._pictures.sprite(photo.file) if cut else self._pictures.whole(photo.file))
        return _redrawn(view, rng)


def _weight(item: Item) -> float:
    return next(weight for most, weight in _WEIGHT_BY_PHOTOS if len(item.photos) <= most)


def _redrawn(view: Pixels, rng: Random) -> Pixels:
    """A shop picture as another shop may crop it: a little larger or smaller."""
    if rng.random() < 0.5:
        return view
    side = view.shape[0]
    inset = int(rng.integers(0, side // 16 + 1))
    return letterbox(view[inset : side - inset, inset : side - inset], side=side)
