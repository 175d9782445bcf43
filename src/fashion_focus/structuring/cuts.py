"""Where one shot gives way to the next, seen from small pictures, online."""

from collections import deque
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from fashion_focus.core.arrays import Pixels, Scores
from fashion_focus.structuring.settings import CutSettings
from fashion_focus.structuring.state import State

_BINS = (12, 6)


@dataclass(frozen=True, slots=True)
class _Look:
    """What is compared of a picture: its light without mean and strength (n,), and its hues and saturations (72,)."""

    layout: Scores
    colors: Scores


class CutDetector:
    """Tells cuts by layout and colours together, against how much pictures change anyhow.

    Layout is the correlation of brightness, so a flash, which brightens everything, changes little; pictures without
    contrast (all white, all black) are looked past. Colours are a histogram, so a moving camera changes little.
    """

    def __init__(self, settings: CutSettings | None = None) -> None:
        self._settings = settings or CutSettings()
        self._before: _Look | None = None
        self._changes: deque[float] = deque(maxlen=self._settings.memory)

    def update(self, small: Pixels) -> bool:
        """Whether a new shot begins with this picture (h, w, 3), RGB; all of one video have one size."""
        look = self._look(small)
        if look is None:
            return False
        before, self._before = self._before, look
        if before is None:
            return False
        change = _change(before, look)
        usual = float(np.median(self._changes)) if self._changes else 0.0
        cut = change >= max(self._settings.least_change, self._settings.times_usual * usual)
        if not cut:
            self._changes.append(change)
        return cut

    def reset(self) -> None:
        """Forget the last picture: the next one follows a hole in the stream."""
        self._before = None
        self._changes.clear()

    def state(self) -> State:
        """Everything that the next update depends on, as plain data."""
        before = self._before
        return {
            "layout": None if before is None else before.layout,
            "colors": None if before is None else before.colors,
            "changes": list(self._changes),
        }

    def restore(self, state: State) -> None:
        """Go on from a state as if nothing had happened."""
        layout, colors = state["layout"], state["colors"]
        known = layout is not None
        self._before = _Look(np.asarray(layout, np.float32), np.asarray(colors, np.float32)) if known else None
        self._changes = deque((float(c) for c in state["changes"]), maxlen=self._settings.memory)

    def _look(self, small: Pixels) -> _Look | None:
        light = cv2.GaussianBlur(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY), (5, 5), 0).astype(np.float32).ravel()
        contrast = float(light.std())
        if contrast < self._settings.least_contrast:
            return None
        layout = (light - light.mean()) / (contrast * np.sqrt(light.size))
        colors = cv2.calcHist([cv2.cvtColor(small, cv2.COLOR_RGB2HSV)], [0, 1], None, list(_BINS), [0, 180, 0, 256])
        return _Look(np.asarray(layout, np.float32), _shares(colors))


def _shares(histogram: npt.NDArray[np.generic]) -> Scores:
    flat = np.asarray(histogram, np.float32).ravel()
    return flat / max(float(flat.sum()), 1.0)


def _change(before: _Look, now: _Look) -> float:
    """From 0 (the same picture) to 1: the mean of lost correlation and of the colours that have no counterpart."""
    layout = 1.0 - max(0.0, float(before.layout @ now.layout))
    colors = 1.0 - float(np.minimum(before.colors, now.colors).sum())
    return (layout + colors) / 2
