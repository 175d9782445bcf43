"""Pictures from the web into a folder of this machine, with bounds on size, time and whom we talk to."""

import hashlib
import http.client
import socket
import ssl
import time
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from fashion_focus.catalog.limits import CatalogLimits
from fashion_focus.catalog.pictures import PICTURE_SUFFIXES, check_picture
from fashion_focus.core.addresses import is_public
from fashion_focus.core.errors import CatalogError
from fashion_focus.files import replacing

_CHUNK = 64 * 1024


@dataclass(frozen=True, slots=True)
class FetchRules:
    """timeout_s: for a silent server, and for one whole picture.

    allow_private: also this machine and its local network, which a list from a stranger must not reach.
    """

    timeout_s: float = 20.0
    allow_private: bool = False


class PictureFetcher:
    """Gives each address's picture as a file in `cache`; what is there already is not fetched again."""

    def __init__(self, cache: Path, *, rules: FetchRules | None = None, limits: CatalogLimits | None = None) -> None:
        self._cache = cache
        self._rules = rules or FetchRules()
        self._limits = limits or CatalogLimits()
        self._opener = _opener(self._rules)

    def __call__(self, url: str) -> Path:
        """Raises CatalogError where no picture comes, StoreError where the cache cannot be written."""
        path = self._cache / _file_name(url)
        if path.is_file():
            return path
        data = self._download(url)
        with replacing(path) as beside:
            beside.write_bytes(data)
            check_picture(beside, limits=self._limits)
        return path

    def _download(self, url: str) -> bytes:
        deadline = time.monotonic() + self._rules.timeout_s
        try:
            request = urllib.request.Request(_encoded(url), headers={"User-Agent": "fashion-focus"})  # noqa: S310  # the opener knows http and https only
            with self._opener.open(request, timeout=self._rules.timeout_s) as response:
                return self._read(response, url, deadline)
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise CatalogError(
                f"cannot fetch {url}: {_reason(error)}; put the picture beside the list instead"
            ) from error

    def _read(self, response: http.client.HTTPResponse, url: str, deadline: float) -> bytes:
        data = bytearray()
        while chunk := response.read1(_CHUNK):
            data += chunk
            if len(data) > self._limits.picture_bytes:
                raise CatalogError(
                    f"cannot fetch {url}: it has more than {self._limits.picture_bytes} bytes; scale it down"
                )
            if time.monotonic() > deadline:
                raise CatalogError(f"cannot fetch {url}: it took over {self._rules.timeout_s:g} s; try again later")
        return bytes(data)


def _opener(rules: FetchRules) -> urllib.request.OpenerDirector:
    """HTTP and HTTPS only, without proxies; redirects are followed, each through the same check of its address."""

    tls = ssl.create_default_context()

    class Plain(http.client.HTTPConnection):
        def connect(self) -> None:
            self.sock = _connect(self.host, self.port, rules)

    class Secure(http.client.HTTPSConnection):
        def connect(self) -> None:
            plain = _connect(self.host, self.port, rules)
            self.sock = tls.wrap_socket(plain, server_hostname=self.host)

    class PlainHandler(urllib.request.HTTPHandler):
        def http_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
            return self.do_open(Plain, req)

    class SecureHandler(urllib.request.HTTPSHandler):
        def https_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
            return self.do_open(Secure, req)

    opener = urllib.request.OpenerDirector()
    for handler in (
        PlainHandler(),
        SecureHandler(),
        urllib.request.HTTPRedirectHandler(),
        urllib.request.HTTPErrorProcessor(),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.UnknownHandler(),
    ):
        opener.add_handler(handler)
    return opener


def _connect(host: str, port: int, rules: FetchRules) -> socket.socket:
    """A connection to `host`: the very address that was checked is the one that is used."""
    failure: OSError = ConnectionError(f"{host} has no address")
    found = [str(address[0]) for *_, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not rules.allow_private and not all(is_public(address) for address in found):
        raise PermissionError(f"{host} is an address of this machine or its local network")
    for address in found:
        try:
            return socket.create_connection((address, port), timeout=rules.timeout_s)
        except OSError as error:
            failure = error
    raise failure


def _reason(error: Exception) -> object:
    """What lies behind urllib's own error; an answer such as 404 speaks for itself."""
    if isinstance(error, urllib.error.URLError) and not isinstance(error, urllib.error.HTTPError):
        return error.reason
    return error


def _encoded(url: str) -> str:
    """An address as it goes over the wire: words of other scripts and blanks are percent-encoded."""
    return urllib.parse.quote(url, safe="%/:=&?~#+!$,;'@()*[]")


def _file_name(url: str) -> str:
    suffix = Path(url.partition("?")[0]).suffix.lower()
    return hashlib.sha256(url.encode()).hexdigest()[:32] + (suffix if suffix in PICTURE_SUFFIXES else ".jpg")
