"""Readers of text on pictures: a picture in, its lines out."""

import hashlib
import importlib.metadata
import importlib.util
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Any, Protocol

import cv2
import numpy as np

from fashion_focus.core.arrays import Pixels
from fashion_focus.core.errors import ModelError
from fashion_focus.core.words import PrintedLine

_PACKAGE = "rapidocr_onnxruntime"
_SIDE = 320
"""Pixels of the longer side that text is looked for at: 50 ms for a picture without any, 200 for one with two lines."""
_KEPT = 8192


class TextReader(Protocol):
    """Reads what is written on a picture. Safe for several threads; the same picture always gives the same lines.

    Implementations: language.RapidReader, language.ScriptedReader (for tests).
    """

    @property
    def name(self) -> str:
        """Which reader, and its version."""
        ...

    def read(self, pixels: Pixels) -> tuple[PrintedLine, ...]:
        """The lines on a picture (H, W, 3) RGB, from top to bottom; none where nothing is written."""
        ...


class ScriptedReader:
    """Reads what a function says, and counts how often it was asked."""

    def __init__(self, read: Callable[[Pixels], Sequence[PrintedLine]], *, name: str = "scripted") -> None:
        self.name = name
        self.n_read = 0
        self._read = read

    def read(self, pixels: Pixels) -> tuple[PrintedLine, ...]:
        """What the function says of the picture."""
        self.n_read += 1
        return tuple(self._read(pixels))


class RapidReader:
    """PP-OCRv4 for Chinese and English by the package rapidocr-onnxruntime, which brings its networks (extra [ocr]).

    What was read is remembered for some thousand pictures: a catalog's are asked for again by every stream.
    """

    def __init__(self, *, threads: int = 1) -> None:
        """Raises ModelError where the package is missing. Its networks are loaded when something is to be read."""
        if not reader_is_installed():
            raise ModelError("what is printed on products cannot be read; pip install 'fashion-focus[ocr]'")
        self.name = f"rapidocr-onnxruntime@{importlib.metadata.version('rapidocr-onnxruntime')}"
        self._threads = threads
        self._engine: Any = None
        self._lock = threading.Lock()
        self._known: OrderedDict[bytes, tuple[PrintedLine, ...]] = OrderedDict()

    def read(self, pixels: Pixels) -> tuple[PrintedLine, ...]:
        """The lines on a picture (H, W, 3) RGB, from top to bottom."""
        key = hashlib.blake2b(np.ascontiguousarray(pixels).tobytes(), digest_size=16).digest()
        with self._lock:
            if key not in self._known:
                self._known[key] = self._found(pixels)
                while len(self._known) > _KEPT:
                    self._known.popitem(last=False)
            self._known.move_to_end(key)
            return self._known[key]

    def _found(self, pixels: Pixels) -> tuple[PrintedLine, ...]:
        if not pixels.size:
            return ()
        self._engine = self._engine or self._opened()
        factor = _SIDE / max(pixels.shape[:2])
        sized = cv2.resize(
            pixels, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
        )
        lines, _ = self._engine(np.ascontiguousarray(sized[..., ::-1]))
        return tuple(PrintedLine(str(text), float(confidence)) for _, text, confidence in lines or ())

    def _opened(self) -> object:
        try:
            from rapidocr_onnxruntime import RapidOCR
        except ImportError as error:
            remedy = "pip install --force-reinstall 'fashion-focus[ocr]'"
            raise ModelError(f"what is printed on products cannot be read ({error}); {remedy}") from error
        # Products are mostly held upright, so lines are not turned; small text is not blown up further.
        return RapidOCR(
            det_limit_side_len=_SIDE,
            det_limit_type="max",
            use_cls=False,
            intra_op_num_threads=self._threads,
            inter_op_num_threads=1,
        )


def reader_is_installed() -> bool:
    """Whether RapidReader can be had here."""
    return importlib.util.find_spec(_PACKAGE) is not None
