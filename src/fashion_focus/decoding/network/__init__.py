"""The one way from a decode worker into the network: FFmpeg reaches only what is fetched or passed on for it here.

What comes in: an address that a stream's owner gave, and those that playlists and redirects name. What goes out: bytes.
Every host is resolved and checked, and the very address that was checked is the one that is connected to.
"""

from fashion_focus.decoding.network.playlists import Fetcher
from fashion_focus.decoding.network.reach import PORTS, AwayError, Reach, UnusableError
from fashion_focus.decoding.network.relay import Relay
from fashion_focus.decoding.network.rtsp import RtspGuard

__all__ = ["PORTS", "AwayError", "Fetcher", "Reach", "Relay", "RtspGuard", "UnusableError"]
