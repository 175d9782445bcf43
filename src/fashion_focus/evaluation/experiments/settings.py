"""What a run of experiments is told."""

from dataclasses import dataclass

from fashion_focus.evaluation.losses import Variant
from fashion_focus.evaluation.modalities import BoxSource


@dataclass(frozen=True, slots=True)
class ExperimentSettings:
    """What is run. rate: analysed frames a second. transcripts: they stand in for speech recognition where there are.

    boxes: sources of boxes for Table 1, none where it is not wanted; variants: rows of the loss table, likewise.
    """

    rate: float = 4.0
    transcripts: bool = False
    boxes: tuple[BoxSource, ...] = tuple(BoxSource)
    variants: tuple[Variant, ...] = tuple(Variant)
