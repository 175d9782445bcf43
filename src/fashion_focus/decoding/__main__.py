"""The decode worker's main: `python -m fashion_focus.decoding`, an order on standard input, messages out."""

import os
import sys
import threading
import time
from fractions import Fraction
from pathlib import Path
from typing import BinaryIO

import av.error

from fashion_focus.core.errors import MediaError
from fashion_focus.core.frame import Frame, Sound
from fashion_focus.decoding import wire
from fashion_focus.decoding.addresses import check_codecs, open_live
from fashion_focus.decoding.clock import Pace
from fashion_focus.decoding.confinement import confine
from fashion_focus.decoding.live import LiveReader, carried
from fashion_focus.decoding.network import AwayError, UnusableError
from fashion_focus.decoding.sources import SourceKind, redacted
from fashion_focus.decoding.wire import Ending, Kind, Message, Order
from fashion_focus.media import Piece, open_video

_BEAT_EVERY = 2.0


class Outlet:
    """The pipe to the engine; messages of several threads stay whole."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._lock = threading.Lock()

    def send(self, message: Message) -> None:
        """Write a message; ends this process once nobody reads any more."""
        try:
            with self._lock:
                wire.write(self._stream, message)
        except OSError:
            # Threads and open containers must not keep a worker alive that nobody listens to.
            os._exit(0)

    def beat(self) -> None:
        """Tell again and again that this process lives."""
        while True:
            time.sleep(_BEAT_EVERY)
            self.send(Message(Kind.BEAT))


def main() -> None:
    """Do what the order says, and tell how it ended."""
    order = Order.from_line(sys.stdin.buffer.readline())
    confine(order.memory, engine=order.engine)
    outlet = Outlet(sys.stdout.buffer)
    threading.Thread(target=outlet.beat, daemon=True).start()
    outlet.send(_ending_of(order, outlet))
    # A stalled source may hold FFmpeg's threads up at the end; all is said.
    os._exit(0)


def _ending_of(order: Order, outlet: Outlet) -> Message:
    try:
        if SourceKind(order.kind) is SourceKind.FILE:
            _play_file(order, outlet)
        else:
            _play_live(order, outlet)
    except AwayError as error:
        return wire.words(Kind.FAULT, str(error), ending=Ending.AWAY)
    except (UnusableError, MediaError) as error:
        return wire.words(Kind.FAULT, redacted(str(error)), ending=Ending.UNUSABLE)
    except av.error.FFmpegError as error:
        reason = f"the source broke off ({redacted(error.strerror or type(error).__name__)}); it is opened again"
        return wire.words(Kind.FAULT, reason, ending=Ending.BROKEN)
    return wire.words(Kind.END, "", ending=Ending.SOURCE_OVER)


def _play_live(order: Order, outlet: Outlet) -> None:
    with open_live(order, sys.stdin.buffer) as container:
        check_codecs(container, order)
        outlet.send(wire.words(Kind.OPENED, ""))
        LiveReader(container, order, outlet.send).run()


def _play_file(order: Order, outlet: Outlet) -> None:
    video = open_video(
        Path(order.address), rate=order.rate, sound=order.sound, start=order.start, max_pixels=order.max_pixels
    )
    pace = Pace() if order.realtime else None
    with video:
        outlet.send(wire.words(Kind.OPENED, ""))
        for piece in video:
            message = _message(piece)
            if pace is not None:
                pace.wait(message.time)
            outlet.send(message)
        for note in video.notes:
            outlet.send(wire.words(Kind.NOTE, f"{note.code}: {note.text}", time=note.time or 0.0))


def _message(piece: Piece) -> Message:
    if isinstance(piece, Frame):
        base = Fraction(piece.time_base)
        return wire.picture(carried(piece.picture), piece.time, epoch=0, pts=piece.pts, time_base=base)
    if isinstance(piece, Sound):
        return wire.sound(piece.samples, piece.time, epoch=0)
    return wire.words(Kind.NOTE, f"{piece.code}: {piece.text}", time=piece.start)


if __name__ == "__main__":
    main()
