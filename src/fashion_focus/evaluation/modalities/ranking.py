"""Queries to ranked lists: on the stream's own shelf, and in the pooled gallery of all streams."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from fashion_focus.core.arrays import Scores
from fashion_focus.core.interval import Interval
from fashion_focus.core.product import Catalog, Product
from fashion_focus.core.words import Comment, Utterance
from fashion_focus.evaluation.metrics.retrieval import RankedQuery
from fashion_focus.evaluation.modalities.queries import ExhibitQueries
from fashion_focus.evaluation.modalities.recalls import Modality
from fashion_focus.evaluation.streams import Stream
from fashion_focus.language import WordEvidence, WordMatcher
from fashion_focus.localization import LocalizationSettings
from fashion_focus.retrieval import Calibration, Gallery, Shelf


@dataclass(frozen=True, slots=True)
class Searchable:
    """Products to search among, with their words. name_of: what a stream's own id is called here."""

    shelf: Shelf
    matcher: WordMatcher
    name_of: Callable[[str, str], str]


def own_shelf(stream: Stream, gallery: Gallery, calibration: Calibration) -> Searchable:
    """A stream's shelf, as the pipeline searches it."""
    return Searchable(Shelf.build(gallery, calibration), WordMatcher(stream.catalog), lambda _, product: product)


def pooled(streams: Sequence[Stream], galleries: Mapping[str, Gallery], calibration: Calibration) -> Searchable:
    """All products of all streams, each once: an id that stands for several products is split by stream."""
    names: dict[tuple[str, str], str] = {}
    first: dict[str, Gallery] = {}
    products: list[Product] = []
    parts: list[Gallery] = []
    for stream in streams:
        for product in stream.catalog:
            views = galleries[stream.name].only([product.id])
            known = first.setdefault(product.id, views)
            same = known.vectors.shape == views.vectors.shape and np.allclose(known.vectors, views.vectors, atol=1e-3)
            name = product.id if same else f"{stream.name}/{product.id}"
            names[stream.name, product.id] = name
            if known is views or not same:
                products.append(replace(product, id=name))
                parts.append(Gallery.of_products([name] * len(views), views.vectors, model=views.model))
    ids = [name for part in parts for name in part.ids]
    whole = Gallery.of_products(ids, np.concatenate([part.vectors for part in parts]), model=parts[0].model)
    matcher = WordMatcher(Catalog(tuple(products)))
    return Searchable(Shelf.build(whole, calibration), matcher, lambda stream, product: names[stream, product])


def rank(
    stream: Stream, queries: ExhibitQueries, words: Sequence[Utterance | Comment], among: Searchable
) -> dict[Modality, list[RankedQuery]]:
    """The stream's exhibits ranked by each modality; an exhibit without a tracklet has an empty list."""
    categories = stream.truth.categories
    evidence = WordEvidence(among.matcher)
    for piece in words:
        evidence.update(piece)
    pictures = {Modality.IMAGE: queries.image, Modality.TRACKLET: queries.tracklet}
    chances = {modality: among.shelf.match(vectors).probabilities for modality, vectors in pictures.items()}
    chances[Modality.MULTIMODAL] = _raised(chances[Modality.TRACKLET], queries, evidence, among.shelf.products)
    return {
        modality: [
            RankedQuery(
                f"{stream.name}/{row}",
                frozenset({among.name_of(stream.name, exhibit.product_id)}),
                _best_first(rows[row], among.shelf.products) if queries.found[row] else (),
                categories[exhibit.product_id],
                stream.name,
            )
            for row, exhibit in enumerate(stream.truth.exhibits)
        ]
        for modality, rows in chances.items()
    }


def _raised(chances: Scores, queries: ExhibitQueries, evidence: WordEvidence, products: tuple[str, ...]) -> Scores:
    """Chances (E, P) after words have spoken, bounded as in localization."""
    bound = LocalizationSettings().max_support
    raised = chances.copy()
    for row in np.flatnonzero(queries.found):
        start, end = (float(edge) for edge in queries.spans[row])
        raised[row] *= np.exp(np.clip(evidence.support(Interval(start, end), products), -bound, bound))
    return raised


def _best_first(chances: Scores, products: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(products[int(place)] for place in np.argsort(-chances, kind="stable"))
