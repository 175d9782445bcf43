"""Small video files whose every picture and sound is known, written with PyAV."""

from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.video.frame import VideoFrame
from av.video.reformatter import ColorRange, Colorspace
from av.video.stream import VideoStream

from fashion_focus.core.arrays import Pixels

N_BITS = 8


@dataclass(frozen=True)
class SoundSpec:
    """A sound track: quiet noise with clicks at known times (seconds on the media clock)."""

    codec: str = "aac"
    rate_hz: int = 48_000
    start: Fraction = Fraction(0)
    duration: float = 6.0
    clicks: tuple[float, ...] = (1.25, 3.7, 5.5)


@dataclass(frozen=True)
class Spec:
    """A video: `ticks` are the presentation times of its pictures in `time_base`; n_hidden come before the first."""

    name: str
    container: str = "mp4"
    codec: str = "libx264"
    pix_fmt: str = "yuv420p"
    size: tuple[int, int] = (128, 96)
    time_base: Fraction = Fraction(1, 25)
    ticks: tuple[int, ...] = tuple(range(160))
    n_hidden: int = 0
    options: dict[str, str] = field(default_factory=lambda: {"g": "25", "bf": "2", "preset": "ultrafast"})
    container_options: dict[str, str] = field(default_factory=dict)
    sound: SoundSpec | None = field(default_factory=SoundSpec)
    tags: dict[str, int] = field(default_factory=dict)
    title: str = ""


@dataclass(frozen=True)
class Made:
    """A file with its truth. times: of the pictures on the media clock, in seconds; numbers: what they show."""

    path: Path
    spec: Spec
    times: tuple[Fraction, ...]
    numbers: tuple[int, ...]

    @property
    def clicks(self) -> tuple[float, ...]:
        return self.spec.sound.clicks if self.spec.sound else ()


