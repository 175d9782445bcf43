"""What shoppers get of a show: accepted focuses only, with the products that they show."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from fashion_focus.core.focus import Focus, FocusReport, FocusState, VideoFacts
from fashion_focus.core.interval import Interval
from fashion_focus.core.product import Catalog, Product
from fashion_focus.service.shows.review import SHOWN, ReviewedFocus, Standing
from fashion_focus.store.library.catalogs import StoredProduct
from fashion_focus.store.library.videos import StoredVideo

# A published document is JSON: it is stored as it is and served as it is.
Document = dict[str, Any]


def document_of(video: StoredVideo, focuses: Sequence[ReviewedFocus], products: Sequence[StoredProduct]) -> Document:
    """The document of a show as it stands now. Links are kept only where they lead to the web."""
    by_id = {product.id: product for product in products}
    shown = [focus for focus in focuses if focus.standing in SHOWN and focus.product_id in by_id]
    times: dict[str, list[float]] = defaultdict(list)
    for focus in shown:
        times[focus.product_id].append(on_air(focus.start, video))
    return {
        "schema_version": 1,
        "title": video.title,
        "duration": video.facts.get("duration", 0.0),
        "size": video.facts.get("size", [16, 9]),
        "focuses": [
            {
                "id": focus.id,
                "product_id": focus.product_id,
                "start": on_air(focus.start, video),
                "end": on_air(focus.end, video),
                "by": "person" if focus.standing is Standing.CHANGED else "machine",
            }
            for focus in shown
        ],
        "products": [_product(by_id[product_id], starts) for product_id, starts in times.items()],
    }


def report_of(video: StoredVideo, focuses: Sequence[ReviewedFocus], *, n_products: int, name: str) -> FocusReport:
    """The focuses as they stand, in the form that every export takes: accepted ones final, open ones undecided."""
    facts = video.facts
    size = facts.get("size", [0, 0])
    return FocusReport(
        video=VideoFacts(video.file_name, facts.get("duration", 0.0), (size[0], size[1]), facts.get("fps", 0.0)),
        catalog_file=name,
        n_products=n_products,
        models={},
        focuses=tuple(_focus(focus, FocusState.FINAL) for focus in focuses if focus.standing in SHOWN),
        undecided=tuple(
            _focus(focus, FocusState.UNDECIDED)
            for focus in focuses
            if focus.standing in (Standing.UNDECIDED, Standing.PROPOSED)
        ),
    )


def catalog_of(products: Sequence[StoredProduct], name: str) -> Catalog:
    """The catalog for exports; pictures stay with the service."""
    return Catalog(
        tuple(
            Product(product.id, product.title, category=product.category, price=product.price, link=product.link)
            for product in products
        ),
        file=name,
    )


def shown_catalog(document: Document) -> Catalog:
    """The products of a published document: a version keeps their words, whatever the list says since."""
    return Catalog(tuple(Product(row["id"], row["title"]) for row in document["products"]))


def web_link(link: str) -> str:
    """The link where it leads to the web, else "": a "javascript:" in a list must not reach a page."""
    return link if link.lower().startswith(("https://", "http://")) else ""


def on_air(time: float, video: StoredVideo) -> float:
    """A time of the file on the clock that viewers see, which the video's offset moves."""
    return round(max(0.0, time + video.time_offset), 3)


def _product(product: StoredProduct, starts: list[float]) -> Document:
    return {
        "id": product.id,
        "title": product.title,
        "brand": product.brand,
        "price": product.price,
        "link": web_link(product.link),
        "category": product.category[0] if product.category else "",
        "picture": product.pictures[0] if product.pictures else "",
        "starts": starts,
    }


def _focus(focus: ReviewedFocus, state: FocusState) -> Focus:
    confidence = focus.found.confidence if focus.found else 1.0
    return Focus(focus.id, focus.product_id, Interval(focus.start, focus.end), confidence, state)
