"""Live sources opened by FFmpeg with no more than each needs: its own protocols, its own demuxers, known codecs.

FFmpeg is never given a host: `network` fetches for it, or opens a door on this machine that leads to a checked address.
"""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO
from urllib.parse import urlsplit, urlunsplit

import av
import av.error
import av.logging
from av.container import InputContainer
from av.stream import Stream

from fashion_focus.decoding.network import AwayError, Fetcher, Reach, Relay, RtspGuard, UnusableError
from fashion_focus.decoding.sources import SourceKind, redacted
from fashion_focus.decoding.wire import Order

_PICTURE_CODECS = frozenset(
    {"h264", "hevc", "vp8", "vp9", "av1", "libdav1d", "mpeg2video", "mpeg4", "libvpx-vp9", "flv"}
)
_SOUND_CODECS = frozenset(
    {"aac", "aac_latm", "mp3", "mp3float", "opus", "libopus", "vorbis", "ac3", "pcm_alaw", "pcm_mulaw"}
)

_NONE = "none"
"""No protocol's name: FFmpeg itself opens nothing."""
_PROTOCOLS = {
    SourceKind.RTMP: "rtmp,tcp",
    SourceKind.RTSP: "rtsp,rtp,tcp",
    SourceKind.HLS: _NONE,
    SourceKind.PUSH: _NONE,
}
_DEMUXERS = {SourceKind.RTMP: "flv", SourceKind.RTSP: "rtsp", SourceKind.HLS: "hls", SourceKind.PUSH: "mpegts"}
_FURTHER_DEMUXERS = {SourceKind.HLS: "hls,mpegts,mov,aac", SourceKind.RTSP: "rtsp,rtp,mpegts"}


@dataclass(slots=True)
class _Way:
    """How FFmpeg gets at a source: by a door on this machine, by files that are fetched for it, or as a file."""

    file: "str | _Pushed"
    options: dict[str, str]
    fetcher: Fetcher | None = None
    relay: Relay | None = None

    @property
    def fault(self) -> str:
        """What the source led to that is off limits."""
        guard = self.fetcher or self.relay
        return guard.fault if guard is not None else ""

    def close(self) -> None:
        """End all connections."""
        guard = self.fetcher or self.relay
        if guard is not None:
            guard.close()


@contextmanager
def open_live(order: Order, pushed: BinaryIO) -> Iterator[InputContainer]:
    """A live source, open within the block. Raises AwayError and UnusableError with what to do."""
    # FFmpeg's own lines name addresses with their passwords.
    av.logging.set_level(None)
    way = _way(order, pushed)
    try:
        with _opened(way, order) as container:
            yield container
    except (av.error.FFmpegError, AwayError) as error:
        if way.fault:
            raise UnusableError(way.fault) from error
        raise
    finally:
        way.close()
    if way.fault:
        raise UnusableError(way.fault)
    if way.fetcher is not None and not way.fetcher.finished:
        # FFmpeg takes a playlist that does not go on for one that has come to its end.
        raise AwayError(
            f"{redacted(order.address)} does not go on, and does not say that it is over; it is tried again"
        )


def _opened(way: _Way, order: Order) -> InputContainer:
    kind = SourceKind(order.kind)
    demuxer = _DEMUXERS[kind]
    try:
        container = av.open(
            way.file,
            mode="r",
            format=demuxer,
            options={
                "protocol_whitelist": _PROTOCOLS[kind],
                "format_whitelist": _FURTHER_DEMUXERS.get(kind, demuxer),
                "analyzeduration": "1500000",
                "probesize": "2000000",
                "max_streams": "16",
                "fflags": "+discardcorrupt",
                **way.options,
            },
            timeout=None if kind is SourceKind.PUSH else (order.open_timeout, order.open_timeout),
            io_open=way.fetcher,
            metadata_errors="replace",
        )
    except (av.error.FFmpegError, OSError) as error:
        where = redacted(order.address) or "the pushed stream"
        raise AwayError(f"cannot open {where}: {_reason(error)}") from error
    if way.fetcher is not None:
        way.fetcher.opened = True
    return container