def numbered(number: int, size: tuple[int, int]) -> Pixels:
    """A picture that tells its number (mod 256) in eight columns above, and which side is up: red left, blue right."""
    width, height = size
    pixels = np.full((height, width, 3), 30, np.uint8)
    for bit in range(N_BITS):
        if number >> bit & 1:
            pixels[: height // 2, bit * width // N_BITS : (bit + 1) * width // N_BITS] = 225
    pixels[height // 2 :, : width // 2] = (200, 40, 40)
    pixels[height // 2 :, width // 2 :] = (40, 40, 200)
    return pixels


def number_of(pixels: Pixels) -> int:
    """The number that a picture of `numbered` tells."""
    height, width = pixels.shape[:2]
    row = pixels[height // 8 : height * 3 // 8].mean((0, 2))
    return sum((row[(2 * bit + 1) * width // (2 * N_BITS)] > 128) << bit for bit in range(N_BITS))


def make(folder: Path, spec: Spec) -> Made:
    """Write a video as its spec says, and tell the truth about it."""
    path = folder / f"{spec.name}.{spec.container}"
    container = av.open(str(path), "w", options=spec.container_options)
    with container:
        if spec.title:
            container.metadata["title"] = spec.title
        pictures = _add_pictures(container, spec)
        sound = _add_sound(container, spec.sound) if spec.sound else None
        if spec.sound and sound is not None:
            _write_sound(container, sound, spec)
        for number, tick in enumerate(spec.ticks):
            frame = VideoFrame.from_ndarray(numbered(number, spec.size), format="rgb24")
            frame = _converted(frame, spec)
            frame.pts, frame.time_base = tick, spec.time_base
            container.mux(pictures.encode(frame))
        container.mux(pictures.encode(None))
    shown = spec.ticks[spec.n_hidden :]
    times = tuple((tick - shown[0]) * spec.time_base for tick in shown)
    return Made(path, spec, times, tuple(n % 256 for n in range(spec.n_hidden, len(spec.ticks))))


def _converted(frame: VideoFrame, spec: Spec) -> VideoFrame:
    """A frame in the spec's pixel format, with the matrix and range that its tags name (else BT.601, limited)."""
    return frame.reformat(
        format=spec.pix_fmt,
        dst_colorspace={1: Colorspace.ITU709, 9: Colorspace.BT2020}.get(
            spec.tags.get("colorspace", 6), Colorspace.ITU601
        ),
        dst_color_range=ColorRange(spec.tags.get("color_range", 1)),
    )


def _add_pictures(container: OutputContainer, spec: Spec) -> VideoStream:
    stream = container.add_stream(spec.codec, rate=25, options=spec.options)
    assert isinstance(stream, VideoStream)
    stream.width, stream.height = spec.size
    stream.pix_fmt = spec.pix_fmt
    stream.codec_context.time_base = spec.time_base
    stream.codec_context.thread_count = 1
    for name, value in spec.tags.items():
        setattr(stream.codec_context, name, value)
    return stream


def _add_sound(container: OutputContainer, spec: SoundSpec) -> AudioStream:
    stream = container.add_stream(spec.codec, rate=spec.rate_hz)
    assert isinstance(stream, AudioStream)
    stream.layout = "mono"
    return stream


def _write_sound(container: OutputContainer, stream: AudioStream, spec: Spec) -> None:
    assert spec.sound is not None
    samples = clicking(spec.sound)
    frame = AudioFrame.from_ndarray(samples[None], format="s16", layout="mono")
    zero = spec.ticks[spec.n_hidden] * spec.time_base
    frame.sample_rate = spec.sound.rate_hz
    frame.time_base = Fraction(1, spec.sound.rate_hz)
    frame.pts = round((zero + spec.sound.start) * spec.sound.rate_hz)
    container.mux(stream.encode(frame))
    container.mux(stream.encode(None))


def clicking(spec: SoundSpec) -> npt.NDArray[np.int16]:
    """Quiet noise with a click of one millisecond, highest in its middle, at each of a spec's times."""
    n = round((spec.duration - float(spec.start)) * spec.rate_hz)
    sound = np.random.default_rng(3).normal(0, 100, n)
    reach = spec.rate_hz // 2000
    shape = 24_000 * np.hanning(2 * reach + 1)
    for click in spec.clicks:
        middle = round((click - float(spec.start)) * spec.rate_hz)
        sound[middle - reach : middle + reach + 1] += shape
    return np.asarray(sound, np.int16)


def turned(made: Made, matrix: tuple[int, int, int, int], folder: Path, name: str) -> Made:
    """A copy of an MP4 whose first track has a display matrix (a, b, c, d), as phones write it."""
    data = bytearray(made.path.read_bytes())
    at = data.index(b"tkhd") + 4 + 40
    values = (matrix[0], matrix[1], 0, matrix[2], matrix[3], 0, 0, 0, 1 << 14)
    data[at : at + 36] = b"".join((value << 16).to_bytes(4, "big", signed=True) for value in values)
    path = folder / f"{name}.mp4"
    path.write_bytes(bytes(data))
    return replace(made, path=path, spec=replace(made.spec, name=name))


def packet_places(path: Path, kind: str = "video") -> list[tuple[float, int, int]]:
    """Time, byte position and size of each packet of a file's first track of a kind."""
    with av.open(str(path)) as container:
        stream = getattr(container.streams, kind)[0]
        return [
            (float(packet.pts * packet.time_base), packet.pos or 0, packet.size)
            for packet in container.demux(stream)
            if packet.size and packet.pts is not None
        ]


H264 = Spec("h264")
VFR_TICKS = tuple(
    int(tick) for tick in np.cumsum([0, *(30 + 17 * (k % 5) + (700 if k == 60 else 0) for k in range(119))])
)

SPECS = (
    H264,
    Spec("late-start", ticks=tuple(range(250, 410))),
    Spec("vfr", time_base=Fraction(1, 1000), ticks=VFR_TICKS, container="mkv"),
    Spec("b-frames", options={"g": "50", "bf": "4", "b-pyramid": "normal", "x264-params": "open-gop=1"}),
    Spec("edit-list", ticks=tuple(range(-12, 148)), n_hidden=12),
    Spec("late-sound", sound=SoundSpec(start=Fraction(3, 4))),
    Spec("early-sound", ticks=tuple(range(20, 180)), sound=SoundSpec(start=Fraction(-4, 5))),
    Spec(
        "odd",
        container="webm",
        codec="libvpx-vp9",
        size=(129, 97),
        options={"g": "30", "cpu-used": "8"},
        sound=SoundSpec("libopus"),
    ),
    Spec("ten-bit", pix_fmt="yuv420p10le"),
    Spec("four-two-two", pix_fmt="yuv422p", container="mkv"),
    Spec("hevc", codec="libx265", options={"preset": "ultrafast", "x265-params": "keyint=30:log-level=none:pools=1"}),
    Spec("ts", container="ts", ticks=tuple(range(40, 200)), sound=SoundSpec("mp2", 44_100)),
    Spec("mpeg2-ts", container="ts", codec="mpeg2video", options={"g": "12", "bf": "2"}),
    Spec("flv", container="flv", sound=SoundSpec(rate_hz=44_100)),
    Spec("no-sound", sound=None),
    Spec("avi", container="avi", sound=None),
    Spec("fragmented", container_options={"movflags": "frag_keyframe+empty_moov"}),
    Spec("one-key", options={"g": "250", "bf": "0", "x264-params": "intra-refresh=1"}),
    Spec("ntsc", time_base=Fraction(1001, 30000), sound=SoundSpec(rate_hz=32_000, duration=5.3, clicks=(1.25, 3.7))),
)
