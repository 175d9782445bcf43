"""RTSP is passed on byte for byte, but for what would send the reader elsewhere."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fashion_focus.decoding.network import RtspGuard, UnusableError

HONEST = (
    b"RTSP/1.0 401 Unauthorized\r\nCSeq: 1\r\nWWW-Authenticate: Basic realm=x\r\n\r\n"
    b"RTSP/1.0 200 OK\r\nCSeq: 2\r\nContent-Length: 19\r\n\r\nRTSP/1.0 302 a\r\n\r\n\n"
    b"$\x00\x00\x05ab\n\n$" + b"RTSP/1.0 200 OK\nCSeq: 3\n\n"
    b"OPTIONS * RTSP/1.0\r\nCSeq: 9\r\n\r\n$\x01\x00\x00"
)
MOVED = b"RTSP/1.0 302 Found\r\nLocation: rtsp://10.0.0.1/x\r\n\r\n"


def pieces(data: bytes, cuts: list[int]) -> list[bytes]:
    return [data[a:b] for a, b in pairwise([0, *sorted(cuts), len(data)])]


@given(st.lists(st.integers(1, len(HONEST) - 1), max_size=20))
def test_honest_streams_pass_in_whatever_pieces_they_come(cuts: list[int]) -> None:
    guard = RtspGuard()
    assert b"".join(guard(piece) for piece in pieces(HONEST, cuts)) == HONEST


@given(st.lists(st.integers(1, len(MOVED) - 1), max_size=8))
def test_nothing_of_a_redirect_passes(cuts: list[int]) -> None:
    guard, passed = RtspGuard(), list[bytes]()
    with pytest.raises(UnusableError, match="elsewhere"):
        passed.extend(guard(piece) for piece in pieces(MOVED, cuts))
    assert b"".join(passed) == b""


@pytest.mark.parametrize(
    "data",
    [
        b"  RTSP/1.0 302 Found\r\n\r\n",
        b"RTSP/1.0  302 Found\r\n\r\n",
        b"rtsp/1.0 302 Found\r\n\r\n",
        b"RTSP/1.0 0302 Found\r\n\r\n",
        b"RTSP/1.0 200 OK\r\nContent-Length: 99999999999\r\n\r\n",
        b"RTSP/1.0 200 OK\r\nContent-Length: 5\r\ncontent-length: 9\r\n\r\n",
        b"RTSP/1.0 200 OK\r\nContent-Length: -5\r\n\r\n",
        b"RTSP/1.0 200 OK\r\n$\x00\x00\x00\r\n\r\n",
        b"RTSP/1.0 200 OK\r\nx\0\r\nRTSP/1.0 302 Found\r\n\r\n",
        b"RTSP/1.0 200 OK\r\nx\r\r\n\r\n",
        b"x" * 70_000,
    ],
    ids=lambda data: repr(data[:40]),
)
def test_what_could_be_read_in_two_ways_is_refused(data: bytes) -> None:
    with pytest.raises(UnusableError):
        RtspGuard()(data)
