"""`fashion-focus evaluate` says how good a run is, and refuses what cannot be scored."""

import json
from pathlib import Path

import pytest
from tests.cli.conftest import Command
from tests.evaluation.made import exhibit, focus, perfect, truth, write_predictions, write_truth

from fashion_focus.evaluation import Prediction


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path, Path]:
    known = [truth(exhibit("A", 2, 6), exhibit("C", 8, 12), stream=name, duration=15.0) for name in ("s1", "s2")]
    good = write_predictions(tmp_path / "good", *map(perfect, known))
    bad = write_predictions(tmp_path / "bad", *(Prediction(each.stream, (focus("B", 2, 6, 0.7),)) for each in known))
    return write_truth(tmp_path / "truth", *known), good, bad


def test_tables_on_the_terminal(command: Command, folders: tuple[Path, Path, Path]) -> None:
    outcome = command("evaluate", folders[0], folders[1])
    assert outcome.code == 0, outcome.err
    assert "overall" in outcome.out
    assert "95 % over streams" in outcome.out


def test_one_object_with_json(command: Command, folders: tuple[Path, Path, Path], tmp_path: Path) -> None:
    truth_dir, good, bad = folders
    page = tmp_path / "page.html"
    outcome = command("evaluate", truth_dir, good, "--compare", bad, "--html", page, "--json")
    assert outcome.code == 0, outcome.err
    document = json.loads(outcome.out)
    assert document["overall"]["R1@0.7"] == 1.0
    assert document["comparison"]["R1@0.7"]["is_real"] is True
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")


def test_faults_are_one_line_and_exit_code_2(command: Command, folders: tuple[Path, Path, Path]) -> None:
    truth_dir, good, _ = folders
    (good / "s2" / "focus.json").unlink()
    (good / "s7").mkdir()
    outcome = command("evaluate", truth_dir, good)
    assert outcome.code == 2
    assert "stream s2 has no prediction" in outcome.complaint
    assert "s7: no such stream" in outcome.complaint
    assert outcome.out == ""
