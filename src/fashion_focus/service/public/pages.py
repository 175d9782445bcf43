"""The pages: two shells, and the files that they are made from."""

from pathlib import Path

from fastapi import APIRouter
from fastapi.responses import FileResponse
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

WEB = Path(__file__).parents[1] / "web"

router = APIRouter(include_in_schema=False)


@router.get("/")
@router.get("/sign-in")
@router.get("/new")
@router.get("/shelves")
@router.get("/shelves/{rest:path}")
@router.get("/shows/{rest:path}")
@router.get("/live")
@router.get("/live/{rest:path}")
@router.get("/settings")
def console(rest: str = "") -> FileResponse:  # noqa: ARG001  # the page's own router reads the address
    """The seller's console."""
    return FileResponse(WEB / "console.html")


@router.get("/w/{video_id}")
@router.get("/embed/{video_id}")
def watch(video_id: str) -> FileResponse:  # noqa: ARG001  # the page reads the address
    """The shopper's page."""
    return FileResponse(WEB / "watch.html")


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
