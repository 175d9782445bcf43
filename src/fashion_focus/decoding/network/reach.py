"""Whom a source may lead to: public addresses, and of this machine and its network only what its owner named."""

import socket
import ssl
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from fashion_focus.core.addresses import is_public
from fashion_focus.decoding.sources import redacted

PORTS = {"http": 80, "https": 443, "rtmp": 1935, "rtmps": 443, "rtsp": 554, "rtsps": 322}
"""Where servers listen, by scheme, if an address names no port."""

Resolve = Callable[[str, int], Sequence[str]]
"""Addresses of a host, as text; the port goes with the question. Raises OSError where there is none."""


class AwayError(Exception):
    """The source cannot be reached just now."""


class UnusableError(Exception):
    """The source is there, and nothing will make it fit."""


def resolve(host: str, port: int) -> Sequence[str]:
    """What the machine's resolver says."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except UnicodeError as error:
        raise OSError(f"{host[:80]} is no host name") from error
    return [str(address[0]) for *_, address in found]


@dataclass(frozen=True, slots=True)
class Reach:
    """Makes connections. host, port: what the owner named; private: whether that may be of this machine or its network.

    timeout: seconds for a connection, and for each answer on it.
    """

    host: str
    port: int
    private: bool
    timeout: float
    resolve: Resolve = resolve

    @classmethod
    def of(cls, address: str, *, private: bool, timeout: float) -> "Reach":
        """For a source's address. Raises UnusableError where its port is no number."""
        parts = urlsplit(address)
        try:
            port = parts.port or PORTS[parts.scheme.lower()]
        except ValueError as error:
            raise UnusableError(f"{redacted(address)}: its port is no port; write scheme://host:port/path") from error
        return cls(parts.hostname or "", port, private, timeout)

    def connect(self, host: str, port: int) -> socket.socket:
        """A connection to the very address that was checked.

        Raises UnusableError for what is off limits, OSError where nobody answers.
        """
        own = self.private and (host.lower(), port) == (self.host.lower(), self.port)
        found = self.resolve(host, port)
        if not own and not all(is_public(address) for address in found):
            raise UnusableError(
                f"the source leads to {host}:{port} on this machine or its network, which is not allowed; "
                "give one that stays on public addresses"
            )
        failure: OSError = ConnectionError(f"{host} has no address")
        for address in found:
            try:
                return socket.create_connection((address, port), self.timeout)
            except OSError as error:
                failure = error
        raise failure

    def connect_safely(self, host: str, port: int) -> ssl.SSLSocket:
        """The same with TLS; the server must prove to be `host`. Raises also ssl.SSLError, an OSError."""
        plain = self.connect(host, port)
        try:
            return ssl.create_default_context().wrap_socket(plain, server_hostname=host)
        except BaseException:
            plain.close()
            raise
