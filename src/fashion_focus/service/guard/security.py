"""What every answer carries and every request keeps to: headers for browsers, bounds on bodies."""

import json
import re
from collections import Counter, OrderedDict
from collections.abc import Callable
from time import monotonic

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; media-src 'self' blob:; "
    "connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-src 'self'; "
)
_FROM_ELSEWHERE = ("media-src 'self' blob:", "connect-src 'self'")
MEDIA_ORIGIN = "media_origin"
"""State of a request whose page plays a live stream from another host: that host, as a policy names it."""
_NOBODY, _OURSELVES, _ANYBODY = "frame-ancestors 'none'", "frame-ancestors 'self'", "frame-ancestors *"
_FRAMED = ("/embed/",)
_DRAFT = re.compile(r"/shows/[^/]+/preview")
_SHARED = ("/widget/", "/api/v1/published/", "/media/published/", "/media/pictures/")
_UNBOUNDED = ("/content", "/files", "/picture")  # routes that read their bodies piece by piece, each with its own bound
_UNSAFE = {"POST", "PUT", "PATCH", "DELETE"}


class Guard:
    """Puts headers on answers and counts them by status.

    Refuses bodies that are too long, and changes that a page of another site asks for.
    """

    def __init__(self, app: ASGIApp, *, json_bytes: int, answers: Counter[int]) -> None:
        self._app = app
        self._json_bytes = json_bytes
        self._answers = answers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path = scope["path"]

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._answers[message["status"]] += 1
                elsewhere = str(scope.get("state", {}).get(MEDIA_ORIGIN, ""))
                _put_headers(MutableHeaders(scope=message), path, elsewhere)
            await send(message)

        headers = dict(scope["headers"])
        if scope["method"] in _UNSAFE and _from_elsewhere(headers) and not path.startswith(_SHARED):
            await _refuse(sending, 403, "a page of another site may not change anything here")
        elif path.endswith(_UNBOUNDED):
            await self._app(scope, receive, sending)
        elif int(headers.get(b"content-length", b"0") or 0) > self._json_bytes:
            await _refuse(sending, 413, f"a request holds at most {self._json_bytes} bytes")
        else:
            await self._app(scope, _bounded(receive, self._json_bytes), sending)


class RateLimit:
    """At most `n` of something within `seconds` for each key, such as an address; remembers the last keys only."""

    def __init__(self, n: int, seconds: float, *, clock: Callable[[], float] = monotonic, keys: int = 10_000) -> None:
        self._n, self._seconds, self._clock, self._keys = n, seconds, clock, keys
        self._seen: OrderedDict[str, list[float]] = OrderedDict()

    def allows(self, key: str) -> bool:
        """Whether one more is allowed now; where it is, it counts."""
        now = self._clock()
        recent = [time for time in self._seen.pop(key, []) if time > now - self._seconds]
        allowed = len(recent) < self._n
        self._seen[key] = [*recent, now] if allowed else recent
        while len(self._seen) > self._keys:
            self._seen.popitem(last=False)
        return allowed


def _put_headers(headers: MutableHeaders, path: str, elsewhere: str) -> None:
    policy = CONTENT_POLICY
    for part in _FROM_ELSEWHERE if elsewhere else ():
        policy = policy.replace(part, f"{part} {elsewhere}")
    headers["Content-Security-Policy"] = policy + _framed_by(path)
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = "same-origin"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()"
    shared = path.startswith(_SHARED) or path.startswith("/static/")
    headers["Cross-Origin-Resource-Policy"] = "cross-origin" if shared else "same-origin"
    if shared:
        # A shop's page loads the widget and what it shows; no cookie goes along.
        headers["Access-Control-Allow-Origin"] = "*"
    headers.setdefault("Cache-Control", "no-store")


def _framed_by(path: str) -> str:
    """Whose pages may show a page in a frame: shops the embedded show, the console a draft, nobody the rest."""
    if path.startswith(_FRAMED):
        return _ANYBODY
    return _OURSELVES if _DRAFT.fullmatch(path) else _NOBODY


def _from_elsewhere(headers: dict[bytes, bytes]) -> bool:
    """Whether a browser says that a page of another site sent this."""
    site = headers.get(b"sec-fetch-site")
    if site is not None:
        return site not in (b"same-origin", b"none")
    origin = headers.get(b"origin")
    return origin is not None and origin.split(b"://")[-1] != headers.get(b"host", b"")


def _bounded(receive: Receive, limit: int) -> Receive:
    """The same body, cut off where it gets too long: the reader then finds it broken."""
    seen = 0

    async def receiving() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        return {"type": "http.disconnect"} if seen > limit else message

    return receiving


async def _refuse(send: Send, status: int, text: str) -> None:
    body = json.dumps({"detail": text}).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
