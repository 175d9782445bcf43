"""The pages: two shells, and the files that they are made from."""

import re
from pathlib import Path
from urllib.parse import urlsplit

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from fashion_focus.service.guard.auth import Books
from fashion_focus.service.guard.security import MEDIA_ORIGIN

WEB = Path(__file__).parents[1] / "web"

router = APIRouter(include_in_schema=False)


@router.get("/live/{stream_id}/overlay")
def overlay(stream_id: str) -> FileResponse:  # noqa: ARG001  # the page reads the address
    """The card alone on nothing, for a browser source of a streaming program."""
    return FileResponse(WEB / "overlay.html")


@router.get("/shows/{video_id}/preview")
def preview(video_id: str) -> FileResponse:  # noqa: ARG001  # the page reads the address
    """The shopper's page of a draft, for the console's own frame; what it shows needs a sign-in."""
    return FileResponse(WEB / "preview.html")


@router.get("/")
@router.get("/sign-in")
@router.get("/new")
@router.get("/shelves")
@router.get("/shelves/{rest:path}")
@router.get("/shows/{rest:path}")
@router.get("/live")
@router.get("/live/{rest:path}")
@router.get("/ops")
@router.get("/quality")
@router.get("/settings")
def console(rest: str = "") -> FileResponse:  # noqa: ARG001  # the page's own router reads the address
    """The seller's console."""
    return FileResponse(WEB / "console.html")


@router.get("/w/{video_id}")
@router.get("/embed/{video_id}")
def watch(video_id: str, books: Books, request: Request) -> FileResponse:
    """The shopper's page; where it plays a live stream of another host, its policy names that host."""
    desk = books.studio.desks.get(video_id)
    if desk is not None and desk.public:
        setattr(request.state, MEDIA_ORIGIN, origin_of(desk.watch))
    return FileResponse(WEB / "watch.html")


def origin_of(address: str) -> str:
    """Scheme, host and port of an address; "" where a policy could not name them."""
    try:
        parts = urlsplit(address)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return ""
    host = parts.hostname or ""
    plain = parts.scheme in ("http", "https") and re.fullmatch(r"[A-Za-z0-9.-]+", host)
    return f"{parts.scheme}://{host}{port}" if plain else ""


@router.get("/favicon.ico")
def icon() -> FileResponse:
    """The mark."""
    return FileResponse(WEB / "icons" / "mark.svg", media_type="image/svg+xml")


class Static(StaticFiles):
    """Files of the pages; browsers ask again each time, and mostly hear that nothing has changed."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """One file."""
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = "no-cache"
        return response
