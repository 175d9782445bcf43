"""Confidence bands: what a calibrated probability means to a person."""

from dataclasses import dataclass
from enum import StrEnum


class Band(StrEnum):
    """How far a person may rely on a focus."""

    STRONG = "strong"
    LIKELY = "likely"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Bands:
    """Where the bands begin. A focus's confidence is a calibrated probability, so the cut-offs say what they promise.

    strong: of focuses at or above it, at least four in five are right. likely: from here on, a focus is more likely
    right than wrong. Below that it is unsure. A report carries its cut-offs; no page has its own.
    """

    strong: float = 0.8
    likely: float = 0.5

    def __post_init__(self) -> None:
        if not 0.0 <= self.likely <= self.strong <= 1.0:
            raise ValueError(f"bands need 0 <= likely <= strong <= 1, found likely {self.likely}, strong {self.strong}")

    def of(self, confidence: float) -> Band:
        """The band of a probability."""
        if confidence >= self.strong:
            return Band.STRONG
        return Band.LIKELY if confidence >= self.likely else Band.UNSURE
