"""Live sources opened by FFmpeg with no more than each needs: its own protocols, its own demuxers, known codecs."""

import errno
from typing import BinaryIO

import av
import av.error
import av.logging
from av.container import InputContainer
from av.stream import Stream

from fashion_focus.decoding.sources import SourceKind, redacted
from fashion_focus.decoding.wire import Order

_PICTURE_CODECS = frozenset(
    {"h264", "hevc", "vp8", "vp9", "av1", "libdav1d", "mpeg2video", "mpeg4", "libvpx-vp9", "flv"}
)
_SOUND_CODECS = frozenset(
    {"aac", "aac_latm", "mp3", "mp3float", "opus", "libopus", "vorbis", "ac3", "pcm_alaw", "pcm_mulaw"}
)

_PROTOCOLS = {
    SourceKind.RTMP: "rtmp,rtmps,rtmpt,tcp,tls",
    SourceKind.RTSP: "rtsp,rtp,tcp,tls",
    SourceKind.HLS: "http,https,tcp,tls",
    SourceKind.PUSH: "",
}
_DEMUXERS = {SourceKind.RTMP: "flv", SourceKind.RTSP: "rtsp", SourceKind.HLS: "hls", SourceKind.PUSH: "mpegts"}
_FURTHER_DEMUXERS = {SourceKind.HLS: "hls,mpegts,mov,aac", SourceKind.RTSP: "rtsp,rtp,mpegts"}


class AwayError(Exception):
    """The source cannot be reached just now."""


class UnusableError(Exception):
    """The source is there, and nothing will make it fit."""


def open_live(order: Order, pushed: BinaryIO) -> InputContainer:
    """A live source, opened; the caller closes it. Raises AwayError and UnusableError with what to do."""
    # FFmpeg's own lines name addresses with their passwords.
    av.logging.set_level(None)
    kind = SourceKind(order.kind)
    demuxer = _DEMUXERS[kind]
    options = {
        "protocol_whitelist": _PROTOCOLS[kind],
        "format_whitelist": _FURTHER_DEMUXERS.get(kind, demuxer),
        "analyzeduration": "1500000",
        "probesize": "2000000",
        "max_streams": "16",
        "fflags": "+discardcorrupt",
    }
    options |= _own_options(kind, order.open_timeout)
    try:
        return av.open(
            _Pushed(pushed) if kind is SourceKind.PUSH else order.address,
            mode="r",
            format=demuxer,
            options={name: value for name, value in options.items() if value},
            timeout=None if kind is SourceKind.PUSH else (order.open_timeout, order.open_timeout),
            metadata_errors="replace",
        )
    except (av.error.FFmpegError, OSError) as error:
        where = redacted(order.address) or "the pushed stream"
        raise AwayError(f"cannot open {where}: {_reason(error)}") from error


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


def _own_options(kind: SourceKind, timeout: float) -> dict[str, str]:
    microseconds = str(int(timeout * 1e6))
    if kind is SourceKind.RTSP:
        return {"rtsp_transport": "tcp", "timeout": microseconds}
    if kind is SourceKind.HLS:
        return {"rw_timeout": microseconds, "max_reload": "30", "seg_max_retry": "2"}
    if kind is SourceKind.RTMP:
        return {"rw_timeout": microseconds, "rtmp_live": "live", "rtmp_buffer": "500"}
    return {}


def _reason(error: Exception) -> str:
    """Why, without the address, which FFmpeg puts into its messages."""
    if isinstance(error, av.error.HTTPForbiddenError | av.error.HTTPUnauthorizedError):
        return "it refuses the credentials; renew them"
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
