"""Products as whole simulated shows show them: cut out of moments, beside what the shop shows of them.

Composed crops (`visual_filming`) have no hosts, racks, grips, cuts or codecs; a session meets all of these.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

import cv2
import numpy as np

from fashion_focus.core.arrays import Boxes, Pixels
from fashion_focus.embedding import SIDE, crop_square, prepare_view
from fashion_focus.simulation import SETS, NamedSet, StreamSettings, load_assets
from fashion_focus.simulation.articles import Article
from fashion_focus.simulation.streams.files import shop_pictures
from fashion_focus.training.detector_targets import Labelled
from fashion_focus.training.show_scenes import Show

_SIZES = ((1280, 720), (720, 1280), (960, 540))
_SECONDS = 60.0
_SHELF = 40
_EXHIBITS = (10, 16)
_MOMENTS = 4  # of each exhibit
_REAL_ONLY = 4  # every fourth show has no drawn products
_DRAWN_HOST = 0.4
_ASTRAY = 0.06  # deviation of a box's edges, as a share of its sides
_LEAST_SIDE = 24.0  # px
_LEAST_VISIBLE = 0.4
_IDLE = 0.25  # share of what stands about that is cut out too
_QUALITY = (25, 90)


@dataclass(frozen=True, slots=True)
class Seen:
    """What was cut out of one show: squares (N, SIDE, SIDE, 3) and their N products."""

    squares: Pixels
    products: tuple[str, ...]


class FilmedShows:
    """Shows with the products of a named set: its drawn ones and the real ones of its split."""

    def __init__(self, named: str, *, products: Path | None, places: Path | None, videos: Path | None) -> None:
        """Load pictures; folders may be None (then all is drawn). Raises SettingsError where one is not there."""
        cv2.setNumThreads(1)
        self._named: NamedSet = SETS[named]
        self._assets = load_assets(
            products=products, places=places, videos=videos, split=self._named.split, drawn=0, seed=self._named.seed
        )
        drawn = self._named.articles()
        self._articles: dict[str, Article] = {one.product_id: one for one in chain(drawn, self._assets.articles)}

    def film(self, numbers: range, *, seed: int) -> Iterator[Seen]:
        """The shows of these numbers, one after another; the same seed and number give the same show."""
        return (self._show(np.random.default_rng([seed, number]), number) for number in numbers)

    def views(self, product_id: str) -> Pixels:
        """What the shop shows of a product: (V, SIDE, SIDE, 3)."""
        return np.stack([prepare_view(picture) for picture in shop_pictures(self._articles[product_id])])

    def _show(self, rng: np.random.Generator, number: int) -> Seen:
        real_only = number % _REAL_ONLY == 0 and bool(self._assets.articles)
        # Fresh articles for each show, so that what is drawn of them does not add up.
        drawn = () if real_only else self._named.articles()
        assets = self._assets.with_articles((*drawn, *self._assets.articles))
        if rng.random() < _DRAWN_HOST:
            assets = replace(assets, hosts=())
        size, n_exhibits = _SIZES[number % len(_SIZES)], int(rng.integers(*_EXHIBITS))
        settings = StreamSettings(seconds=_SECONDS, size=size, n_products=_SHELF, n_exhibits=n_exhibits)
        show = Show(rng, assets, settings)
        times = np.sort([rng.uniform(one.start, one.end) for one in show.plan.exhibits for _ in range(_MOMENTS)])
        cut = [pair for time in times for pair in _cut_out(show.picture(rng, float(time)), rng)]
        squares = np.stack([square for square, _ in cut]) if cut else np.zeros((0, SIDE, SIDE, 3), np.uint8)
        return Seen(squares, tuple(product for _, product in cut))


def _cut_out(moment: Labelled, rng: np.random.Generator) -> Iterator[tuple[Pixels, str]]:
    """What is presented in a picture and some of what stands about, in boxes as good as ours, after a live codec."""
    picture, truth = _coded(moment[0], rng), moment[1]
    for place, box in enumerate(truth.boxes):
        wanted = truth.presented[place] or rng.random() < _IDLE
        if wanted and truth.visible[place] >= _LEAST_VISIBLE and (box[2:] - box[:2]).min() >= _LEAST_SIDE:
            yield crop_square(picture, _astray(box, rng)), truth.product_ids[place]


def _astray(box: Boxes, rng: np.random.Generator) -> Boxes:
    sides = np.tile(box[2:] - box[:2], 2)
    # Not so far that nothing is left: edges stay apart and, of a box in the picture, within reach of it.
    return np.asarray(box + np.clip(rng.normal(0, _ASTRAY, 4), -0.3, 0.3) * sides, np.float32)


def _coded(picture: Pixels, rng: np.random.Generator) -> Pixels:
    quality = int(rng.uniform(*_QUALITY))
    _, packed = cv2.imencode(".jpg", np.ascontiguousarray(picture[..., ::-1]), [cv2.IMWRITE_JPEG_QUALITY, quality])
    decoded = np.asarray(cv2.imdecode(packed, cv2.IMREAD_COLOR), np.uint8)
    return np.ascontiguousarray(decoded[..., ::-1])
