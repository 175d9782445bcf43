"""One track of one file, decoded packet by packet; what cannot be decoded is told and passed over."""

from __future__ import annotations  # PyAV's packets are generic for type checkers only

import logging
from collections import deque
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import Generic, Self, TypeVar, cast

import av.error
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.packet import Packet
from av.stream import Discard, Disposition, Stream
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from fashion_focus.core.errors import MediaError
from fashion_focus.media.containers import SOUND_FORMATS, open_container

logger = logging.getLogger(__name__)

MAX_PIXELS = 4096 * 2304
"""Largest picture that is decoded unless a caller allows more, in pixels."""

AnyStream = VideoStream | AudioStream
FrameT = TypeVar("FrameT", VideoFrame, AudioFrame)
OnTrouble = Callable[[Fraction | None], None]
Opener = Callable[[], tuple[InputContainer, AnyStream]]

_BACK_STEPS = (0, 1, 4, 16, 64)
_ERRORS_IN_A_ROW = 3
_KEPT_FLAGS = 64  # more than a decoder holds back


def picture_stream(container: InputContainer, path: Path) -> VideoStream:
    """The picture track that players show: the first that is marked as default, else the first; covers do not count.

    Raises MediaError where there is none, or none that can be decoded.
    """
    streams = [s for s in container.streams.video if not s.disposition & Disposition.attached_pic]
    if not streams:
        remedy = "give a video" + (" (this is sound only)" if container.streams.audio else "")
        raise MediaError(f"cannot use {path}: it has no picture track; {remedy}")
    stream = next((s for s in streams if s.disposition & Disposition.default), streams[0])
    if not has_decoder(stream):
        raise MediaError(f"cannot use {path}: the codec of its pictures is not supported; convert it to H.264 in MP4")
    return stream


def sound_stream(container: InputContainer) -> AudioStream | None:
    """The sound track that players play: the first marked as default, else the first; None where none can be read."""
    streams = [stream for stream in container.streams.audio if has_decoder(stream)]
    return next((s for s in streams if s.disposition & Disposition.default), streams[0] if streams else None)


def has_decoder(stream: AnyStream) -> bool:
    """Whether this build of FFmpeg knows a track's codec."""
    # The stubs promise a context; an unknown codec leaves None there.
    return getattr(stream, "codec_context", None) is not None


def refuse_large(stream: VideoStream, path: Path, *, max_pixels: int) -> None:
    """Refuse a picture track before its decoder takes memory for it. Raises MediaError."""
    width, height = stream.codec_context.width, stream.codec_context.height
    if width * height > max_pixels:
        raise MediaError(
            f"cannot use {path}: its pictures have {width} x {height} pixels, more than {max_pixels}; scale it down"
        )
    # A later change of size inside the track meets the same limit, in the decoder.
    stream.codec_context.options = {"max_pixels": str(max_pixels)}


