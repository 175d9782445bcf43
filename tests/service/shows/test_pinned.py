"""From live to review: what people pinned is accepted, what the machine pinned is proposed, marks are undecided."""

from datetime import datetime

import pytest

from fashion_focus.service.shows.pinned import Recording, accepted, pinned_spans, proposed_and_undecided
from fashion_focus.service.shows.review import Standing, reviewed
from fashion_focus.store.library.corrections import Correction, CorrectionKind
from fashion_focus.store.library.desks import Mark, Pin

WHEN = datetime(2026, 11, 20, 12)
WHOLE = Recording(0.0, 100.0)


def pins(*rows: tuple[str, float, str]) -> list[Pin]:
    """Pins (product, time, by), the oldest first."""
    return [Pin(n, product, time, by, WHEN) for n, (product, time, by) in enumerate(rows, 1)]


@pytest.mark.parametrize(
    ("set_pins", "recording", "wanted"),
    [
        pytest.param([("bag", 10, "Mei"), ("", 30, "Mei")], WHOLE, [("bag", 10, 30)], id="taken down"),
        pytest.param([("bag", 10, "Mei")], WHOLE, [("bag", 10, 100)], id="to the end"),
        pytest.param([("bag", 10, "Mei"), ("bag", 20, "Mei"), ("", 30, "Mei")], WHOLE, [("bag", 10, 30)], id="twice"),
        pytest.param([("bag", 10, "Mei"), ("hat", 11.5, "Mei")], WHOLE, [("hat", 11.5, 100)], id="a slip"),
        pytest.param(
            [("bag", 10, "Mei"), ("", 30, "Mei")], Recording(20.0, 50.0), [("bag", 0, 10)], id="recorded later"
        ),
        pytest.param([("bag", 10, "Mei"), ("", 30, "Mei")], Recording(40.0, 50.0), [], id="before the recording"),
        pytest.param([], WHOLE, [], id="nothing pinned"),
    ],
)
def test_a_pin_lasts_until_the_next_one(
    set_pins: list[tuple[str, float, str]], recording: Recording, wanted: list[tuple[str, float, float]]
) -> None:
    spans = pinned_spans(pins(*set_pins), recording)
    assert [(span.product_id, span.start, span.end) for span in spans] == wanted


def test_hands_and_marks_stand_apart_in_the_review() -> None:
    spans = pinned_spans(pins(("bag", 10, "Mei"), ("hat", 30, "auto"), ("", 60, "auto")), WHOLE)
    found = proposed_and_undecided(spans, [Mark(1, "", 95.0, "Mei", WHEN)], WHOLE)
    log = [
        Correction(n, draft.id, "v", draft.focus_id, draft.kind, draft.values, draft.author, WHEN)
        for n, draft in enumerate(accepted(spans, []), 1)
    ]
    standing = [(focus.product_id, focus.start, focus.standing) for focus in reviewed(found, log)]
    assert standing == [
        ("bag", 10, Standing.ACCEPTED),
        ("hat", 30, Standing.PROPOSED),
        ("", 85, Standing.UNDECIDED),
    ]
    assert accepted(spans, log) == []


def test_a_moved_pin_is_changed_and_taking_it_again_leaves_it_so() -> None:
    spans = pinned_spans(pins(("bag", 10, "Mei"), ("", 30, "Mei")), WHOLE)
    (draft,) = accepted(spans, [])
    added = Correction(1, draft.id, "v", draft.focus_id, draft.kind, draft.values, "Mei", WHEN)
    moved = Correction(2, "m", "v", draft.focus_id, CorrectionKind.MOVE, {"end": 25.0}, "Mei", WHEN)
    (focus,) = reviewed([], [added, moved])
    assert (focus.end, focus.standing) == (25.0, Standing.CHANGED)
    assert accepted(spans, [added, moved]) == []
