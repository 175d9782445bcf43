import csv
import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from tests.export.shows import EVIL_TITLE, empty_report, focus, small_catalog, small_report

from fashion_focus.core.product import Catalog, Product
from fashion_focus.export import focuses_csv_text, write_focuses_csv
from fashion_focus.export.focuses_csv import COLUMNS


def test_the_table_is_as_it_was_looked_at(same_as_golden: Callable[[str, str], None]) -> None:
    same_as_golden(focuses_csv_text(small_report(), small_catalog()), "focuses.csv")


def test_the_table_reads_back_with_every_title_whole() -> None:
    rows = list(csv.DictReader(io.StringIO(focuses_csv_text(small_report(), small_catalog()), newline="")))
    assert [row["state"] for row in rows] == ["final", "final", "final", "undecided"]
    assert rows[1]["title"] == "茉莉花茶 500 ml"
    assert rows[2]["title"] == EVIL_TITLE


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "＝", " =", "=cmd|' /C calc'!A0"])
def test_no_cell_runs_as_a_formula(start: str) -> None:
    catalog = Catalog((Product(start + "1", start + "2"),))
    report = replace(empty_report(), focuses=(focus(start + "f", start + "1", 1, 2),))
    (row,) = csv.DictReader(io.StringIO(focuses_csv_text(report, catalog), newline=""))
    assert [row[name][0] for name in ("id", "product_id", "title")] == ["'", "'", "'"]


def test_nothing_found_leaves_the_header() -> None:
    assert focuses_csv_text(empty_report(), small_catalog()) == ",".join(COLUMNS) + "\r\n"


def test_spreadsheets_learn_the_encoding_from_a_mark(tmp_path: Path) -> None:
    write_focuses_csv(small_report(), small_catalog(), tmp_path / "focuses.csv")
    assert (tmp_path / "focuses.csv").read_bytes().startswith(b"\xef\xbb\xbfid,state,")


def test_a_product_outside_the_catalog_goes_by_its_id() -> None:
    report = replace(empty_report(), focuses=(focus("f", "GONE", 1, 2),))
    (row,) = csv.DictReader(io.StringIO(focuses_csv_text(report, small_catalog()), newline=""))
    assert row["title"] == "GONE"
