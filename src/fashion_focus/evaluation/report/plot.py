"""The reliability plot as SVG: how often answers are right, by how sure they are."""

from collections.abc import Sequence
from dataclasses import dataclass

from fashion_focus.evaluation.metrics.abstention import ReliabilityBin

SIDE = 240


@dataclass(frozen=True, slots=True)
class Bar:
    """One bin, in pixels from the top left. middle: the bin's mean confidence; text: what it says to a reader."""

    x: float
    y: float
    width: float
    height: float
    middle: float
    text: str


def reliability_bars(bins: Sequence[ReliabilityBin]) -> list[Bar]:
    """Bars of the bins that hold answers; a bar as high as its mark on the diagonal is well calibrated."""
    bars = []
    for each in bins:
        if each.right is None or each.confidence is None:
            continue
        text = f"{each.n} answers with confidence {each.confidence:.2f}: {each.right:.2f} right"
        left, width, height = each.low * SIDE, (each.high - each.low) * SIDE, each.right * SIDE
        bars.append(Bar(left, SIDE - height, width, height, min(max(each.confidence, 0.0), 1.0) * SIDE, text))
    return bars
