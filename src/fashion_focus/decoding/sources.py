"""Where a stream comes from: the kinds of sources, what each may use of FFmpeg, and addresses without their secrets."""

import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

from fashion_focus.core.errors import SettingsError

_URL = re.compile(r"\b([a-z][a-z0-9+.-]*)://[^\s'\"<>]+", re.IGNORECASE)


class SourceKind(StrEnum):
    """How a source is read."""

    FILE = "file"
    HLS = "hls"
    RTMP = "rtmp"
    RTSP = "rtsp"
    PUSH = "push"


_KINDS = {
    "rtmp": SourceKind.RTMP,
    "rtmps": SourceKind.RTMP,
    "rtsp": SourceKind.RTSP,
    "rtsps": SourceKind.RTSP,
    "http": SourceKind.HLS,
    "https": SourceKind.HLS,
}


@dataclass(frozen=True, slots=True)
class Source:
    """A source's kind and address; address: with its credentials, never to be shown."""

    kind: SourceKind
    address: str

    @property
    def replayable(self) -> bool:
        """Whether what was missed can be read again."""
        return self.kind is SourceKind.FILE


def parse_source(text: str) -> Source:
    """The source that a text names. Raises SettingsError where it is of no kind that we read."""
    if text == "push:":
        return Source(SourceKind.PUSH, "")
    scheme, found, _ = text.partition("://")
    if not found:
        if not text or "\0" in text:
            raise SettingsError("a stream needs a source: a file, an address, or push:")
        return Source(SourceKind.FILE, str(Path(text).absolute()))
    kind = _KINDS.get(scheme.lower())
    if kind is None:
        raise SettingsError(f"{redacted(text)}: sources are files, rtmp, rtsp, http(s) addresses of HLS, or push:")
    _check_address(text)
    return Source(kind, text)


def redacted(text: str) -> str:
    """A text with the user, password, query and fragment of every address in it left out."""
    return _URL.sub(lambda found: _without_secrets(found.group()), text)


def _without_secrets(url: str) -> str:
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return f"{url.split('://', 1)[0]}://***"
    user = "***@" if "@" in parts.netloc else ""
    query = "?***" if parts.query else ""
    return (
        f"{parts.scheme}://{user}[{host}]{port}{parts.path}{query}"
        if ":" in host
        else (f"{parts.scheme}://{user}{host}{port}{parts.path}{query}")
    )


def _check_address(text: str) -> None:
    try:
        named = bool(urlsplit(text).hostname)
    except ValueError:
        named = False
    # FFmpeg reads options after a blank in RTMP addresses; control characters have no place in any.
    if not named or any(character.isspace() or not character.isprintable() for character in text):
        raise SettingsError(f"{redacted(text)}: not an address; write scheme://host[:port]/path without blanks")
