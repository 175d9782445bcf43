"""A set of streams through the pipeline, with our own stages or perfect ones in their place."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path

from fashion_focus.core.words import Comment, Utterance
from fashion_focus.evaluation.evaluating import Evaluation, evaluate
from fashion_focus.evaluation.experiments.passes import StreamPass, shelf_gallery, written_words
from fashion_focus.evaluation.experiments.results import Results
from fashion_focus.evaluation.experiments.settings import ExperimentSettings
from fashion_focus.evaluation.losses import Variant
from fashion_focus.evaluation.metrics.latency import Latency, delays, latency
from fashion_focus.evaluation.metrics.retrieval import RankedQuery
from fashion_focus.evaluation.modalities import (
    Among,
    BoxSource,
    Modality,
    ModalityResult,
    Searchable,
    modality_result,
    own_shelf,
    pooled,
    rank,
)
from fashion_focus.evaluation.predictions import read_saved_predictions
from fashion_focus.evaluation.streams import Stream
from fashion_focus.profiles import Models
from fashion_focus.session import SessionConfig

OnProgress = Callable[[str, float], None]
"""Is told a stream's name, and how many seconds of all streams are done."""


class Experiments:
    """Streams, models and settings. `run` does what is missing in the results' folder, the rest reads it."""

    def __init__(
        self, streams: tuple[Stream, ...], models: Models, settings: ExperimentSettings, *, folder: Path
    ) -> None:
        """folder: results of these models and settings go below it, to a folder of their own."""
        self._streams, self._models, self._settings = streams, models, settings
        config = asdict(SessionConfig(rate=settings.rate))
        basis = {"models": models.names, "config": config, "transcripts": settings.transcripts}
        self._results = Results.under(folder, basis)

    @property
    def results(self) -> Results:
        """Where everything lies."""
        return self._results

    @property
    def seconds(self) -> float:
        """Length of all streams."""
        return sum(stream.truth.duration for stream in self._streams)

    def run(self, on_progress: OnProgress | None = None) -> None:
        """Play every stream that is not done. Raises InputError where a stream's files cannot be used."""
        before = 0.0
        for stream in self._streams:
            at = _later(on_progress, stream.name, before) if on_progress else None
            StreamPass(stream, self._models, self._settings, self._results).run(at)
            before += stream.truth.duration

    def losses(self) -> dict[Variant, Evaluation]:
        """The evaluation of each variant."""
        truths = [stream.truth for stream in self._streams]
        folders = {variant: self._results.predictions(variant) for variant in self._settings.variants}
        return {variant: evaluate(truths, read_saved_predictions(path, truths)) for variant, path in folders.items()}

    def latency(self) -> Latency:
        """How long after an exhibit's start its product is said, by the whole system. Needs Variant.WHOLE."""
        return latency(
            [
                wait
                for stream in self._streams
                for wait in delays(stream.truth, self._results.announcements(Variant.WHOLE, stream.name))
            ]
        )

    def modalities(self) -> tuple[ModalityResult, ...]:
        """Table 1 and recall at several ranks, a block for each source of boxes and each gallery."""
        calibration = self._models.calibration
        galleries = {one.name: shelf_gallery(one, self._models, self._results) for one in self._streams}
        shelves = {one.name: own_shelf(one, galleries[one.name], calibration) for one in self._streams}
        everything = dict.fromkeys(shelves, pooled(self._streams, galleries, calibration))
        places = {Among.SHELF: shelves, Among.POOLED: everything}
        return tuple(
            self._block(boxes, among, place) for boxes in self._settings.boxes for among, place in places.items()
        )

    def _block(self, boxes: BoxSource, among: Among, places: Mapping[str, Searchable]) -> ModalityResult:
        answers: dict[Modality, list[RankedQuery]] = {modality: [] for modality in Modality}
        for stream in self._streams:
            queries = self._results.queries(boxes, stream.name)
            heard = written_words(stream, self._settings, self._results) or ()
            words: tuple[Utterance | Comment, ...] = (*heard, *stream.comments)
            for modality, found in rank(stream, queries, words, places[stream.name]).items():
                answers[modality] += found
        sizes = [len(place.shelf.products) for place in places.values()]
        return modality_result(answers, boxes=boxes, among=among, n_products=sum(sizes) / len(sizes))


def _later(on_progress: OnProgress, name: str, before: float) -> Callable[[float], None]:
    return lambda time: on_progress(name, before + time)
