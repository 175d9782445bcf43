"""Batches for tracklet-to-image metric learning: filmed crops beside the shop's pictures of the same products.

Video2Shop (Cheng et al., CVPR 2017) learns from pairs of video tracklets and shop images. We have the shop images
only, so the video side is simulated (`visual_filming`), or another photo of the product as it is. Members of one group
(colourways, flavours) come together, and colourful products also in other hues, as further products: colour must
count, and there are few products.
"""

from collections import defaultdict
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from fashion_focus.core.arrays import Indices, Pixels
from fashion_focus.embedding import letterbox, prepare_view
from fashion_focus.training.visual_filming import Filming, film, film_photo, light, through_camera
from fashion_focus.training.visual_handling import Random
from fashion_focus.training.visual_material import Item, Photo, Pictures

_SHOP_SOURCES = ("grocery",)
# Products with several real pictures teach more than those with one; weights measured on the val split.
_WEIGHT_BY_PHOTOS = ((1, 1.0), (6, 2.5), (10_000, 4.0))
_MATES = 0.5
_OTHER_PHOTO, _AS_STORED = 0.75, 0.5
HUES = 4
"""Hues in which a product may come: its own, and three turned by quarters."""
_RECOLOURED = 0.35
_COLOURFUL = 0.25
_SAME_SHADE = 20.0
"""Lab distance up to which a back or close-up photo shows the main photo's shade (data description)."""
_STEADY = Filming(motion_blur=0.1, low_resolution=0.15)


@dataclass(frozen=True, slots=True)
class Pairs:
    """B pairs. crops, views: (B, SIDE, SIDE, 3). labels, groups: (B,). shaded: (B,) false where the colour misleads."""

    crops: Pixels
    views: Pixels
    labels: Indices
    groups: Indices
    shaded: npt.NDArray[np.bool_]


