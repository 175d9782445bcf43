"""The application: routes, what guards them, and what runs beside them."""

import logging
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse
from starlette.concurrency import run_in_threadpool

import fashion_focus
from fashion_focus.core.errors import FashionFocusError, InputError, SettingsError
from fashion_focus.service.guard.auth import Doorkeeper
from fashion_focus.service.guard.security import Guard, RateLimit
from fashion_focus.service.library import Library
from fashion_focus.service.live import routes as desks
from fashion_focus.service.overview import routes as overview
from fashion_focus.service.public import health, media, pages, published
from fashion_focus.service.routes import (
    accounts,
    catalogs,
    events,
    exports,
    focuses,
    jobs,
    publications,
    search,
    streams,
    videos,
)
from fashion_focus.service.runner import JobRunner

logger = logging.getLogger(__name__)

API = "/api/v1"

_ROUTERS = (
    accounts.router,
    catalogs.router,
    videos.router,
    jobs.router,
    focuses.router,
    publications.router,
    search.router,
    exports.router,
    events.router,
    streams.router,
    desks.router,
    overview.router,
    published.router,
)


def create_app(library: Library) -> FastAPI:
    """The service over a library; closing the application leaves the library to its owner."""
    app = FastAPI(
        title="Fashion Focus",
        version=fashion_focus.__version__,
        description="Which product is exhibited when: catalogs, videos, focuses with corrections, published shows.",
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=_lifespan,
    )
    state = app.state
    state.library, state.keeper, state.runner = library, Doorkeeper(library.tokens), JobRunner(library)
    state.uploads, state.answers = set(), Counter()
    state.sign_ins, state.searches = RateLimit(10, 60.0), RateLimit(60, 60.0)
    for router in _ROUTERS:
        app.include_router(router, prefix=API)
    for router in (health.router, media.router, pages.router):
        app.include_router(router)
    app.mount("/static", pages.Static(directory=pages.WEB))
    app.mount("/widget", pages.Static(directory=pages.WEB / "widget"))
    app.add_exception_handler(FashionFocusError, _told)
    app.add_middleware(Guard, json_bytes=library.settings.limits.json_bytes, answers=state.answers)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    app.state.runner.start()
    await run_in_threadpool(app.state.library.studio.open)
    yield
    app.state.library.feed.close()
    app.state.runner.stop()


def _told(_: Request, error: Exception) -> Response:
    """Our errors as they are: they name what, where and the remedy."""
    if isinstance(error, InputError | SettingsError):
        return JSONResponse({"detail": str(error)}, 400)
    logger.error("a request failed: %s", error)
    return JSONResponse({"detail": str(error)}, 503)
