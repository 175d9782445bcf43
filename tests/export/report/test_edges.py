from dataclasses import replace

import pytest
from tests.export.shows import focus, tracklet

from fashion_focus.core.focus import Evidence
from fashion_focus.core.interval import Interval
from fashion_focus.core.words import Word
from fashion_focus.export.report.edges import edge_reasons

SEEN = tracklet("t", start=10.0, n=41)  # until 20 s


@pytest.mark.parametrize(
    ("start", "end", "reasons"),
    [
        (10.1, 19.9, [("start_seen", ()), ("end_seen", ())]),
        (12.0, 18.0, [("start_later", ("2.0",)), ("end_earlier", ("2.0",))]),
        (8.5, 22.0, [("start_earlier", ("1.5",)), ("end_later", ("2.0",))]),
        (14.1, 19.9, [("start_said", ("tote",)), ("end_seen", ())]),
    ],
    ids=["with the thing", "inside", "around", "at a word"],
)
def test_an_edge_is_explained_by_what_lies_there(
    start: float, end: float, reasons: list[tuple[str, tuple[str, ...]]]
) -> None:
    evidence = Evidence(tracklets=("t", "gone"), words=(Word(14.0, 14.5, "tote"),))
    shown = replace(focus("f", "P", start, end), interval=Interval(start, end), evidence=evidence)
    assert edge_reasons(shown, {"t": SEEN}) == reasons


def test_nothing_is_made_up_where_nothing_was_followed() -> None:
    assert edge_reasons(focus("f", "P", 1, 2), {"t": SEEN}) == [("edges_unknown", ())]