def _way(order: Order, pushed: BinaryIO) -> _Way:
    kind = SourceKind(order.kind)
    if kind is SourceKind.PUSH:
        return _Way(_Pushed(pushed), {})
    reach = Reach.of(order.address, private=order.private, timeout=order.open_timeout)
    if kind is SourceKind.HLS:
        # Both options make FFmpeg look for its own HTTP behind the files that it is given, and crash.
        own_http = {"http_persistent": "0", "http_multiple": "0"}
        return _Way(order.address, {"max_reload": "30", "seg_max_retry": "2", **own_http}, fetcher=Fetcher(reach))
    secure = urlsplit(order.address).scheme.lower() in {"rtmps", "rtsps"}
    try:
        far = (reach.connect_safely if secure else reach.connect)(reach.host, reach.port)
    except OSError as error:
        raise AwayError(f"cannot open {redacted(order.address)}: {_reason(error)}") from error
    relay = Relay(far, watch=RtspGuard() if kind is SourceKind.RTSP else bytes)
    microseconds = str(int(order.open_timeout * 1e6))
    if kind is SourceKind.RTSP:
        options = {"rtsp_transport": "tcp", "timeout": microseconds}
    else:
        options = {"rw_timeout": microseconds, "rtmp_live": "live", "rtmp_buffer": "500"}
        options["rtmp_tcurl"] = _application(order.address)
    return _Way(_through(relay, order.address, scheme=kind.value), options, relay=relay)


def _through(relay: Relay, address: str, *, scheme: str) -> str:
    """An address with the relay's door in place of its host."""
    parts = urlsplit(address)
    user = parts.netloc.rpartition("@")[0]
    door = f"{user}@127.0.0.1:{relay.port}" if user else f"127.0.0.1:{relay.port}"
    return urlunsplit((scheme, door, parts.path, parts.query, parts.fragment))


def _application(address: str) -> str:
    """The address of an RTMP application, which servers with several names ask for: without the stream's own name."""
    parts = urlsplit(address)
    names = parts.path.strip("/").split("/")
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}/{'/'.join(names[: 2 if len(names) > 2 else 1])}"


def check_codecs(container: InputContainer, order: Order) -> None:
    """Raises UnusableError where there are no pictures, or some that must not or cannot be decoded."""
    where = redacted(order.address) or "the pushed stream"
    if not container.streams.video:
        raise AwayError(f"{where} has no pictures yet; send video")
    stream = container.streams.video[0]
    name = codec_name(stream)
    if name not in _PICTURE_CODECS:
        raise UnusableError(f"{where}: pictures in {name or 'an unknown codec'} are not decoded; send H.264")
    width, height = stream.codec_context.width, stream.codec_context.height
    if width * height > order.max_pixels:
        raise UnusableError(f"{where}: {width} x {height} pixels are more than {order.max_pixels}; send smaller ones")


def codec_name(stream: Stream) -> str:
    """The decoder's name; "" for a codec that this build of FFmpeg does not know."""
    context = getattr(stream, "codec_context", None)
    return "" if context is None else str(context.name)


def hearable(stream: Stream) -> bool:
    """Whether a sound track is in a codec that we decode."""
    return codec_name(stream) in _SOUND_CODECS


def _reason(error: Exception) -> str:
    """Why, without the address, which FFmpeg puts into its messages."""
    if isinstance(error, OSError) and error.errno in {errno.EACCES, errno.EPERM}:
        return "nobody publishes there yet, or it refuses the credentials; it is tried again"
    if isinstance(error, av.error.InvalidDataError):
        return "there is no stream (yet) that can be read"
    text = getattr(error, "strerror", None) or type(error).__name__
    return f"{redacted(str(text))}; it is tried again"


class _Pushed:
    """Standard input as the file that PyAV reads: gives what is there instead of waiting for all that is asked for."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def read(self, n: int) -> bytes:
        # BufferedReader has it; the type of sys.stdin.buffer does not say so.
        return self._stream.read1(n)  # type: ignore[attr-defined,no-any-return]
