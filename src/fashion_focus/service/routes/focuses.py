"""Focuses as they stand, the corrections that brought them there, and the tracklets behind them."""

import json
from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Path, Response
from pydantic import TypeAdapter

from fashion_focus.core.errors import MediaError
from fashion_focus.export import Bands
from fashion_focus.files import write_atomically
from fashion_focus.service.guard.auth import Books, Editor, Reader
from fashion_focus.service.library import Library
from fashion_focus.service.routes.answers import REFUSALS, known
from fashion_focus.service.schemas.focuses import (
    Add,
    CorrectionIn,
    CorrectionOut,
    CorrectionsIn,
    FocusesOut,
    FocusOut,
    FoundOut,
    Join,
    Move,
    Relink,
    Split,
    Undo,
)
from fashion_focus.service.shows.review import (
    SHORTEST_S,
    ReviewedFocus,
    Standing,
    conflicts,
    in_force,
    reviewed,
    touched,
)
from fashion_focus.store.library.corrections import Draft
from fashion_focus.store.library.focuses import FoundFocus
from fashion_focus.store.library.videos import VideoState

router = APIRouter(tags=["focuses"], responses=REFUSALS)

_TIMES = TypeAdapter(list[float])


@router.get("/videos/{video_id}/focuses")
def focuses(video_id: str, _: Reader, books: Books) -> FocusesOut:
    """A video's focuses as they stand, in order of time."""
    known(books.videos.get(video_id), "video")
    return _out(books, video_id)


@router.post("/videos/{video_id}/corrections")
def correct(video_id: str, wanted: CorrectionsIn, token: Editor, books: Books) -> FocusesOut:
    """Correct focuses; each correction is kept at once, and one that was sent before is not kept twice.

    409 where somebody else changed the same field since `version`: what came before it is kept, it is not.
    """
    known(books.videos.get(video_id), "video")
    for correction in wanted.corrections:
        log = books.corrections.of(video_id)
        if any(entry.id == correction.id for entry in log):
            continue
        standing = {focus.id: focus for focus in reviewed(books.focuses.of(video_id), log)}
        _check(books, video_id, correction, standing)
        values = correction.model_dump(mode="json", exclude={"kind", "id", "focus_id"}, exclude_none=True)
        focus_id = "" if isinstance(correction, Undo) else correction.focus_id
        if not wanted.force:
            mine = touched(focus_id, values)
            later = [e for e in in_force(log) if e.number > wanted.version and mine & touched(e.focus_id, e.values)]
            others = [entry for entry in later if entry.author != token.name]
            if rival := conflicts(values, correction.kind, others):
                raise HTTPException(409, f"FF-409 {rival.author} changed this focus meanwhile ({rival.kind.value})")
        books.corrections.append(video_id, Draft(correction.id, focus_id, correction.kind, values, token.name))
    books.feed.tell("focuses.corrected", video_id, {"version": books.corrections.version(video_id)})
    return _out(books, video_id)


@router.get("/videos/{video_id}/corrections")
def corrections(video_id: str, _: Reader, books: Books) -> list[CorrectionOut]:
    """The log of a video's corrections, the oldest first."""
    known(books.videos.get(video_id), "video")
    return [CorrectionOut.model_validate(entry) for entry in books.corrections.of(video_id)]


@router.get("/videos/{video_id}/tracklets/{minute}", response_model=list[dict[str, Any]])
def tracklets(video_id: str, minute: Annotated[int, Path(ge=0, le=100_000)], _: Reader, books: Books) -> Response:
    """The tracklets of one minute of a video, boxes as [time, x0, y0, x1, y1] in shares of the picture's sides."""
    known(books.videos.get(video_id), "video")
    chunk = books.folders.video(video_id) / "tracklets" / f"{minute}.json"
    body = chunk.read_bytes() if chunk.is_file() else b"[]"
    return Response(body, media_type="application/json", headers={"Cache-Control": "private, max-age=5"})


