"""What a worker sends, put on the stream's own clock: epochs counted, holes told, missing sound made silence."""

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from fashion_focus.core.frame import Frame, Gap, Sound
from fashion_focus.core.notes import Note
from fashion_focus.decoding.wire import Kind, Message
from fashion_focus.media import RATE_HZ, ArrayPicture, PlanesReader
from fashion_focus.session import Piece

_SKEW = 2.0
"""Seconds that sound may come behind the pictures before it counts as missing."""
_SEAM = 0.02
_LONGEST_SILENCE = 30.0
_SILENCE_PIECE = 2.0
_KEPT_MARKS = 64
_TOLD_GAP = 1.0


@dataclass(slots=True)
class Position:
    """How far a stream has come. epoch: -1 before the first picture. time: media time of the last picture, or None.

    heard: media time up to which there is sound. marks: fingerprints of the last key packets.
    """

    epoch: int = -1
    time: float | None = None
    heard: float = 0.0
    marks: deque[int] = field(default_factory=lambda: deque(maxlen=_KEPT_MARKS))


@dataclass(slots=True)
class Intake:
    """Turns messages into pieces and puts them into a queue; one thread's.

    Times never run backwards, also over epochs: a new epoch begins as much later than the last picture as time has
    passed since. position: from where to go on. replayable: of a file, whose times are taken as they are.
    period: seconds between pictures. age: seconds since the position was saved.
    """

    position: Position
    replayable: bool
    sound: bool
    period: float
    put: Callable[[Piece], bool]
    on_silence: Callable[[float], None]
    age: float = 0.0
    _arrived: float = field(default_factory=time.monotonic)
    _connection: int = 0
    _key: tuple[int, int] | None = None
    _offset: float = 0.0
    _planes: PlanesReader = field(default_factory=PlanesReader)
    _reason: str = "the engine was not running"

    def __post_init__(self) -> None:
        self._arrived -= self.age

    def connected(self) -> None:
        """A worker has opened the source (again)."""
        self._connection += 1

    def lost(self, reason: str) -> None:
        """The source is away; reason: for the gap that this leaves."""
        self._reason = reason

    def now(self) -> float | None:
        """Media time that a picture would have which came just now; None before the first."""
        if self.position.time is None:
            return None
        return self.position.time + max(self.period, time.monotonic() - self._arrived)

    def take(self, message: Message) -> None:
        """Take in one message of the present worker."""
        if message.kind is Kind.PICTURE:
            self._picture(message)
        elif message.kind is Kind.SOUND and self.sound:
            self._sound(message)
        elif message.kind is Kind.MARK:
            self.position.marks.append(message.pts)

    def _picture(self, message: Message) -> None:
        if (self._connection, message.epoch) != self._key:
            self._begin_epoch(message)
        media_time = message.time + self._offset
        position = self.position
        if position.time is not None and media_time <= position.time:
            return
        position.time, self._arrived = media_time, time.monotonic()
        if self.sound and media_time - position.heard > _SKEW:
            self._silence_until(media_time - _SKEW / 2)
        planes = message.planes
        picture = ArrayPicture(message.pixels) if planes is None else self._planes.picture(planes)
        self.put(Frame(picture, media_time, message.pts, message.time_base, epoch=position.epoch))

    def _begin_epoch(self, message: Message) -> None:
        connection_changed = self._key is None or self._key[0] != self._connection
        self._key = self._connection, message.epoch
        position = self.position
        if self.replayable:
            position.epoch = max(position.epoch, 0)
            return
        now = self.now()
        position.epoch += 1
        if position.time is None or now is None:
            self._offset = -message.time
            return
        self._offset = now - message.time
        if not connection_changed:
            text = "the source's clock jumped, or its pictures changed their size"
            self.put(Gap(position.time, now, "clock-jump", text, position.epoch))
        elif now - position.time > _TOLD_GAP:
            self.put(Gap(position.time, now, "source-away", self._reason, position.epoch))

    def _sound(self, message: Message) -> None:
        if not self.replayable and (self._connection, message.epoch) != self._key:
            return
        samples, start = message.samples, message.time + self._offset
        position = self.position
        if start > position.heard + _SEAM:
            self._silence_until(start)
        late = round((position.heard - start) * RATE_HZ)
        if late > 0:
            samples, start = samples[late:], start + late / RATE_HZ
        if len(samples):
            position.heard = start + len(samples) / RATE_HZ
            self.put(Sound(samples, start, max(position.epoch, 0)))

    def _silence_until(self, end: float) -> None:
        position = self.position
        if end - position.heard > _LONGEST_SILENCE:
            position.heard = end
            return
        while end - position.heard > _SEAM:
            seconds = min(_SILENCE_PIECE, end - position.heard)
            samples = np.zeros(round(seconds * RATE_HZ), np.int16)
            self.put(Sound(samples, position.heard, max(position.epoch, 0)))
            position.heard += len(samples) / RATE_HZ
            self.on_silence(seconds)


def note_of(message: Message) -> Note:
    """A worker's note, whose text is "code: what it means"."""
    code, _, text = message.text.partition(": ")
    return Note(code, text, message.time)
