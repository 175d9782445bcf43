"""Several runs over one video at once: it is decoded once, and each frame is detected and heard once."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from fashion_focus.core.events import FocusStarted
from fashion_focus.core.focus import FocusReport
from fashion_focus.core.frame import Frame, Sound
from fashion_focus.core.words import Comment, Utterance
from fashion_focus.embedding import SIDE, Encoder, letterbox
from fashion_focus.evaluation.metrics.latency import Announcement
from fashion_focus.evaluation.modalities import Sights, View
from fashion_focus.language import Recognizer
from fashion_focus.media import open_video
from fashion_focus.session import FocusSession
from fashion_focus.structuring import BoxRefiner, Detector, StructuringSettings, StructuringStage


class FocusLane:
    """A session. written: words of files, fed when they can be known; listens: whether it hears the recognizer too."""

    def __init__(self, session: FocusSession, written: Sequence[Utterance | Comment], *, listens: bool = False) -> None:
        self._session = session
        self._waiting = sorted(written, key=_known_at)
        self._listens = listens
        self._announced: list[Announcement] = []

    @property
    def announced(self) -> tuple[Announcement, ...]:
        """What was said while the video ran."""
        return tuple(self._announced)

    def see(self, frame: Frame) -> None:
        """Take in the next analysed frame, and the words that can be known by then."""
        while self._waiting and _known_at(self._waiting[0]) <= frame.time:
            self._session.feed(self._waiting.pop(0))
        for event in self._session.feed(frame):
            if isinstance(event, FocusStarted):
                self._announced.append(Announcement(event.time, event.focus.product_id))

    def hear(self, utterance: Utterance) -> None:
        """Take in what the shared recognizer has understood."""
        if self._listens:
            self._session.feed(utterance)

    def finish(self) -> FocusReport:
        """All that the session found."""
        for words in self._waiting:
            self._session.feed(words)
        return self._session.finish()


class SightLane:
    """Tracklets with the vectors of all their key frames, those that better ones replaced as well."""

    def __init__(
        self,
        detector: Detector,
        encoder: Encoder,
        settings: StructuringSettings,
        *,
        refiner: BoxRefiner | None = None,
    ) -> None:
        self._stage = StructuringStage(detector, settings, refiner=refiner)
        self._encoder = encoder
        self._sights = Sights()

    def see(self, frame: Frame) -> None:
        """Take in the next analysed frame."""
        update = self._stage.update(frame)
        self._sights.tracklets.extend(update.closed)
        if not update.wanted:
            return
        squares = np.stack([letterbox(wanted.key_frame.crop, side=SIDE) for wanted in update.wanted])
        for wanted, vector in zip(update.wanted, self._encoder.encode(squares), strict=True):
            view = View(wanted.key_frame.time, wanted.key_frame.quality, vector)
            self._sights.views.setdefault(wanted.tracklet_id, []).append(view)

    def hear(self, utterance: Utterance) -> None:
        """Pictures do not hear."""

    def finish(self) -> Sights:
        """All that was followed."""
        self._sights.tracklets.extend(self._stage.finish())
        return self._sights


Lane = FocusLane | SightLane


def play(
    video: Path,
    lanes: Sequence[Lane],
    *,
    rate: float,
    recognizer: Recognizer | None = None,
    on_time: Callable[[float], None] | None = None,
) -> list[Utterance]:
    """Send a video along all lanes, and give back what the recognizer understood.

    rate: analysed frames a second. on_time: is told the media time after each frame.
    Raises MediaError where the video cannot be used.
    """
    heard: list[Utterance] = []
    with open_video(video, rate=rate, sound=recognizer is not None) as source:
        for piece in source:
            # A gap changes nothing that is measured here: nobody sees or hears anything in it.
            if isinstance(piece, Frame):
                for lane in lanes:
                    lane.see(piece)
                if on_time is not None:
                    on_time(piece.time)
            elif isinstance(piece, Sound) and recognizer is not None:
                heard += _told(lanes, recognizer.accept(piece))
    return heard + _told(lanes, recognizer.finish() if recognizer else [])


def _told(lanes: Sequence[Lane], utterances: list[Utterance]) -> list[Utterance]:
    for utterance in utterances:
        for lane in lanes:
            lane.hear(utterance)
    return utterances


def _known_at(words: Utterance | Comment) -> float:
    """When written words can be known: an utterance once it is over, a comment when it arrives."""
    return words.time if isinstance(words, Comment) else words.end
