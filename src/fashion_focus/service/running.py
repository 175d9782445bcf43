"""The service in one process: a socket, a sign-in link, and the server itself."""

import logging
import socket
from collections.abc import Callable
from dataclasses import dataclass

import uvicorn

from fashion_focus.core.errors import SettingsError
from fashion_focus.service.app import create_app
from fashion_focus.service.guard.auth import Doorkeeper
from fashion_focus.service.library import Library
from fashion_focus.store.library.tokens import Role

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


def run_service(library: Library, address: Address, *, link: bool, tell: Callable[[str], None]) -> None:
    """Serve until interrupted. link: give a sign-in link even where tokens exist. tell: prints a line.

    Raises SettingsError where the address cannot be listened on.
    """
    config = uvicorn.Config(create_app(library), log_level=logging.WARNING, timeout_graceful_shutdown=3)
    with _bound(address) as listening:
        shown = "localhost" if address.host in (*_LOOPBACK, *_EVERYWHERE) else address.host
        base = f"http://{shown}:{listening.getsockname()[1]}"
        if link or not library.tokens.all():
            _, text = Doorkeeper(library.tokens).give("sign-in link", Role.ADMIN, once=True)
            tell(f"Sign in once with {base}/sign-in#{text}")
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
