"""Messages survive the pipe, and nothing that is no message is believed."""

import io
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fashion_focus.core.errors import MediaError
from fashion_focus.decoding import wire
from fashion_focus.decoding.wire import Ending, Kind, Message, Order
from fashion_focus.media import Orientation, Planes


def through(*messages: Message) -> list[Message]:
    pipe = io.BytesIO()
    for message in messages:
        wire.write(pipe, message)
    pipe.seek(0)
    return list(iter(lambda: wire.read(pipe.read), None))


def test_planes_arrive_with_all_that_their_conversion_needs() -> None:
    yuv = np.arange(6 * 4, dtype=np.uint8).reshape(6, 4)
    planes = Planes(yuv, full=True, matrix=1, range=2, orientation=Orientation(transposed=True, mirror_y=True))
    (message,) = through(wire.picture(planes, 0.0, epoch=0, pts=0, time_base=Fraction(1, 1000)))
    seen = message.planes
    assert seen is not None
    np.testing.assert_array_equal(seen.yuv, yuv)
    assert not seen.yuv.flags.writeable
    assert (seen.full, seen.matrix, seen.range, seen.orientation) == (True, 1, 2, planes.orientation)


@pytest.mark.parametrize(
    ("size", "look"),
    [((4, 4), b"\1\0\0"), ((4, 4), b"\1\x03\0"), ((4, 4), b"\1\2\x09"), ((8, 3), b"\1\2\0"), ((3, 8), b"\1\2\0")],
)
def test_planes_that_nobody_converts_are_refused(size: tuple[int, int], look: bytes) -> None:
    with pytest.raises(MediaError):
        through(Message(Kind.PICTURE, size=size, payload=bytes(size[0] * size[1] * 3 // 2), look=look))


def test_pictures_and_sound_arrive_as_they_were() -> None:
    pixels = np.arange(4 * 6 * 3, dtype=np.uint8).reshape(4, 6, 3)
    samples = np.array([0, -32768, 32767], np.int16)
    seen, heard = through(
        wire.picture(pixels, 1.25, epoch=2, pts=-7, time_base=Fraction(1, 90_000)), wire.sound(samples, 0.5, epoch=2)
    )
    assert (seen.kind, seen.epoch, seen.time, seen.pts) == (Kind.PICTURE, 2, 1.25, -7)
    assert seen.time_base == Fraction(1, 90_000)
    np.testing.assert_array_equal(seen.pixels, pixels)
    np.testing.assert_array_equal(heard.samples, samples)
    assert not seen.pixels.flags.writeable


def test_an_ending_says_why() -> None:
    (message,) = through(wire.words(Kind.FAULT, "gone", ending=Ending.AWAY))
    assert (message.text, message.ending) == ("gone", Ending.AWAY)


def test_a_pipe_that_breaks_off_inside_a_message_is_an_end() -> None:
    pipe = io.BytesIO()
    wire.write(pipe, wire.words(Kind.NOTE, "a: b"))
    for n in range(pipe.tell()):
        assert wire.read(io.BytesIO(pipe.getvalue()[:n]).read) is None


@given(st.binary(min_size=64, max_size=200))
def test_bytes_that_are_no_message_are_refused(junk: bytes) -> None:
    with pytest.raises(MediaError, match="no message"):
        wire.read(io.BytesIO(junk).read)


@pytest.mark.parametrize(
    "message",
    [
        Message(Kind.PICTURE, size=(60_000, 60_000), payload=b"x"),
        Message(Kind.PICTURE, size=(2, 2), payload=b"short"),
        Message(Kind.SOUND, payload=b"odd"),
        Message(Kind.SOUND, payload=bytes(1 << 20)),
        Message(Kind.NOTE, payload=bytes(5000)),
        Message(Kind.END, pts=99),
        Message(Kind.PICTURE, time=float("nan"), size=(1, 1), payload=b"rgb"),
        Message(Kind.PICTURE, time=1e300, size=(1, 1), payload=b"rgb"),
    ],
    ids=["huge", "short", "odd", "long", "wordy", "ending", "nan", "far"],
)
def test_messages_beyond_their_bounds_are_refused(message: Message) -> None:
    with pytest.raises(MediaError, match="no message"):
        through(message)


def test_an_order_arrives_as_it_was() -> None:
    order = Order("rtmp", "rtmp://h/x", 4.0, sound=True, engine=12, seen=(1, 2))
    assert Order.from_line(order.to_line()) == order
