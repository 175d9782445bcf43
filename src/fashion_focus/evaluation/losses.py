"""Where recall is lost: the whole system, then from each stage on with perfect input from the stage before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from fashion_focus.evaluation.evaluating import Evaluation


class Variant(StrEnum):
    """What is true in a run, whatever our own stages say; also the name of the run's folder."""

    WHOLE = "whole"
    WORDS = "words"
    IDENTITIES = "identities"
    BOXES = "boxes"
    DETECTIONS = "detections"
    TRACKLETS = "tracklets"
    LOCALIZATION = "localization"


TITLES: dict[Variant, str] = {
    Variant.WHOLE: "the whole system",
    Variant.WORDS: "perfect words",
    Variant.IDENTITIES: "perfect identities",
    Variant.BOXES: "perfect boxes",
    Variant.DETECTIONS: "perfect detections",
    Variant.TRACKLETS: "perfect tracklets",
    Variant.LOCALIZATION: "localization alone",
}
"""What a row of the table is called, in its order."""

LOSS_FIGURES = ("R1@0.5", "R5@0.5", "mIoU", "false_per_hour", "tracked", "time_recall")


@dataclass(frozen=True, slots=True)
class LossRow:
    """One run's figures (of LOSS_FIGURES), with 95 % over streams where there are several."""

    variant: Variant
    figures: dict[str, float | None]
    bands: dict[str, tuple[float, float] | None]

    @property
    def title(self) -> str:
        """What is perfect."""
        return TITLES[self.variant]


def loss_rows(runs: Mapping[Variant, Evaluation], figures: Sequence[str] = LOSS_FIGURES) -> tuple[LossRow, ...]:
    """The table's rows, in the order of TITLES."""
    return tuple(
        LossRow(
            variant,
            {name: runs[variant].overall.figures[name] for name in figures},
            {name: runs[variant].overall.by_stream.get(name) for name in figures},
        )
        for variant in TITLES
        if variant in runs
    )
