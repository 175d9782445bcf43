"""A bounded queue: pictures are thinned before any is lost, sound never is, and files lose nothing."""

import threading
from dataclasses import dataclass, field

import numpy as np
from tests.engine.waiting import PATIENCE, until
from tests.shows import frame_at

from fashion_focus.core.frame import Frame, Sound
from fashion_focus.engine.source.inbox import Inbox, InboxLimits, Tempo


@dataclass
class Counted:
    """An inbox of eight pictures, and what it told."""

    lossless: bool = False
    late: float = PATIENCE
    thinned: int = 0
    lost: int = 0
    inbox: Inbox = field(init=False)

    def __post_init__(self) -> None:
        limits = InboxLimits(pictures=8, sound=2.0, lossless=self.lossless, late=self.late)
        self.inbox = Inbox(limits, Tempo(4.0, 1.0), self._thin, self._lose)

    def put(self, n: int, *, first: int = 0) -> None:
        for k in range(first, first + n):
            self.inbox.put(frame_at(k / 4.0))

    def _thin(self) -> None:
        self.thinned += 1

    def _lose(self) -> None:
        self.lost += 1


def taken(inbox: Inbox) -> list[float]:
    times = []
    while (arrival := inbox.take(0.0)) is not None:
        assert isinstance(arrival.piece, Frame | Sound)
        times.append(arrival.piece.time)
    return times


def test_what_fits_comes_out_in_order() -> None:
    counted = Counted()
    counted.put(3)
    assert taken(counted.inbox) == [0.0, 0.25, 0.5]
    assert (counted.thinned, counted.lost) == (0, 0)


def test_a_late_session_gets_fewer_pictures_before_it_loses_any() -> None:
    counted = Counted()
    counted.put(10)
    assert counted.thinned > 0
    assert counted.lost == 0
    assert counted.inbox.tempo.rate < 4.0


def test_a_session_that_is_late_with_few_pictures_gets_fewer_too() -> None:
    counted = Counted(late=0.0001)
    counted.put(2)
    until(lambda: counted.inbox.lag() > 0.001)
    counted.put(12, first=2)
    assert counted.thinned > 0
    assert counted.inbox.tempo.rate < 4.0


def test_beyond_that_the_oldest_pictures_are_lost_and_counted() -> None:
    counted = Counted()
    counted.put(100)
    times = taken(counted.inbox)
    assert len(times) == 8
    assert counted.thinned + counted.lost == 92
    assert times[-1] > 23.0


def test_sound_is_never_lost_its_sender_waits() -> None:
    inbox = Counted().inbox
    sounds = [Sound(np.zeros(8000, np.int16), k / 2) for k in range(8)]
    sender = threading.Thread(target=lambda: [inbox.put(sound) for sound in sounds])
    sender.start()
    times: list[float] = []
    while len(times) < 8:
        times += taken(inbox)
    sender.join()
    assert times == [sound.time for sound in sounds]


def test_a_file_waits_instead_of_losing_pictures() -> None:
    counted = Counted(lossless=True)
    sender = threading.Thread(target=counted.put, args=(50,))
    sender.start()
    times: list[float] = []
    while len(times) < 50:
        times += taken(counted.inbox)
    sender.join()
    assert (counted.thinned, counted.lost) == (0, 0)
    assert times == [k / 4 for k in range(50)]


def test_a_closed_inbox_lets_its_sender_go() -> None:
    counted = Counted(lossless=True)
    sender = threading.Thread(target=counted.put, args=(50,))
    sender.start()
    counted.inbox.close()
    sender.join(PATIENCE)
    assert not sender.is_alive()
    assert not counted.inbox.put(frame_at(0.0))


def test_the_rate_falls_to_its_floor_and_recovers() -> None:
    tempo = Tempo(4.0, 1.0)
    for second in range(10):
        tempo.adapt(1.0, float(second))
    assert tempo.rate == 1.0
    for second in range(10, 60):
        tempo.adapt(0.0, float(second))
    assert tempo.rate == 4.0


def test_at_a_lower_rate_pictures_come_evenly() -> None:
    tempo = Tempo(4.0, 1.0)
    for second in range(10):
        tempo.adapt(1.0, float(second))
    admitted = [k / 4 for k in range(40) if tempo.admits(k / 4, 0)]
    assert np.diff(admitted).tolist() == [1.0] * (len(admitted) - 1)
