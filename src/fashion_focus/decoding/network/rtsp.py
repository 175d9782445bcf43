"""RTSP from a server, read along: what would send FFmpeg to another host does not get through to it.

FFmpeg follows a redirect (RFC 2326, 10.7 and 11) to any host, past every list of protocols. So heads of messages are
looked at before they are passed on, as FFmpeg reads them, and what it might read in another way is refused.
"""

import re

from fashion_focus.decoding.network.reach import UnusableError

_MOST_HEAD = 64 << 10
_STATUS = re.compile(rb"RTSP/1\.\d ([1-6])\d\d( .*)?")
_LENGTH = re.compile(rb"content-length:[ \t]*(\d{1,7})[ \t]*", re.IGNORECASE)
_INTERLEAVED = ord("$")


class RtspGuard:
    """Takes what comes from a server in pieces and gives what may be passed on. Raises UnusableError for the rest."""

    def __init__(self) -> None:
        self._held = bytearray()
        self._free = 0

    def __call__(self, data: bytes) -> bytes:
        """What may be passed on now; heads wait until they are whole."""
        self._held += data
        passed = bytearray()
        while self._held:
            self._free = self._free or self._checked()
            if not self._free:
                break
            part = self._held[: self._free]
            passed += part
            del self._held[: len(part)]
            self._free -= len(part)
        return bytes(passed)

    def _checked(self) -> int:
        """Bytes of the packet or message that stands first; 0 where its head is not whole yet."""
        if self._held[0] == _INTERLEAVED:
            return 4 + int.from_bytes(self._held[2:4], "big") if len(self._held) >= 4 else 0
        lines: list[bytes] = []
        start = 0
        while (end := self._held.find(b"\n", start)) >= 0:
            line = bytes(self._held[start:end]).removesuffix(b"\r")
            start = end + 1
            if not line:
                return start + _body(lines)
            lines.append(line)
        if len(self._held) > _MOST_HEAD:
            raise UnusableError("the source does not speak RTSP; check its address")
        return 0


def _body(lines: list[bytes]) -> int:
    """Bytes that follow a head. Raises UnusableError for a redirect, and for what could be read in two ways."""
    if any(line[0] == _INTERLEAVED or any(c < 32 and c != 9 for c in line) for line in lines):
        raise UnusableError("the source does not speak RTSP as it is written; check its address")
    first = lines[0].strip() if lines else b""
    if first.upper().startswith(b"RTSP/"):
        status = _STATUS.fullmatch(first)
        if status is None:
            raise UnusableError("the source does not speak RTSP as it is written; check its address")
        if status.group(1) == b"3":
            raise UnusableError("the source sends its readers elsewhere (redirect); give the address that it names")
    lengths = [line for line in lines if line.lower().lstrip().startswith(b"content-length")]
    if not lengths:
        return 0
    length = _LENGTH.fullmatch(lengths[0])
    if len(lengths) > 1 or length is None:
        raise UnusableError("the source does not speak RTSP as it is written; check its address")
    return int(length.group(1))