class Track(Generic[FrameT]):
    """An open file of which one track is read. Not for two threads at once; close it, or use it in `with`."""

    def __init__(self, opener: Opener) -> None:
        self._opener = opener
        self.container, self.stream = self._opened()
        self._first_dts: int | None = None
        self._flagged: deque[int | None] = deque(maxlen=_KEPT_FLAGS)

    def _opened(self) -> tuple[InputContainer, AnyStream]:
        container, stream = self._opener()
        for other in container.streams:
            if other.index != stream.index:
                other.discard = Discard.all
        return container, stream

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give the file back."""
        self.container.close()

    @property
    def time_base(self) -> Fraction:
        """Seconds for one tick of a PTS."""
        return self.stream.time_base or Fraction(1, 90_000)

    def frames(self, on_trouble: OnTrouble, *, before: Fraction | None = None) -> Iterator[FrameT]:
        """Decoded frames in presentation order, from the start or from a key frame before a time.

        before: seconds in the track's own time (PTS x time base). Frames that precede the key frame are left out:
        in an open group of pictures they refer to what was not decoded; so are frames that the decoder had to mend.
        on_trouble: told of each packet that cannot be decoded whole, with its time where it has one.
        """
        self._first_dts = None
        first_pts, packets = (None, self._packets()) if before is None else self._packets_before(before)
        decoded = self._decoded(packets, on_trouble)
        for frame in self._counted(decoded) if self.container.format.name == "avi" else decoded:
            if first_pts is None or frame.pts is None or frame.pts >= first_pts:
                yield frame

    def _decoded(self, packets: Iterator[Packet[Stream]], on_trouble: OnTrouble) -> Iterator[FrameT]:
        for packet in packets:
            self._first_dts = packet.dts if self._first_dts is None else self._first_dts
            yield from self._decode(packet, on_trouble)
        yield from self._decode(None, on_trouble)

    def _counted(self, frames: Iterator[FrameT]) -> Iterator[FrameT]:
        """Frames of an AVI, which knows no presentation times: places in the order of decoding, less the delay."""
        delay, latest = None, -1
        for frame in frames:
            if delay is None:
                delay = (frame.dts or 0) - (self._first_dts or 0)
            latest = latest + 1 if frame.dts is None else frame.dts - delay
            frame.pts = latest
            yield frame

    def _packets(self) -> Iterator[Packet[Stream]]:
        errors = 0
        while errors < _ERRORS_IN_A_ROW:
            try:
                for packet in self.container.demux(self.stream):
                    errors = 0
                    if packet.size:
                        yield packet
            except av.error.FFmpegError:
                # Some demuxers find their way again behind a damaged place; one that does not is at its end.
                errors += 1
            else:
                return

    def _packets_before(self, moment: Fraction) -> tuple[int | None, Iterator[Packet[Stream]]]:
        """The first packet's PTS, and packets from a key packet that is presented before a moment.

        Containers land on a seek where they can (at a decoding time, at any packet, late), hence the check.
        """
        for back in _BACK_STEPS:
            packets = self._seek(moment - back)
            first = next((packet for packet in packets if packet.is_keyframe and packet.pts is not None), None)
            if first is not None and first.pts is not None and first.pts * self.time_base < moment:
                self._first_dts = first.dts
                return first.pts, _chain(first, packets)
        self.close()
        self.container, self.stream = self._opened()
        return None, self._packets()

    def _seek(self, moment: Fraction) -> Iterator[Packet[Stream]]:
        # HLS stays where it is when it is sent to a time before its first.
        ticks = max(int(moment / self.time_base), self.stream.start_time or 0)
        try:
            self.container.seek(ticks, stream=self.stream)
        except av.error.FFmpegError as error:
            logger.debug("a seek to %s failed: %s", moment, error)
        return self._packets()

    def _decode(self, packet: Packet[Stream] | None, on_trouble: OnTrouble) -> Iterator[FrameT]:
        try:
            # PyAV's stubs cannot say that a stream gives frames of its own kind.
            frames = cast(list[FrameT], self.stream.decode(packet))
        except av.error.EOFError:
            return
        except av.error.FFmpegError:
            on_trouble(None if packet is None or packet.pts is None else packet.pts * self.time_base)
            return
        if packet is not None and packet.is_corrupt:
            self._flagged.append(packet.pts)
            on_trouble(None if packet.pts is None else packet.pts * self.time_base)
        for frame in frames:
            if not frame.is_corrupt:
                yield frame
            elif frame.pts not in self._flagged:
                on_trouble(None if frame.pts is None else frame.pts * self.time_base)


def _chain(first: Packet[Stream], rest: Iterator[Packet[Stream]]) -> Iterator[Packet[Stream]]:
    yield first
    yield from rest


def open_pictures(path: Path, *, max_pixels: int = MAX_PIXELS) -> Track[VideoFrame]:
    """The picture track of a file. Raises MediaError."""

    def opened() -> tuple[InputContainer, AnyStream]:
        container = open_container(path)
        try:
            stream = picture_stream(container, path)
            refuse_large(stream, path, max_pixels=max_pixels)
        except MediaError:
            container.close()
            raise
        stream.thread_type = "AUTO"
        return container, stream

    return Track(opened)


def open_sound_track(path: Path) -> Track[AudioFrame]:
    """The sound track of a file. Raises MediaError, also where it has none."""

    def opened() -> tuple[InputContainer, AnyStream]:
        container = open_container(path, formats=SOUND_FORMATS)
        stream = sound_stream(container)
        if stream is None:
            container.close()
            raise MediaError(f"cannot use {path}: it has no sound that can be decoded; give a file with a sound track")
        return container, stream

    return Track(opened)
