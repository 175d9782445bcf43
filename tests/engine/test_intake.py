"""One clock for a stream's whole life: it never runs backwards, and what is missing is told or made silence."""

from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise
from time import monotonic

import numpy as np
import pytest

from fashion_focus.core.frame import Frame, Gap, Sound
from fashion_focus.decoding import wire
from fashion_focus.decoding.wire import Message
from fashion_focus.engine.source.intake import Intake, Position
from fashion_focus.session import Piece

PIXELS = np.zeros((4, 4, 3), np.uint8)


class Received:
    """Everything that an intake put."""

    def __init__(self) -> None:
        self.pieces: list[Piece] = []

    def put(self, piece: Piece) -> bool:
        self.pieces.append(piece)
        return True

    def frames(self) -> list[Frame]:
        return [piece for piece in self.pieces if isinstance(piece, Frame)]

    def sounds(self) -> list[Sound]:
        return [piece for piece in self.pieces if isinstance(piece, Sound)]

    def gaps(self) -> list[Gap]:
        return [piece for piece in self.pieces if isinstance(piece, Gap)]


Make = Callable[..., Intake]


@pytest.fixture
def received() -> Received:
    return Received()


@pytest.fixture
def make(received: Received) -> Make:
    def intake(position: Position | None = None, *, replayable: bool = False, age: float = 0.0) -> Intake:
        return Intake(
            position or Position(),
            replayable=replayable,
            sound=True,
            period=0.25,
            put=received.put,
            on_silence=lambda _: None,
            age=age,
        )

    return intake


def seen(time: float, *, epoch: int = 0) -> Message:
    return wire.picture(PIXELS, time, epoch=epoch, pts=0, time_base=Fraction(1, 1000))


def heard(time: float, seconds: float = 0.5, *, epoch: int = 0) -> Message:
    return wire.sound(np.ones(round(seconds * 16_000), np.int16), time, epoch=epoch)


def assert_seamless(sounds: list[Sound]) -> None:
    for before, after in pairwise(sounds):
        assert after.time == pytest.approx(before.end, abs=0.021)


def test_a_reconnection_begins_an_epoch_later_in_time(make: Make, received: Received) -> None:
    intake = make()
    intake.connected()
    for k in range(3):
        intake.take(seen(k / 4))
    intake.lost("gone")
    intake.connected()
    intake.take(seen(0.0))
    assert [frame.epoch for frame in received.frames()] == [0, 0, 0, 1]
    assert received.frames()[-1].time >= 0.75


def test_a_stream_taken_up_after_a_crash_tells_the_hole(make: Make, received: Received) -> None:
    began = monotonic()
    intake = make(Position(2, 100.0, 100.0), age=30.0)
    intake.connected()
    intake.take(seen(0.0))
    (gap,) = received.gaps()
    assert gap.start == 100.0
    assert 130.0 <= gap.end <= 130.0 + monotonic() - began
    assert (received.frames()[0].epoch, received.frames()[0].time) == (3, gap.end)


def test_a_jump_of_the_sources_clock_is_told(make: Make, received: Received) -> None:
    intake = make()
    intake.connected()
    intake.take(seen(5.0))
    intake.take(seen(0.0, epoch=1))
    assert [gap.code for gap in received.gaps()] == ["clock-jump"]
    assert received.frames()[1].time > received.frames()[0].time


def test_pictures_that_come_twice_are_left_out(make: Make, received: Received) -> None:
    intake = make(Position(0, 10.0, 10.0), replayable=True)
    intake.connected()
    for time in (9.5, 10.0, 10.25):
        intake.take(seen(time))
    assert [frame.time for frame in received.frames()] == [10.25]


def test_holes_in_the_sound_become_silence(make: Make, received: Received) -> None:
    intake = make()
    intake.connected()
    intake.take(seen(0.0))
    intake.take(heard(0.0))
    intake.take(heard(4.0))
    sounds = received.sounds()
    assert_seamless(sounds)
    assert sounds[-1].end == pytest.approx(4.5)
    assert all(not sound.samples.any() for sound in sounds[1:-1])


def test_sound_that_comes_twice_is_cut(make: Make, received: Received) -> None:
    intake = make()
    intake.connected()
    intake.take(seen(0.0))
    for time in (0.0, 0.25, 0.1):
        intake.take(heard(time))
    assert_seamless(received.sounds())
    assert received.sounds()[-1].end == pytest.approx(0.75)


def test_a_stream_without_sound_is_silent(make: Make, received: Received) -> None:
    intake = make()
    intake.connected()
    for k in range(40):
        intake.take(seen(k / 4))
    assert_seamless(received.sounds())
    assert received.sounds()[-1].end > 7.0


def test_a_long_outage_is_not_filled_with_silence(make: Make, received: Received) -> None:
    intake = make(Position(0, 100.0, 100.0), age=3600.0)
    intake.connected()
    intake.take(seen(0.0))
    intake.take(heard(0.0))
    assert sum(len(sound.samples) for sound in received.sounds()) < 16_000 * 35
