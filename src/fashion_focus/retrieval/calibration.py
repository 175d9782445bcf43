"""From similarities to probabilities over a shelf and "none of these", without a cut-off on raw similarity.

A similarity of 0.6 is much for one query and little for another. So each is also read against a cohort of strangers
(products that are on no shelf): S-norm of speaker verification (Matejka et al., "Analysis of Score Normalization in
Multilingual Speaker Recognition", Interspeech 2017), adaptive: only the nearest strangers count. Products are read
against the strangers and against the rest of their own shelf, so that two near twins know of each other. A nested
logit (McFadden, "Modelling the Choice of Residential Location", 1978) makes probabilities of that: a softmax divides
the shelf's share among its products, and the log-sum of the same evidence competes with "none of these", with a
slope of its own: telling twins apart and telling a product from a stranger are not equally hard. The handful of
coefficients is fitted on simulated shelves of products that trained nothing.
"""

import zipfile
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
import numpy.typing as npt

from fashion_focus.core.arrays import Vectors, freeze
from fashion_focus.core.errors import ModelError

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Coefficients:
    """What similarities weigh; a product's evidence is the weighted sum of three readings of its similarity.

    similarity: as it is. by_query: in deviations of the query's nearest strangers. by_product: in deviations of the
    product's nearest strangers. none, none_by_query, none_by_size: evidence of "none of these": constant, per
    similarity of the query's nearest strangers, per natural logarithm of the shelf's size. nest: how much of the
    products' summed evidence counts against "none".
    """

    similarity: float = 24.0
    by_query: float = 0.0
    by_product: float = 0.0
    none: float = 12.0
    none_by_query: float = 0.0
    none_by_size: float = 1.0
    nest: float = 1.0

    def as_array(self) -> Floats:
        """All coefficients, in the order of their fields."""
        return np.array([getattr(self, one.name) for one in fields(self)], np.float64)


@dataclass(frozen=True, slots=True)
class Calibration:
    """How one encoder's similarities are read. cohort: (M, D) unit rows of strangers; model: that encoder's name.

    neighbours: how many of the nearest strangers count.
    """

    model: str
    cohort: Vectors
    coefficients: Coefficients
    neighbours: int = 32

    def __post_init__(self) -> None:
        if self.cohort.ndim != 2:
            raise ValueError(f"a cohort must have shape (m, d), found {self.cohort.shape}")
        if self.neighbours < 2:
            raise ValueError(f"deviations need at least 2 neighbours, found {self.neighbours}")
        freeze(self.cohort)

    @classmethod
    def plain(cls, model: str, *, width: int = 128) -> "Calibration":
        """Without strangers and fitted to nothing: for an encoder that nobody has calibrated, and for tests."""
        return cls(model, np.zeros((0, width), np.float32), Coefficients())


@dataclass(frozen=True, slots=True)
class Readings:
    """Similarities (Q, P) and what they are read against: mean and deviation of each query's and product's strangers.

    query_mean, query_deviation: (Q,). product_mean, product_deviation: (P,).
    """

    similarities: Floats
    query_mean: Floats
    query_deviation: Floats
    product_mean: Floats
    product_deviation: Floats

    def by_query(self) -> Floats:
        """(Q, P): similarities in deviations of the query's strangers."""
        return np.asarray((self.similarities - self.query_mean[:, None]) / self.query_deviation[:, None])

    def by_product(self) -> Floats:
        """(Q, P): similarities in deviations of the product's strangers."""
        return np.asarray((self.similarities - self.product_mean) / self.product_deviation)


def probabilities(readings: Readings, coefficients: Coefficients) -> Floats:
    """Rows (Q, P + 1) that sum to 1; the last column is "none of these"."""
    n_queries, n_products = readings.similarities.shape
    if n_products == 0:
        return np.ones((n_queries, 1))
    weights = coefficients
    products = weights.similarity * readings.similarities
    products = products + weights.by_query * readings.by_query() + weights.by_product * readings.by_product()
    size = np.log(n_products)
    none = weights.none + weights.none_by_query * readings.query_mean + weights.none_by_size * size
    highest = products.max(axis=1, keepdims=True)
    powers = np.exp(products - highest)
    summed = highest[:, 0] + np.log(powers.sum(axis=1))
    on_shelf = 1 / (1 + np.exp(np.clip(none - weights.nest * summed, -60, 60)))
    shared = powers / powers.sum(axis=1, keepdims=True) * on_shelf[:, None]
    return np.concatenate([shared, 1 - on_shelf[:, None]], axis=1)


def nearest_statistics(scores: Floats, *, neighbours: int) -> tuple[Floats, Floats]:
    """Mean and deviation (n,) of each row's highest scores (n, M); 0 and 1 where there are no columns."""
    if scores.shape[1] == 0:
        return np.zeros(len(scores)), np.ones(len(scores))
    best = -np.sort(-scores, axis=1)[:, :neighbours]
    # Few or equal strangers have next to no deviation; 0.02 is small for a cosine and keeps the quotient sane.
    return best.mean(axis=1), np.maximum(best.std(axis=1), 0.02)


def save_calibration(calibration: Calibration, file: Path) -> None:
    """Write a calibration as a small npz (the cohort in half precision)."""
    names = np.array([one.name for one in fields(Coefficients)], dtype=np.str_)
    with file.open("wb") as stream:
        np.savez_compressed(
            stream,
            model=np.array(calibration.model, dtype=np.str_),
            cohort=calibration.cohort.astype(np.float16),
            names=names,
            coefficients=calibration.coefficients.as_array(),
            neighbours=np.array(calibration.neighbours),
        )


def load_calibration(file: Path) -> Calibration:
    """A calibration from its file. Raises ModelError where that is missing or none."""
    try:
        # NumPy leaves a broken archive open; so the file is ours to close.
        with file.open("rb") as stream, np.load(stream, allow_pickle=False) as stored:
            values = {
                str(name): float(value) for name, value in zip(stored["names"], stored["coefficients"], strict=True)
            }
            cohort = stored["cohort"].astype(np.float32)
            cohort /= np.maximum(np.linalg.norm(cohort, axis=1, keepdims=True), 1e-9)
            return Calibration(str(stored["model"]), cohort, Coefficients(**values), int(stored["neighbours"]))
    except (OSError, KeyError, ValueError, TypeError, zipfile.BadZipFile, EOFError) as error:
        raise ModelError(f"cannot use {file} as a calibration: {error}; install the package anew") from error
