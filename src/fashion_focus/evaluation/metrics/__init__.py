"""The arithmetic of the protocols: values in, figures out, no files; `docs/protocols.md` has each definition."""

from fashion_focus.evaluation.metrics.abstention import (
    Abstention,
    ReliabilityBin,
    auroc,
    calibration_error,
    reliability,
)
from fashion_focus.evaluation.metrics.detection import Picture, ap50, detection_ap50
from fashion_focus.evaluation.metrics.figures import Ratio, exhibit_ratios, stream_ratios, values
from fashion_focus.evaluation.metrics.matching import covered_seconds, match_one_to_one, span_iou
from fashion_focus.evaluation.metrics.precision import T_IOUS, average_precision, temporal_hits
from fashion_focus.evaluation.metrics.resampling import Difference, compare, intervals
from fashion_focus.evaluation.metrics.retrieval import (
    LPR4M_RANKS,
    MOVINGFASHION_RANKS,
    RankedQuery,
    TableRow,
    check_ranked,
    on_shelf,
    recall_at,
    recall_by,
    table_1,
)
from fashion_focus.evaluation.metrics.scoring import (
    ExhibitScore,
    FocusScore,
    QueryScore,
    ShelfScore,
    StreamScore,
    score_stream,
)
from fashion_focus.evaluation.metrics.sightings import Sightings, sightings_at
from fashion_focus.evaluation.metrics.tracking import TrackingFigures, tracking_figures

__all__ = [
    "LPR4M_RANKS",
    "MOVINGFASHION_RANKS",
    "T_IOUS",
    "Abstention",
    "Difference",
    "ExhibitScore",
    "FocusScore",
    "Picture",
    "QueryScore",
    "RankedQuery",
    "Ratio",
    "ReliabilityBin",
    "ShelfScore",
    "Sightings",
    "StreamScore",
    "TableRow",
    "TrackingFigures",
    "ap50",
    "auroc",
    "average_precision",
    "calibration_error",
    "check_ranked",
    "compare",
    "covered_seconds",
    "detection_ap50",
    "exhibit_ratios",
    "intervals",
    "match_one_to_one",
    "on_shelf",
    "recall_at",
    "recall_by",
    "reliability",
    "score_stream",
    "sightings_at",
    "span_iou",
    "stream_ratios",
    "table_1",
    "temporal_hits",
    "tracking_figures",
    "values",
]
