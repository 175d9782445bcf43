"""Predictions are read as they were written; whatever is wrong with them is named and nothing is scored."""

import json
from pathlib import Path
from typing import Any

import pytest
from tests.evaluation.made import exhibit, focus, perfect, prediction_document, truth, write_predictions

from fashion_focus.core.errors import InputError
from fashion_focus.evaluation import Prediction, StreamTruth, evaluate, read_predictions
from fashion_focus.evaluation.predictions import read_saved_predictions


@pytest.fixture
def known() -> StreamTruth:
    return truth(exhibit("A", 1.0, 3.0), duration=5.0)


def focuses(**change: object) -> dict[str, Any]:
    part = prediction_document(Prediction("s1", (focus("A", 1.0, 2.0, 0.5, "B"),)))["focuses"][0]
    return {"schema_version": 1, "focuses": [part | change]}


def test_what_was_written_is_read(tmp_path: Path, known: StreamTruth) -> None:
    said = Prediction("s1", (focus("A", 1.0, 2.0, 0.5, "BC"),), perfect(known).tracklets)
    assert read_predictions(write_predictions(tmp_path, said), [known]) == (said,)


def test_results_of_more_streams_than_are_judged_are_no_fault(tmp_path: Path, known: StreamTruth) -> None:
    said = (Prediction("s1", (focus("A", 1.0, 2.0, 0.5),)), Prediction("s2"))
    folder = write_predictions(tmp_path, *said)
    assert read_saved_predictions(folder, [known]) == said[:1]
    with pytest.raises(InputError, match="s2: no such stream in the truth"):
        read_predictions(folder, [known])


def test_alternatives_are_ranked_by_confidence(tmp_path: Path, known: StreamTruth) -> None:
    others = [{"product_id": name, "confidence": value} for name, value in [("B", 0.1), ("A", 0.2), ("C", 0.3)]]
    (tmp_path / "s1").mkdir()
    (tmp_path / "s1" / "focus.json").write_text(json.dumps(focuses(alternatives=others)))
    (said,) = read_predictions(tmp_path, [known])
    assert said.focuses[0].ranked == ("A", "C", "B")


@pytest.mark.parametrize(
    ("document", "said"),
    [
        pytest.param(focuses(confidence=float("nan")), "confidence must be a finite number, found nan", id="NaN"),
        pytest.param(focuses(start=float("-inf")), "start must be a finite number", id="infinite"),
        pytest.param(focuses(start=10**400), "start must be a finite number", id="beyond numbers"),
        pytest.param(focuses(end=0.5), "end 0.5 lies before start 1.0", id="end before start"),
        pytest.param(focuses(product_id="Z"), "'Z' is not in the stream's catalog", id="unknown product"),
        pytest.param(focuses(product_id=["A"]), "is not in the stream's catalog", id="no name"),
        pytest.param(focuses(id=None), "no id", id="no id"),
        pytest.param(focuses(alternatives=[{"product_id": "Z", "confidence": 1}]), "alternative", id="alternative"),
        pytest.param(focuses(alternatives="B"), "alternatives must be a list", id="alternatives no list"),
        pytest.param({"schema_version": 2, "focuses": []}, "schema version 1", id="version"),
        pytest.param({"schema_version": 1}, "no list 'focuses'", id="no focuses"),
        pytest.param({"schema_version": 1, "focuses": ["A"]}, "focus 0: no object", id="focus no object"),
        pytest.param([], "schema version 1", id="no object"),
        pytest.param(
            {"schema_version": 1, "focuses": [], "tracklets": [{"id": "t1", "boxes": [[0, 0, 0, 1, 1]]}]},
            "tracklet t1: box",
            id="box of five",
        ),
        pytest.param(
            {"schema_version": 1, "focuses": [], "tracklets": [{"id": "t1", "boxes": [[0, 9, 0, 1, 1, 1]]}]},
            "x1 < x0",
            id="box inside out",
        ),
        pytest.param({"schema_version": 1, "focuses": focuses()["focuses"] * 2}, "id occurs twice", id="id twice"),
    ],
)
def test_a_fault_is_an_error_with_its_place(tmp_path: Path, known: StreamTruth, document: Any, said: str) -> None:
    (tmp_path / "s1").mkdir()
    (tmp_path / "s1" / "focus.json").write_text(json.dumps(document))
    with pytest.raises(InputError) as caught:
        read_predictions(tmp_path, [known])
    assert said in str(caught.value)
    assert "focus.json" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_every_fault_is_named_at_once(tmp_path: Path, known: StreamTruth) -> None:
    second = truth(exhibit("A", 1.0, 3.0), stream="s2", duration=5.0)
    write_predictions(tmp_path, Prediction("s1", (focus("A", 3.0, 2.0), focus("Z", 1.0, 2.0))), Prediction("s9"))
    with pytest.raises(InputError) as caught:
        read_predictions(tmp_path, [known, second])
    for said in ("end 2.0 lies before", "'Z' is not", "stream s2 has no prediction", "s9: no such stream"):
        assert said in str(caught.value)


def test_what_is_no_json_is_named(tmp_path: Path, known: StreamTruth) -> None:
    (tmp_path / "s1").mkdir()
    (tmp_path / "s1" / "focus.json").write_bytes(b"\xff{")
    with pytest.raises(InputError, match="no JSON"):
        read_predictions(tmp_path, [known])


def test_no_folder_is_named(tmp_path: Path, known: StreamTruth) -> None:
    with pytest.raises(InputError, match="no such folder"):
        read_predictions(tmp_path / "nowhere", [known])


def test_predictions_in_memory_must_pair_up(known: StreamTruth) -> None:
    with pytest.raises(InputError, match="prediction of s7: no such stream"):
        evaluate([known], [Prediction("s7")])
    other = truth(exhibit("A", 1.0, 3.0), stream="s2", duration=5.0)
    with pytest.raises(InputError, match="in the order"):
        evaluate([known, other], [Prediction("s2"), Prediction("s1")])
