"""How sure a figure is: bootstrap intervals, and whether two runs on the same streams really differ."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from fashion_focus.evaluation.metrics.figures import Ratio, Ratios

ROUNDS = 2000
PERCENTILES = (2.5, 97.5)

Draws = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure of two runs. low, high: 95 % interval of after - before; p: two-sided, of no difference."""

    before: float
    after: float
    low: float
    high: float
    p: float

    @property
    def change(self) -> float:
        """How much the figure rose."""
        return self.after - self.before

    @property
    def is_real(self) -> bool:
        """Whether nought lies outside the interval."""
        return not self.low <= 0.0 <= self.high


def intervals(ratios: Ratios, *, rounds: int = ROUNDS, seed: int = 0) -> dict[str, tuple[float, float] | None]:
    """95 % percentile intervals (Efron 1979) of figures: their units drawn again, with replacement.

    A draw in which a figure has no value is left out; None where it never has one.
    """
    if not ratios:
        return {}
    draws = _draws(len(next(iter(ratios.values())).above), rounds, seed)
    return {name: _band(_redrawn(ratio, draws)) for name, ratio in ratios.items()}


def compare(before: Ratios, after: Ratios, *, rounds: int = ROUNDS, seed: int = 0) -> dict[str, Difference]:
    """Figures of two runs over the same units, by paired bootstrap: each draw takes the same units from both.

    Figures that either run lacks are left out. Raises ValueError where the runs have different numbers of units.
    """
    sizes = {len(ratio.above) for ratio in (*before.values(), *after.values())}
    if len(sizes) > 1:
        raise ValueError(f"the two runs have {sorted(sizes)} units; compare runs over the same streams")
    draws = _draws(max(sizes, default=0), rounds, seed)
    differences = {}
    for name in before:
        if name in after and (found := _difference(before[name], after[name], draws)) is not None:
            differences[name] = found
    return differences


def _difference(before: Ratio, after: Ratio, draws: Draws) -> Difference | None:
    first, second = before.value, after.value
    if first is None or second is None:
        return None
    rises = _redrawn(after, draws) - _redrawn(before, draws)
    rises = rises[np.isfinite(rises)]
    band = _band(rises)
    if band is None:
        return None
    # One is added to both sides so that no p is nought (Davison and Hinkley 1997, chapter 4).
    tail = min(int((rises <= 0).sum()), int((rises >= 0).sum()))
    return Difference(first, second, *band, min(1.0, 2 * (tail + 1) / (len(rises) + 1)))


def _draws(n_units: int, rounds: int, seed: int) -> Draws:
    """(rounds, n_units) indices of units; none where there are no units."""
    if not n_units:
        return np.zeros((rounds, 0), np.int64)
    return np.random.default_rng(seed).integers(0, n_units, (rounds, n_units))


def _redrawn(ratio: Ratio, draws: Draws) -> npt.NDArray[np.float64]:
    """(rounds,) values of a figure, NaN where it has none."""
    above, below = ratio.above[draws].sum(axis=1), ratio.below[draws].sum(axis=1)
    empty = np.nan if ratio.otherwise is None else ratio.otherwise
    return np.asarray(np.divide(above, below, out=np.full(len(draws), empty, np.float64), where=below > 0))


def _band(values: npt.NDArray[np.float64]) -> tuple[float, float] | None:
    finite = values[np.isfinite(values)]
    if not len(finite):
        return None
    low, high = np.percentile(finite, PERCENTILES)
    return float(low), float(high)
