"""Videos: uploaded in parts that can be resumed, looked at, listed."""

import shutil
from collections import Counter
from typing import Annotated

from fastapi import APIRouter, Header, HTTPException, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect

from fashion_focus.core.errors import FashionFocusError, MediaError
from fashion_focus.service.guard.auth import Books, Editor, Reader
from fashion_focus.service.guard.receiving import check_disk, receive_file, receive_into
from fashion_focus.service.library import Library
from fashion_focus.service.routes.answers import FILE_BODY, REFUSALS, known
from fashion_focus.service.schemas.videos import Counts, JobOut, VideoChange, VideoIn, VideoOut
from fashion_focus.service.shows.review import SHOWN, reviewed
from fashion_focus.store.library.jobs import OVER
from fashion_focus.store.library.videos import StoredVideo, VideoState

router = APIRouter(tags=["videos"], responses=REFUSALS)

_COMMENTS_BYTES = 64 * 1024**2


@router.get("/videos")
def videos(_: Reader, books: Books) -> list[VideoOut]:
    """Every video, the newest first, with its newest job and how its focuses stand."""
    return [_out(video, books) for video in books.videos.all()]


@router.post("/videos", status_code=201)
def announce_video(wanted: VideoIn, _: Editor, books: Books) -> VideoOut:
    """A place for a video; its bytes follow by PATCH of its content."""
    limit = books.settings.limits.video_bytes
    if wanted.n_bytes > limit:
        raise HTTPException(413, f"a video has at most {limit >> 30} GB here; split it")
    check_disk(books.folders.data, wanted.n_bytes)
    video = books.videos.add(wanted.title, wanted.file_name, wanted.n_bytes)
    books.folders.video(video.id).mkdir(parents=True)
    books.folders.content(video.id).touch()
    books.feed.tell("video.added", video.id, {"title": video.title})
    return _out(video, books)


@router.get("/videos/{video_id}")
def video(video_id: str, _: Reader, books: Books) -> VideoOut:
    """One video; while it is uploading, `offset` is where to go on."""
    return _out(known(books.videos.get(video_id), "video"), books)


@router.patch("/videos/{video_id}")
def change_video(video_id: str, wanted: VideoChange, _: Editor, books: Books) -> VideoOut:
    """Change a video's title, or by how much its stored times lag behind the file."""
    changes = wanted.model_dump(exclude_none=True)
    return _out(known(books.videos.change(video_id, **changes), "video"), books)


@router.delete("/videos/{video_id}", status_code=204)
def remove_video(video_id: str, _: Editor, books: Books, request: Request) -> None:
    """Forget a video with all that was made from it."""
    known(books.videos.get(video_id), "video")
    for job in books.jobs.all(video_id=video_id):
        if job.state not in OVER:
            request.app.state.runner.cancel(job.id)
    books.focuses.replace(video_id, [])
    books.videos.remove(video_id)
    shutil.rmtree(books.folders.video(video_id), ignore_errors=True)
    books.feed.tell("video.removed", video_id, {})


@router.patch("/videos/{video_id}/content", openapi_extra=FILE_BODY)
async def put_content(
    video_id: str,
    upload_offset: Annotated[int, Header(ge=0, le=1 << 50, description="must be the video's offset")],
    _: Editor,
    books: Books,
    request: Request,
    response: Response,
) -> VideoOut:
    """The next bytes of a video. What has arrived stays, also of a request that breaks off: go on at `offset`."""
    video = known(await run_in_threadpool(books.videos.get, video_id), "video")
    uploads: set[str] = request.app.state.uploads
    if video.state is not VideoState.UPLOADING:
        raise HTTPException(409, "this video is here already")
    if video_id in uploads or upload_offset != video.offset:
        raise HTTPException(409, f"go on at offset {video.offset}", headers={"Upload-Offset": str(video.offset)})
    uploads.add(video_id)
    try:
        video = await _append(books, video, request)
    finally:
        uploads.discard(video_id)
    response.headers["Upload-Offset"] = str(video.offset)
    if video.offset == video.n_bytes:
        video = await run_in_threadpool(_look, books, video)
    return await run_in_threadpool(_out, video, books)


@router.put(
    "/videos/{video_id}/comments/content",
    status_code=204,
    openapi_extra=FILE_BODY,
)
async def put_comments(video_id: str, _: Editor, books: Books, request: Request) -> None:
    """Viewers' lines as JSON Lines {t, user, text}, for the next job."""
    known(await run_in_threadpool(books.videos.get, video_id), "video")
    await receive_file(request, books.folders.video(video_id) / "comments.jsonl", limit=_COMMENTS_BYTES)


async def _append(books: Library, video: StoredVideo, request: Request) -> StoredVideo:
    """Write the body where the last one ended; the database follows what is on the disk."""
    path = books.folders.content(video.id)
    with path.open("r+b") as file:
        file.truncate(video.offset)
        file.seek(video.offset)
        try:
            await receive_into(request, file, limit=video.n_bytes - video.offset)
        except ClientDisconnect as error:
            raise HTTPException(400, "the upload broke off; go on where it ended") from error
        finally:
            offset = min(path.stat().st_size, video.n_bytes)
            moved = await run_in_threadpool(books.videos.change, video.id, offset=offset)
    return known(moved, "video")


def _look(books: Library, video: StoredVideo) -> StoredVideo:
    """See whether the bytes are a video that can be used."""
    content = books.folders.content(video.id)
    poster = books.folders.video(video.id) / "poster.jpg"
    try:
        facts = books.children.looking.call("probe", {"video": str(content), "poster": str(poster)})
        seen = books.videos.change(video.id, state=VideoState.READY, facts=facts)
    except FashionFocusError as error:
        text = str(error).replace(str(content), video.file_name)
        code = "FF-101 " if isinstance(error, MediaError) and "no video" in text else ""
        seen = books.videos.change(video.id, state=VideoState.FAILED, error=code + text)
    seen = known(seen, "video")
    books.feed.tell(f"video.{seen.state.value}", video.id, {"error": seen.error})
    return seen


def _out(video: StoredVideo, books: Library) -> VideoOut:
    jobs = books.jobs.all(video_id=video.id)
    focuses = reviewed(books.focuses.of(video.id), books.corrections.of(video.id))
    counts = Counter(focus.standing.value for focus in focuses)
    catalog = books.catalogs.get(video.catalog_id) if video.catalog_id else None
    plain = VideoOut.model_validate(video)
    return plain.model_copy(
        update={
            "job": JobOut.model_validate(jobs[0]) if jobs else None,
            "counts": Counts(**counts),
            "n_products": catalog.n_products if catalog else 0,
            "n_shown": len({focus.product_id for focus in focuses if focus.standing in SHOWN}),
        }
    )
