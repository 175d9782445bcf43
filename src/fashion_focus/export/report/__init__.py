"""A FocusReport and its catalog in, one HTML file out that a seller opens from anywhere; knows no web server."""

from fashion_focus.export.report.page import ReportOptions, report_html, write_report

__all__ = ["ReportOptions", "report_html", "write_report"]
