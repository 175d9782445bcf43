"""An evaluation for people and programs: tables, a JSON object and one HTML page."""

from fashion_focus.evaluation.report.document import to_document
from fashion_focus.evaluation.report.page import page_text
from fashion_focus.evaluation.report.tables import (
    TextTable,
    experiments_document,
    latency_table,
    loss_table,
    modality_tables,
)

__all__ = [
    "TextTable",
    "experiments_document",
    "latency_table",
    "loss_table",
    "modality_tables",
    "page_text",
    "to_document",
]
