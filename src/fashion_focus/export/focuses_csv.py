"""focuses.csv: one row a focus, for spreadsheets and for programs that read no JSON."""

import csv
import io
from pathlib import Path

from fashion_focus.core.focus import Focus, FocusReport
from fashion_focus.core.product import Catalog
from fashion_focus.export.bands import Bands
from fashion_focus.export.focus_json import encodable, final_focuses, undecided_focuses
from fashion_focus.export.times import exact_clock
from fashion_focus.files import write_atomically

COLUMNS = (
    "id",
    "state",
    "product_id",
    "title",
    "start",
    "end",
    "duration",
    "start_clock",
    "end_clock",
    "confidence",
    "band",
    "shares",
    "alternatives",
)

# A cell that begins with one of these runs as a formula in some spreadsheet; the wide forms do under East Asian input.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def focuses_csv_text(report: FocusReport, catalog: Catalog, *, bands: Bands | None = None) -> str:
    """RFC 4180 text with a header row: final focuses, then undecided ones, each in order of time.

    A text cell that a spreadsheet would take for a formula gets an apostrophe in front.
    """
    bands = bands or Bands()
    sheet = io.StringIO(newline="")
    writer = csv.writer(sheet, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for state, focuses in (("final", final_focuses(report)), ("undecided", undecided_focuses(report))):
        writer.writerows(_row(focus, catalog, state=state, bands=bands) for focus in focuses)
    return encodable(sheet.getvalue())


def write_focuses_csv(report: FocusReport, catalog: Catalog, path: Path, *, bands: Bands | None = None) -> None:
    """Write focuses.csv as UTF-8 with a byte order mark, without which Excel garbles Chinese. Raises StoreError."""
    write_atomically(path, "\ufeff" + focuses_csv_text(report, catalog, bands=bands))


def title_of(product_id: str, catalog: Catalog) -> str:
    """A product's title on one line; its id where it has none or is not in the catalog."""
    title = " ".join(catalog[product_id].title.split()) if product_id in catalog else ""
    return title or product_id


def _row(focus: Focus, catalog: Catalog, *, state: str, bands: Bands) -> list[str]:
    start, end = focus.interval.start, focus.interval.end
    shares = sorted(focus.evidence.shares.items(), key=lambda item: (-item[1], item[0]))
    return [
        _defused(focus.id),
        state,
        _defused(focus.product_id),
        _defused(title_of(focus.product_id, catalog)),
        f"{start:.3f}",
        f"{end:.3f}",
        f"{end - start:.3f}",
        exact_clock(start),
        exact_clock(end),
        f"{focus.confidence:.3f}",
        bands.of(focus.confidence).value,
        _defused("; ".join(f"{name} {share:.2f}" for name, share in shares)),
        _defused("; ".join(f"{other.product_id} {other.confidence:.2f}" for other in focus.alternatives)),
    ]


def _defused(text: str) -> str:
    return "'" + text if text.lstrip(" ").startswith(_FORMULA_STARTS) else text
