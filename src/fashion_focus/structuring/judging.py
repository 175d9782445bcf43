"""What a closer look, the score before it and the place in the picture say together: logistic regressions."""

from typing import Protocol

import numpy as np
import numpy.typing as npt

from fashion_focus.core.arrays import Scores
from fashion_focus.structuring.detection.centers import log_odds
from fashion_focus.structuring.settings import LookCalibration

Readings = npt.NDArray[np.float64]
"""(N, 4): log-odds of presented and of thing by the closer look, log-odds of a score before it, and how far the thing's
middle is above or below the picture's, as a share of its height."""


def readings(*, presented: Scores, thing: Scores, before: Scores, away: Scores) -> Readings:
    """Columns (N,), probabilities but for `away`, as Readings."""
    return np.stack([log_odds(presented), log_odds(thing), log_odds(before), away], 1).astype(np.float64)


class Judge(Protocol):
    """Says of N looks how probable it is that something is there, and that it is shown."""

    def there(self, thing: Scores) -> Scores:
        """Probability (N,) that a product is there, from what the closer look says (N,)."""
        ...

    def shown(self, seen: Readings, *, asked: bool) -> Scores:
        """Probability (N,) that a product is there and shown.

        asked: whether the score before is the detector's; else it is the probability when the thing was last seen.
        """
        ...


class LookJudge:
    """The weights of a LookCalibration."""

    def __init__(self, weights: LookCalibration) -> None:
        self._weights = weights

    def there(self, thing: Scores) -> Scores:
        """As Judge.there."""
        return _probability(self._weights.thing_constant + self._weights.thing * log_odds(thing))

    def shown(self, seen: Readings, *, asked: bool) -> Scores:
        """As Judge.shown."""
        w = self._weights
        slopes = (w.shown, w.shown_thing, w.shown_before) if asked else (w.unasked, w.unasked_thing, w.unasked_last)
        constant = w.shown_constant if asked else w.unasked_constant
        return _probability(constant + seen @ np.array([*slopes, -w.away]))


def _probability(odds: npt.NDArray[np.floating]) -> Scores:
    return np.asarray(1 / (1 + np.exp(-odds)), np.float32)
