"""Where one shot gives way to the next, seen from small pictures, online."""

from collections import deque

import cv2
import numpy as np
import numpy.typing as npt

from fashion_focus.core.arrays import Pixels
from fashion_focus.core.state import StateTree
from fashion_focus.structuring.settings import CutSettings

Cells = npt.NDArray[np.float32]

_GRID = (16, 9)
_STILL_PERCENTILE = 30
_LEAST_GAIN, _MOST_GAIN = 0.4, 2.5
_ORIGIN = np.array([16.0, 0.0, 0.0], np.float32)
"""Added to a colour, this makes CIE Lab scale as a whole, by the cube root, when the light grows."""


class CutDetector:
    """Tells cuts by how much even the stiller cells of a picture change, against how much they change anyhow.

    A product that is brought in, however large, leaves cells as they were, and a camera that moves changes them little;
    a cut changes all. A change of light (a flash, an automatic exposure) is taken out as a gain; pictures without
    contrast (all white, all black) are looked past.
    """

    def __init__(self, settings: CutSettings | None = None) -> None:
        self._settings = settings or CutSettings()
        self._before: Cells | None = None
        self._changes: deque[float] = deque(maxlen=self._settings.memory)

    def update(self, small: Pixels) -> bool:
        """Whether a new shot begins with this picture (h, w, 3), RGB; it need not be larger than 64 x 36."""
        cells = _cells(small)
        if float(cells[..., 0].std()) < self._settings.least_contrast:
            return False
        before, self._before = self._before, cells
        if before is None:
            return False
        change = difference(before, cells)
        usual = float(np.median(self._changes)) if self._changes else 0.0
        cut = change >= max(self._settings.least_change, self._settings.times_usual * usual)
        if not cut:
            self._changes.append(change)
        return cut

    def reset(self) -> None:
        """Forget the last picture: the next one follows a hole in the stream."""
        self._before = None
        self._changes.clear()

    def state(self) -> StateTree:
        """Everything that the next update depends on, as plain data."""
        return {"before": self._before, "changes": list(self._changes)}

    def restore(self, state: StateTree) -> None:
        """Go on from a state as if nothing had happened."""
        before = state["before"]
        self._before = None if before is None else np.asarray(before, np.float32)
        self._changes = deque((float(c) for c in state["changes"]), maxlen=self._settings.memory)


def difference(before: Cells, now: Cells) -> float:
    """How far the stiller cells (9, 16, 3) of two pictures are apart: a distance in CIE Lab after one gain of light.

    The 30th percentile, so that two thirds of the picture may be covered anew without a cut.
    """
    before, now = before + _ORIGIN, now + _ORIGIN
    gain = float(np.clip(np.median(now[..., 0] / before[..., 0]), _LEAST_GAIN, _MOST_GAIN))
    apart = now - gain * before
    return float(np.percentile(np.sqrt((apart**2).sum(-1)), _STILL_PERCENTILE))


def _cells(small: Pixels) -> Cells:
    """Mean colours in CIE Lab: lightness 0 to 100, a and b about 0."""
    mean = cv2.resize(small, _GRID, interpolation=cv2.INTER_AREA).astype(np.float32) / 255
    return np.asarray(cv2.cvtColor(mean, cv2.COLOR_RGB2LAB), np.float32)
