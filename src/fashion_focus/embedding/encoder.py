"""What turns squares into vectors: the shipped network, and a small one of histograms that needs no weights."""

from typing import Protocol

import cv2
import numpy as np
import numpy.typing as npt

from fashion_focus.core.arrays import Pixels, Vectors
from fashion_focus.core.errors import ModelError
from fashion_focus.embedding.views import SIDE
from fashion_focus.models.runtime import Runtime

WIDTH = 128
"""Length of every vector."""

_INPUT, _OUTPUT = "pixels", "vectors"


class Encoder(Protocol):
    """Squares to unit vectors; the same square gives the same vector, whatever stands beside it in the batch.

    Implementations: OnnxEncoder (a trained network), HistogramEncoder (colours and edges, no weights); for judging,
    RememberingEncoder of evaluation.experiments (embeds equal squares once).
    Conformance suite: tests/conformance/test_encoder.py.
    """

    @property
    def name(self) -> str:
        """Which model made a vector; vectors of different names must not be compared."""
        ...

    def encode(self, squares: Pixels) -> Vectors:
        """Unit rows (N, WIDTH) of squares (N, SIDE, SIDE, 3), RGB. Raises ValueError for any other shape."""
        ...


class OnnxEncoder:
    """An ONNX network ("pixels" uint8 to "vectors") over any runtime."""

    def __init__(self, runtime: Runtime, *, name: str = "", batch: int = 8) -> None:
        """name: model name and hash; the runtime's where empty. batch: squares at a time, which bounds memory."""
        if batch < 1:
            raise ValueError(f"batch must be at least 1, found {batch}")
        self._runtime = runtime
        self._name = name or runtime.name
        self._batch = batch

    @property
    def name(self) -> str:
        """Model name and hash."""
        return self._name

    def encode(self, squares: Pixels) -> Vectors:
        """As Encoder.encode. Raises ModelError where the network gives vectors of another width."""
        check_squares(squares)
        parts = [self._encode_batch(squares[k : k + self._batch]) for k in range(0, len(squares), self._batch)]
        return np.concatenate([np.zeros((0, WIDTH), np.float32), *parts])

    def _encode_batch(self, squares: Pixels) -> Vectors:
        outputs = self._runtime.run({_INPUT: np.ascontiguousarray(squares)})
        vectors = np.asarray(outputs[_OUTPUT], np.float32)
        if vectors.shape != (len(squares), WIDTH):
            found = f"{_OUTPUT} of shape {vectors.shape}, not {(len(squares), WIDTH)}"
            raise ModelError(f"{self._name} is no visual encoder: it gives {found}; check the models' manifest")
        return unit_rows(vectors)


class HistogramEncoder:
    """Colours and edge directions of four quarters: tells a red shirt from a blue bag, and little more.

    Deterministic and without weights: for tests, and for a first look where no model may be installed.
    """

    _CELLS = 4
    _HUES, _GREYS, _EDGES = 18, 6, 8
    # The white that fills up squares must not make all of them alike.
    _PAPER = 250

    @property
    def name(self) -> str:
        """Fixed: there are no weights."""
        return "histogram-1"

    def encode(self, squares: Pixels) -> Vectors:
        """As Encoder.encode."""
        check_squares(squares)
        rows = [self._histogram(square) for square in squares]
        return unit_rows(np.array(rows, np.float32).reshape(len(rows), WIDTH))

    def _histogram(self, square: Pixels) -> npt.NDArray[np.float64]:
        hue, saturation, value = cv2.split(cv2.cvtColor(square, cv2.COLOR_RGB2HSV))
        grey = cv2.cvtColor(square, cv2.COLOR_RGB2GRAY).astype(np.float32)
        across, down = cv2.Sobel(grey, cv2.CV_32F, 1, 0), cv2.Sobel(grey, cv2.CV_32F, 0, 1)
        direction = np.floor((np.arctan2(down, across) / np.pi % 1.0) * self._EDGES).astype(int) % self._EDGES
        vivid = saturation > 50
        colour = np.where(
            vivid, hue.astype(int) * self._HUES // 180, self._HUES + value.astype(int) * self._GREYS // 256
        )
        ink = (square.min(axis=2) < self._PAPER).astype(float)
        cells = []
        for quarter in _quarters(square.shape[0]):
            colours = np.bincount(colour[quarter].ravel(), ink[quarter].ravel(), self._HUES + self._GREYS)
            strength = np.hypot(across, down)[quarter].ravel() / 255
            edges = np.bincount(direction[quarter].ravel(), strength, self._EDGES)
            cells.append(np.concatenate([colours, edges]))
        # The square root makes the dot product a Bhattacharyya coefficient; the small constant keeps white usable.
        return np.sqrt(np.concatenate(cells) + 1e-3)


def _quarters(side: int) -> list[tuple[slice, slice]]:
    halves = slice(0, side // 2), slice(side // 2, side)
    return [(row, column) for row in halves for column in halves]


def check_squares(squares: Pixels) -> None:
    """Raises ValueError where squares are not (N, SIDE, SIDE, 3) uint8."""
    if squares.ndim != 4 or squares.shape[1:] != (SIDE, SIDE, 3) or squares.dtype != np.uint8:
        found = f"{squares.shape} {squares.dtype}"
        raise ValueError(f"squares must have shape (n, {SIDE}, {SIDE}, 3) and type uint8, found {found}")


def unit_rows(vectors: Vectors) -> Vectors:
    """Rows divided by their length; rows without one stay zero."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-12), np.float32)
