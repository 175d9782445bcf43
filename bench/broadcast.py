"""A video file as a live broadcast: its packets, unchanged, as MPEG-TS, each sent when a camera would have seen it."""

import contextlib
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import av
from av.packet import Packet
from av.stream import Stream

from fashion_focus.core.errors import MediaError
from fashion_focus.engine import Publisher


class Broadcast:
    """Sends a file to a publisher in real time, in a thread of its own.

    began: the moment of the monotonic clock at which the first picture was on screen; None before it was sent.
    """

    def __init__(self, video: Path, publisher: Publisher, *, seconds: float = float("inf")) -> None:
        self._video = video
        self._publisher = publisher
        self._seconds = seconds
        self.began: float | None = None
        self._thread = threading.Thread(target=self._send, name=f"broadcast {video}", daemon=True)
        self._thread.start()

    @property
    def over(self) -> bool:
        """Whether all is sent."""
        return not self._thread.is_alive()

    def _send(self) -> None:
        outlet = _Outlet(self._publisher)
        with (
            self._publisher,
            av.open(str(self._video)) as source,
            av.open(outlet, "w", format="mpegts", options=_AT_ONCE) as channel,
            contextlib.suppress(MediaError),  # the stream was stopped meanwhile
        ):
            tracks = {
                stream.index: channel.add_stream_from_template(stream)
                for stream in (source.streams.video[0], *source.streams.audio[:1])
            }
            for packet in self._on_time(source.demux(*[source.streams[index] for index in tracks])):
                packet.stream = tracks[packet.stream.index]
                channel.mux(packet)

    def _on_time(self, packets: "Iterator[Packet[Stream]]") -> "Iterator[Packet[Stream]]":
        """Each packet when its picture, and every one sent before it, has been on screen."""
        first = latest = None
        for packet in packets:
            if packet.pts is None or packet.dts is None or packet.time_base is None:
                continue
            time_of = float(packet.pts * packet.time_base)
            if first is None and packet.stream.type == "video":
                first, self.began = time_of, time.monotonic()
            if first is not None and self.began is not None:
                latest = max(latest or 0.0, time_of - first)
                if latest > self._seconds:
                    return
                time.sleep(max(0.0, self.began + latest - time.monotonic()))
            yield packet


_AT_ONCE = {"flush_packets": "1"}


class _Outlet:
    """A publisher as the file that the muxer writes."""

    def __init__(self, publisher: Publisher) -> None:
        self._publisher = publisher

    def write(self, data: bytes) -> int:
        self._publisher.write(bytes(data))
        return len(data)
