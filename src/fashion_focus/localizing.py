"""A file from end to end: the loop around a session that the command line and notebooks share."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from fashion_focus.core.events import Event, FocusEnded
from fashion_focus.core.focus import FocusReport, VideoFacts
from fashion_focus.core.frame import Frame
from fashion_focus.core.notes import Note
from fashion_focus.core.product import Catalog
from fashion_focus.core.words import Comment, Utterance
from fashion_focus.gallery import embed_catalog, read_products
from fashion_focus.language import read_comments, read_transcript
from fashion_focus.media import VideoFile, open_video, probe, sha256_of
from fashion_focus.profiles import Models, load_models
from fashion_focus.retrieval import Shelf
from fashion_focus.session import FocusSession, Piece, SessionConfig


@dataclass(frozen=True, slots=True)
class ShowWords:
    """Where a show's words come from. transcript: a file that takes the place of speech recognition.

    comments: a file of viewers' lines. speech: whether the sound is listened to where there is no transcript.
    """

    transcript: Path | None = None
    comments: Path | None = None
    headline: str = ""
    speech: bool = True


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is: media time done and to do, in seconds, and focuses found so far."""

    done: float
    total: float
    n_found: int


OnProgress = Callable[[Progress, list[Event]], None]


class RunInterruptedError(Exception):
    """The caller's Ctrl-C, with what a later run needs to go on. checkpoint: for `resume`; time: seconds done."""

    def __init__(self, checkpoint: bytes, time: float) -> None:
        super().__init__(f"interrupted at {time:.1f} s")
        self.checkpoint = checkpoint
        self.time = time


def localize(
    video: Path,
    catalog: Catalog,
    *,
    models: Models | None = None,
    words: ShowWords | None = None,
    config: SessionConfig | None = None,
    on_progress: OnProgress | None = None,
) -> FocusReport:
    """Which product of a catalog is shown when in a video file.

    on_progress: called after each analysed frame with what became known.
    Raises MediaError, CatalogError or WordsError where an input cannot be used, RunInterruptedError on Ctrl-C.
    """
    run = FileRun(video, catalog, models=models or load_models(), words=words, config=config)
    return run.play(on_progress)


class FileRun:
    """One file's run: pieces of the video and words of files, put in order of media time."""

    def __init__(
        self,
        video: Path,
        catalog: Catalog,
        *,
        models: Models,
        words: ShowWords | None = None,
        config: SessionConfig | None = None,
    ) -> None:
        """Arguments and errors as in `localize`."""
        words = words or ShowWords()
        self._video = video
        self._facts = probe(video)
        self._words = words
        self._config = replace(config or SessionConfig(), headline=words.headline)
        self._notes: list[Note] = []
        self._written = self._read_words()
        gallery = embed_catalog(catalog, models.encoder)
        self._notes += gallery.notes
        listens = words.speech and words.transcript is None and self._facts.has_audio
        self._session = FocusSession(
            catalog,
            models=models,
            shelf=Shelf.build(gallery.gallery, models.calibration),
            config=self._config,
            recognizer=models.recognizer(catalog) if listens else None,
            printed=read_products(catalog, models.reader),
        )
        self._listens = listens

    def play(self, on_progress: OnProgress | None = None, *, resume: bytes | None = None) -> FocusReport:
        """Feed everything; returns the report. resume: the checkpoint of an interrupted run of the same inputs."""
        start = 0.0
        if resume is not None:
            self._session.restore(resume)
            start = self._session.time + 0.5 / self._config.rate
        n_found = 0
        with open_video(self._video, rate=self._config.rate, sound=self._listens, start=start) as source:
            try:
                for piece in self._in_order(source, start):
                    events = self._session.feed(piece)
                    n_found += sum(1 for event in events if isinstance(event, FocusEnded))
                    if isinstance(piece, Frame) and on_progress is not None:
                        on_progress(Progress(piece.time, self._facts.duration, n_found), events)
            except KeyboardInterrupt as interruption:
                raise RunInterruptedError(self._session.checkpoint(), self._session.time) from interruption
            notes = [*self._notes, *source.notes]
        report = self._session.finish(self._video_facts())
        return replace(report, notes=(*report.notes, *notes))

    def _read_words(self) -> list[Utterance | Comment]:
        utterances: list[Utterance] = []
        comments: list[Comment] = []
        if self._words.transcript is not None:
            found = read_transcript(self._words.transcript)
            utterances, notes = list(found.utterances), found.notes
            self._notes += notes
        if self._words.comments is not None:
            mined = read_comments(self._words.comments, duration=self._facts.duration)
            comments, notes = list(mined.comments), mined.notes
            self._notes += notes
        return sorted([*utterances, *comments], key=_known_at)

    def _in_order(self, source: VideoFile, start: float) -> Iterator[Piece]:
        written = [words for words in self._written if _known_at(words) >= start]
        for piece in source:
            if isinstance(piece, Frame):
                while written and _known_at(written[0]) <= piece.time:
                    yield written.pop(0)
            yield piece
        yield from written

    def _video_facts(self) -> VideoFacts:
        return replace(self._facts.summary(sha256=sha256_of(self._video)), file=self._video.name)


def _known_at(words: Utterance | Comment) -> float:
    """When the words can be known: an utterance once it is over, a comment when it arrives."""
    return words.time if isinstance(words, Comment) else words.end
