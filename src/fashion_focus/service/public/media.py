"""Bytes of videos and pictures, with byte ranges; signed-in people get all, shoppers what is published."""

from pathlib import Path
from typing import Annotated, Literal

from fastapi import APIRouter, HTTPException
from fastapi import Path as InPath
from fastapi.responses import FileResponse

from fashion_focus.core.errors import MediaError
from fashion_focus.service.confined import PER_SHEET
from fashion_focus.service.guard.auth import Books, Reader
from fashion_focus.service.library import Library
from fashion_focus.service.public.published import published_video
from fashion_focus.service.routes.answers import REFUSALS, known
from fashion_focus.store.library.videos import StoredVideo, VideoState

router = APIRouter(tags=["media"], responses=REFUSALS)

FileName = Annotated[str, InPath(pattern=r"^[A-Za-z0-9_-]{1,100}\.jpg$")]

_TYPES = {
    "mov": "video/mp4",
    "matroska": "video/webm",
    "mpegts": "video/mp2t",
    "ogg": "video/ogg",
    "flv": "video/x-flv",
}
_FOREVER = "public, max-age=31536000, immutable"


@router.get("/media/videos/{video_id}/content", response_class=FileResponse)
def content(video_id: str, _: Reader, books: Books) -> FileResponse:
    """A video's bytes."""
    return _content(books, known(books.videos.get(video_id), "video"))


@router.get("/media/videos/{video_id}/poster.jpg", response_class=FileResponse)
def poster(video_id: str, _: Reader, books: Books) -> FileResponse:
    """A picture of a video."""
    known(books.videos.get(video_id), "video")
    return _picture(books.folders.video(video_id) / "poster.jpg")


@router.get("/media/videos/{video_id}/stills/{name}", response_class=FileResponse)
def still(video_id: str, name: FileName, _: Reader, books: Books) -> FileResponse:
    """A picture of a focus."""
    known(books.videos.get(video_id), "video")
    return _picture(books.folders.video(video_id) / "stills" / name)


@router.get("/media/videos/{video_id}/filmstrip/{step}/{number}.jpg", response_class=FileResponse)
def filmstrip(
    video_id: str, step: Literal["1", "10", "60"], number: Annotated[int, InPath(ge=0)], _: Reader, books: Books
) -> FileResponse:
    """A hundred small pictures of a video, ten a row, one every `step` seconds; made when first asked for."""
    video = known(books.videos.get(video_id), "video")
    if video.state is not VideoState.READY or number * PER_SHEET * int(step) >= video.facts.get("duration", 0.0):
        raise HTTPException(404, "there is no such picture")
    sheet = books.folders.video(video_id) / "filmstrip" / f"{step}-{number}.jpg"
    if not sheet.is_file():
        content = str(books.folders.content(video_id))
        request = {"video": content, "sheet": str(sheet), "step": int(step), "number": number}
        try:
            books.children.drawing.call("filmstrip", request)
        except MediaError as error:
            raise HTTPException(404, "this video gives no pictures") from error
    return _picture(sheet, cache="private, max-age=86400")


@router.get("/media/published/{video_id}/content", response_class=FileResponse)
def published_content(video_id: str, books: Books) -> FileResponse:
    """A published show's video."""
    return _content(books, published_video(books, video_id)[0])


@router.get("/media/published/{video_id}/poster.jpg", response_class=FileResponse)
def published_poster(video_id: str, books: Books) -> FileResponse:
    """A picture of a published show."""
    published_video(books, video_id)
    return _picture(books.folders.video(video_id) / "poster.jpg")


@router.get("/media/pictures/{name}", response_class=FileResponse)
def product_picture(name: FileName, books: Books) -> FileResponse:
    """A product's picture; its name has 128 random bits, and only who may see the product is told it."""
    return _picture(books.folders.pictures / name, cache=_FOREVER)


def _content(books: Library, video: StoredVideo) -> FileResponse:
    if video.state is not VideoState.READY:
        raise HTTPException(409, "this video is not ready")
    kind = _TYPES.get(str(video.facts.get("container")), "application/octet-stream")
    return FileResponse(
        books.folders.content(video.id), media_type=kind, headers={"Cache-Control": "private, max-age=3600"}
    )


def _picture(path: Path, *, cache: str = "private, max-age=60") -> FileResponse:
    if not path.is_file():
        raise HTTPException(404, "there is no such picture")
    return FileResponse(path, media_type="image/jpeg", headers={"Cache-Control": cache})
