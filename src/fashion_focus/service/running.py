"""The service in one process: a socket, a sign-in link, and the server itself."""

import http.client
import logging
import socket
from collections.abc import Callable
from dataclasses import dataclass

import uvicorn

from fashion_focus.core.errors import SettingsError
from fashion_focus.service.app import create_app
from fashion_focus.service.guard.auth import Doorkeeper
from fashion_focus.service.library import Library
from fashion_focus.service.settings import ServiceSettings
from fashion_focus.store.database import file_url, open_database
from fashion_focus.store.library.tokens import Role, TokenStore

_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_BACKLOG = 256
_EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104  # compared with, not bound by default


@dataclass(frozen=True, slots=True)
class Address:
    """Where to listen; port 0 is any free one. public: others than this machine can come in."""

    host: str
    port: int

    @property
    def public(self) -> bool:
        """Whether others than this machine can come in."""
        return self.host not in _LOOPBACK

    @property
    def shown(self) -> str:
        """The host as a browser on this machine is given it."""
        return "localhost" if self.host in (*_LOOPBACK, *_EVERYWHERE) else self.host

    def base(self, port: int) -> str:
        """The beginning of every page's address; port: the one that was found free, if any was asked for."""
        return f"http://{self.shown}:{port}"


def give_link(settings: ServiceSettings, address: Address) -> str | None:
    """Another sign-in link for the service that runs already at an address, on this data; None where none answers.

    Raises StoreError where the database cannot be opened.
    """
    if not address.port or not _answers(address):
        return None
    database = open_database(settings.database or file_url(settings.data.resolve()))
    try:
        return _link(TokenStore(database), address.base(address.port))
    finally:
        database.dispose()


def _answers(address: Address) -> bool:
    """Whether a service of ours is there."""
    connection = http.client.HTTPConnection(address.shown, address.port, timeout=2.0)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().read(64) == b'{"status":"ok"}'
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _link(tokens: TokenStore, base: str) -> str:
    _, text = Doorkeeper(tokens).give("sign-in link", Role.ADMIN, once=True)
    return f"{base}/sign-in#{text}"


def run_service(library: Library, address: Address, *, link: bool, tell: Callable[[str], None]) -> None:
    """Serve until interrupted. link: give a sign-in link even where tokens exist. tell: prints a line.

    Raises SettingsError where the address cannot be listened on.
    """
    config = uvicorn.Config(create_app(library), log_level=logging.WARNING, timeout_graceful_shutdown=3)
    with _bound(address) as listening:
        base = address.base(listening.getsockname()[1])
        if link or not library.tokens.all():
            tell(f"Sign in once with {_link(library.tokens, base)}")
        tell(f"Serving {base}  (Ctrl-C ends it)")
        uvicorn.Server(config).run(sockets=[listening])


def _bound(address: Address) -> socket.socket:
    """A bound socket, so that the port is known before the server starts."""
    bound = socket.socket(socket.AF_INET6 if ":" in address.host else socket.AF_INET)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((address.host, address.port))
        # From here on a browser waits instead of being refused, while the server still loads.
        bound.listen(_BACKLOG)
    except OSError as error:
        bound.close()
        where = f"{address.host} port {address.port}"
        raise SettingsError(f"cannot listen on {where}: {error.strerror}; choose another --port") from error
    return bound
