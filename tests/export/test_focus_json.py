import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import numpy as np
import pytest
from tests.export.shows import VIDEO, empty_report, focus, small_report

from fashion_focus.core.errors import InputError
from fashion_focus.core.focus import Evidence, Focus, FocusReport, FocusState, VideoFacts
from fashion_focus.core.interval import Interval
from fashion_focus.core.tracklet import Tracklet
from fashion_focus.export import focus_json_text, read_focus_json, report_to_dict, schema_text, write_focus_json

ROOT = Path(__file__).parents[2]
BENCH = ROOT.parent / "shared" / "bench"


def check_schema(document: object) -> None:
    jsonschema.Draft202012Validator(json.loads(schema_text())).validate(document)


def test_the_published_schema_is_the_one_that_is_used() -> None:
    assert (ROOT / "docs" / "schema" / "focus.schema.json").read_text(encoding="utf-8") == schema_text()


def test_the_file_is_as_it_was_looked_at(same_as_golden: Callable[[str, str], None]) -> None:
    same_as_golden(focus_json_text(small_report()), "focus.json")


@pytest.mark.parametrize("report", [small_report(), empty_report()], ids=["small", "empty"])
def test_the_file_keeps_to_the_schema(report: FocusReport) -> None:
    check_schema(json.loads(focus_json_text(report)))


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    write_focus_json(small_report(), tmp_path / "focus.json")
    again = read_focus_json(tmp_path / "focus.json")
    assert report_to_dict(again) == report_to_dict(small_report())
    assert again.tracklets[0].boxes.dtype == np.float32
    assert again.undecided[0].state is FocusState.UNDECIDED


def test_undecided_focuses_stand_apart_wherever_they_came_from() -> None:
    report = replace(empty_report(), focuses=(focus("a", "SOCK", 1, 2, state="undecided"), focus("b", "SOCK", 3, 4)))
    document = report_to_dict(report)
    assert [f["id"] for f in document["focuses"]] == ["b"]
    assert [(f["id"], f["state"]) for f in document["undecided"]] == [("a", "undecided")]


def test_viewers_names_are_not_written() -> None:
    assert "petra" not in focus_json_text(small_report())


def test_rounding_never_empties_a_focus() -> None:
    report = replace(empty_report(), focuses=(focus("a", "SOCK", 1.0001, 1.0002),))
    (row,) = report_to_dict(report)["focuses"]
    assert (row["start"], row["end"]) == (1.0, 1.001)


def test_a_number_that_is_not_finite_is_refused() -> None:
    with pytest.raises(ValueError, match=r"focuses\.0\.confidence"):
        report_to_dict(replace(empty_report(), focuses=(focus("a", "SOCK", 1, 2, confidence=float("nan")),)))


def test_half_a_surrogate_pair_does_not_stop_the_file(tmp_path: Path) -> None:
    odd = replace(VIDEO, file="a\ud800b.mp4")
    write_focus_json(replace(empty_report(), video=odd), tmp_path / "focus.json")
    assert read_focus_json(tmp_path / "focus.json").video.file == "a?b.mp4"


def test_later_versions_may_add_fields(tmp_path: Path) -> None:
    document = report_to_dict(small_report())
    document["later"] = document["focuses"][0]["later"] = {"more": 1}
    check_schema(document)
    path = tmp_path / "focus.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    assert len(read_focus_json(path).focuses) == 3


def _spoil(document: dict[str, Any], case: str) -> str:
    if case == "version":
        document["schema_version"] = 2
    elif case == "interval":
        document["focuses"][0]["end"] = document["focuses"][0]["start"]
    elif case == "boxes":
        document["tracklets"][0]["boxes"] = []
    return "{" if case == "syntax" else json.dumps(document)


@pytest.mark.parametrize("case", ["version", "interval", "boxes", "syntax"])
def test_a_spoilt_file_is_named_with_a_remedy(case: str, tmp_path: Path) -> None:
    path = tmp_path / "focus.json"
    path.write_text(_spoil(report_to_dict(small_report()), case), encoding="utf-8")
    with pytest.raises(InputError, match=r"focus\.json: .*; make it again"):
        read_focus_json(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"cannot read .*none.json: No such file"):
        read_focus_json(tmp_path / "none.json")


def _true_report(truth: dict[str, Any]) -> FocusReport:
    """What a perfect session would report of a stream."""
    focuses = tuple(
        Focus(f"f{k}", e["product_id"], Interval(e["start"], e["end"]), 1.0, evidence=Evidence({"visual": 1.0}))
        for k, e in enumerate(truth["exhibits"])
    )
    rows = [
        (frame["t"], thing["box"])
        for frame in truth["boxes"]["frames"]
        for thing in frame["objects"]
        if thing["role"] == "exhibit"
    ]
    ones = np.ones(len(rows), np.float32)
    boxes = np.array([box for _, box in rows], np.float32)
    whole = Tracklet("t1", ("other",), np.array([time for time, _ in rows]), boxes, ones, ones)
    video = VideoFacts(truth["video"], truth["duration"], tuple(truth["size"]), truth["fps"])
    return FocusReport(video, "catalog.csv", len(focuses), {}, focuses, tracklets=(whole,))


@pytest.mark.shared
@pytest.mark.skipif(not BENCH.is_dir(), reason="the shared bench (../shared/bench) is not here")
def test_the_benchmark_gives_the_truth_full_marks(tmp_path: Path) -> None:
    for path in sorted(BENCH.glob("streams/*/truth.json")):
        report = _true_report(json.loads(path.read_text(encoding="utf-8")))
        write_focus_json(report, tmp_path / path.parent.name / "focus.json")
    scorer = [sys.executable, str(BENCH / "score.py"), str(BENCH / "streams"), str(tmp_path), "--json"]
    result = json.loads(subprocess.run(scorer, check=True, capture_output=True, text=True).stdout)["overall"]
    names = ("R1@0.5", "R1@0.7", "R5@0.5", "precision@0.5", "tracked", "time_recall")
    assert {name: result[name] for name in names} == dict.fromkeys(names, 1.0)
    assert result["false_per_hour"] == 0.0