@router.get("/videos/{video_id}/cuts/{minute}")
def cuts(video_id: str, minute: Annotated[int, Path(ge=0, le=100_000)], _: Reader, books: Books) -> list[float]:
    """Where a new camera begins within one minute of a video, in seconds; found when first asked for."""
    video = known(books.videos.get(video_id), "video")
    if video.state is not VideoState.READY or minute * 60 >= video.facts.get("duration", 0.0):
        return []
    kept = books.folders.video(video_id) / "cuts" / f"{minute}.json"
    if not kept.is_file():
        request = {"video": str(books.folders.content(video_id)), "minute": minute}
        try:
            answer = books.children.drawing.call("cuts", request)
        except MediaError as error:
            raise HTTPException(404, "this video gives no pictures") from error
        write_atomically(kept, json.dumps(_TIMES.validate_python(answer["cuts"])))
    return _TIMES.validate_json(kept.read_bytes())


def _out(books: Library, video_id: str) -> FocusesOut:
    log = books.corrections.of(video_id)
    rows = reviewed(books.focuses.of(video_id), log)
    return FocusesOut(version=log[-1].number if log else 0, focuses=[_focus(row) for row in rows])


def _focus(row: ReviewedFocus) -> FocusOut:
    found = None if row.found is None else _found(row.found)
    return FocusOut(
        id=row.id,
        product_id=row.product_id,
        start=row.start,
        end=row.end,
        standing=row.standing,
        by=row.by,
        found=found,
    )


def _found(found: FoundFocus) -> FoundOut:
    return FoundOut(
        product_id=found.product_id,
        start=found.start,
        end=found.end,
        confidence=found.confidence,
        band=Bands().of(found.confidence).value,
        state=found.state,
        alternatives=list(found.alternatives),
        evidence=found.evidence or {},
        stills=list(found.stills),
    )


def _check(books: Library, video_id: str, wanted: CorrectionIn, standing: dict[str, ReviewedFocus]) -> None:
    """Raises 400 or 404 where a correction has no meaning."""
    if isinstance(wanted, Undo):
        if not any(entry.id == wanted.correction for entry in books.corrections.of(video_id)):
            raise HTTPException(404, "there is no correction with this id")
        return
    if isinstance(wanted, Add):
        if wanted.focus_id in standing:
            raise HTTPException(409, "there is a focus with this id already")
    elif wanted.focus_id not in standing:
        raise HTTPException(404, f"there is no focus {wanted.focus_id} in this video")
    if isinstance(wanted, Add | Relink):
        video = known(books.videos.get(video_id), "video")
        if all(product.id != wanted.product_id for product in books.catalogs.products(video.catalog_id)):
            raise HTTPException(400, "this product is not in the video's catalog")
    _check_times(wanted, standing)
    if isinstance(wanted, Join):
        _check_pair(standing[wanted.focus_id], known(standing.get(wanted.other_id), "focus"))


def _check_times(wanted: CorrectionIn, standing: dict[str, ReviewedFocus]) -> None:
    """Raises 400 where a focus would become too short, 409 where a half's id is taken."""
    if isinstance(wanted, Add | Move):
        old = standing.get(wanted.focus_id)
        start = wanted.start if wanted.start is not None else (old.start if old else 0.0)
        end = wanted.end if wanted.end is not None else (old.end if old else 0.0)
        _check_length(start, end)
    if isinstance(wanted, Split):
        if wanted.new_id in standing:
            raise HTTPException(409, "there is a focus with this id already")
        _check_length(standing[wanted.focus_id].start, wanted.at)
        _check_length(wanted.at, standing[wanted.focus_id].end)


def _check_length(start: float, end: float) -> None:
    if end - start < SHORTEST_S - 1e-6:
        raise HTTPException(400, f"a focus lasts at least {SHORTEST_S:g} s; move the other edge first")


def _check_pair(first: ReviewedFocus, second: ReviewedFocus) -> None:
    if first.id == second.id or Standing.REJECTED in (first.standing, second.standing):
        raise HTTPException(400, "two focuses that are not rejected can be joined; choose another")
    if first.product_id != second.product_id:
        raise HTTPException(400, "these focuses are of two products; give both the same product first")
