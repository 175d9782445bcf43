"""One video or stream through all the stages, a piece at a time; the only place where stages meet."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace

import numpy as np

from fashion_focus.checkpoint import pack, unpack
from fashion_focus.core.arrays import Scores
from fashion_focus.core.errors import StoreError
from fashion_focus.core.events import Event, FocusEnded, StreamNote, TrackletClosed
from fashion_focus.core.focus import Focus, FocusReport, FocusState, VideoFacts
from fashion_focus.core.frame import Frame, Gap, Sound
from fashion_focus.core.interval import Interval
from fashion_focus.core.notes import Note
from fashion_focus.core.product import Catalog
from fashion_focus.core.tracklet import Tracklet
from fashion_focus.core.words import Comment, PrintedLine, Utterance
from fashion_focus.language import PrintedWords, Recognizer, TextReader, WordEvidence, WordMatcher
from fashion_focus.localization import LocalizationSettings, Localizer, Observation
from fashion_focus.profiles import Models
from fashion_focus.recognition import Reading, TrackletIdentities
from fashion_focus.retrieval import Shelf
from fashion_focus.structuring import StructuringSettings, StructuringStage

HEADLINE_BOUND = 0.5
"""The most that a headline says for a product, in log-odds: it holds all through a show, telling little of a moment."""

_MAYBE_SHOWN = 0.2
"""Probability of being shown from which it pays to read what is printed on a thing."""

Piece = Frame | Sound | Utterance | Comment | Gap


@dataclass(frozen=True, slots=True)
class SessionConfig:
    """What a session may be told.

    rate: analysed frames a second. headline: the show's title, heard as if it were said all the time.

    keep_pictures: whether focuses carry their best views; without, a checkpoint stays small however long a stream runs.
    max_tracklets, max_focuses: how many closed tracklets and ended focuses a report keeps; the oldest are dropped.
    """

    rate: float = 4.0
    headline: str = ""
    structuring: StructuringSettings = field(default_factory=StructuringSettings)
    localization: LocalizationSettings = field(default_factory=LocalizationSettings)
    max_tracklets: int = 100_000
    max_focuses: int = 100_000
    keep_pictures: bool = True
    key_frames_per_focus: int = 3


class FocusSession:
    """Takes pieces in media time and tells which product is exhibited when.

    recognizer: turns Sound into utterances; None where there is none (then only given Utterances are heard).
    printed: what is written on products, by id; with it, what is shown is read too, where the models can.
    Not safe for use from several threads at once.
    """

    def __init__(
        self,
        catalog: Catalog,
        *,
        models: Models,
        shelf: Shelf,
        config: SessionConfig | None = None,
        recognizer: Recognizer | None = None,
        printed: Mapping[str, Sequence[PrintedLine]] | None = None,
    ) -> None:
        self._catalog = catalog
        self._models = models
        self._config = config or SessionConfig()
        self._recognizer = recognizer
        self._structuring = StructuringStage(models.detector, self._config.structuring, refiner=models.refiner)
        reading = _reading(models.reader, catalog, shelf, printed or {})
        self._identities = TrackletIdentities(
            models.encoder, shelf, reading=reading, keep_pictures=self._config.keep_pictures
        )
        matcher = WordMatcher(catalog)
        self._words = WordEvidence(matcher)
        self._localizer = Localizer(
            shelf.products,
            frame_period=1.0 / self._config.rate,
            settings=self._config.localization,
            support=self._support,
        )
        self._shelf_ids = tuple(shelf.products)
        self._headline = _headline_support(matcher, self._config.headline, self._shelf_ids)
        self._focuses: list[Focus] = []
        self._tracklets: list[Tracklet] = []
        self._notes: list[Note] = []
        self._time = 0.0
        self._size = (0, 0)

    def feed(self, piece: Piece) -> list[Event]:
        """Take in one piece; returns what became known through it, in order of media time."""
        if isinstance(piece, Frame):
            return self._look(piece)
        if isinstance(piece, Sound):
            return self._hear(piece)
        if isinstance(piece, Gap):
            return self._note(Note(piece.code, piece.text, piece.start))
        self._words.update(piece)
        return []

    def finish(self, video: VideoFacts | None = None) -> FocusReport:
        """End of the stream: whatever is open is settled. video: facts for the report, where they are known."""
        for utterance in self._recognizer.finish() if self._recognizer else []:
            self._words.update(utterance)
        for tracklet in self._structuring.finish():
            self._close(tracklet)
        self._keep(self._localizer.finish())
        heard = self._recognizer.notes if self._recognizer else ()
        seen = VideoFacts("", self._time + 1.0 / self._config.rate, self._size, self._config.rate)
        return FocusReport(
            video=video or seen,
            catalog_file=self._catalog.file,
            n_products=len(self._catalog),
            models={"profile": self._models.profile, **self._models.names},
            focuses=self._in_order(FocusState.FINAL),
            undecided=self._in_order(FocusState.UNDECIDED),
            tracklets=tuple(self._tracklets),
            notes=(*self._catalog.notes, *self._words.notes, *heard, *self._notes),
        )

    def checkpoint(self) -> bytes:
        """Everything that `restore` needs to go on after the last piece that was fed."""
        return pack(
            {
                "fingerprint": self._fingerprint(),
                "products": list(self._shelf_ids),
                "time": self._time,
                "size": self._size,
                "structuring": self._structuring.state(),
                "identities": self._identities.state(),
                "words": self._words.to_dict(),
                "recognizer": self._recognizer.state() if self._recognizer else None,
                "localizer": self._localizer.state(),
                "focuses": self._focuses,
                "tracklets": self._tracklets,
                "notes": self._notes,
            }
        )

    @property
    def time(self) -> float:
        """Media time of the last frame that was looked at; a restored session expects what comes after it."""
        return self._time

    def restore(self, checkpoint: bytes) -> None:
        """Take up what a session of the same models and config had written, on this shelf or before it grew at its end.

        Raises StoreError where the checkpoint is damaged or belongs to another catalog, model or config.
        """
        tree = unpack(checkpoint)
        known = tuple(tree.get("products", ()))
        if tree.get("fingerprint") != self._fingerprint() or known != self._shelf_ids[: len(known)]:
            raise StoreError(
                "this checkpoint was made with another catalog, other models or other settings; "
                "go on with those, or start the video anew"
            )
        self._time, self._size = tree["time"], tree["size"]
        self._structuring.restore(tree["structuring"])
        self._identities.restore(tree["identities"])
        self._words.restore(tree["words"])
        if self._recognizer is not None and tree["recognizer"] is not None:
            self._recognizer.restore(tree["recognizer"])
        self._localizer.restore(tree["localizer"])
        self._focuses, self._tracklets, self._notes = tree["focuses"], tree["tracklets"], tree["notes"]

    def _look(self, frame: Frame) -> list[Event]:
        self._time, self._size = frame.time, frame.size
        seen = self._structuring.update(frame)
        visible, closed = {sighting.tracklet_id: sighting for sighting in seen.visible}, list(seen.closed)
        shown = {name for name, sighting in visible.items() if sighting.presented >= _MAYBE_SHOWN}
        for name in self._identities.look(seen.wanted, shown=shown):
            before, visible[name] = self._structuring.part(name)
            self._identities.begin(visible[name].tracklet_id, after=name)
            closed.append(before)
        observations = [
            Observation(t.tracklet_id, t.presented, self._identities.of(t.tracklet_id)) for t in visible.values()
        ]
        events: list[Event] = list(self._localizer.update(frame.time, observations))
        for tracklet in closed:
            self._close(tracklet)
            events.append(TrackletClosed(frame.time, tracklet))
        return self._keep(events)

    def _hear(self, sound: Sound) -> list[Event]:
        for utterance in self._recognizer.accept(sound) if self._recognizer else []:
            self._words.update(utterance)
        return []

    def _note(self, note: Note) -> list[Event]:
        self._notes.append(note)
        return [StreamNote(self._time, note)]

    def _close(self, tracklet: Tracklet) -> None:
        self._localizer.end_tracklet(tracklet.id)
        self._identities.close(tracklet.id)
        self._tracklets.append(tracklet)
        if len(self._tracklets) > self._config.max_tracklets:
            del self._tracklets[0]

    def _keep(self, events: list[Event]) -> list[Event]:
        told: list[Event] = []
        for event in events:
            if isinstance(event, FocusEnded):
                event = replace(event, focus=self._explained(event.focus))  # noqa: PLW2901  # the same event, explained
                self._focuses = [*self._focuses, event.focus][-self._config.max_focuses :]
            told.append(event)
        return told

    def _explained(self, focus: Focus) -> Focus:
        """The focus with its words, comments, print and best views."""
        words, comments = self._words.explain(focus.product_id, focus.interval)
        views = self._identities.key_frames(focus.evidence.tracklets, limit=self._config.key_frames_per_focus)
        printed = self._identities.read(focus.evidence.tracklets, focus.product_id)
        evidence = replace(focus.evidence, words=words, comments=comments, key_frames=views, printed=printed)
        return replace(focus, evidence=evidence)

    def _support(self, start: float, end: float) -> Scores:
        if end <= start:
            return self._headline
        return self._headline + self._words.support(Interval(start, end), self._shelf_ids)

    def _in_order(self, state: FocusState) -> tuple[Focus, ...]:
        chosen = [focus for focus in self._focuses if focus.state is state]
        return tuple(sorted(chosen, key=lambda focus: (focus.interval.start, focus.id)))

    def _fingerprint(self) -> str:
        settings = {"config": asdict(self._config), "models": self._models.names}
        return hashlib.sha256(json.dumps(settings, sort_keys=True, default=str).encode()).hexdigest()


def _reading(
    reader: TextReader | None, catalog: Catalog, shelf: Shelf, printed: Mapping[str, Sequence[PrintedLine]]
) -> Reading | None:
    """How print is read; None where there is no reader, or nothing on the shelf carries print."""
    if reader is None or not printed:
        return None
    return Reading(reader, PrintedWords([catalog[name] for name in shelf.products], printed))


def _headline_support(matcher: WordMatcher, headline: str, product_ids: tuple[str, ...]) -> Scores:
    """Log-odds (P,) that a show's title gives the products that it names, all through the show."""
    support = np.zeros(len(product_ids), np.float32)
    for mention in matcher.mentions(headline) if headline else []:
        if mention.product_id in product_ids:
            support[product_ids.index(mention.product_id)] = min(HEADLINE_BOUND, mention.strength)
    return support
