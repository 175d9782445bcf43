"""The pipeline judged stage by stage: streams with their truth come in, Table 1 and the loss table go out.

It runs the stages as they are, or perfect ones made from the truth in their place; it trains and tunes nothing.
"""

from fashion_focus.evaluation.experiments.results import Results
from fashion_focus.evaluation.experiments.running import Experiments
from fashion_focus.evaluation.experiments.settings import ExperimentSettings

__all__ = ["ExperimentSettings", "Experiments", "Results"]
