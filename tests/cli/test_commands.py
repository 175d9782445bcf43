"""What the commands print where all is well."""

import json
from pathlib import Path

import pytest
from tests.cli.conftest import Command
from typer import Typer

from fashion_focus.cli.main import app

COMMANDS = [
    "localize", "demo", "embed", "search", "catalog check", "catalog convert", "simulate", "train structuring",
    "train refinement", "train visual", "export", "evaluate", "models list", "models verify", "doctor", "serve",
    "stream",
]  # fmt: skip


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_helps_with_an_example(command: Command, name: str) -> None:
    outcome = command(*name.split(), "--help")
    assert outcome.code == 0
    assert "Example: fashion-focus" in outcome.out


def test_the_list_above_names_every_command() -> None:
    def names(typer: Typer, before: str = "") -> list[str]:
        own = [f"{before}{command.name}" for command in typer.registered_commands]
        deeper = [
            name for g in typer.registered_groups if g.typer_instance for name in names(g.typer_instance, f"{g.name} ")
        ]
        return own + deeper

    assert sorted(names(app)) == sorted(COMMANDS)


def test_an_unknown_command_is_one_line(command: Command) -> None:
    outcome = command("localise")
    assert outcome.code == 2
    assert "localise" in outcome.complaint


def test_localize_writes_all_results(command: Command, video: Path, shelf: Path, tmp_path: Path) -> None:
    outcome = command("localize", video, "--catalog", shelf, "--out", tmp_path, "--no-speech", "--json", "--overlay")
    assert outcome.code == 0, outcome.err
    assert json.loads(outcome.out)["products"] == 4
    names = {path.name for path in tmp_path.iterdir()}
    assert names >= {"focus.json", "focuses.csv", "chapters.vtt", "chapters.txt", "report.html", "overlay.mp4"}


def test_results_can_be_exported_again(command: Command, video: Path, shelf: Path, tmp_path: Path) -> None:
    assert command("localize", video, "--catalog", shelf, "--out", tmp_path, "--no-speech", "--json").code == 0
    outcome = command("export", "mot", tmp_path, "--catalog", shelf)
    assert outcome.code == 0
    assert (tmp_path / "tracklets.mot.txt").exists()


def test_a_picture_of_the_shelf_finds_itself(command: Command, shelf: Path, tmp_path: Path) -> None:
    gallery = tmp_path / "gallery.npz"
    assert command("embed", shelf, "--out", gallery).code == 0
    outcome = command("search", shelf.parent / "red-bag.png", "--catalog", gallery, "--top", "2", "--json")
    assert json.loads(outcome.out.splitlines()[0])["product_id"] == "red-bag"


def test_words_find_a_title(command: Command, shelf: Path) -> None:
    outcome = command("search", "the blue shoe", "--catalog", shelf, "--json")
    assert json.loads(outcome.out.splitlines()[0])["product_id"] == "blue-shoe"


def test_convert_writes_a_list_that_check_accepts(command: Command, shelf: Path, tmp_path: Path) -> None:
    converted = tmp_path / "converted.csv"
    assert command("catalog", "convert", shelf, converted).code == 0
    assert json.loads(command("catalog", "check", converted, "--json").out)["products"] == 4


def test_shipped_models_are_as_their_manifest_says(command: Command) -> None:
    outcome = command("models", "verify")
    assert outcome.code == 0
    assert "structuring" in outcome.out


def test_doctor_names_what_it_looked_at(command: Command) -> None:
    outcome = command("doctor", "--json")
    assert outcome.code == 0
    assert {row["what"] for row in json.loads(outcome.out)["findings"]} >= {"Python", "codecs", "model files"}


def test_the_configuration_file_sets_options(command: Command, video: Path, shelf: Path, tmp_path: Path) -> None:
    config = tmp_path / "settings.toml"
    config.write_text("[localize]\nno_speech = true\nrate = 2\n")
    outcome = command("localize", video, "--catalog", shelf, "--config", config, "--out", tmp_path / "out", "--json")
    assert outcome.code == 0, outcome.err
