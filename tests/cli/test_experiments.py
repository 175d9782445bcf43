"""`fashion-focus evaluate --set` runs the shipped models on a short drawn show and prints its tables."""

import json
from pathlib import Path

import pytest
from tests.cli.conftest import Command

from fashion_focus.simulation import StreamSettings, simulate_stream


@pytest.fixture(scope="module")
def shows(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("set")
    simulate_stream(
        folder / "s1", StreamSettings(seconds=8.0, size=(256, 144), fps=8, n_products=4, n_exhibits=2), seed=2
    )
    return folder


def test_table_1_and_the_loss_table_are_printed(command: Command, shows: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    outcome = command(
        *("evaluate", "--set", shows, "--all-modalities", "--losses", "--transcripts"),
        *("--out", tmp_path / "out", "--html", page),
    )
    assert outcome.code == 0, outcome.err
    for text in ("Table 1", "multimodal", "16.8", "localization alone", "R@10"):
        assert text in outcome.out
    assert "Table 1" in page.read_text(encoding="utf-8")
    again = command(
        *("evaluate", "--set", shows, "--all-modalities", "--boxes", "truth", "--transcripts"),
        *("--out", tmp_path / "out", "--json"),
    )
    document = json.loads(again.out)
    assert [block["boxes"] for block in document["modalities"]] == ["truth", "truth"]
    assert document["losses"] == []


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("evaluate",), "--set DIR"),
        (("evaluate", "a", "b", "--set", "c"), "leave TRUTH_DIR"),
        (("evaluate", "--set", "nowhere"), "no such folder"),
    ],
    ids=["nothing", "both", "no folder"],
)
def test_what_cannot_be_run_is_one_line_and_exit_code_2(command: Command, words: tuple[str, ...], reason: str) -> None:
    outcome = command(*words)
    assert outcome.code == 2
    assert reason in outcome.complaint
