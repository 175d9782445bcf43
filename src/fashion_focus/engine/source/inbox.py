"""What waits for a stream's session: bounded, in order, and thinned before anything is lost."""

import math
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from fashion_focus.core.frame import Frame, Sound
from fashion_focus.core.words import Comment
from fashion_focus.session import Piece

_STEP_DOWN_EVERY = 1.0
_STEP_UP_AFTER = 8.0
_SLOWER = 1.5
_MOST_PIECES = 2000
"""Pieces of any kind beyond which viewers' lines are refused."""


class Tempo:
    """The rate of analysed pictures: lower while too many wait, back up when the machine has been quick for a while.

    rate, least: pictures a second. Times are those of a monotonic clock.
    """

    def __init__(self, rate: float, least: float) -> None:
        self._full, self._least = rate, least
        self.rate = rate
        self._changed = -math.inf
        self._previous: tuple[int, float] | None = None

    def admits(self, media_time: float, epoch: int) -> bool:
        """Whether a picture is looked at: the first at or after each k / rate."""
        if self.rate >= self._full:
            self._previous = epoch, media_time
            return True
        before = self._previous
        takes = before is None or before[0] != epoch or _tick(media_time, self.rate) > _tick(before[1], self.rate)
        if takes:
            self._previous = epoch, media_time
        return takes

    def adapt(self, share: float, now: float) -> None:
        """Take in how full the queue is, or how late its oldest picture: 0 to 1, or more."""
        if share >= 0.5 and now - self._changed >= _STEP_DOWN_EVERY and self.rate > self._least:
            self.rate = max(self._least, self.rate / _SLOWER)
            self._changed = now
        elif share > 0.25:
            self._changed = max(self._changed, now - _STEP_UP_AFTER / 2)
        elif now - self._changed >= _STEP_UP_AFTER and self.rate < self._full:
            self.rate = min(self._full, self.rate * _SLOWER)
            self._changed = now


@dataclass(frozen=True, slots=True)
class Ending:
    """The source is over. fault: why the stream cannot go on; "" where it came to its end."""

    fault: str = ""


@dataclass(frozen=True, slots=True)
class Arrival:
    """A piece, or the end, with when it arrived (seconds of the monotonic clock)."""

    piece: Piece | Ending
    at: float


@dataclass(slots=True)
class InboxLimits:
    """pictures: that may wait. sound: seconds of it. lossless: the sender waits instead of losing pictures.

    late: seconds of waiting that count like a full queue: what is seen late is told late, however few pictures wait.
    """

    pictures: int
    sound: float
    lossless: bool
    late: float = 2.0


@dataclass(slots=True)
class Inbox:
    """A queue of pieces between a stream's source and its session.

    When pictures come faster than they are looked at, fewer are let in, down to the tempo's least rate; only then the
    oldest one that waits is lost. Sound is never lost: its sender waits.
    on_thinned, on_lost: told of each picture that is passed over, and lost.
    """

    limits: InboxLimits
    tempo: Tempo
    on_thinned: Callable[[], None]
    on_lost: Callable[[], None]
    _queue: deque[Arrival] = field(default_factory=deque)
    _n_pictures: int = 0
    _sound: float = 0.0
    _closed: bool = False
    _news: threading.Condition = field(default_factory=threading.Condition)

    def put(self, piece: Piece | Ending) -> bool:
        """Add a piece; may wait for room. False where it was not taken: the inbox is closed, or full of comments."""
        with self._news:
            if isinstance(piece, Frame) and not self._make_room(piece):
                return not self._closed
            if isinstance(piece, Sound):
                self._news.wait_for(lambda: self._closed or self._sound < self.limits.sound)
            if self._closed or (isinstance(piece, Comment) and len(self._queue) >= _MOST_PIECES):
                return False
            self._append(piece)
            return True

    def take(self, timeout: float) -> Arrival | None:
        """The next piece, or None where none comes within `timeout` seconds or `wake` was called."""
        with self._news:
            if not self._queue:
                self._news.wait(timeout)
            if not self._queue:
                return None
            arrival = self._queue.popleft()
            self._forget(arrival)
            if isinstance(arrival.piece, Frame) and not self.limits.lossless:
                self.tempo.adapt(self._fill(), time.monotonic())
            self._news.notify_all()
            return arrival

    def lag(self) -> float:
        """Seconds that the oldest piece has waited."""
        with self._news:
            return time.monotonic() - self._queue[0].at if self._queue else 0.0

    def wake(self) -> None:
        """Let a `take` that waits return."""
        with self._news:
            self._news.notify_all()

    def close(self) -> None:
        """Refuse what comes from now on; what waits may still be taken."""
        with self._news:
            self._closed = True
            self._news.notify_all()

    def clear(self) -> None:
        """Forget what waits, and take pieces (again)."""
        with self._news:
            self._queue.clear()
            self._n_pictures, self._sound, self._closed = 0, 0.0, False
            self._news.notify_all()

    def _make_room(self, frame: Frame) -> bool:
        """Whether a picture is let in; called with the lock held."""
        if self.limits.lossless:
            self._news.wait_for(lambda: self._closed or self._n_pictures < self.limits.pictures)
            return not self._closed
        self.tempo.adapt(self._fill(), time.monotonic())
        if not self.tempo.admits(frame.time, frame.epoch):
            self.on_thinned()
            return False
        if self._n_pictures >= self.limits.pictures:
            oldest = next(one for one in self._queue if isinstance(one.piece, Frame))
            self._queue.remove(oldest)
            self._n_pictures -= 1
            self.on_lost()
        return True

    def _fill(self) -> float:
        """How full the queue is, by pictures or by the time that they wait; called with the lock held."""
        age = time.monotonic() - self._queue[0].at if self._queue else 0.0
        return max(self._n_pictures / self.limits.pictures, age / self.limits.late)

    def _append(self, piece: Piece | Ending) -> None:
        self._queue.append(Arrival(piece, time.monotonic()))
        if isinstance(piece, Frame):
            self._n_pictures += 1
        elif isinstance(piece, Sound):
            self._sound += len(piece.samples) / piece.rate_hz
        self._news.notify_all()

    def _forget(self, arrival: Arrival) -> None:
        if isinstance(arrival.piece, Frame):
            self._n_pictures -= 1
        elif isinstance(arrival.piece, Sound):
            self._sound -= len(arrival.piece.samples) / arrival.piece.rate_hz


def _tick(media_time: float, rate: float) -> int:
    return math.floor(media_time * rate + 1e-9)
