"""A live source decoded: pictures of the analysis grid and sound at 16 kHz, in media time, as they arrive."""

import zlib
from collections.abc import Callable, Iterator
from fractions import Fraction

import av.error
import numpy as np
import numpy.typing as npt
from av.audio.frame import AudioFrame
from av.container import InputContainer
from av.packet import Packet
from av.stream import Stream
from av.video.frame import VideoFrame

from fashion_focus.core.arrays import Pixels
from fashion_focus.core.frame import Picture
from fashion_focus.decoding import wire
from fashion_focus.decoding.addresses import hearable
from fashion_focus.decoding.clock import LiveClock, Pace
from fashion_focus.decoding.sources import SourceKind
from fashion_focus.decoding.wire import Message, Order
from fashion_focus.media import RATE_HZ, DecodedPicture, Grid, Planes, Resampler, SampleClock, mono

Send = Callable[[Message], None]

LONG_SIDE = 1280
"""Pictures in RGB are sent no larger than this; nothing that looks at them wants more."""
_MOST_PLANAR = 1920
"""Long side of pictures that are sent as they were decoded."""

_SOUND_PIECE = RATE_HZ // 4
_MOST_REPLAYED = Fraction(30)
_CORRUPT_IN_A_ROW = 250


class LiveReader:
    """Decodes an open container until it ends. A new epoch begins where its clock jumps or its pictures change size."""

    def __init__(self, container: InputContainer, order: Order, send: Send) -> None:
        self._container = container
        self._send = send
        self._pictures: Stream = container.streams.video[0]
        # A thread a picture would hold each one back until the next ones come.
        container.streams.video[0].thread_type = "SLICE"
        container.streams.video[0].codec_context.options = {"max_pixels": str(order.max_pixels)}
        sounds = [stream for stream in container.streams.audio if order.sound and hearable(stream)]
        self._sound: Stream | None = sounds[0] if sounds else None
        self._grid = Grid.of(order.rate, fps=0.0)
        self._clock = LiveClock()
        self._ear = _Ear()
        self._replay = _Replay(order.seen, self._pictures.time_base)
        self._pace = Pace() if SourceKind(order.kind) is SourceKind.HLS else None
        self._previous: tuple[int, Fraction] | None = None

    def run(self) -> None:
        """Until the source ends. Raises FFmpegError where it breaks off."""
        tracks = [self._pictures, *([self._sound] if self._sound is not None else [])]
        n_corrupt = 0
        for packet in self._container.demux(*tracks):
            try:
                self._take(packet)
                n_corrupt = 0
            except av.error.EOFError:
                return
            except av.error.InvalidDataError:
                n_corrupt += 1
                if n_corrupt > _CORRUPT_IN_A_ROW:
                    raise

    def _take(self, packet: "Packet[Stream]") -> None:
        if packet.stream is self._pictures or packet.stream.index == self._pictures.index:
            self._mark(packet)
            if self._replay.over:
                for frame in packet.decode():
                    self._look(frame)
        elif self._replay.over:
            for frame in packet.decode():
                self._hear(frame)

    def _mark(self, packet: "Packet[Stream]") -> None:
        if packet.is_keyframe and packet.size:
            mark = zlib.crc32(bytes(packet)) | ((packet.pts or 0) & 0x7FFFFFFF) << 32
            self._replay.key(mark, packet.pts)
            self._send(Message(wire.Kind.MARK, pts=mark))

    def _look(self, frame: object) -> None:
        if not isinstance(frame, VideoFrame) or frame.pts is None or frame.is_corrupt:
            return
        base = frame.time_base or Fraction(1, 90_000)
        picture = DecodedPicture(frame)
        time = self._clock.picture(frame.pts * base, picture.size)
        if time is None:
            return
        epoch = self._clock.epoch
        previous = self._previous[1] if self._previous and self._previous[0] == epoch else None
        self._previous = epoch, time
        if self._grid.takes(previous, time):
            if self._pace is not None:
                self._pace.wait(float(time), epoch)
            self._send(wire.picture(carried(picture), float(time), epoch=epoch, pts=frame.pts, time_base=base))

    def _hear(self, frame: object) -> None:
        if not isinstance(frame, AudioFrame) or frame.pts is None:
            return
        base = frame.time_base or Fraction(1, frame.sample_rate)
        time = self._clock.sound(frame.pts * base)
        if time is not None:
            for message in self._ear.hear(frame, time, epoch=self._clock.epoch):
                self._send(message)


