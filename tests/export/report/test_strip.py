from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from tests.export.shows import empty_report, focus, small_catalog, small_report

from fashion_focus.core.taxonomy import Category
from fashion_focus.export import Bands
from fashion_focus.export.report.strip import strip_rows, ticks
from fashion_focus.export.report.views import page_view


def test_products_that_overlap_lie_above_one_another() -> None:
    report = replace(
        empty_report(),
        focuses=(focus("a", "MB01-blue", 0, 60), focus("b", "MB01-red", 30, 90), focus("c", "TEA-1", 0, 9)),
    )
    rows = strip_rows(page_view(report, small_catalog(), bands=Bands()).focuses, 120.0)
    assert [(row.category, row.lanes) for row in rows] == [(Category.BAG, 2), (Category.BOTTLE, 1)]
    assert [(block.x, block.width, block.lane) for block in rows[0].blocks] == [(0.0, 50.0, 0), (25.0, 50.0, 1)]


def test_a_show_with_nothing_has_no_rows() -> None:
    assert strip_rows((), 120.0) == ()


@given(st.floats(0, 1e6))
def test_the_axis_has_a_few_ticks_inside_the_show(duration: float) -> None:
    times = ticks(duration)
    assert times[0] == 0.0
    assert len(times) <= 9
    assert times[-1] <= max(duration, 0.0)


@given(st.lists(st.tuples(st.floats(0, 100), st.floats(0.1, 50)), max_size=20))
def test_blocks_stay_inside_the_strip(spans: list[tuple[float, float]]) -> None:
    focuses = tuple(focus(f"f{k}", "SOCK", start, start + length) for k, (start, length) in enumerate(spans))
    view = page_view(replace(small_report(), focuses=focuses), small_catalog(), bands=Bands())
    for row in strip_rows(view.focuses, 120.0):
        assert row.lanes <= 3
        assert all(block.x >= 0 and block.x + block.width <= 100 + 1e-6 for block in row.blocks)
