"""A report as a terminal table and as one line."""

from pathlib import Path

from rich.table import Table

from fashion_focus.cli.terminal import clock, plain_table
from fashion_focus.core.focus import FocusReport
from fashion_focus.core.product import Catalog


def focus_summary(report: FocusReport, folder: Path) -> dict[str, object]:
    """The counts that a script wants, and the headline that a person reads."""
    located = {focus.product_id for focus in report.focuses}
    headline = f"{len(located)} of {report.n_products} products located, {len(report.undecided)} to decide."
    return {
        "headline": headline,
        "out": str(folder),
        "products": report.n_products,
        "located": len(located),
        "focuses": len(report.focuses),
        "undecided": len(report.undecided),
        "duration": report.video.duration,
        "notes": len(report.notes),
    }


def focus_table(report: FocusReport, catalog: Catalog) -> Table:
    """One row a focus in order of time; undecided ones are marked with a question mark."""
    table = plain_table("start", "end", "product", "", "confidence", right=("start", "end", "confidence"))
    rows = [(focus, "") for focus in report.focuses] + [(focus, "?") for focus in report.undecided]
    for focus, mark in sorted(rows, key=lambda row: row[0].interval.start):
        title = catalog[focus.product_id].title or focus.product_id
        times = (clock(focus.interval.start), clock(focus.interval.end))
        table.add_row(*times, title, mark, f"{focus.confidence:.2f}")
    return table
