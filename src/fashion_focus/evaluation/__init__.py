"""Protocols and metrics: predictions against truth; knows nothing of how predictions are made.

`evaluation.experiments` alone runs the pipeline, to say at which of its stages recall is lost.
"""

from fashion_focus.evaluation.evaluating import Evaluation, Summary, compare_runs, evaluate, evaluate_folders
from fashion_focus.evaluation.failures import Failure, FailureKind, find_failures
from fashion_focus.evaluation.leaks import Leak, LeakKind, SplitProduct, find_leaks, read_split_products
from fashion_focus.evaluation.losses import LossRow, Variant, loss_rows
from fashion_focus.evaluation.metrics import (
    LPR4M_RANKS,
    MOVINGFASHION_RANKS,
    Difference,
    RankedQuery,
    TableRow,
    check_ranked,
    on_shelf,
    recall_at,
    recall_by,
    table_1,
)
from fashion_focus.evaluation.modalities import BoxSource, Modality, ModalityResult
from fashion_focus.evaluation.predictions import PredictedFocus, PredictedTracklet, Prediction, read_predictions
from fashion_focus.evaluation.report import (
    TextTable,
    experiments_document,
    latency_table,
    loss_table,
    modality_tables,
    page_text,
    to_document,
)
from fashion_focus.evaluation.report.labels import LABELS, NARROW, written, written_band
from fashion_focus.evaluation.streams import Stream, read_streams
from fashion_focus.evaluation.truth import Exhibit, SeenFrame, SeenObject, StreamTruth, read_truth, read_truths

__all__ = [
    "LABELS",
    "LPR4M_RANKS",
    "MOVINGFASHION_RANKS",
    "NARROW",
    "BoxSource",
    "Difference",
    "Evaluation",
    "Exhibit",
    "Failure",
    "FailureKind",
    "Leak",
    "LeakKind",
    "LossRow",
    "Modality",
    "ModalityResult",
    "PredictedFocus",
    "PredictedTracklet",
    "Prediction",
    "RankedQuery",
    "SeenFrame",
    "SeenObject",
    "SplitProduct",
    "Stream",
    "StreamTruth",
    "Summary",
    "TableRow",
    "TextTable",
    "Variant",
    "check_ranked",
    "compare_runs",
    "evaluate",
    "evaluate_folders",
    "experiments_document",
    "find_failures",
    "find_leaks",
    "latency_table",
    "loss_rows",
    "loss_table",
    "modality_tables",
    "on_shelf",
    "page_text",
    "read_predictions",
    "read_split_products",
    "read_streams",
    "read_truth",
    "read_truths",
    "recall_at",
    "recall_by",
    "table_1",
    "to_document",
    "written",
    "written_band",
]