def carried(picture: Picture) -> Pixels | Planes:
    """What the engine gets of a picture: what the decoder gave, so that it is seen there as a file is; else RGB."""
    planes = None
    if isinstance(picture, DecodedPicture) and max(picture.size) <= _MOST_PLANAR:
        planes = picture.planes()
    return small(picture) if planes is None else planes


def small(picture: Picture) -> Pixels:
    """A picture's pixels (H, W, 3), its long side at most LONG_SIDE."""
    width, height = picture.size
    share = LONG_SIDE / max(width, height)
    if share >= 1.0:
        return picture.pixels()
    return picture.resized(max(1, round(width * share)), max(1, round(height * share)))


class _Ear:
    """Sound of any rate to pieces of a quarter of a second at 16 kHz."""

    def __init__(self) -> None:
        self._key: tuple[int, int] | None = None
        self._clock = SampleClock(RATE_HZ)
        self._resampler = Resampler(RATE_HZ)
        self._held: npt.NDArray[np.float32] = np.zeros(0, np.float32)
        self._first = 0

    def hear(self, frame: AudioFrame, time: Fraction, *, epoch: int) -> Iterator[Message]:
        """What can be told after a frame that is heard from `time` on."""
        if self._key != (epoch, frame.sample_rate):
            self._key = epoch, frame.sample_rate
            self._clock, self._resampler = SampleClock(frame.sample_rate), Resampler(frame.sample_rate)
            self._held = self._held[:0]
        start, new_run = self._clock.place(time, frame.samples)
        if new_run:
            yield from self._join(*self._resampler.flush(), epoch=epoch)
            self._resampler.restart(start)
        yield from self._join(*self._resampler.push(mono(frame), start), epoch=epoch)

    def _join(self, first: int, samples: npt.NDArray[np.float32], *, epoch: int) -> Iterator[Message]:
        if not len(samples):
            return
        if len(self._held) and first != self._first + len(self._held):
            yield self._message(self._held, epoch)
            self._held = self._held[:0]
        if not len(self._held):
            self._first = first
        self._held = np.concatenate([self._held, samples])
        while len(self._held) >= _SOUND_PIECE:
            yield self._message(self._held[:_SOUND_PIECE], epoch)
            self._held = self._held[_SOUND_PIECE:]
            self._first += _SOUND_PIECE

    def _message(self, samples: npt.NDArray[np.float32], epoch: int) -> Message:
        scaled = np.clip(np.rint(samples * 32768.0), -32768, 32767).astype(np.int16)
        return wire.sound(scaled, self._first / RATE_HZ, epoch=epoch)


class _Replay:
    """Tells whether what comes was seen before the source was opened again: servers begin with what they have kept."""

    def __init__(self, seen: tuple[int, ...], time_base: Fraction | None) -> None:
        self._seen = set(seen)
        self._base = time_base or Fraction(1, 90_000)
        self._first: int | None = None
        self.over = False

    def key(self, mark: int, pts: int | None) -> None:
        """A key packet comes; from the first unknown one on, all is new."""
        if self.over:
            return
        self._first = pts if self._first is None else self._first
        span = (pts - self._first) * self._base if pts is not None and self._first is not None else Fraction(0)
        self.over = mark not in self._seen or span > _MOST_REPLAYED
