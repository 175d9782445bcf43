"""Exhibits as queries by one picture, by a whole tracklet, and with words: what Table 1 compares.

In come tracklets with the vectors of their key frames, out go recalls; where the tracklets come from is not its matter.
"""

from fashion_focus.evaluation.modalities.queries import (
    ExhibitQueries,
    Sights,
    View,
    exhibit_queries,
    load_queries,
    save_queries,
)
from fashion_focus.evaluation.modalities.ranking import Searchable, own_shelf, pooled, rank
from fashion_focus.evaluation.modalities.recalls import (
    Among,
    BoxSource,
    Modality,
    ModalityResult,
    Recall,
    modality_result,
)

__all__ = [
    "Among",
    "BoxSource",
    "ExhibitQueries",
    "Modality",
    "ModalityResult",
    "Recall",
    "Searchable",
    "Sights",
    "View",
    "exhibit_queries",
    "load_queries",
    "modality_result",
    "own_shelf",
    "pooled",
    "rank",
    "save_queries",
]
