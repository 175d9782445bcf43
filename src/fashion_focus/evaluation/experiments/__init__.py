"""The pipeline judged stage by stage: streams with their truth come in, Table 1 and the loss table go out.

It runs the stages as they are, or perfect ones made from the truth in their place; it trains and tunes nothing.
"""

from fashion_focus.evaluation.experiments.losses import LOSS_FIGURES, TITLES, LossRow, Variant, loss_rows
from fashion_focus.evaluation.experiments.modalities import Among, BoxSource, ModalityResult, Recall
from fashion_focus.evaluation.experiments.ranking import Modality
from fashion_focus.evaluation.experiments.results import Results
from fashion_focus.evaluation.experiments.running import Experiments
from fashion_focus.evaluation.experiments.settings import ExperimentSettings
from fashion_focus.evaluation.experiments.streams import Stream, read_streams

__all__ = [
    "LOSS_FIGURES",
    "TITLES",
    "Among",
    "BoxSource",
    "ExperimentSettings",
    "Experiments",
    "LossRow",
    "Modality",
    "ModalityResult",
    "Recall",
    "Results",
    "Stream",
    "Variant",
    "loss_rows",
    "read_streams",
]
