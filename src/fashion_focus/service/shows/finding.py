"""Search by a frame or a picture: asked of the child that looks, told in the words of the shop."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, Field

from fashion_focus.core.errors import FashionFocusError, InputError
from fashion_focus.service.library import Library
from fashion_focus.service.schemas.videos import FrameQuery, Hit, SearchOut
from fashion_focus.service.shows.publishing import web_link
from fashion_focus.store.library.videos import StoredVideo

_LEAST = 0.02
"""Probability below which a product is no answer."""


class _Match(BaseModel):
    product_id: str
    probability: float = Field(ge=0.0, le=1.0)


class _Matches(BaseModel):
    """What the child answers, believed only in this shape."""

    matches: list[_Match]


@dataclass(frozen=True, slots=True)
class Shown:
    """When a show exhibits its products: product id -> starts in seconds."""

    starts: dict[str, list[float]]


def search_frame(library: Library, video: StoredVideo, query: FrameQuery, shown: Shown) -> SearchOut:
    """Products that a time of a video may show; those that the show exhibits come first.

    Raises InputError where the time lies outside the video, or nothing is found there.
    """
    width, height = video.facts.get("size", [1, 1])
    box = None
    if query.box is not None:
        x0, x1 = sorted((query.box[0], query.box[2]))
        y0, y1 = sorted((query.box[1], query.box[3]))
        if (x1 - x0) * width < 8 or (y1 - y0) * height < 8:
            raise InputError("this part of the picture is too small; draw a larger one")
        box = [x0 * width, y0 * height, x1 * width, y1 * height]
    content = library.folders.content(video.id)
    time = max(0.0, query.time - video.time_offset)
    request = {"video": str(content), "time": time, "box": box, "top": query.top}
    try:
        return _search(library, video.catalog_id, request, shown)
    except FashionFocusError as error:
        raise type(error)(str(error).replace(str(content), video.file_name)) from error


def search_picture(library: Library, catalog_id: str, picture: Path, *, top: int) -> SearchOut:
    """Products of a catalog that a picture may show. Raises CatalogError where it is no picture."""
    try:
        return _search(library, catalog_id, {"picture": str(picture), "top": top}, Shown({}))
    except FashionFocusError as error:
        raise type(error)(str(error).replace(f"{picture.parent}/", "")) from error


def _search(library: Library, catalog_id: str, request: dict[str, Any], shown: Shown) -> SearchOut:
    products = {product.id: product for product in library.catalogs.products(catalog_id)}
    if not products:
        return SearchOut(hits=[])
    # A list grows while a live stream runs.
    key = f"{catalog_id}-{len(products)}-{sum(len(product.pictures) for product in products.values())}"
    answer = library.children.looking.call(
        "search", {**request, "key": key, "products": library.products_for_child(catalog_id)}
    )
    found = [match for match in _Matches.model_validate(answer).matches if match.product_id in products]
    hits = []
    for match in found:
        product = products[match.product_id]
        hits.append(
            Hit(
                product_id=product.id,
                title=product.title,
                picture=product.pictures[0] if product.pictures else "",
                price=product.price,
                link=web_link(product.link),
                probability=round(match.probability, 4),
                starts=shown.starts.get(product.id, []),
            )
        )
    return SearchOut(hits=_in_show_first([hit for hit in hits if hit.probability >= _LEAST]))


def _in_show_first(hits: Sequence[Hit]) -> list[Hit]:
    return sorted(hits, key=lambda hit: (not hit.starts, -hit.probability))
