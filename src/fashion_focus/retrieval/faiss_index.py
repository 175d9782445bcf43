"""Nearest views through FAISS, for galleries too large to be compared whole with every query."""

from types import ModuleType

import numpy as np

from fashion_focus.core.arrays import Indices, Scores, Vectors
from fashion_focus.core.errors import SettingsError
from fashion_focus.retrieval.index import check_queries

_LISTS_FROM = 50_000
_TRAINED_PER_LIST = 64
_PROBED_SHARE = 0.1


class FaissIndex:
    """Exact below 50,000 views; above, inverted lists of which a tenth is looked at."""

    def __init__(self, vectors: Vectors, *, lists_from: int = _LISTS_FROM) -> None:
        """vectors: (G, D) unit rows. Raises SettingsError where faiss is not installed."""
        faiss = _faiss()
        n_views, self._width = vectors.shape
        self._index = faiss.IndexFlatIP(self._width)
        if n_views >= lists_from:
            n_lists = max(1, round(n_views / _TRAINED_PER_LIST) // 4)
            self._index = faiss.IndexIVFFlat(self._index, self._width, n_lists, faiss.METRIC_INNER_PRODUCT)
            self._index.train(np.ascontiguousarray(vectors))
            self._index.nprobe = max(1, int(n_lists * _PROBED_SHARE))
        self._index.add(np.ascontiguousarray(vectors))

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def search(self, queries: Vectors, *, k: int) -> tuple[Indices, Scores]:
        """As Index.search."""
        check_queries(queries, width=self._width, k=k)
        n = min(k, len(self))
        if n == 0 or len(queries) == 0:
            return np.zeros((len(queries), n), np.int64), np.zeros((len(queries), n), np.float32)
        scores, rows = self._index.search(np.ascontiguousarray(queries, np.float32), n)
        return np.asarray(rows, np.int64), np.asarray(scores, np.float32)


def _faiss() -> ModuleType:
    try:
        import faiss
    except ImportError as error:
        raise SettingsError("the FAISS index needs faiss: pip install 'fashion-focus[faiss]'") from error
    module: ModuleType = faiss
    return module
