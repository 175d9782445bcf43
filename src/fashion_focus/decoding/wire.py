"""What a decode worker says to the engine: messages with a fixed head, checked on arrival, never unpickled.

A worker decodes what strangers send and may be taken over by it; so the reader believes nothing: kinds, lengths, sizes
and times are checked before memory is taken, and a message that does not fit ends the worker.
"""

import json
import math
import struct
from collections.abc import Callable
from dataclasses import asdict, dataclass
from enum import IntEnum
from fractions import Fraction
from typing import BinaryIO

import numpy as np
import numpy.typing as npt

from fashion_focus.core.arrays import Pixels, freeze
from fashion_focus.core.errors import MediaError
from fashion_focus.media import MATRICES, RANGES, Orientation, Planes

_HEAD = struct.Struct("<IB3sIIdqqqII")
_MAGIC = 0x46464431
_MOST_TEXT = 4096
_MOST_SAMPLES = 16_000 * 4
_MOST_PIXELS = 1280 * 1280
_MOST_PLANAR = 1920 * 1920
_PLAIN = b"\0\0\0"
_PLANES, _FULL, _TRANSPOSED, _MIRROR_X, _MIRROR_Y = 1, 2, 4, 8, 16
_MOST_SECONDS = 10.0 * 365 * 24 * 3600

Payload = bytes | bytearray | memoryview
Take = Callable[[int], Payload]
"""Reads n bytes; fewer only at the end."""


class Kind(IntEnum):
    """What a message is."""

    OPENED = 1
    PICTURE = 2
    SOUND = 3
    NOTE = 4
    BEAT = 5
    MARK = 6
    """A key packet was decoded: `pts` holds its fingerprint, so that the next worker knows what was seen already."""
    END = 7
    FAULT = 8


class Ending(IntEnum):
    """Why a worker stopped: the source is over, cannot be reached, broke off, or (for good) cannot be used."""

    SOURCE_OVER = 0
    AWAY = 1
    BROKEN = 2
    UNUSABLE = 3


@dataclass(frozen=True, slots=True)
class Order:
    """What a worker is to do. kind: a SourceKind. engine: its process. start: media time to begin at, of a file.

    seen: fingerprints of a live source's key packets that were seen before. realtime, rate, sound: as in
    StreamConfig. private: whether the address may be of this machine or its network. Sizes, memory and times as in
    EngineSettings.
    """

    kind: str
    address: str
    rate: float
    sound: bool
    engine: int
    seen: tuple[int, ...] = ()
    start: float = 0.0
    realtime: bool = True
    private: bool = False
    max_pixels: int = 4096 * 2304
    memory: int = 3 << 30
    open_timeout: float = 15.0

    def to_line(self) -> bytes:
        """One line for the worker's standard input."""
        return json.dumps(asdict(self)).encode() + b"\n"

    @classmethod
    def from_line(cls, line: bytes) -> "Order":
        """The order that a line holds."""
        values = json.loads(line)
        return cls(**{**values, "seen": tuple(values["seen"])})


