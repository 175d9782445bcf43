"""What went wrong is told apart: missed, another product, its twin, another time, and said of nothing."""

import pytest
from tests.evaluation.made import exhibit, focus, truth

from fashion_focus.evaluation import FailureKind, PredictedFocus, Prediction, find_failures
from fashion_focus.evaluation.metrics import score_stream

KNOWN = truth(exhibit("A", 10, 20), duration=60.0)


def kinds(*focuses: PredictedFocus) -> list[str]:
    return [str(f.kind) for f in find_failures(KNOWN, score_stream(KNOWN, Prediction("s1", focuses)))]


@pytest.mark.parametrize(
    ("focuses", "expected"),
    [
        pytest.param((focus("A", 11, 20),), [], id="found"),
        pytest.param((), ["missed"], id="missed"),
        pytest.param((focus("A", 18, 30),), ["wrong time"], id="wrong time"),
        pytest.param((focus("C", 10, 20),), ["wrong product"], id="wrong product"),
        pytest.param((focus("B", 10, 20),), ["wrong twin"], id="wrong twin"),
        pytest.param((focus("C", 40, 50),), ["missed", "false"], id="missed and false"),
        pytest.param((focus("A", 10, 20), focus("C", 40, 50)), ["false"], id="false alone"),
        pytest.param((focus("C", 18, 40),), ["missed", "false"], id="another product hardly then"),
    ],
)
def test_a_failure_is_of_one_kind(focuses: tuple[PredictedFocus, ...], expected: list[str]) -> None:
    assert kinds(*focuses) == expected


def test_a_right_focus_of_another_product_is_not_blamed() -> None:
    known = truth(exhibit("A", 10, 20), exhibit("C", 10, 20), duration=60.0)
    (failure,) = find_failures(known, score_stream(known, Prediction("s1", (focus("C", 10, 20),))))
    assert (failure.kind, failure.wanted) == (FailureKind.MISSED, "A")


def test_a_failure_tells_where_and_what() -> None:
    (failure,) = find_failures(KNOWN, score_stream(KNOWN, Prediction("s1", (focus("B", 12, 22, 0.7),))))
    assert (failure.stream, failure.start, failure.end) == ("s1", 10.0, 20.0)
    assert (failure.wanted, failure.said, failure.confidence) == ("A", "B", 0.7)
    assert failure.iou == pytest.approx(8 / 12)
