"""HTTP for playlists: FFmpeg asks here for every playlist, segment and key, and opens no connection itself.

A playlist may name any address, and FFmpeg's own lists know protocols, not hosts. So each address, and each redirect
on the way, is checked where it is connected to; what a source may ask for is bounded in number, pace and size.
"""

import base64
import contextlib
import http.client
import time
import urllib.parse
from collections.abc import Callable
from dataclasses import dataclass

from fashion_focus.decoding.network.reach import PORTS, AwayError, Reach, UnusableError
from fashion_focus.decoding.sources import redacted

_MOST_REDIRECTS = 5
_MOST_BYTES = 64 << 20
_MOST_TO_OPEN = 100
"""Requests before the first picture: a list of lists that leads to itself would never end."""
_A_SECOND, _AT_ONCE = 20.0, 40.0
_MOST_IDLE = 4
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_LIST, _LAST = b"#EXTM3U", b"#EXT-X-ENDLIST"
_AS_IT_IS = "%/:=&?~#+!$,;'@()*[]"

Key = tuple[str, str, int]


class _Connection(http.client.HTTPConnection):
    """Goes where `Reach` lets it."""

    def __init__(self, key: Key, reach: Reach) -> None:
        scheme, host, port = key
        super().__init__(host, port)
        # Says whether the port is named to the server.
        self.default_port = PORTS[scheme]
        self.key = key
        self._reach = reach

    def connect(self) -> None:
        scheme, host, port = self.key
        self.sock = (self._reach.connect_safely if scheme == "https" else self._reach.connect)(host, port)


@dataclass(slots=True)
class Answer:
    """A response as the file that FFmpeg reads. What breaks off has come to its end: the next segment follows.

    on_list: told while a playlist is read whether it says that no more follows. on_end: told whether all was read.
    """

    response: http.client.HTTPResponse
    on_list: Callable[[bool], None]
    on_end: Callable[[bool], None]
    n_left: int = _MOST_BYTES
    _is_list: bool = False
    _tail: bytes = b""

    def read(self, n: int) -> bytes:
        """At most n bytes; none at the end, nor beyond what a segment may have."""
        try:
            data = self.response.read1(min(n, self.n_left))
        except (OSError, http.client.HTTPException):
            return b""
        if self.n_left == _MOST_BYTES and data.startswith(_LIST):
            self._is_list = True
            self.on_list(False)
        if self._is_list:
            if _LAST in self._tail + data:
                self.on_list(True)
            self._tail = (self._tail + data)[-len(_LAST) :]
        self.n_left -= len(data)
        return data

    def close(self) -> None:
        """Done with it; a connection whose answer was read to its end serves again."""
        whole = self.response.isclosed() and not self.response.will_close
        self.response.close()
        self.on_end(whole)


class Nothing:
    """What cannot be had just now, as an empty file: FFmpeg goes on with what comes next."""

    def read(self, _n: int) -> bytes:
        """Nothing."""
        return b""

    def close(self) -> None:
        """Nothing to do."""


