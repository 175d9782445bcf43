"""What a run of experiments leaves in its folder, stream by stream, so that a run that was stopped goes on."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from fashion_focus.core.errors import StoreError
from fashion_focus.core.focus import Focus
from fashion_focus.core.tracklet import Tracklet
from fashion_focus.core.words import Utterance
from fashion_focus.evaluation.losses import Variant
from fashion_focus.evaluation.metrics.latency import Announcement
from fashion_focus.evaluation.modalities import BoxSource, ExhibitQueries, load_queries, save_queries
from fashion_focus.evaluation.streams import Stream
from fashion_focus.files import write_atomically
from fashion_focus.language import read_transcript
from fashion_focus.retrieval import Gallery, load_gallery, save_gallery


@dataclass(frozen=True, slots=True)
class Results:
    """A folder for one set of models and settings; each file appears whole, so what is there is done."""

    folder: Path

    @classmethod
    def under(cls, folder: Path, settings: object) -> "Results":
        """The part of a folder that belongs to these settings: results of other models are never mixed in."""
        text = json.dumps(settings, sort_keys=True, default=str)
        part = folder / hashlib.sha256(text.encode()).hexdigest()[:12]
        write_atomically(part / "settings.json", text + "\n")
        return cls(part)

    def predictions(self, variant: Variant) -> Path:
        """The folder with <stream>/focus.json of a variant, as `fashion-focus evaluate` reads it."""
        return self.folder / variant.value

    def has_prediction(self, variant: Variant, stream: Stream) -> bool:
        """Whether a stream is done."""
        return _is_done(self._prediction(variant, stream.name), stream)

    def save_prediction(
        self, variant: Variant, stream: str, focuses: Sequence[Focus], tracklets: Sequence[Tracklet]
    ) -> None:
        """Write focus.json with what is judged of it."""
        document = {
            "schema_version": 1,
            "focuses": [_focus(focus) for focus in focuses],
            "tracklets": [_tracklet(one) for one in tracklets],
        }
        write_atomically(self._prediction(variant, stream), json.dumps(document) + "\n")

    def save_announcements(self, variant: Variant, stream: str, announced: Sequence[Announcement]) -> None:
        """Write what was said when; before the prediction, which tells that a stream is done."""
        rows = [asdict(one) for one in announced]
        write_atomically(self._announcements(variant, stream), json.dumps(rows) + "\n")

    def announcements(self, variant: Variant, stream: str) -> tuple[Announcement, ...]:
        """What was said when. Raises StoreError where the file is missing or damaged."""
        path = self._announcements(variant, stream)
        try:
            return tuple(Announcement(**row) for row in json.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError) as error:
            raise StoreError(f"cannot use {path}: {error}; remove {self.folder} and run again") from error

    def has_queries(self, boxes: BoxSource, stream: Stream) -> bool:
        """Whether a stream's queries are there."""
        return _is_done(self._queries(boxes, stream.name), stream)

    def save_queries(self, boxes: BoxSource, stream: str, queries: ExhibitQueries) -> None:
        """Write a stream's queries."""
        save_queries(queries, self._queries(boxes, stream))

    def queries(self, boxes: BoxSource, stream: str) -> ExhibitQueries:
        """A stream's queries. Raises StoreError where the file is damaged."""
        return load_queries(self._queries(boxes, stream))

    def has_words(self, stream: Stream) -> bool:
        """Whether a stream was heard."""
        return _is_done(self._words(stream.name), stream)

    def save_words(self, stream: str, utterances: Sequence[Utterance]) -> None:
        """Write what was heard in a stream, as a transcript."""
        rows = [_utterance(one) for one in utterances]
        write_atomically(self._words(stream), "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))

    def words(self, stream: str) -> tuple[Utterance, ...]:
        """What was heard in a stream."""
        path = self._words(stream)
        return read_transcript(path).utterances if path.stat().st_size else ()

    def gallery(self, stream: Stream) -> Gallery | None:
        """A stream's embedded catalog, if it is there."""
        path = self._gallery(stream.name)
        return load_gallery(path) if _is_done(path, stream) else None

    def save_gallery(self, stream: str, gallery: Gallery) -> None:
        """Write a stream's embedded catalog."""
        self._gallery(stream).parent.mkdir(parents=True, exist_ok=True)
        save_gallery(gallery, self._gallery(stream))

    def _prediction(self, variant: Variant, stream: str) -> Path:
        return self.predictions(variant) / stream / "focus.json"

    def _announcements(self, variant: Variant, stream: str) -> Path:
        return self.folder / "announced" / variant.value / f"{stream}.json"

    def _queries(self, boxes: BoxSource, stream: str) -> Path:
        return self.folder / "queries" / boxes.value / f"{stream}.npz"

    def _words(self, stream: str) -> Path:
        return self.folder / "heard" / f"{stream}.jsonl"

    def _gallery(self, stream: str) -> Path:
        return self.folder / "galleries" / f"{stream}.npz"


def _is_done(path: Path, stream: Stream) -> bool:
    """Whether a file is there and younger than the stream, which may have been made anew under its old name."""
    return path.is_file() and path.stat().st_mtime >= (stream.folder / "truth.json").stat().st_mtime


def _focus(focus: Focus) -> dict[str, object]:
    return {
        "id": focus.id,
        "product_id": focus.product_id,
        "start": focus.interval.start,
        "end": focus.interval.end,
        "confidence": focus.confidence,
        "alternatives": [{"product_id": o.product_id, "confidence": o.confidence} for o in focus.alternatives],
    }


def _tracklet(one: Tracklet) -> dict[str, object]:
    rows = zip(one.times.tolist(), one.boxes.tolist(), one.scores.tolist(), strict=True)
    return {
        "id": one.id,
        "category": list(one.path),
        "boxes": [[time, *(round(v, 1) for v in box), round(score, 4)] for time, box, score in rows],
    }


def _utterance(one: Utterance) -> dict[str, object]:
    words = [{"start": w.start, "end": w.end, "word": w.text, "confidence": w.confidence} for w in one.words]
    return {"start": one.start, "end": one.end, "text": one.text, "words": words}
