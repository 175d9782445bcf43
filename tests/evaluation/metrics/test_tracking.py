"""Tracking: the files we write, and the figures that the evaluators make of them."""

import sys
from dataclasses import replace

import pytest
from tests.evaluation.made import exhibit, perfect, truth

from fashion_focus.core.errors import SettingsError
from fashion_focus.evaluation import Prediction
from fashion_focus.evaluation.metrics import tracking_figures
from fashion_focus.evaluation.metrics.tracking import mot_prediction, mot_truth

KNOWN = truth(exhibit("A", 0, 4), exhibit("C", 5, 9, "shoe"), duration=10.0)


def test_truth_is_written_as_motchallenge_has_it() -> None:
    lines = mot_truth(KNOWN).splitlines()
    assert lines[0] == "1,1,10.000,20.000,100.000,200.000,1,1,1.000"
    assert lines[20].startswith("26,2,")
    assert len(lines) == 40


def test_what_is_hardly_seen_is_no_target() -> None:
    hidden = replace(KNOWN.frames[0].objects[0], visible=0.1)
    frames = (replace(KNOWN.frames[0], objects=(hidden,)),)
    assert mot_truth(replace(KNOWN, frames=frames)).endswith(",0,8,0.100\n")


def test_tracklets_are_written_at_the_truths_moments() -> None:
    lines = mot_prediction(KNOWN, perfect(KNOWN)).splitlines()
    assert lines[0] == "1,1,10.000,20.000,100.000,200.000,1.000,-1,-1,-1"
    assert [line.split(",")[:2] for line in lines] == [line.split(",")[:2] for line in mot_truth(KNOWN).splitlines()]


def test_perfect_tracklets_are_one_and_none_are_nought() -> None:
    best = tracking_figures([KNOWN], [perfect(KNOWN)])
    assert (best.hota, best.idf1, best.mota, best.switches) == (1.0, 1.0, 1.0, 0)
    worst = tracking_figures([KNOWN], [Prediction("s1")])
    assert (worst.hota, worst.idf1, worst.mota) == (0.0, 0.0, 0.0)


def test_a_tracklet_broken_in_two_by_hand() -> None:
    """Twenty of forty boxes change their id once: MOTA 1 - 1/40, IDF1 2 * 30 / 80."""
    first, second = perfect(KNOWN).tracklets
    parts = (replace(first, rows=first.rows[:10]), replace(first, id="t9", rows=first.rows[10:]), second)
    figures = tracking_figures([KNOWN], [Prediction("s1", (), parts)])
    assert figures.mota == pytest.approx(1 - 1 / 40)
    assert figures.idf1 == pytest.approx(30 / 40)
    assert figures.switches == 1


def test_without_the_evaluators_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.split(".")[0] == "trackers"] + ["trackers"]:
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(SettingsError, match=r"fashion-focus\[evaluate\]"):
        tracking_figures([KNOWN], [perfect(KNOWN)])
