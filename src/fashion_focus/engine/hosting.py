"""One set of models for many streams: what they ask at the same time goes through a network together."""

import logging
import threading
import time
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from fashion_focus.core.arrays import Pixels, Vectors
from fashion_focus.core.errors import FashionFocusError, ModelError
from fashion_focus.core.frame import Frame
from fashion_focus.core.tracklet import Detections
from fashion_focus.engine.config import EngineSettings
from fashion_focus.engine.metrics import Metrics
from fashion_focus.models.runtime import Tensors
from fashion_focus.profiles import Models
from fashion_focus.structuring import BoxRefiner

logger = logging.getLogger(__name__)

Question = Frame | Pixels
Answer = Detections | Vectors | Tensors

_Kind = TypeVar("_Kind")
_CROPS = "pixels"


@dataclass(slots=True, eq=False)
class _Request:
    """One caller's question: `answer` or `error` is there once `done` is set."""

    network: str
    question: Question
    done: threading.Event = field(default_factory=threading.Event)
    answer: Answer | None = None
    error: Exception | None = None

    @property
    def n_pictures(self) -> int:
        """How many pictures the network has to look at for it."""
        return 1 if isinstance(self.question, Frame) else len(self.question)


class ModelHost:
    """A thread that runs the networks; sessions in their own threads ask it through `models` and wait.

    A stream has at most one question open, and the oldest question is served first, with all others for the same
    network up to the batch limit, counted in pictures: so no stream can crowd out another. A batch that fails is run
    again one by one, so that only the stream whose picture is at fault hears of it.
    """

    def __init__(self, models: Models, *, settings: EngineSettings, metrics: Metrics) -> None:
        self._models = models
        self._settings = settings
        self._metrics = metrics
        self._waiting: deque[_Request] = deque()
        self._news = threading.Condition()
        self._closed = False
        self._n_open = 0
        self._busy_since: float | None = None
        self._thread = threading.Thread(target=self._serve, name="models", daemon=True)
        self._thread.start()
        refiner = None if models.refiner is None else BoxRefiner(HostedRuntime(self), name=models.refiner.name)
        self._hosted = replace(models, detector=HostedDetector(self), encoder=HostedEncoder(self), refiner=refiner)

    @property
    def models(self) -> Models:
        """The same models, to be used from any thread."""
        return self._hosted

    @property
    def n_open(self) -> int:
        """How many questions are asked and not answered yet."""
        return self._n_open

    @property
    def detector_name(self) -> str:
        """Name of the network behind `models.detector`."""
        return self._models.detector.name

    @property
    def encoder_name(self) -> str:
        """Name of the network behind `models.encoder`."""
        return self._models.encoder.name

    @property
    def alive(self) -> bool:
        """Whether the thread runs."""
        return self._thread.is_alive()

    @property
    def fault(self) -> str:
        """What is wrong at present; "" where nothing is."""
        since = self._busy_since
        if since is not None and time.monotonic() - since > self._settings.model_deadline:
            return f"a network has not answered for {time.monotonic() - since:.0f} s; restart the engine"
        return "" if self.alive else "the models' thread has ended; restart the engine"

    def ask(self, network: str, question: Question, kind: type[_Kind]) -> _Kind:
        """The answer of a network, of its kind. Raises what the network raises, ModelError where it takes too long."""
        request = _Request(network, question)
        with self._news:
            if self._closed:
                raise ModelError("the models are closed; the engine is ending")
            self._waiting.append(request)
            self._n_open += 1
            self._news.notify()
        answered = request.done.wait(self._settings.model_deadline)
        with self._news:
            self._n_open -= 1
            if request in self._waiting:
                self._waiting.remove(request)
        if not answered:
            limit = self._settings.model_deadline
            raise ModelError(f"{network}: no answer within {limit:.0f} s; the machine has too much to do")
        if request.error is not None:
            raise request.error
        assert isinstance(request.answer, kind)
        return request.answer

    def close(self) -> None:
        """End the thread; questions that wait are refused."""
        with self._news:
            self._closed = True
            self._news.notify()
        self._thread.join(self._settings.close_within)

    def _serve(self) -> None:
        while batch := self._next_batch():
            self._busy_since = time.monotonic()
            self._answer(batch)
            self._busy_since = None

    def _next_batch(self) -> list[_Request]:
        with self._news:
            self._news.wait_for(lambda: self._waiting or self._closed)
            if self._closed:
                self._refuse()
                return []
            batch = self._oldest_alike()
            self._waiting = deque(one for one in self._waiting if one not in batch)
            return batch

    def _oldest_alike(self) -> list[_Request]:
        """The oldest question, however large, and those for its network that come next and fit beside it."""
        batch, n_pictures = [self._waiting[0]], self._waiting[0].n_pictures
        for one in islice(self._waiting, 1, None):
            if one.network == batch[0].network:
                n_pictures += one.n_pictures
                if n_pictures > self._settings.batch:
                    break
                batch.append(one)
        return batch

    def _refuse(self) -> None:
        while self._waiting:
            request = self._waiting.popleft()
            request.error = ModelError("the models are closed; the engine is ending")
            request.done.set()

    def _answer(self, batch: list[_Request]) -> None:
        network = batch[0].network
        began = time.monotonic()
        try:
            answers = self._run(network, [request.question for request in batch])
        except Exception as error:  # noqa: BLE001  # outermost loop of the models' thread: the streams get the error
            self._answer_singly(batch, error)
        else:
            for request, answer in zip(batch, answers, strict=True):
                request.answer = answer
                request.done.set()
        self._metrics.asked(network, n=len(batch), seconds=time.monotonic() - began)

    def _answer_singly(self, batch: list[_Request], error: Exception) -> None:
        if len(batch) == 1:
            if not isinstance(error, FashionFocusError):
                logger.exception("%s failed", batch[0].network, exc_info=error)
            batch[0].error = error
            batch[0].done.set()
            return
        for request in batch:
            self._answer([request])

    def _run(self, network: str, questions: Sequence[Question]) -> Sequence[Answer]:
        if network == HostedDetector.NETWORK:
            frames = [one for one in questions if isinstance(one, Frame)]
            return [_checked(one) for one in self._models.detector.detect_batch(frames)]
        squares = [one for one in questions if not isinstance(one, Frame)]
        together, cuts = np.concatenate(squares), np.cumsum([len(one) for one in squares])[:-1]
        if network == HostedRuntime.NETWORK:
            return self._look(together, cuts)
        vectors = self._models.encoder.encode(together)
        if not np.isfinite(vectors).all():
            raise ModelError(f"{self._models.encoder.name} gave a vector that is no number; this picture is left out")
        return np.split(vectors, cuts)

    def _look(self, crops: Pixels, cuts: npt.NDArray[np.intp]) -> Sequence[Answer]:
        """The refiner's maps, cut where one question ends and the next begins."""
        assert self._models.refiner is not None
        name, maps = self._models.refiner.name, self._models.refiner.runtime.run({_CROPS: crops})
        if any(len(one) != len(crops) for one in maps.values()):
            raise ModelError(f"{name}: its outputs do not fit; run `fashion-focus models verify`")
        if not all(np.isfinite(one).all() for one in maps.values()):
            raise ModelError(f"{name} gave what is no number; this picture is left out")
        parts = {output: np.split(one, cuts) for output, one in maps.items()}
        return [{output: part[k] for output, part in parts.items()} for k in range(len(cuts) + 1)]


