"""What a live desk does beside pinning: the shelf grows, moments are marked, all of it goes on in the review."""

import secrets
import shutil
from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Request
from starlette.concurrency import run_in_threadpool

from fashion_focus.core.errors import CatalogError
from fashion_focus.service.guard.auth import Books, Editor, Reader
from fashion_focus.service.guard.receiving import receive_file
from fashion_focus.service.library import Library
from fashion_focus.service.routes.answers import FILE_BODY, REFUSALS, known
from fashion_focus.service.schemas.catalogs import ProductOut
from fashion_focus.service.schemas.streams import MarkIn, MarkOut, NewProduct, RecordingIn, TakenOut
from fashion_focus.service.shows.pinned import Recording, accepted, pinned_spans, proposed_and_undecided
from fashion_focus.store.ids import new_id
from fashion_focus.store.library.catalogs import StoredProduct
from fashion_focus.store.library.desks import Desk
from fashion_focus.store.library.focuses import FoundFocus
from fashion_focus.store.library.videos import VideoState

router = APIRouter(tags=["streams"], responses=REFUSALS)

_PICTURE_NAME = "picture.jpg"  # decoded by what it holds, whatever it is called


@router.post("/streams/{stream_id}/products", status_code=201)
def add_product(stream_id: str, wanted: NewProduct, _: Editor, books: Books) -> ProductOut:
    """Put a product at the end of the shelf while the stream runs; it can be pinned, and is listened for, at once."""
    desk = known(books.studio.desks.get(stream_id), "stream")
    product = StoredProduct(
        id=wanted.product_id or wanted.number or new_id(),
        title=wanted.title,
        category=(wanted.category,) if wanted.category else (),
        price=wanted.price,
        link=wanted.link,
        number=wanted.number,
    )
    if not books.catalogs.append(desk.catalog_id, product):
        raise HTTPException(409, f"the shelf has a product {product.id} already; pin that one")
    _shelf_grew(books, desk)
    return ProductOut.model_validate(product)


@router.put("/streams/{stream_id}/products/picture", openapi_extra=FILE_BODY)
async def add_product_picture(
    stream_id: str,
    product_id: Annotated[str, Query(min_length=1, max_length=500)],
    _: Editor,
    books: Books,
    request: Request,
) -> ProductOut:
    """A picture (the body: JPEG, PNG, WebP) of a product of the shelf; from now on it is looked for by it."""
    desk = known(await run_in_threadpool(books.studio.desks.get, stream_id), "stream")
    folder = books.folders.catalog_import(f"picture-{secrets.token_hex(16)}")
    try:
        await receive_file(request, folder / _PICTURE_NAME, limit=books.settings.limits.picture_bytes)
        name = await run_in_threadpool(_encoded, books, str(folder))
    finally:
        await run_in_threadpool(shutil.rmtree, folder, ignore_errors=True)
    product = await run_in_threadpool(books.catalogs.add_picture, desk.catalog_id, product_id, name)
    if product is None:
        (books.folders.pictures / name).unlink(missing_ok=True)
    known(product, "product")
    await run_in_threadpool(_shelf_grew, books, desk)
    return ProductOut.model_validate(product)


@router.post("/streams/{stream_id}/marks", status_code=201)
def mark(stream_id: str, wanted: MarkIn, token: Editor, books: Books) -> MarkOut:
    """Mark this moment for later; the review of the stream's recording shows it as undecided."""
    desk = known(books.studio.desks.get(stream_id), "stream")
    if wanted.product_id and all(p.id != wanted.product_id for p in books.catalogs.products(desk.catalog_id)):
        raise HTTPException(400, "this product is not in the stream's catalog")
    status = books.studio.status(stream_id)
    time = status.media_time if status else 0.0
    return MarkOut.model_validate(books.studio.desks.mark(stream_id, wanted.product_id, time=time, by=token.name))


@router.get("/streams/{stream_id}/marks")
def marks(stream_id: str, _: Reader, books: Books) -> list[MarkOut]:
    """Every marked moment of a stream, the newest first."""
    known(books.studio.desks.get(stream_id), "stream")
    return [MarkOut.model_validate(one) for one in books.studio.desks.marks(stream_id)]


@router.put("/videos/{video_id}/stream")
def take_stream(video_id: str, wanted: RecordingIn, _: Editor, books: Books) -> TakenOut:
    """Take what was pinned and marked live into the review of the stream's recording.

    People's pins are accepted, the machine's proposed, marks undecided. Doing it again with another `starts` puts them
    elsewhere.
    """
    video = known(books.videos.get(video_id), "video")
    desk = known(books.studio.desks.get(wanted.stream_id), "stream")
    if video.state is not VideoState.READY:
        raise HTTPException(409, "this video is not ready")
    if video.catalog_id not in ("", desk.catalog_id):
        raise HTTPException(409, "this video has another shelf than the stream; choose the stream's recording")
    recording = Recording(wanted.starts, float(video.facts.get("duration", 0.0)))
    spans = pinned_spans(books.studio.desks.pins(desk.id)[::-1], recording)
    found = proposed_and_undecided(spans, books.studio.desks.marks(desk.id), recording)
    books.focuses.take_live(video_id, found)
    for draft in accepted(spans, books.corrections.of(video_id)):
        books.corrections.append(video_id, draft)
    if not video.catalog_id:
        books.videos.change(video_id, catalog_id=desk.catalog_id)
    books.feed.tell("focuses.taken", video_id, {"stream": desk.id})
    return _counted(found, len(spans))


def _counted(found: list[FoundFocus], n_spans: int) -> TakenOut:
    proposed = sum(focus.state == "final" for focus in found)
    return TakenOut(accepted=n_spans - proposed, proposed=proposed, undecided=len(found) - proposed)


def _shelf_grew(books: Library, desk: Desk) -> None:
    books.studio.shelf_grew(desk.id)
    books.feed.tell("shelf.grew", desk.id, {"catalog": desk.catalog_id})


def _encoded(books: Library, folder: str) -> str:
    """Name of the picture's copy among the service's pictures. Raises CatalogError where it is no picture."""
    limits = books.settings.limits
    request = {"folder": folder, "pictures": str(books.folders.pictures), "bytes": limits.catalog_bytes}
    answer = books.children.reading.call("read_list", {**request, "files": 1, "fetch": False, "allow_private": False})
    names = [name for product in answer["products"] for name in product["pictures"]]
    if not names:
        raise CatalogError("this picture cannot be read; send a JPEG, PNG or WebP")
    return str(names[0])
