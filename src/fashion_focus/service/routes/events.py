"""Changes as they happen, as server-sent events that can be taken up where they were cut off."""

import json
from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Header, HTTPException, Request
from sse_starlette import EventSourceResponse, ServerSentEvent

from fashion_focus.service.guard.auth import Books, Reader
from fashion_focus.service.library import Library
from fashion_focus.service.routes.answers import REFUSALS
from fashion_focus.store.library.changes import Change

router = APIRouter(tags=["events"], responses=REFUSALS)

_FOLLOWERS = 256
_PING_S = 15


@router.get("/events", response_class=EventSourceResponse)
async def events(
    request: Request,
    _: Reader,
    books: Books,
    last_event_id: Annotated[str, Header(max_length=20)] = "",
    after: Annotated[int | None, "as Last-Event-ID, for the first connection"] = None,
) -> EventSourceResponse:
    """CloudEvents, one a change. Without Last-Event-ID from now on; `reset` where the log does not reach back."""
    if books.feed.count() >= _FOLLOWERS:
        raise HTTPException(503, "too many pages follow already; try again later", headers={"Retry-After": "30"})
    given = int(last_event_id) if last_event_id.isdecimal() else after
    return EventSourceResponse(_stream(books, given, str(request.base_url)), ping=_PING_S, send_timeout=30)


async def _stream(books: Library, given: int | None, source: str) -> AsyncIterator[ServerSentEvent]:
    start = books.feed.last() if given is None else given
    if not books.feed.reaches(start):
        start = books.feed.last()
        yield ServerSentEvent(data="{}", event="reset", id=str(start))
    yield ServerSentEvent(comment="following", id=str(start), retry=2000)
    async for change in books.feed.follow(start):
        yield ServerSentEvent(data=json.dumps(cloud_event(change, source)), event="change", id=str(change.number))


def cloud_event(change: Change, source: str) -> dict[str, object]:
    """A change as a CloudEvent 1.0."""
    return {
        "specversion": "1.0",
        "id": str(change.number),
        "source": source,
        "type": change.type,
        "subject": change.subject,
        "time": change.time.isoformat() + "Z",
        "datacontenttype": "application/json",
        "data": change.data,
    }
