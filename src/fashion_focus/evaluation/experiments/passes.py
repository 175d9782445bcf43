"""One stream: everything that is still missing of it, in one pass over its video."""

from collections.abc import Callable
from dataclasses import replace

from fashion_focus.core.focus import FocusReport
from fashion_focus.core.words import Comment, Utterance
from fashion_focus.evaluation.experiments.composed import (
    CloselyLooking,
    JudgedDetector,
    RememberingDetector,
    RememberingEncoder,
)
from fashion_focus.evaluation.experiments.lanes import FocusLane, Lane, SightLane, play
from fashion_focus.evaluation.experiments.replays import localize_known, true_products
from fashion_focus.evaluation.experiments.results import Results
from fashion_focus.evaluation.experiments.settings import ExperimentSettings
from fashion_focus.evaluation.experiments.true_boxes import KNOWN_TRACKING, TrueDetector, true_boxes, true_tracklets
from fashion_focus.evaluation.losses import Variant
from fashion_focus.evaluation.modalities import BoxSource, exhibit_queries
from fashion_focus.evaluation.streams import Stream
from fashion_focus.gallery import embed_catalog, read_products
from fashion_focus.language import Recognizer
from fashion_focus.media import probe
from fashion_focus.profiles import Models
from fashion_focus.retrieval import Gallery, Shelf
from fashion_focus.session import FocusSession, SessionConfig
from fashion_focus.structuring import BoxRefiner, Detector, StructuringSettings

OnTime = Callable[[float], None]


def written_words(stream: Stream, settings: ExperimentSettings, results: Results) -> tuple[Utterance, ...] | None:
    """What is said in a stream as far as it is known without listening: by transcript or from an earlier run."""
    if settings.transcripts and stream.transcript is not None:
        return stream.transcribed()
    return results.words(stream.name) if results.has_words(stream) else None


def shelf_gallery(stream: Stream, models: Models, results: Results) -> Gallery:
    """A stream's catalog as vectors, embedded once."""
    gallery = results.gallery(stream)
    if gallery is None:
        gallery = embed_catalog(stream.catalog, models.encoder).gallery
        results.save_gallery(stream.name, gallery)
    return gallery


class StreamPass:
    """What is missing of one stream, and how to get it."""

    def __init__(self, stream: Stream, models: Models, settings: ExperimentSettings, results: Results) -> None:
        self._stream, self._models, self._settings, self._results = stream, models, settings, results
        self._variants = {v for v in settings.variants if not results.has_prediction(v, stream)}
        # Its tracklets are kept in memory only, so the run that they come from is made again.
        self._variants |= {Variant.WHOLE} if Variant.IDENTITIES in self._variants else set()
        self._boxes = [source for source in settings.boxes if not results.has_queries(source, stream)]
        self._written = written_words(stream, settings, results)

    @property
    def is_done(self) -> bool:
        """Whether nothing is missing."""
        return self._written is not None and not self._variants and not self._boxes

    def run(self, on_time: OnTime | None = None) -> None:
        """Get what is missing and save it. Raises InputError where the stream's files cannot be used."""
        if self.is_done:
            return
        stream, results = self._stream, self._results
        moments = true_boxes(stream.truth)
        true = TrueDetector(moments)
        ours, refiner = RememberingDetector(self._models.detector), self._models.refiner
        judge = RememberingDetector(CloselyLooking(ours, refiner)) if refiner else ours
        encoder = RememberingEncoder(self._models.encoder)
        focuses = self._focus_lanes(
            {
                Variant.WHOLE: (ours, refiner, StructuringSettings()),
                Variant.WORDS: (ours, refiner, StructuringSettings()),
                Variant.BOXES: (JudgedDetector(true, judge), None, StructuringSettings()),
                Variant.DETECTIONS: (true, None, StructuringSettings()),
                Variant.TRACKLETS: (true, None, KNOWN_TRACKING),
            },
            encoder,
        )
        sights = {
            BoxSource.DETECTOR: SightLane(ours, encoder, StructuringSettings(), refiner=refiner),
            BoxSource.TRUTH: SightLane(true, encoder, KNOWN_TRACKING),
        }
        wanted = [sights[source] for source in self._boxes]
        self._play([*focuses.values(), *wanted], on_time)
        for source in self._boxes:
            results.save_queries(source, stream.name, exhibit_queries(stream.truth, sights[source].finish()))
        reports = {variant: lane.finish() for variant, lane in focuses.items()}
        for variant, report in reports.items():
            results.save_announcements(variant, stream.name, focuses[variant].announced)
            results.save_prediction(variant, stream.name, report.focuses, report.tracklets)
        self._replay(reports)

    def _focus_lanes(
        self, eyes: dict[Variant, tuple[Detector, BoxRefiner | None, StructuringSettings]], encoder: RememberingEncoder
    ) -> dict[Variant, FocusLane]:
        shelf = Shelf.build(shelf_gallery(self._stream, self._models, self._results), self._models.calibration)
        printed = read_products(self._stream.catalog, self._models.reader)
        lanes = {}
        for variant, (detector, refiner, structuring) in eyes.items():
            if variant in self._variants:
                session = FocusSession(
                    self._stream.catalog,
                    models=replace(self._models, detector=detector, refiner=refiner, encoder=encoder),
                    shelf=shelf,
                    config=SessionConfig(rate=self._settings.rate, structuring=structuring),
                    printed=printed,
                )
                listens = variant is not Variant.WORDS and self._written is None
                lanes[variant] = FocusLane(session, self._words_for(variant), listens=listens)
        return lanes

    def _words_for(self, variant: Variant) -> list[Utterance | Comment]:
        said = self._stream.said if variant is Variant.WORDS else self._written or ()
        return [*said, *self._stream.comments]

    def _play(self, lanes: list[Lane], on_time: OnTime | None) -> None:
        recognizer = self._recognizer() if self._written is None else None
        heard = play(self._stream.video, lanes, rate=self._settings.rate, recognizer=recognizer, on_time=on_time)
        if self._written is None:
            self._results.save_words(self._stream.name, heard)

    def _recognizer(self) -> Recognizer | None:
        listens = probe(self._stream.video).has_audio
        return self._models.recognizer(self._stream.catalog) if listens else None

    def _replay(self, reports: dict[Variant, FocusReport]) -> None:
        """The variants that need no pictures."""
        truth, shelf = self._stream.truth, [product.id for product in self._stream.catalog]
        rate, name = self._settings.rate, self._stream.name
        if Variant.IDENTITIES in self._variants:
            tracklets = reports[Variant.WHOLE].tracklets
            focuses = localize_known(tracklets, true_products(truth, tracklets), shelf, rate=rate)
            self._results.save_prediction(Variant.IDENTITIES, name, focuses, tracklets)
        if Variant.LOCALIZATION in self._variants:
            things = true_tracklets(true_boxes(truth, rate=rate))
            tracklets = tuple(thing for thing, _ in things.values())
            products = {thing.id: product for thing, product in things.values()}
            focuses = localize_known(tracklets, products, shelf, rate=rate)
            self._results.save_prediction(Variant.LOCALIZATION, name, focuses, tracklets)
