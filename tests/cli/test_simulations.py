"""`fashion-focus simulate`: a show, or a set, from one command."""

from dataclasses import replace
from pathlib import Path

import pytest

from fashion_focus.cli.main import BAD_INPUT, DONE, execute
from fashion_focus.cli.simulations import SetName
from fashion_focus.simulation import SETS, StreamSettings


def test_every_named_set_can_be_asked_for() -> None:
    assert {name.value for name in SetName} == set(SETS)


def test_a_set_is_made_and_made_only_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    small = StreamSettings(seconds=6.0, size=(64, 64), fps=5, n_products=4, n_exhibits=1)
    smoke = SETS["smoke"]
    tiny = replace(smoke, n_products=12, streams=tuple(replace(row, settings=small) for row in smoke.streams[:1]))
    monkeypatch.setitem(SETS, "smoke", tiny)
    command = ["simulate", str(tmp_path / "smoke"), "--set", "smoke", "--workers", "1"]
    assert execute(command) == DONE
    truth = tmp_path / "smoke" / "smoke-1" / "truth.json"
    made = truth.stat().st_mtime_ns
    assert execute(command) == DONE
    assert truth.stat().st_mtime_ns == made
    assert "1 streams" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--set", "nonesuch"], "smoke"),
        (["--set", "smoke", "--hours", "2"], "--hours"),
        (["--set", "smoke", "--split", "val"], "--split"),
        (["--set", "smoke", "--products-folder", "."], "drawn products only"),
        (["--split", "val"], "give their --products-folder"),
    ],
    ids=["unknown set", "a set's length is its own", "a set's split too", "smoke is drawn", "a split of nothing"],
)
def test_what_does_not_fit_together_is_told(
    arguments: list[str], told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert execute(["simulate", str(tmp_path / "out"), *arguments]) == BAD_INPUT
    assert told in capsys.readouterr().err
