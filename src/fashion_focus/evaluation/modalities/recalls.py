"""Table 1 and recall at several ranks, for each source of boxes and each gallery."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from fashion_focus.evaluation.metrics.figures import Ratio
from fashion_focus.evaluation.metrics.resampling import intervals
from fashion_focus.evaluation.metrics.retrieval import LPR4M_RANKS, RankedQuery, TableRow, recall_at, table_1


class Modality(StrEnum):
    """What a query consists of: the rows of Table 1."""

    IMAGE = "image"
    TRACKLET = "tracklet"
    MULTIMODAL = "multimodal"


class BoxSource(StrEnum):
    """Where tracklets come from: our detector and tracker, or the truth's boxes."""

    DETECTOR = "detector"
    TRUTH = "truth"


class Among(StrEnum):
    """What is searched: the products of the query's own stream, or of all streams."""

    SHELF = "shelf"
    POOLED = "pooled"


@dataclass(frozen=True, slots=True)
class Recall:
    """Share of exhibits whose product stands among the first k; band: 95 % over streams, None with one stream."""

    value: float
    band: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class ModalityResult:
    """One block: a source of boxes and a gallery.

    rows: Table 1, a row a modality, in percent. recalls: modality to k to recall. n: exhibits by category.
    n_found: exhibits that a tracklet stands for; the others count as not recalled. n_products: size of the gallery,
    the mean of the shelves' for Among.SHELF.
    """

    boxes: BoxSource
    among: Among
    rows: tuple[TableRow, ...]
    recalls: dict[Modality, dict[int, Recall]]
    n: dict[str, int]
    n_found: int
    n_products: float


def modality_result(
    answers: Mapping[Modality, Sequence[RankedQuery]], *, boxes: BoxSource, among: Among, n_products: float
) -> ModalityResult:
    """Put ranked queries together. Raises InputError where the modalities do not answer the same queries."""
    first = answers[Modality.IMAGE]
    return ModalityResult(
        boxes,
        among,
        table_1({modality.value: queries for modality, queries in answers.items()}),
        {modality: _recalls(queries) for modality, queries in answers.items()},
        dict(Counter(query.category for query in first)),
        sum(bool(query.ranked) for query in first),
        n_products,
    )


def _recalls(queries: Sequence[RankedQuery]) -> dict[int, Recall]:
    values = recall_at(queries, LPR4M_RANKS)
    streams = sorted({query.gallery for query in queries})
    counts = np.array([sum(query.gallery == name for query in queries) for name in streams], np.float64)
    hits = {k: [[_hit(q, k) for q in queries if q.gallery == name] for name in streams] for k in LPR4M_RANKS}
    ratios = {str(k): Ratio(np.array([sum(part) for part in parts], np.float64), counts) for k, parts in hits.items()}
    bands = intervals(ratios) if len(streams) > 1 else {}
    return {k: Recall(values[k], bands.get(str(k))) for k in LPR4M_RANKS}


def _hit(query: RankedQuery, k: int) -> bool:
    return query.rank is not None and query.rank <= k
