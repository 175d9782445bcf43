"""A report out, in every format that people and programs ask for; decides nothing."""

from fashion_focus.export.bands import Band, Bands
from fashion_focus.export.chapters import chapters_text, chapters_vtt_text, write_chapters_text, write_chapters_vtt
from fashion_focus.export.clip_lists import losslesscut_text, schema_org, write_losslesscut, write_schema_org
from fashion_focus.export.focus_json import (
    focus_json_text,
    focus_to_dict,
    read_focus_json,
    report_to_dict,
    tracklet_to_dict,
    write_focus_json,
)
from fashion_focus.export.focuses_csv import focuses_csv_text, write_focuses_csv
from fashion_focus.export.mot import mot_text, write_mot
from fashion_focus.export.outputs import write_outputs
from fashion_focus.export.overlay import write_overlay
from fashion_focus.export.report import ReportOptions, report_html, write_report
from fashion_focus.export.schema import schema_text

__all__ = [
    "Band",
    "Bands",
    "ReportOptions",
    "chapters_text",
    "chapters_vtt_text",
    "focus_json_text",
    "focus_to_dict",
    "focuses_csv_text",
    "losslesscut_text",
    "mot_text",
    "read_focus_json",
    "report_html",
    "report_to_dict",
    "schema_org",
    "schema_text",
    "tracklet_to_dict",
    "write_chapters_text",
    "write_chapters_vtt",
    "write_focus_json",
    "write_focuses_csv",
    "write_losslesscut",
    "write_mot",
    "write_outputs",
    "write_overlay",
    "write_report",
    "write_schema_org",
]