class PairSampler:
    """Draws batches of pairs without end; the same seed gives the same batches.

    Labels run to n_labels: the items in their own hue, then all of them in each other hue.
    """

    def __init__(self, items: tuple[Item, ...], rooms: list[Pixels], *, filming: Filming, seed: int) -> None:
        self._items = items
        self._rooms = rooms
        self._filming = filming
        self._rng = np.random.default_rng(seed)
        self._pictures = Pictures()
        names = sorted({item.group for item in items})
        self.groups = np.tile([names.index(item.group) for item in items], HUES)
        self._mates = defaultdict(list)
        for index in range(len(items)):
            self._mates[int(self.groups[index])].append(index)
        weights = np.array([_weight(item) for item in items])
        self._shares = weights / weights.sum()

    def draw(self, n_pairs: int) -> Pairs:
        """One batch; half of the products bring one or two near twins along, where they have any."""
        labels = self._draw_labels(n_pairs)
        made = [self._pair(int(label)) for label in labels]
        crops, views, shaded = zip(*made, strict=True)
        return Pairs(np.stack(crops), np.stack(views), labels, self.groups[labels], np.array(shaded))

    def _draw_labels(self, n_pairs: int) -> Indices:
        chosen: dict[int, None] = {}
        while len(chosen) < n_pairs:
            item = int(self._rng.choice(len(self._items), p=self._shares))
            chosen[self._in_some_hue(item)] = None
            mates = self._mates[int(self.groups[item])]
            if len(mates) > 1 and self._rng.random() < _MATES:
                chosen.update(dict.fromkeys(self._in_some_hue(int(mate)) for mate in self._rng.permutation(mates)[:2]))
        return np.array(list(chosen)[:n_pairs], np.int64)

    def _in_some_hue(self, item: int) -> int:
        if self._rng.random() >= _RECOLOURED or not is_colourful(self._pictures.sprite(self._items[item].main.file)):
            return item
        return item + len(self._items) * int(self._rng.integers(1, HUES))

    def _pair(self, label: int) -> tuple[Pixels, Pixels, bool]:
        rng, item = self._rng, self._items[label % len(self._items)]
        turn = label // len(self._items)
        others = item.photos[1:]
        seen = others[int(rng.integers(len(others)))] if others and rng.random() < _OTHER_PHOTO else item.main
        if seen is not item.main and rng.random() < _AS_STORED:
            crop = self._as_stored(seen, turn)
        else:
            crop = self.crop(item, seen, turn=turn)
        return crop, self._view(item, seen, turn), seen.color_distance < _SAME_SHADE

    def _as_stored(self, photo: Photo, turn: int) -> Pixels:
        """A photo that needs no filming: it shows the product from another side, or in somebody's hand."""
        square = light(prepare_view(self._whole(photo, turn)), self._rng, filming=self._filming, strength=0.4)
        box = np.array([0, 0, *square.shape[1::-1]], np.float32)
        return through_camera(square, box, self._rng, filming=_STEADY)

    def _whole(self, photo: Photo, turn: int) -> npt.NDArray[np.uint8]:
        return turn_hue(self._pictures.whole(photo.file), turn)

    def crop(self, item: Item, photo: Photo, *, turn: int = 0) -> Pixels:
        """A filmed crop of one photo."""
        rng, filming = self._rng, self._filming
        whole = photo.role == "natural" and (item.source in _SHOP_SOURCES or rng.random() < 0.4)
        if whole:
            keep = (0.45, 1.0) if item.source in _SHOP_SOURCES else (0.7, 1.0)
            return film_photo(self._whole(photo, turn)[..., :3], rng, filming=filming, keep=keep)
        room = self._rooms[int(rng.integers(len(self._rooms)))]
        other = self._pictures.sprite(self._items[int(rng.integers(len(self._items)))].main.file)
        sprite = turn_hue(self._pictures.sprite(photo.file), turn)
        return film(sprite, room, rng, filming=filming, other=other)

    def _view(self, item: Item, seen: Photo, turn: int) -> Pixels:
        rng = self._rng
        photo = item.main
        others = [view for view in item.with_roles("view", "back") if view is not seen]
        if others and rng.random() < 0.2:
            photo = others[int(rng.integers(len(others)))]
        cut = photo.role == "natural" and rng.random() < 0.4
        pixels = turn_hue(self._pictures.sprite(photo.file), turn) if cut else self._whole(photo, turn)
        return _redrawn(prepare_view(pixels), rng)


def turn_hue(pixels: npt.NDArray[np.uint8], quarters: int) -> npt.NDArray[np.uint8]:
    """The picture (H, W, 3 or 4) with all hues turned by quarters of the circle; greys stay."""
    if quarters == 0:
        return pixels
    hue, saturation, value = cv2.split(cv2.cvtColor(np.ascontiguousarray(pixels[..., :3]), cv2.COLOR_RGB2HSV))
    turned = ((hue.astype(np.int16) + 45 * quarters) % 180).astype(np.uint8)
    colours = np.asarray(cv2.cvtColor(cv2.merge([turned, saturation, value]), cv2.COLOR_HSV2RGB), np.uint8)
    return np.concatenate([colours, pixels[..., 3:]], axis=2)


def is_colourful(sprite: npt.NDArray[np.uint8]) -> bool:
    """Whether a turned hue would be seen: enough of what is opaque (H, W, 4) is vivid."""
    low, high = sprite[..., :3].min(axis=2), sprite[..., :3].max(axis=2)
    vivid = (high.astype(int) - low > 70) & (sprite[..., 3] > 127)
    return float(vivid.sum()) > _COLOURFUL * max(1, int((sprite[..., 3] > 127).sum()))


def _weight(item: Item) -> float:
    return next(weight for most, weight in _WEIGHT_BY_PHOTOS if len(item.photos) <= most)


def _redrawn(view: Pixels, rng: Random) -> Pixels:
    """A shop picture as another shop may crop it: a little larger or smaller."""
    if rng.random() < 0.5:
        return view
    side = view.shape[0]
    inset = int(rng.integers(0, side // 16 + 1))
    return letterbox(view[inset : side - inset, inset : side - inset], side=side)
