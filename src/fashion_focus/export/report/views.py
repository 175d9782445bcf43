"""What the page shows, worked out before any HTML: products, focus cards and their parts."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from fashion_focus.core.focus import Focus, FocusReport
from fashion_focus.core.interval import merge
from fashion_focus.core.product import Catalog
from fashion_focus.core.taxonomy import Category
from fashion_focus.core.tracklet import KeyFrame, Tracklet
from fashion_focus.core.words import Comment, Word
from fashion_focus.export.bands import Band, Bands
from fashion_focus.export.focus_json import final_focuses, undecided_focuses
from fashion_focus.export.focuses_csv import title_of
from fashion_focus.export.report.edges import Reason, edge_reasons

_MOST_FRAMES = 3
_MOST_WORDS = 12
_MOST_COMMENTS = 4
_MOST_PRINTED = 8
_MOST_ALTERNATIVES = 4


@dataclass(frozen=True, slots=True)
class ProductView:
    """A product as the page names it. key: its place on the page, such as "p3"; details: brand, colour, price."""

    key: str
    id: str
    title: str
    details: str
    category: Category


@dataclass(frozen=True, slots=True)
class FocusView:
    """One card. key: its place on the page, such as "f3". shares: (modality, share) from large to small."""

    key: str
    product: ProductView
    start: float
    end: float
    confidence: float
    band: Band
    undecided: bool
    frames: tuple[KeyFrame, ...]
    shares: tuple[tuple[str, float], ...]
    words: tuple[Word, ...]
    comments: tuple[Comment, ...]
    printed: tuple[str, ...]
    alternatives: tuple[tuple[ProductView, float], ...]
    edges: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class ProductRow:
    """A line of the product table. total: seconds shown, overlaps counted once; band: that of its best focus."""

    product: ProductView
    focuses: tuple[FocusView, ...]
    total: float
    band: Band
    best: float


@dataclass(frozen=True, slots=True)
class PageView:
    """All that the page lists. rows: located products by first time; missing: those without any focus."""

    final: tuple[FocusView, ...]
    undecided: tuple[FocusView, ...]
    rows: tuple[ProductRow, ...]
    missing: tuple[ProductView, ...]
    n_products: int
    shown: float
    products: dict[str, ProductView] = field(default_factory=dict)

    @property
    def focuses(self) -> tuple[FocusView, ...]:
        """Undecided ones first."""
        return self.undecided + self.final


def page_view(report: FocusReport, catalog: Catalog, *, bands: Bands) -> PageView:
    """Sort a report's focuses into what the page shows."""
    final, undecided = final_focuses(report), undecided_focuses(report)
    tracklets = {tracklet.id: tracklet for tracklet in report.tracklets}
    products = _products(catalog, [*final, *undecided], tracklets)
    cards = [
        _card(focus, number, products, tracklets=tracklets, bands=bands, undecided=number > len(final))
        for number, focus in enumerate([*final, *undecided], start=1)
    ]
    found = {focus.product_id for focus in [*final, *undecided]}
    return PageView(
        final=tuple(cards[: len(final)]),
        undecided=tuple(cards[len(final) :]),
        rows=_rows(cards[: len(final)]),
        missing=tuple(products[product.id] for product in catalog if product.id not in found),
        n_products=max(report.n_products, len(catalog)),
        shown=sum(span.duration for span in merge(focus.interval for focus in final)),
        products=products,
    )


def _products(catalog: Catalog, focuses: Iterable[Focus], tracklets: Mapping[str, Tracklet]) -> dict[str, ProductView]:
    seen: defaultdict[str, Counter[str]] = defaultdict(Counter)
    ids = dict.fromkeys(product.id for product in catalog)
    for focus in focuses:
        ids.update(dict.fromkeys([focus.product_id, *(other.product_id for other in focus.alternatives)]))
        paths = [tracklets[name].path for name in focus.evidence.tracklets if name in tracklets]
        seen[focus.product_id].update(path[0] for path in paths if path)
    return {name: _product(name, f"p{n}", catalog, seen[name]) for n, name in enumerate(ids, start=1)}


def _product(product_id: str, key: str, catalog: Catalog, seen: Counter[str]) -> ProductView:
    if product_id not in catalog:
        return ProductView(key, product_id, product_id, "", _category((), seen))
    product = catalog[product_id]
    details = " · ".join(part for part in (product.brand, product.color, product.size, product.price) if part)
    return ProductView(key, product_id, title_of(product_id, catalog), details, _category(product.category, seen))


def _category(path: tuple[str, ...], seen: Counter[str]) -> Category:
    """The seller's own word where it is one of ours, else what the tracklets were mostly taken for."""
    names = [name.strip().lower() for name in path[:1]] + [name for name, _ in seen.most_common(1)]
    known = [Category(name) for name in names if name in set(Category)]
    return known[0] if known else Category.OTHER


def _card(
    focus: Focus,
    number: int,
    products: Mapping[str, ProductView],
    *,
    tracklets: Mapping[str, Tracklet],
    bands: Bands,
    undecided: bool,
) -> FocusView:
    evidence = focus.evidence
    best = sorted(evidence.key_frames, key=lambda frame: -frame.quality)[:_MOST_FRAMES]
    others = [other for other in focus.alternatives if other.product_id != focus.product_id]
    return FocusView(
        key=f"f{number}",
        product=products[focus.product_id],
        start=focus.interval.start,
        end=focus.interval.end,
        confidence=focus.confidence,
        band=bands.of(focus.confidence),
        undecided=undecided,
        frames=tuple(sorted(best, key=lambda frame: frame.time)),
        shares=tuple(sorted(evidence.shares.items(), key=lambda share: (-share[1], share[0]))),
        words=evidence.words[:_MOST_WORDS],
        comments=evidence.comments[:_MOST_COMMENTS],
        printed=tuple(line.text for line in evidence.printed[:_MOST_PRINTED]),
        alternatives=tuple((products[o.product_id], o.confidence) for o in others[:_MOST_ALTERNATIVES]),
        edges=tuple(edge_reasons(focus, tracklets)),
    )


def _rows(cards: Iterable[FocusView]) -> tuple[ProductRow, ...]:
    by_product: defaultdict[str, list[FocusView]] = defaultdict(list)
    for card in cards:
        by_product[card.product.key].append(card)
    return tuple(_row(group) for group in by_product.values())


def _row(cards: list[FocusView]) -> ProductRow:
    best = max(cards, key=lambda card: card.confidence)
    total = sum(card.end - card.start for card in cards)
    return ProductRow(best.product, tuple(cards), total, best.band, best.confidence)
