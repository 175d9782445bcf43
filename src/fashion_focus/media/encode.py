"""Pictures and sound out: H.264 and AAC in MP4, which appears whole or not at all."""

import errno
import os
from contextlib import suppress
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import Self

import av
import av.error
import numpy as np
import numpy.typing as npt
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.packet import Packet
from av.stream import Stream
from av.video.frame import VideoFrame
from av.video.reformatter import ColorRange, Colorspace
from av.video.stream import VideoStream

from fashion_focus.core.arrays import Pixels
from fashion_focus.core.errors import StoreError

_SOUND_BIT_RATE = 96_000


class VideoWriter:
    """Writes a video in `with`: the file appears on leaving, and does not where an error is raised inside.

    size: width and height in pixels; odd ones are made even by repeating the last column or row. fps: frames a
    second, also as a Fraction. bit_rate: bits a second; None for constant quality. sound_rate_hz: 0 for no sound.
    Raises StoreError where the file cannot be written.
    """

    def __init__(
        self,
        path: Path,
        size: tuple[int, int],
        *,
        fps: float | Fraction,
        bit_rate: int | None = None,
        sound_rate_hz: int = 0,
    ) -> None:
        self._path = path
        self._part = path.with_name(f".{path.name}.{os.getpid()}.part")
        self._size = size
        self._n_frames = 0
        self._n_samples = 0
        rate = Fraction(fps).limit_denominator(1001)
        try:
            self._part.touch()  # FFmpeg opens the file with the first picture: too late to tell of a bad folder
            self._container = av.open(str(self._part), "w", format="mp4", options={"movflags": "+faststart"})
            self._pictures = self._container.add_stream("libx264", rate=rate, options=_quality(bit_rate))
            self._sound = self._container.add_stream("aac", rate=sound_rate_hz) if sound_rate_hz else None
        except (av.error.FFmpegError, OSError) as error:
            raise self._failure(error) from error
        self._set_pictures(rate, bit_rate)
        if self._sound is not None:
            self._sound.codec_context.layout = "mono"
            self._sound.codec_context.bit_rate = _SOUND_BIT_RATE

    def _set_pictures(self, rate: Fraction, bit_rate: int | None) -> None:
        context = self._pictures.codec_context
        context.width, context.height = (side + side % 2 for side in self._size)
        context.pix_fmt = "yuv420p"
        context.time_base = 1 / rate
        # Named in the file, as players would else guess by the number of lines.
        context.colorspace = Colorspace.ITU709
        context.color_range = ColorRange.MPEG
        if bit_rate is not None:
            context.bit_rate = bit_rate

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.close()
        else:
            self.discard()

    def write(self, pixels: Pixels, *, number: int | None = None) -> None:
        """Append a picture (H, W, 3), RGB; number: its place in frames, where some are left out before it."""
        width, height = self._size
        if pixels.shape != (height, width, 3):
            raise ValueError(f"pixels must have shape {(height, width, 3)}, found {pixels.shape}")
        even = np.pad(pixels, ((0, height % 2), (0, width % 2), (0, 0)), mode="edge")
        frame = VideoFrame.from_ndarray(np.ascontiguousarray(even), format="rgb24")
        frame = frame.reformat(format="yuv420p", dst_colorspace=Colorspace.ITU709, dst_color_range=ColorRange.MPEG)
        frame.pts = self._n_frames if number is None else number
        frame.time_base = self._pictures.codec_context.time_base
        self._n_frames = frame.pts + 1
        self._mux(self._pictures, frame)

    def write_sound(self, samples: npt.NDArray[np.int16]) -> None:
        """Append mono sound (n,) int16, which follows what was written before and begins with the first picture."""
        if self._sound is None:
            raise ValueError("this writer was made without sound; give sound_rate_hz")
        frame = AudioFrame.from_ndarray(np.ascontiguousarray(samples)[None], format="s16", layout="mono")
        frame.sample_rate = self._sound.codec_context.sample_rate
        frame.time_base = Fraction(1, frame.sample_rate)
        frame.pts = self._n_samples
        self._n_samples += len(samples)
        self._mux(self._sound, frame)

    def close(self) -> None:
        """Write what is left, and put the file in its place."""
        self._mux(self._pictures, None)
        if self._sound is not None:
            self._mux(self._sound, None)
        try:
            self._container.close()
            _sync(self._part)
            self._part.replace(self._path)
            _sync(self._path.parent)
        except (av.error.FFmpegError, OSError) as error:
            raise self._failure(error) from error

    def discard(self) -> None:
        """Give up: nothing is left on disk."""
        # The file is thrown away; that its end could not be written does not matter.
        with suppress(av.error.FFmpegError, OSError):
            self._container.close()
        with suppress(OSError):
            self._part.unlink(missing_ok=True)

    def _mux(self, stream: VideoStream | AudioStream, frame: VideoFrame | AudioFrame | None) -> None:
        try:
            # The stubs keep the two kinds apart; encode() of a stream takes frames of its own kind.
            packets: list[Packet[Stream]] = stream.encode(frame)  # type: ignore[arg-type]
            self._container.mux(packets)
        except (av.error.FFmpegError, OSError) as error:
            self.discard()
            raise self._failure(error) from error

    def _failure(self, error: Exception) -> StoreError:
        with suppress(OSError):
            self._part.unlink(missing_ok=True)
        if getattr(error, "errno", None) in {errno.ENOSPC, errno.EFBIG, errno.EDQUOT}:
            return StoreError(
                f"cannot write {self._path}: there is no space for it; free some or choose another folder"
            )
        reason = getattr(error, "strerror", None) or error
        return StoreError(f"cannot write {self._path}: {reason}; check the folder and its permissions")


def _quality(bit_rate: int | None) -> dict[str, str]:
    return {"preset": "veryfast", **({"crf": "23"} if bit_rate is None else {})}


def _sync(path: Path) -> None:
    """Have a file's or a folder's content on the disk itself."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
