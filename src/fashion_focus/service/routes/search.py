"""Search this frame, and search by a picture."""

import secrets
from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Request
from starlette.concurrency import run_in_threadpool

from fashion_focus.service.guard.auth import Books, Reader
from fashion_focus.service.guard.receiving import receive_file
from fashion_focus.service.routes.answers import FILE_BODY, REFUSALS, known
from fashion_focus.service.schemas.videos import FrameQuery, SearchOut
from fashion_focus.service.shows.finding import Shown, search_frame, search_picture
from fashion_focus.service.shows.publishing import on_air
from fashion_focus.service.shows.review import SHOWN, reviewed
from fashion_focus.store.library.videos import VideoState

router = APIRouter(tags=["search"], responses=REFUSALS)


@router.post("/videos/{video_id}/search")
def search_this_frame(video_id: str, wanted: FrameQuery, _: Reader, books: Books) -> SearchOut:
    """Products that a time of a video may show; a box says what is meant."""
    video = known(books.videos.get(video_id), "video")
    if video.state is not VideoState.READY or not video.catalog_id:
        raise HTTPException(409, "this video was not localized yet; start a job first")
    starts: dict[str, list[float]] = {}
    for focus in reviewed(books.focuses.of(video_id), books.corrections.of(video_id)):
        if focus.standing in SHOWN:
            starts.setdefault(focus.product_id, []).append(on_air(focus.start, video))
    return search_frame(books, video, wanted, Shown(starts))


@router.post(
    "/catalogs/{catalog_id}/search/picture",
    openapi_extra=FILE_BODY,
)
async def search_by_picture(
    catalog_id: str, _: Reader, books: Books, request: Request, top: Annotated[int, Query(ge=1, le=20)] = 5
) -> SearchOut:
    """Products of a catalog that a picture (the body: JPEG, PNG, WebP) may show."""
    known(await run_in_threadpool(books.catalogs.get, catalog_id), "catalog")
    picture = books.folders.data / "imports" / f"{secrets.token_hex(16)}.picture"
    try:
        await receive_file(request, picture, limit=books.settings.limits.picture_bytes)
        return await run_in_threadpool(search_picture, books, catalog_id, picture, top=top)
    finally:
        picture.unlink(missing_ok=True)
