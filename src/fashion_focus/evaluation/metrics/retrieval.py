"""Recall of ranked lists: on the stream's shelf, in the pooled gallery, by split, and as the paper's Table 1."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import fmean

from fashion_focus.core.taxonomy import Category
from fashion_focus.evaluation.predictions import refuse

LPR4M_RANKS = (1, 3, 5, 10)
"""Yang et al. 2023: R@1, R@3, R@5 and R@10."""
MOVINGFASHION_RANKS = (1, 5, 10, 20)
"""Godi et al. 2022: top-1, top-5, top-10 and top-20 accuracy."""

TABLE_1_CATEGORIES = (
    Category.CLOTHING,
    Category.SHOE,
    Category.BAG,
    Category.SNACK,
    Category.BOTTLE,
    Category.BEAUTY,
)
PAPER_MEANS = {"image": 12.5, "tracklet": 14.7, "multimodal": 16.8}
"""Mean recall in percent of Vis_Img, Vis_Trk and Mlt_Trk on the paper's own, unpublished data (Zhang et al. 2021)."""


@dataclass(frozen=True, slots=True)
class RankedQuery:
    """One query with its answer. ranked: ids, best first; wanted: ids that are right, any of them counts.

    gallery: which products it was searched among, such as its stream; split: regular or hard and the like.
    """

    id: str
    wanted: frozenset[str]
    ranked: tuple[str, ...]
    category: str = ""
    gallery: str = ""
    split: str = ""

    @property
    def rank(self) -> int | None:
        """Place of the first right answer, from 1; None where the list has none."""
        places = (place for place, id_ in enumerate(self.ranked, start=1) if id_ in self.wanted)
        return next(places, None)


def recall_at(queries: Sequence[RankedQuery], ranks: Sequence[int]) -> dict[int, float]:
    """Share of queries with a right answer among the first k. Raises ValueError without queries."""
    if not queries:
        raise ValueError("recall needs at least one query")
    places = [query.rank for query in queries]
    return {k: sum(place is not None and place <= k for place in places) / len(queries) for k in ranks}


def recall_by(
    queries: Sequence[RankedQuery], ranks: Sequence[int], key: Callable[[RankedQuery], str]
) -> dict[str, dict[int, float]]:
    """`recall_at` for the queries of each value of a key, in order of value."""
    names = sorted({key(query) for query in queries})
    return {name: recall_at([query for query in queries if key(query) == name], ranks) for name in names}


def on_shelf(query: RankedQuery, shelf: Collection[str]) -> RankedQuery:
    """The same query with only the products of its shelf in the list, as if the rest had never been searched."""
    return replace(query, ranked=tuple(id_ for id_ in query.ranked if id_ in shelf))


def check_ranked(
    queries: Sequence[RankedQuery], galleries: Mapping[str, Collection[str]], wanted: Collection[str]
) -> None:
    """Raise InputError that names every fault in ranked lists.

    galleries: name to the ids that may be answered; wanted: ids of all queries that must be there. Faults are: a query
    that is missing, unknown or doubled, an unknown gallery, an id that it lacks, an id twice in one list.
    """
    given = [query.id for query in queries]
    faults = [f"query {name} has no answer" for name in wanted if name not in set(given)]
    faults += [f"query {name}: not among the queries" for name in given if name not in set(wanted)]
    faults += [f"query {name}: occurs twice" for name in sorted({n for n in given if given.count(n) > 1})]
    for query in queries:
        gallery = galleries.get(query.gallery)
        if gallery is None:
            faults.append(f"query {query.id}: no gallery {query.gallery!r}")
            continue
        strangers = [id_ for id_ in query.ranked if id_ not in gallery]
        faults += [f"query {query.id}: {id_!r} is not in gallery {query.gallery!r}" for id_ in strangers]
        if len(set(query.ranked)) < len(query.ranked):
            faults.append(f"query {query.id}: an id occurs twice in its list")
    refuse(faults, "the ranked lists cannot be scored")


@dataclass(frozen=True, slots=True)
class TableRow:
    """One line of Table 1, in percent. recalls: by category, None where it has no query; paper: the paper's mean."""

    name: str
    recalls: dict[str, float | None]
    paper: float | None

    @property
    def mean(self) -> float | None:
        """Unweighted mean of the categories, as in the paper; None unless all six have queries."""
        known = [recall for recall in self.recalls.values() if recall is not None]
        return fmean(known) if len(known) == len(self.recalls) else None


def table_1(runs: Mapping[str, Sequence[RankedQuery]]) -> tuple[TableRow, ...]:
    """Table 1: recall at rank 1 of identical products for each of six categories, a row a run.

    runs: image, tracklet, multimodal (or others) to their answers. Raises InputError where the runs do not answer the
    same queries: the table compares modalities on the same detections.
    """
    asked = {name: sorted(query.id for query in queries) for name, queries in runs.items()}
    first = next(iter(asked), "")
    faults = [f"{name} answers other queries than {first}" for name in asked if asked[name] != asked[first]]
    refuse(faults, "Table 1 cannot be made")
    return tuple(TableRow(name, _by_category(queries), PAPER_MEANS.get(name)) for name, queries in runs.items())


def _by_category(queries: Sequence[RankedQuery]) -> dict[str, float | None]:
    found = recall_by(queries, (1,), lambda query: query.category)
    return {str(c): 100 * found[c][1] if c in found else None for c in map(str, TABLE_1_CATEGORIES)}
