"""Every figure of a hand-worked stream; docs/protocols.md shows the working."""

from dataclasses import replace

import pytest
from tests.evaluation.made import BOX, exhibit, focus, truth

from fashion_focus.evaluation import Evaluation, PredictedTracklet, Prediction, evaluate
from fashion_focus.evaluation.metrics import score_stream

KNOWN = truth(exhibit("A", 10, 20), exhibit("A", 30, 40), exhibit("B", 50, 60, "shoe"), duration=120.0)
FOCUSES = (
    focus("A", 12, 22, 0.9),
    focus("A", 31, 35, 0.8),
    focus("C", 50, 60, 0.7, alternatives="DB"),
    focus("A", 70, 80, 0.6),
)
TRACKLET = PredictedTracklet("t1", "bag", tuple((12 + 0.2 * n, *BOX, 1.0) for n in range(20)))


@pytest.fixture(scope="module")
def run() -> Evaluation:
    return evaluate([KNOWN], [Prediction("s1", FOCUSES, (TRACKLET,))])


EXPECTED = {
    "R1@0.3": 2 / 3,
    "R1@0.5": 1 / 3,
    "R1@0.7": 0.0,
    "R5@0.3": 1.0,
    "R5@0.5": 2 / 3,
    "R5@0.7": 1 / 3,
    "mIoU": (8 / 12 + 4 / 10) / 3,
    "precision@0.5": 1 / 4,
    "false_per_hour": 2 * 3600 / 120,
    "start_error": (2 + 1) / 2,
    "end_error": (2 + 5) / 2,
    "time_recall": (8 + 4) / 30,
    "tracked": 22 / 150,
    "mAP": 4 / 10 * (1 / 2) / 2,
    "mAP@0.5": (1 / 2) / 2,
}


@pytest.mark.parametrize("name", EXPECTED)
def test_a_figure_is_as_worked_by_hand(run: Evaluation, name: str) -> None:
    assert run.overall.figures[name] == pytest.approx(EXPECTED[name])


def test_confidence_is_as_worked_by_hand(run: Evaluation) -> None:
    assert run.abstention.auroc_focus == 1.0
    assert run.abstention.auroc_shelf == pytest.approx(2.5 / 4)
    assert run.abstention.ece == pytest.approx((0.1 + 0.8 + 0.7 + 0.6) / 4)
    assert run.abstention.pooled_ap == pytest.approx(4 / 10 * 1 / 3)


def test_a_product_beyond_the_fifth_place_is_not_found() -> None:
    known = truth(exhibit("A", 0, 10), duration=20.0, shelf="ABCDEF")
    fifth, sixth = (
        score_stream(known, Prediction("s1", (focus("B", 0, 10, 1.0, names),))) for names in ("CDEA", "CDEFA")
    )
    assert (fifth.exhibits[0].iou5, sixth.exhibits[0].iou5) == (1.0, 0.0)


def test_two_focuses_do_not_find_one_exhibit_twice() -> None:
    known = truth(exhibit("A", 0, 10), duration=20.0)
    score = score_stream(known, Prediction("s1", (focus("A", 0, 9), focus("A", 0.5, 10))))
    assert [row.is_right for row in score.focuses] == [False, True]
    assert not any(row.is_false for row in score.focuses), "it overlaps an exhibit, so it is not false either"


def test_boxes_of_another_thing_track_nothing() -> None:
    far = replace(TRACKLET, rows=tuple((row[0], 500.0, 500.0, 600.0, 600.0, 1.0) for row in TRACKLET.rows))
    score = score_stream(KNOWN, Prediction("s1", (), (far,)))
    assert [row.tracked for row in score.exhibits] == [0, 0, 0]


def test_streams_must_belong_together() -> None:
    with pytest.raises(ValueError, match="do not belong together"):
        score_stream(KNOWN, Prediction("s2"))
