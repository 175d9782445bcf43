"""Detection of the next frame while the session still works on this one: the two need different parts of a machine."""

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import TypeVar

from fashion_focus.core.frame import Frame
from fashion_focus.core.tracklet import Detections
from fashion_focus.structuring import Detector, with_memory

_Piece = TypeVar("_Piece")


class AheadDetector:
    """Another detector, run in a thread of its own; frames that were begun are answered when they are asked for.

    Use as a context manager: the thread ends with it.
    """

    def __init__(self, detector: Detector) -> None:
        self.name = detector.name
        self._detector = detector
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="detect")
        self._begun: dict[tuple[int, float], Future[Detections]] = {}

    def __enter__(self) -> "AheadDetector":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._thread.shutdown(wait=True, cancel_futures=True)

    def read(self, pieces: Iterable[_Piece | Frame]) -> Iterator[_Piece | Frame]:
        """The same pieces in the same order, each frame handed out when the detection of the one after it has begun."""
        waiting: list[_Piece | Frame] = []
        for piece in pieces:
            if isinstance(piece, Frame):
                ahead = with_memory(piece)
                self._begun[ahead.epoch, ahead.time] = self._thread.submit(self._detector.detect, ahead)
                yield from waiting
                waiting = [ahead]
            else:
                waiting.append(piece)
        yield from waiting

    def detect(self, frame: Frame) -> Detections:
        """As Detector.detect."""
        begun = self._begun.pop((frame.epoch, frame.time), None)
        return (begun or self._thread.submit(self._detector.detect, frame)).result()

    def detect_batch(self, frames: Sequence[Frame]) -> list[Detections]:
        """As Detector.detect_batch."""
        return self._thread.submit(self._detector.detect_batch, frames).result()
