"""Addresses that a service may read from: public ones, unless its owner says otherwise."""

import ipaddress
import socket
from urllib.parse import urlsplit

from fashion_focus.core.errors import SettingsError
from fashion_focus.decoding.sources import SourceKind, parse_source, redacted

_PORTS = {"http": 80, "https": 443, "rtmp": 1935, "rtmps": 443, "rtsp": 554, "rtsps": 322}


def check_source(text: str, *, allow_private: bool) -> None:
    """See that a stream's source may be read.

    Raises SettingsError for files of this machine, unknown schemes, hosts without an address, and hosts with an
    address of this machine or its network (unless allow_private).
    """
    source = parse_source(text)
    if source.kind is SourceKind.FILE:
        raise SettingsError("a stream's source is an address (rtmp, rtsp, https of HLS) or push:")
    if source.kind is SourceKind.PUSH:
        return
    parts = urlsplit(text)
    try:
        found = socket.getaddrinfo(parts.hostname or "", parts.port or _PORTS[parts.scheme.lower()])
    except (OSError, ValueError, UnicodeError) as error:
        raise SettingsError(f"{redacted(text)}: its host has no address; check it") from error
    for *_, address in found:
        if not allow_private and not _is_public(str(address[0])):
            raise SettingsError(f"{redacted(text)} leads to this machine or its network, which is not allowed here")


def _is_public(address: str) -> bool:
    ip = ipaddress.ip_address(address.split("%", maxsplit=1)[0])
    mapped = ip.ipv4_mapped if isinstance(ip, ipaddress.IPv6Address) else None
    return (mapped or ip).is_global and not ip.is_multicast
