"""Addresses that a service may read from: public ones, unless its owner says otherwise."""

import socket
from urllib.parse import urlsplit

from fashion_focus.core.addresses import is_public
from fashion_focus.core.errors import SettingsError
from fashion_focus.decoding.network import PORTS
from fashion_focus.decoding.sources import SourceKind, parse_source, redacted


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
        found = socket.getaddrinfo(parts.hostname or "", parts.port or PORTS[parts.scheme.lower()])
    except (OSError, ValueError, UnicodeError) as error:
        raise SettingsError(f"{redacted(text)}: its host has no address; check it") from error
    for *_, address in found:
        if not allow_private and not is_public(str(address[0])):
            raise SettingsError(f"{redacted(text)} leads to this machine or its network, which is not allowed here")
