"""What people decided tells how often the machine was right."""

import pytest

from fashion_focus.service.overview.quality import curve, figures, judged, reliability
from fashion_focus.service.shows.review import ReviewedFocus, Standing
from fashion_focus.store.library.focuses import FoundFocus

CATEGORIES = {"bag": "bag", "tote": "bag", "shoe": "shoe"}


def focus(name: str, standing: Standing, *, shown: str = "bag", found: str = "bag", sure: float = 0.9) -> ReviewedFocus:
    """An exhibit from 0 to 10 s that the machine found from 0 to 8 s, with the tote as its second choice."""
    others = ({"product_id": "tote", "confidence": 0.05},)
    made = FoundFocus(name, found, 0.0, 8.0, sure, "final", others) if found else None
    return ReviewedFocus(name, shown, 0.0, 10.0, standing, made)


DECIDED = judged(
    "v",
    [
        focus("right", Standing.ACCEPTED, sure=0.95),
        focus("other product", Standing.CHANGED, shown="tote", sure=0.7),
        focus("nothing there", Standing.REJECTED, sure=0.45),
        focus("missed", Standing.CHANGED, shown="shoe", found=""),
        focus("open", Standing.PROPOSED),
    ],
    lambda product: CATEGORIES.get(product, ""),
)


def test_what_nobody_decided_does_not_count() -> None:
    assert [row.focus_id for row in DECIDED] == ["right", "other product", "nothing there", "missed"]
    assert [row.right for row in DECIDED] == [True, False, False, False]


def test_recall_is_of_what_is_there_and_precision_of_what_was_found() -> None:
    told = figures(DECIDED)
    assert told.n == 3
    assert told.recall is not None
    assert list(told.recall.values()) == pytest.approx([1 / 3, 2 / 3, 2 / 3])
    assert told.precision == pytest.approx(1 / 3)
    assert told.t_iou == pytest.approx(0.8)


def test_without_decisions_there_is_no_figure() -> None:
    told = figures([])
    assert (told.n, told.recall, told.precision, told.t_iou) == (0, None, None, None)
    assert curve([]) == []


def test_confidence_is_held_against_what_came_true() -> None:
    bins = reliability(DECIDED)
    assert [(one.low, one.n, one.right) for one in bins if one.n] == [(0.4, 1, 0.0), (0.7, 1, 0.0), (0.9, 1, 1.0)]


def test_precision_and_recall_at_each_confidence() -> None:
    points = [(one.confidence, round(one.precision, 3), round(one.recall, 3)) for one in curve(DECIDED)]
    assert points == [(0.95, 1.0, 0.333), (0.7, 0.5, 0.333), (0.45, 0.333, 0.333)]
