"""The products that one video may show, ready to be matched with what is seen in it."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from fashion_focus.core.arrays import Scores, Vectors, freeze
from fashion_focus.core.match import Match
from fashion_focus.retrieval.calibration import Calibration, Floats, Readings, nearest_statistics, probabilities
from fashion_focus.retrieval.gallery import Gallery

VISUAL = "visual"
"""The modality under which similarities stand in Match.scores."""


@dataclass(frozen=True, slots=True)
class Matches:
    """Who Q queries are taken for, over P products, as columns.

    probabilities: (Q, P), and none: (Q,), "none of these"; a row with its none sums to 1. similarities: (Q, P)
    cosines with each product's nearest view.
    """

    products: tuple[str, ...]
    probabilities: Scores
    none: Scores
    similarities: Scores

    def __post_init__(self) -> None:
        shape = len(self.none), len(self.products)
        for name in ("probabilities", "similarities"):
            found = getattr(self, name).shape
            if found != shape:
                raise ValueError(f"{name} must have shape {shape}, found {found}")
            freeze(getattr(self, name))

    def __len__(self) -> int:
        return len(self.none)

    def top(self, k: int) -> tuple[tuple[Match, ...], ...]:
        """The k most probable products of each query, best first."""
        order = np.argsort(-self.probabilities, axis=1, kind="stable")[:, :k]
        return tuple(
            tuple(self._match(query, int(product)) for product in products) for query, products in enumerate(order)
        )

    def _match(self, query: int, product: int) -> Match:
        similarity = float(self.similarities[query, product])
        return Match(self.products[product], float(self.probabilities[query, product]), {VISUAL: similarity})


class Shelf:
    """Products with their views, and each product's own strangers measured once; immutable."""

    def __init__(self, gallery: Gallery, calibration: Calibration) -> None:
        """Use Shelf.build."""
        self._gallery = gallery
        self._calibration = calibration
        self._mean, self._deviation = _strangers_of_products(gallery, calibration)

    @classmethod
    def build(cls, gallery: Gallery, calibration: Calibration) -> "Shelf":
        """A shelf of all products in a gallery. Raises ValueError where another model made the calibration."""
        if gallery.model != calibration.model:
            raise ValueError(f"vectors of {gallery.model} cannot be read with a calibration of {calibration.model}")
        return cls(gallery, calibration)

    @property
    def products(self) -> tuple[str, ...]:
        """Product ids, in the order of Matches' columns."""
        return self._gallery.products

    @property
    def gallery(self) -> Gallery:
        """The views on this shelf."""
        return self._gallery

    def with_product(self, product_id: str, vectors: Vectors) -> "Shelf":
        """This shelf and one more product, of views (V, D); a product that is there already gets more views."""
        views = Gallery.of_products([product_id] * len(vectors), vectors, model=self._gallery.model)
        return Shelf(self._gallery.joined(views), self._calibration)

    def match(self, vectors: Vectors) -> Matches:
        """Who queries (Q, D), unit rows, show. Raises ValueError for another width."""
        width = self._gallery.vectors.shape[1]
        if vectors.ndim != 2 or vectors.shape[1] != width:
            raise ValueError(f"queries must have shape (q, {width}), found {vectors.shape}")
        readings = self.read(vectors)
        shares = probabilities(readings, self._calibration.coefficients).astype(np.float32)
        return Matches(self.products, shares[:, :-1], shares[:, -1], readings.similarities.astype(np.float32))

    def read(self, vectors: Vectors) -> Readings:
        """Similarities of queries (Q, D) and what to read them against."""
        similarities = best_per_product(vectors @ self._gallery.vectors.T, self._gallery)
        strangers = (vectors @ self._calibration.cohort.T).astype(np.float64)
        mean, deviation = nearest_statistics(strangers, neighbours=self._calibration.neighbours)
        return Readings(similarities, mean, deviation, self._mean, self._deviation)


def best_per_product(scores: npt.NDArray[np.floating], gallery: Gallery) -> Floats:
    """(Q, P) from scores (Q, G): each product's best view."""
    best = np.full((len(gallery.products), len(scores)), -1.0)
    np.maximum.at(best, gallery.rows, scores.T)
    return np.ascontiguousarray(best.T)


def _strangers_of_products(gallery: Gallery, calibration: Calibration) -> tuple[Floats, Floats]:
    """Mean and deviation (P,) over the strangers nearest to a product: the cohort's, and its shelf's other products."""
    from_cohort = best_per_product(calibration.cohort @ gallery.vectors.T, gallery).T
    if not len(calibration.cohort):
        return nearest_statistics(from_cohort, neighbours=calibration.neighbours)
    by_view = best_per_product(gallery.vectors @ gallery.vectors.T, gallery)
    on_shelf = best_per_product(by_view.T, gallery).T
    others = np.where(np.eye(len(on_shelf), dtype=bool), -1.0, on_shelf)
    return nearest_statistics(np.concatenate([from_cohort, others], axis=1), neighbours=calibration.neighbours)