class HostedDetector:
    """The host's detector, as a Detector."""

    NETWORK = "detector"

    def __init__(self, host: ModelHost) -> None:
        self.name = host.detector_name
        self._host = host

    def detect(self, frame: Frame) -> Detections:
        """What is in a frame. Raises ModelError."""
        return self._host.ask(self.NETWORK, frame, Detections)

    def detect_batch(self, frames: Sequence[Frame]) -> list[Detections]:
        """The same for many frames."""
        return [self.detect(frame) for frame in frames]


class HostedEncoder:
    """The host's encoder, as an Encoder."""

    NETWORK = "encoder"

    def __init__(self, host: ModelHost) -> None:
        self._host = host

    @property
    def name(self) -> str:
        """Model name and hash."""
        return self._host.encoder_name

    def encode(self, squares: Pixels) -> Vectors:
        """As Encoder.encode. Raises ModelError."""
        return self._host.ask(self.NETWORK, squares, np.ndarray)


class HostedRuntime:
    """The host's refining network, as a Runtime: each stream cuts its own crops, and only the network is shared."""

    NETWORK = "refiner"
    name = "hosted"

    def __init__(self, host: ModelHost) -> None:
        self._host = host

    def run(self, inputs: Mapping[str, npt.NDArray[np.generic]]) -> Tensors:
        """As Runtime.run. Raises ModelError."""
        crops = np.asarray(inputs[_CROPS], np.uint8)
        return dict(self._host.ask(self.NETWORK, crops, dict))


def _checked(found: Detections) -> Detections:
    if not (np.isfinite(found.boxes).all() and np.isfinite(found.scores).all() and np.isfinite(found.appearance).all()):
        raise ModelError("the detector gave a box that is no number; this picture is left out")
    return found
