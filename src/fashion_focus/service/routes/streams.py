"""Live streams: started, fed, followed, pinned; and what shoppers get of them."""

import json
from collections.abc import AsyncIterator
from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Header, HTTPException, Request
from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.concurrency import run_in_threadpool

from fashion_focus.engine import RUNNING_STATES
from fashion_focus.service.guard.auth import Books, Editor, Perhaps, Reader
from fashion_focus.service.library import Library
from fashion_focus.service.live.addresses import check_source
from fashion_focus.service.live.studio import LATE_S
from fashion_focus.service.routes.answers import FILE_BODY, REFUSALS, known
from fashion_focus.service.schemas.base import Json
from fashion_focus.service.schemas.streams import DeskChange, PinIn, PinOut, StreamIn, StreamOut
from fashion_focus.service.shows.publishing import web_link
from fashion_focus.store.library.desks import Desk, Pin
from fashion_focus.store.library.tokens import Token

router = APIRouter(tags=["streams"], responses=REFUSALS)


@router.get("/streams")
def streams(_: Reader, books: Books) -> list[StreamOut]:
    """Every live stream, the newest first."""
    return [_out(desk, books) for desk in books.studio.desks.all()]


@router.post("/streams", status_code=201)
def start_stream(wanted: StreamIn, _: Editor, books: Books) -> StreamOut:
    """Start a live stream; addresses of this machine and its network are refused."""
    known(books.catalogs.get(wanted.catalog_id), "catalog")
    check_source(wanted.source, allow_private=books.settings.allow_private)
    desk = books.studio.desks.add(wanted.title, wanted.catalog_id, watch=wanted.watch, mode=wanted.mode)
    books.studio.start(desk.id, wanted.source, catalog_id=wanted.catalog_id, speech=wanted.speech)
    books.feed.tell("stream.added", desk.id, {"title": desk.title})
    return _out(desk, books)


@router.get("/streams/{stream_id}")
def stream(stream_id: str, _: Reader, books: Books) -> StreamOut:
    """One live stream."""
    return _out(_desk(books, stream_id), books)


@router.patch("/streams/{stream_id}")
def change_stream(stream_id: str, wanted: DeskChange, _: Editor, books: Books) -> StreamOut:
    """Choose who pins, and whether shoppers see the stream."""
    desk = known(books.studio.desks.change(stream_id, **wanted.model_dump(exclude_none=True)), "stream")
    books.feed.tell("stream.changed", stream_id, {"mode": desk.mode.value, "public": desk.public})
    return _out(desk, books)


@router.post("/streams/{stream_id}/stop")
def stop_stream(stream_id: str, _: Editor, books: Books) -> StreamOut:
    """End a live stream; what is open is settled."""
    desk = _desk(books, stream_id)
    books.studio.stop(stream_id)
    return _out(desk, books)


@router.post("/streams/{stream_id}/pin")
def pin(stream_id: str, wanted: PinIn, token: Editor, books: Books) -> PinOut:
    """Show shoppers a product from now on, or nothing; a person's pin holds the machine's for a minute."""
    desk = _desk(books, stream_id)
    if wanted.product_id and all(p.id != wanted.product_id for p in books.catalogs.products(desk.catalog_id)):
        raise HTTPException(400, "this product is not in the stream's catalog")
    return PinOut.model_validate(books.studio.pin(stream_id, wanted.product_id, by=token.name))


@router.get("/streams/{stream_id}/pins")
def pins(stream_id: str, _: Reader, books: Books) -> list[PinOut]:
    """Every pin of a stream, the newest first."""
    _desk(books, stream_id)
    return [PinOut.model_validate(one) for one in books.studio.desks.pins(stream_id)]


@router.put(
    "/streams/{stream_id}/media/content",
    status_code=204,
    openapi_extra=FILE_BODY,
)
async def push_media(stream_id: str, _: Editor, books: Books, request: Request) -> None:
    """MPEG-TS for a stream whose source is "push:", as long as it lasts."""
    await run_in_threadpool(_desk, books, stream_id)
    publisher = await run_in_threadpool(books.studio.publish, stream_id)
    try:
        async for piece in request.stream():
            if piece:
                await run_in_threadpool(publisher.write, piece)
    finally:
        await run_in_threadpool(publisher.close)


@router.get("/published/streams/{stream_id}")
def public_stream(stream_id: str, who: Perhaps, books: Books, request: Request) -> Json:
    """A live stream as shoppers see it: the pinned product and all of the shelf. Signed in, also in rehearsal."""
    desk = _shown_desk(books, stream_id, who)
    newest = books.studio.desks.pins(stream_id)[:1]
    status = books.studio.status(stream_id)
    return {
        "id": desk.id,
        "live": True,
        "title": desk.title,
        "watch": desk.watch,
        "state": status.state.value if status else "stopped",
        "pin": _shown_pin(newest[0]) if newest else None,
        "pictures": f"{str(request.base_url).rstrip('/')}/media/pictures/",
        "products": [
            {
                "id": product.id,
                "title": product.title,
                "brand": product.brand,
                "price": product.price,
                "link": web_link(product.link),
                "category": product.category[0] if product.category else "",
                "picture": product.pictures[0] if product.pictures else "",
                "starts": [],
            }
            for product in books.catalogs.products(desk.catalog_id)
        ],
    }


@router.get("/published/streams/{stream_id}/events", response_class=EventSourceResponse)
async def public_events(
    stream_id: str, who: Perhaps, books: Books, last_event_id: Annotated[str, Header(max_length=20)] = ""
) -> EventSourceResponse:
    """Pins of a live stream as they are set. date: when the pinned picture came in, for players that lag behind."""
    await run_in_threadpool(_shown_desk, books, stream_id, who)
    start = int(last_event_id) if last_event_id.isdecimal() else books.feed.last()

    async def stream_pins() -> AsyncIterator[ServerSentEvent]:
        yield ServerSentEvent(comment="following", id=str(start), retry=2000)
        async for change in books.feed.follow(start):
            if change.subject == stream_id and change.type == "pin.changed":
                shown = {name: change.data.get(name) for name in ("product_id", "time", "date")}
                yield ServerSentEvent(data=json.dumps(shown), event="pin", id=str(change.number))

    return EventSourceResponse(stream_pins(), ping=15, send_timeout=30)


def _desk(books: Library, stream_id: str) -> Desk:
    return known(books.studio.desks.get(stream_id), "stream")


def _shown_desk(books: Library, stream_id: str, who: Token | None) -> Desk:
    desk = _desk(books, stream_id)
    return known(desk if desk.public or who is not None else None, "stream")


def _shown_pin(pin: Pin) -> Json:
    return {"product_id": pin.product_id, "time": pin.time, "date": f"{pin.created.isoformat()}Z"}


def _out(desk: Desk, books: Library) -> StreamOut:
    status = books.studio.status(desk.id)
    newest = books.studio.desks.pins(desk.id)[:1]
    facts = asdict(desk)
    if status is None:
        return StreamOut(**facts, state="stopped", pin=PinOut.model_validate(newest[0]) if newest else None)
    return StreamOut(
        **facts,
        state=status.state.value,
        media_time=status.media_time,
        lag=status.lag,
        rate=status.rate,
        drops=status.drops,
        reconnects=status.reconnects,
        quiet=round(books.studio.quiet_for(desk.id, status.media_time), 1) if status.state in RUNNING_STATES else 0.0,
        late=status.lag > LATE_S,
        error=status.error,
        pin=PinOut.model_validate(newest[0]) if newest else None,
        focuses=books.studio.open_focuses(desk.id),
    )