class Fetcher:
    """PyAV's `io_open` for one source; one thread's; close it. `opened`: set once the source is open.

    fault: what the source led to that is off limits; from then on it gives nothing. finished: whether the newest
    playlist says that no more follows. clock, sleep: of a monotonic clock.
    """

    def __init__(
        self,
        reach: Reach,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._reach = reach
        self._clock, self._sleep = clock, sleep
        self._credit, self._counted_at = _AT_ONCE, clock()
        self._idle: dict[Key, _Connection] = {}
        self._busy: set[_Connection] = set()
        self.n_asked = 0
        self.opened = False
        self.fault = ""
        self.finished = False

    def __call__(self, url: str, _flags: int, options: dict[str, str]) -> Answer | Nothing:
        """What an address holds. Raises AwayError where the source's own is not there.

        FFmpeg goes on after other exceptions, hence `fault`.
        """
        if self.fault:
            return Nothing()
        own = self.n_asked == 0
        try:
            answer = self._answer(url, _Range.of(options))
        except UnusableError as error:
            self.fault = str(error)
            return Nothing()
        except (OSError, http.client.HTTPException) as error:
            if own:
                raise AwayError(f"cannot open {redacted(url)}: {_reason(error)}; it is tried again") from error
            return Nothing()
        status = answer.response.status
        if status in {200, 206}:
            return answer
        answer.close()
        if own:
            raise AwayError(f"cannot open {redacted(url)}: {_refusal(status)}")
        return Nothing()

    def close(self) -> None:
        """End all connections."""
        for connection in (*self._idle.values(), *self._busy):
            connection.close()

    def _answer(self, url: str, part: "_Range") -> Answer:
        for _ in range(_MOST_REDIRECTS + 1):
            answer = self._asked(url, part)
            if answer.response.status not in _REDIRECTS:
                part.skip(answer)
                return answer
            target = answer.response.getheader("Location") or ""
            answer.close()
            url = urllib.parse.urljoin(url, target)
        raise UnusableError(f"the source sends its readers on more than {_MOST_REDIRECTS} times; give the last address")

    def _asked(self, url: str, part: "_Range") -> Answer:
        self._count()
        parts = urllib.parse.urlsplit(url)
        scheme = parts.scheme.lower()
        if scheme not in {"http", "https"} or not parts.hostname:
            raise UnusableError(f"the source leads to {redacted(url)[:200]}; only http and https are followed")
        target = urllib.parse.quote(parts.path or "/", safe=_AS_IT_IS)
        if parts.query:
            target += "?" + urllib.parse.quote(parts.query, safe=_AS_IT_IS)
        key = scheme, parts.hostname, parts.port or PORTS[scheme]
        return self._sent(key, target, {"User-Agent": "fashion-focus", **_login(parts), **part.header})

    def _sent(self, key: Key, target: str, headers: dict[str, str]) -> Answer:
        kept = self._idle.pop(key, None)
        if kept is not None:
            # The server may have closed it meanwhile.
            with contextlib.suppress(OSError, http.client.HTTPException):
                return self._exchange(kept, target, headers)
            kept.close()
        fresh = _Connection(key, self._reach)
        try:
            return self._exchange(fresh, target, headers)
        except BaseException:
            fresh.close()
            raise

    def _exchange(self, connection: _Connection, target: str, headers: dict[str, str]) -> Answer:
        self._busy.add(connection)
        connection.request("GET", target, headers=headers)
        return Answer(connection.getresponse(), self._learn, lambda whole: self._give_back(connection, whole=whole))

    def _learn(self, last: bool) -> None:  # told by Answer
        self.finished = last

    def _give_back(self, connection: _Connection, *, whole: bool) -> None:
        self._busy.discard(connection)
        if whole and len(self._idle) < _MOST_IDLE and connection.key not in self._idle:
            self._idle[connection.key] = connection
        else:
            connection.close()

    def _count(self) -> None:
        """Wait until another request is within the pace. Raises UnusableError where opening asks for too much."""
        self.n_asked += 1
        if not self.opened and self.n_asked > _MOST_TO_OPEN:
            raise UnusableError(f"the source needs more than {_MOST_TO_OPEN} requests to open; name one rendition")
        now = self._clock()
        self._credit = min(_AT_ONCE, self._credit + (now - self._counted_at) * _A_SECOND) - 1.0
        self._counted_at = now
        if self._credit < 0:
            self._sleep(-self._credit / _A_SECOND)


@dataclass(frozen=True, slots=True)
class _Range:
    """Bytes [start, end) of a file; end 0: all that follow."""

    start: int = 0
    end: int = 0

    @classmethod
    def of(cls, options: dict[str, str]) -> "_Range":
        return cls(int(options.get("offset", "0") or 0), int(options.get("end_offset", "0") or 0))

    @property
    def header(self) -> dict[str, str]:
        if not self.start and not self.end:
            return {}
        return {"Range": f"bytes={self.start}-{self.end - 1 if self.end else ''}"}

    def skip(self, answer: Answer) -> None:
        """A server that does not know ranges sends the whole file."""
        left = self.start if answer.response.status == 200 else 0
        while left > 0 and (data := answer.read(min(left, 1 << 16))):
            left -= len(data)


def _login(parts: urllib.parse.SplitResult) -> dict[str, str]:
    """The header for a user and password in an address; it goes to that address and nowhere else."""
    if parts.username is None:
        return {}
    pair = f"{urllib.parse.unquote(parts.username)}:{urllib.parse.unquote(parts.password or '')}"
    return {"Authorization": f"Basic {base64.b64encode(pair.encode()).decode()}"}


def _refusal(status: int) -> str:
    if status in {401, 403}:
        return "it refuses the credentials; renew them"
    if status == 404:
        return "there is no stream (yet); it is tried again"
    return f"the server answers {status}; it is tried again"


def _reason(error: Exception) -> str:
    """Why, without the address."""
    return redacted(str(getattr(error, "strerror", None) or error or type(error).__name__))
