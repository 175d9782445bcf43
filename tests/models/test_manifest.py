"""The manifest says what it was told, and refuses what it does not understand."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fashion_focus.core.errors import ModelError
from fashion_focus.models import (
    Figure,
    Manifest,
    ModelEntry,
    ModelKind,
    Port,
    TrainingData,
    load_manifest,
    save_manifest,
)

SHA = "0" * 64
ENTRY = f"""
[[model]]
name = "visual"
kind = "visual"
file = "visual.onnx"
sha256 = "{SHA}"
bytes = 5
licence = "Apache-2.0"
inputs = [{{ name = "crops", type = "float32", shape = ["n", 3, 160, 160] }}]
outputs = [{{ name = "vectors", type = "float32", shape = ["n", 128] }}]
data = [{{ source = "product photos", licence = "CC-BY-4.0", use = "triplets" }}]
figures = [{{ name = "R@1", value = 0.5, command = "make bench" }}]
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "manifest.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_shipped_manifest_is_read() -> None:
    manifest = load_manifest()
    assert all((manifest.folder / entry.file).is_file() for entry in manifest)
    assert sum(entry.bytes for entry in manifest) < 60_000_000


def test_an_entry_is_read_whole(tmp_path: Path) -> None:
    manifest = load_manifest(write(tmp_path, ENTRY))
    entry = manifest["visual"]
    assert manifest.folder == tmp_path / "weights"
    assert entry.kind is ModelKind.VISUAL
    assert entry.inputs == (Port("crops", "float32", ("n", 3, 160, 160)),)
    assert entry.data == (TrainingData("product photos", "CC-BY-4.0", "triplets"),)
    assert entry.figures == (Figure("R@1", 0.5, "make bench"),)
    assert entry.version == "visual@000000000000"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        pytest.param('licence = "Apache-2.0"\n', "", r"model\.0\.licence: .*required", id="no licence"),
        pytest.param("bytes = 5", 'bytes = "many"', r"model\.0\.bytes", id="a word for a number"),
        pytest.param(
            'kind = "visual"', 'kind = "magic"', "'structuring', 'refinement', 'visual' or 'calibration'", id="kind"
        ),
        pytest.param('"visual.onnx"', '"../visual.onnx"', "plain file name", id="a path out of the folder"),
        pytest.param(SHA, "abc", "64 hexadecimal digits", id="short hash"),
        pytest.param("bytes = 5", "bytes = 5\ncolour = 1", r"model\.0\.colour", id="unknown key"),
        pytest.param("[[model]]", "[[modl]]", "modl", id="unknown table"),
        pytest.param("inputs =", "x =", "", id="a network without inputs"),
        pytest.param("bytes = 5", "bytes = = 5", "line 7", id="no TOML"),
    ],
)
def test_a_fault_is_named_on_one_line(tmp_path: Path, old: str, new: str, said: str) -> None:
    path = write(tmp_path, ENTRY.replace(old, new))
    with pytest.raises(ModelError, match=rf"cannot read .*manifest\.toml: .*{said}") as caught:
        load_manifest(path)
    assert "\n" not in str(caught.value)


def test_two_entries_of_one_name_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="same name"):
        load_manifest(write(tmp_path, ENTRY + ENTRY.replace("visual.onnx", "other.onnx")))


def test_a_missing_manifest_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"cannot read .*manifest\.toml"):
        load_manifest(tmp_path / "manifest.toml")


def test_an_unknown_model_is_named_with_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no model 'visul'; it has visual"):
        load_manifest(write(tmp_path, ENTRY))["visul"]


text = st.text(st.characters(exclude_categories=["Cs"]))
sizes = st.one_of(st.integers(0, 4096), text)
ports = st.builds(Port, text, text, st.lists(sizes).map(tuple))
some_ports = st.lists(ports, min_size=1, max_size=2).map(tuple)
figures = st.builds(Figure, text, st.floats(allow_nan=False, allow_infinity=False), text)
entries = st.builds(
    ModelEntry,
    name=text,
    kind=st.just(ModelKind.STRUCTURING),
    file=st.just("a.onnx"),
    sha256=st.just(SHA),
    bytes=st.integers(0, 10**9),
    licence=text,
    inputs=some_ports,
    outputs=some_ports,
    data=st.lists(st.builds(TrainingData, text, text, text), max_size=2).map(tuple),
    figures=st.lists(figures, max_size=2).map(tuple),
)


@settings(deadline=None, max_examples=50)
@given(entry=entries)
def test_what_is_saved_is_loaded_again(tmp_path_factory: pytest.TempPathFactory, entry: ModelEntry) -> None:
    path = tmp_path_factory.mktemp("manifest") / "manifest.toml"
    save_manifest(Manifest((entry,)), path)
    assert load_manifest(path).entries == (entry,)
