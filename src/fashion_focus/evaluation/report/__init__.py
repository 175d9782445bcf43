"""An evaluation for people and programs: a JSON object and one HTML page."""

from fashion_focus.evaluation.report.document import to_document
from fashion_focus.evaluation.report.page import page_text

__all__ = ["page_text", "to_document"]