@dataclass(frozen=True, slots=True)
class Message:
    """One message. epoch: the worker's own count, from 0. time: media time in the epoch, in seconds.

    pts in time_base: the picture's own stamp. size: width and height of a picture, as stored. payload: RGB, planes,
    int16 samples or UTF-8 text. look: of planes, what is to be known for their conversion.
    """

    kind: Kind
    epoch: int = 0
    time: float = 0.0
    pts: int = 0
    time_base: Fraction = Fraction(1, 1000)
    size: tuple[int, int] = (0, 0)
    payload: Payload = b""
    look: bytes = _PLAIN

    @property
    def planes(self) -> Planes | None:
        """A picture as its decoder gave it, read-only; None where it is RGB."""
        width, height = self.size
        bits, matrix, range_ = self.look
        if not bits & _PLANES:
            return None
        yuv = np.frombuffer(self.payload, np.uint8).reshape(height * 3 // 2, width)
        freeze(yuv)
        turn = Orientation(bool(bits & _TRANSPOSED), bool(bits & _MIRROR_X), bool(bits & _MIRROR_Y))
        return Planes(yuv, bool(bits & _FULL), matrix, range_, turn)

    @property
    def pixels(self) -> Pixels:
        """An RGB picture's (H, W, 3), read-only."""
        width, height = self.size
        pixels = np.frombuffer(self.payload, np.uint8).reshape(height, width, 3)
        freeze(pixels)
        return pixels

    @property
    def samples(self) -> npt.NDArray[np.int16]:
        """A sound's (n,), read-only."""
        return np.frombuffer(self.payload, np.int16)

    @property
    def text(self) -> str:
        """A note's, an ending's or an opening's words."""
        return bytes(self.payload).decode("utf-8", "replace")

    @property
    def ending(self) -> Ending:
        """Why the worker stopped."""
        return Ending(self.pts)


def picture(seen: Pixels | Planes, time: float, *, epoch: int, pts: int, time_base: Fraction) -> Message:
    """A message with a picture, as planes or (H, W, 3)."""
    if isinstance(seen, Planes):
        size, look, values = seen.stored_size, _look(seen), seen.yuv
    else:
        size, look, values = (seen.shape[1], seen.shape[0]), _PLAIN, seen
    return Message(Kind.PICTURE, epoch, time, pts, time_base, size, np.ascontiguousarray(values).data.cast("B"), look)


def _look(planes: Planes) -> bytes:
    turn = planes.orientation
    bits = _PLANES | _FULL * planes.full | _TRANSPOSED * turn.transposed
    return bytes([bits | _MIRROR_X * turn.mirror_x | _MIRROR_Y * turn.mirror_y, planes.matrix, planes.range])


def sound(samples: npt.NDArray[np.int16], time: float, *, epoch: int) -> Message:
    """A message with sound (n,) that begins at a time."""
    return Message(Kind.SOUND, epoch, time, payload=np.ascontiguousarray(samples).data.cast("B"))


def words(kind: Kind, text: str, *, ending: Ending = Ending.SOURCE_OVER, epoch: int = 0, time: float = 0.0) -> Message:
    """A message with text, cut to what is allowed."""
    return Message(kind, epoch, time, pts=int(ending), payload=text.encode()[:_MOST_TEXT])


def write(stream: BinaryIO, message: Message) -> None:
    """Send a message; waits while the reader is behind. Raises OSError once nobody reads any more."""
    base = message.time_base
    head = _HEAD.pack(
        _MAGIC,
        int(message.kind),
        message.look,
        message.epoch,
        len(message.payload),
        message.time,
        message.pts,
        base.numerator,
        base.denominator,
        *message.size,
    )
    stream.write(head)
    stream.write(message.payload)
    stream.flush()


def read(take: Take) -> Message | None:
    """The next message; None at the end. Raises MediaError where it is none of ours."""
    head = _exactly(take, _HEAD.size)
    if head is None:
        return None
    magic, kind, look, epoch, length, time, pts, numerator, denominator, width, height = _HEAD.unpack(head)
    sane = magic == _MAGIC and kind in set(Kind) and math.isfinite(time) and abs(time) < _MOST_SECONDS
    size = width, height
    if not sane or denominator <= 0 or not _fits(Kind(kind), length, size=size, pts=pts, look=look):
        raise MediaError("a decode worker sent what is no message; it is ended and the source opened again")
    payload = _exactly(take, length)
    if payload is None:
        return None
    return Message(Kind(kind), epoch, time, pts, Fraction(numerator, denominator), size, payload, look)


def _fits(kind: Kind, length: int, *, size: tuple[int, int], pts: int, look: bytes) -> bool:
    width, height = size
    bits, matrix, range_ = look
    if kind is Kind.PICTURE and bits & _PLANES:
        even = width % 2 == 0 and height % 2 == 0 and 0 < width * height <= _MOST_PLANAR
        known = matrix in MATRICES and range_ in RANGES
        return even and known and length == width * height * 3 // 2
    if kind is Kind.PICTURE:
        return 0 < width * height <= _MOST_PIXELS and length == width * height * 3
    if kind is Kind.SOUND:
        return length % 2 == 0 and length <= 2 * _MOST_SAMPLES
    return length <= _MOST_TEXT and (kind not in {Kind.END, Kind.FAULT} or pts in set(Ending))


def _exactly(take: Take, n: int) -> Payload | None:
    """n bytes, or None where the stream ends before."""
    if n == 0:
        return b""
    data = take(n)
    return data if len(data) == n else None
