"""A stream's FocusSession between two saves: pieces in, CloudEvents out, and how far it has come."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from fashion_focus.core.errors import CatalogError
from fashion_focus.core.events import Event, FocusEnded, FocusStarted
from fashion_focus.core.frame import Frame, Gap, Sound
from fashion_focus.core.product import Catalog
from fashion_focus.core.tracklet import Detections
from fashion_focus.engine.config import StreamConfig
from fashion_focus.engine.events import FOCUS_ENDED, STREAM_GAP, Place, cloud_event, focus_event, made
from fashion_focus.engine.running.saved import Progress
from fashion_focus.engine.shelves import ShelfMaker, StreamShelf
from fashion_focus.hearing import HearingProcess
from fashion_focus.language import Recognizer
from fashion_focus.media import ArrayPicture
from fashion_focus.profiles import Models
from fashion_focus.session import FocusSession, Piece
from fashion_focus.store.outbox import OutgoingEvent
from fashion_focus.structuring import Detector

_NOTHING_PTS = -(1 << 62)
_NOTHING = ArrayPicture(np.zeros((36, 64, 3), np.uint8))


class SeeingSession:
    """One thread's. run: of the stream; checkpoint: of an earlier life of this run, or None."""

    def __init__(
        self, config: StreamConfig, run: int, *, models: Models, shelves: ShelfMaker, checkpoint: bytes | None = None
    ) -> None:
        """Raises CatalogError, StoreError and ModelError where the session cannot be made or go on."""
        self._config = config
        self._run = run
        self._models = replace(models, detector=_BlindToNothing(models.detector))
        self._shelves = shelves
        self._ear: Recognizer | None = None
        self.progress, saved = Progress.from_bytes(checkpoint) if checkpoint else (Progress(), None)
        self._shelf, self._session = self._made(saved)

    def feed(self, piece: Piece) -> list[OutgoingEvent]:
        """Take in one piece. Raises ModelError where its picture could not be looked at."""
        progress, session = self.progress, self._session
        if isinstance(piece, Frame):
            progress.epoch, progress.time = piece.epoch, piece.time
            if piece.pts != _NOTHING_PTS:
                progress.n_pictures += 1
            return self._told(session.feed(piece))
        events = session.feed(piece)
        if isinstance(piece, Gap):
            data = {"start": round(piece.start, 3), "end": round(piece.end, 3), "code": piece.code, "text": piece.text}
            place = replace(self.place, epoch=piece.epoch)
            return [made(STREAM_GAP, place, subject=piece.code, at=piece.end, data=data)]
        if isinstance(piece, Sound):
            progress.heard = piece.end
        return self._told(events)

    def pass_time(self, media_time: float) -> list[OutgoingEvent]:
        """The source is away and nothing is seen: what has ended meanwhile is said."""
        if self.progress.time is None or media_time <= self.progress.time:
            return []
        return self.feed(Frame(_NOTHING, media_time, _NOTHING_PTS, epoch=self.progress.epoch))

    def finish(self) -> list[OutgoingEvent]:
        """Nothing more comes: the ends of all focuses that still ran."""
        report = self._session.finish()
        told = set(self.progress.ended)
        left = [focus for focus in (*report.focuses, *report.undecided) if focus.id not in told]
        at = self.progress.time or 0.0
        return [focus_event(FOCUS_ENDED, focus, self.place, at=at) for focus in left]

    def checkpoint(self) -> bytes:
        """All that another SeeingSession needs to go on."""
        return self.progress.to_bytes(self._session.checkpoint())

    def refresh_shelf(self) -> None:
        """Put what is new in the catalog on the shelf. Raises CatalogError: then the old shelf stays."""
        self._shelf, self._session = self._made(self._session.checkpoint(), also=self._shelf)

    def close(self) -> None:
        """Give the recognizer's process back."""
        self._close_ear()

    @property
    def place(self) -> Place:
        """Where in the stream's life it is."""
        return Place(self._config.id, self._run, max(self.progress.epoch, 0))

    def _made(self, saved: bytes | None, also: StreamShelf | None = None) -> tuple[StreamShelf, FocusSession]:
        known = () if also is None else also.catalog.products
        try:
            shelf = self._shelves.make(self._config.catalog, first=self.progress.shelf, also=known)
        except CatalogError as error:
            raise CatalogError(f"stream {self._config.id}: {error}") from error
        self._close_ear()
        self._ear = self._listener(shelf.catalog)
        session = FocusSession(
            shelf.catalog,
            models=self._models,
            shelf=shelf.shelf,
            config=self._config.session(),
            recognizer=self._ear,
            printed=shelf.printed,
        )
        if saved is not None:
            session.restore(saved)
        self.progress.shelf = list(shelf.shelf.products)
        return shelf, session

    def _listener(self, catalog: Catalog) -> Recognizer | None:
        """What hears the sound: in a process of its own where pictures must not wait for it.

        A file that is not played in real time is heard in step, so that each run of it is the same.
        """
        if not self._config.speech:
            return None
        if self._config.realtime:
            return HearingProcess(self._models.recognizer, catalog)
        return self._models.recognizer(catalog)

    def _close_ear(self) -> None:
        if isinstance(self._ear, HearingProcess):
            self._ear.close()
        self._ear = None

    def _told(self, events: list[Event]) -> list[OutgoingEvent]:
        self.progress.ended.extend(event.focus.id for event in events if isinstance(event, FocusEnded))
        self.progress.n_focuses += sum(1 for event in events if isinstance(event, FocusStarted))
        return [cloud_event(event, self.place) for event in events]


class _BlindToNothing:
    """Another detector that is not bothered with pictures of nothing."""

    def __init__(self, detector: Detector) -> None:
        self.name = detector.name
        self._detector = detector

    def detect(self, frame: Frame) -> Detections:
        return Detections.none(frame.time) if frame.pts == _NOTHING_PTS else self._detector.detect(frame)

    def detect_batch(self, frames: Sequence[Frame]) -> list[Detections]:
        return [self.detect(frame) for frame in frames]
