"""Nearest views by cosine: an interface and its exact implementation."""

from typing import Protocol

import numpy as np

from fashion_focus.core.arrays import Indices, Scores, Vectors
from fashion_focus.retrieval.gallery import Gallery

_BLOCK = 65_536


class Index(Protocol):
    """Finds the views nearest to a query.

    Implementations: ExactIndex (NumPy), FaissIndex (extra `[faiss]`).
    Conformance suite: tests/conformance/test_index.py.
    """

    def __len__(self) -> int:
        """Number of views."""
        ...

    def search(self, queries: Vectors, *, k: int) -> tuple[Indices, Scores]:
        """Rows (Q, k) and cosines (Q, k) of the nearest views, best first; fewer columns where there are fewer views.

        queries: (Q, D) unit rows. Raises ValueError for another width or k below 1.
        """
        ...


class ExactIndex:
    """Compares with every view, a block at a time so that memory stays bounded."""

    def __init__(self, vectors: Vectors) -> None:
        """vectors: (G, D) unit rows."""
        self._vectors = vectors

    def __len__(self) -> int:
        return len(self._vectors)

    def search(self, queries: Vectors, *, k: int) -> tuple[Indices, Scores]:
        """As Index.search; among equals, the earlier row comes first."""
        check_queries(queries, width=self._vectors.shape[1], k=k)
        rows = np.zeros((len(queries), 0), np.int64)
        scores = np.zeros((len(queries), 0), np.float32)
        for start in range(0, len(self), _BLOCK):
            block = queries @ self._vectors[start : start + _BLOCK].T
            places = np.broadcast_to(np.arange(start, start + block.shape[1]), block.shape)
            rows, scores = _best(np.hstack([rows, places]), np.hstack([scores, block]), k=k)
        return rows, scores


def _best(rows: Indices, scores: Scores, *, k: int) -> tuple[Indices, Scores]:
    if scores.shape[1] > 4 * k:
        keep = np.argpartition(-scores, 2 * k, axis=1)[:, : 2 * k]
        keep.sort(axis=1)
        rows, scores = np.take_along_axis(rows, keep, 1), np.take_along_axis(scores, keep, 1)
    order = np.argsort(-scores, axis=1, kind="stable")[:, :k]
    return np.take_along_axis(rows, order, 1), np.take_along_axis(scores, order, 1)


def check_queries(queries: Vectors, *, width: int, k: int) -> None:
    """Raises ValueError where queries are not (Q, width) or k is below 1."""
    if queries.ndim != 2 or queries.shape[1] != width:
        raise ValueError(f"queries must have shape (q, {width}), found {queries.shape}")
    if k < 1:
        raise ValueError(f"k must be at least 1, found {k}")


def nearest_products(index: Index, gallery: Gallery, queries: Vectors, *, k: int) -> tuple[str, ...]:
    """The products of the k views nearest to each query, all together: a shelf for a gallery that is too large.

    index: over the gallery's vectors.
    """
    rows, _ = index.search(queries, k=k)
    return tuple(dict.fromkeys(gallery.ids[int(row)] for row in rows.ravel()))
