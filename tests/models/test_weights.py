"""Files are described, registered, checked and opened only while they are what the manifest says."""

from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper

from fashion_focus.core.errors import ModelError
from fashion_focus.models import (
    Manifest,
    ModelKind,
    Port,
    describe,
    load_manifest,
    model_file,
    open_model,
    register,
    save_manifest,
    verify,
)


@pytest.fixture
def manifest(tmp_path: Path) -> Manifest:
    """A package folder with one network and one table, registered as a recipe does it."""
    weights = tmp_path / "weights"
    weights.mkdir()
    node = helper.make_node("Add", ["x", "x"], ["y"])
    ports = [helper.make_tensor_value_info(name, TensorProto.FLOAT, ["n", 2]) for name in "xy"]
    graph = helper.make_graph([node], "double", ports[:1], ports[1:])
    onnx.save(
        helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8), weights / "double.onnx"
    )
    np.savez(weights / "table.npz", a=np.arange(3))
    file = tmp_path / "manifest.toml"
    save_manifest(Manifest(()), file)
    network = describe(weights / "double.onnx", name="double", kind=ModelKind.VISUAL, licence="MIT")
    table = describe(weights / "table.npz", name="table", kind=ModelKind.CALIBRATION, licence="MIT")
    for entry in (network, table, network):
        register(entry, manifest=file)
    return load_manifest(file)


def test_a_network_is_described_by_its_own_ports(manifest: Manifest) -> None:
    assert [entry.name for entry in manifest] == ["double", "table"]
    assert manifest["double"].inputs == (Port("x", "float32", ("n", 2)),)
    assert manifest["double"].outputs == (Port("y", "float32", ("n", 2)),)
    assert manifest["table"].inputs == ()


@pytest.mark.parametrize("runtime", ["onnxruntime", "auto"])
def test_a_registered_network_opens_and_runs(manifest: Manifest, runtime: str) -> None:
    network = open_model("double", runtime=runtime, threads=1, manifest=manifest)
    assert network.run({"x": np.ones((1, 2), np.float32)})["y"].tolist() == [[2, 2]]


def test_a_registered_table_is_read_from_its_checked_file(manifest: Manifest) -> None:
    assert np.load(model_file("table", manifest=manifest))["a"].tolist() == [0, 1, 2]


def test_an_altered_file_is_never_opened(manifest: Manifest) -> None:
    path = manifest.folder / "double.onnx"
    path.write_bytes(path.read_bytes() + b"\x00")
    with pytest.raises(ModelError, match=r"model double .*double\.onnx\) was altered: .* install the package anew"):
        open_model("double", manifest=manifest)


def test_a_missing_file_is_named_with_the_remedy(manifest: Manifest) -> None:
    (manifest.folder / "table.npz").unlink()
    with pytest.raises(ModelError, match=r"model table .*table\.npz\): No such file.*install the package anew"):
        verify(manifest["table"], folder=manifest.folder)


def test_a_file_to_describe_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"cannot read .*none\.onnx"):
        describe(tmp_path / "none.onnx", name="a", kind=ModelKind.VISUAL, licence="MIT")


def test_a_network_to_describe_must_be_one(tmp_path: Path) -> None:
    (tmp_path / "text.onnx").write_text("no network")
    with pytest.raises(ModelError, match=r"cannot load .*text\.onnx"):
        describe(tmp_path / "text.onnx", name="a", kind=ModelKind.VISUAL, licence="MIT")


def test_every_shipped_file_is_what_the_manifest_says() -> None:
    manifest = load_manifest()
    for entry in manifest:
        verify(entry, folder=manifest.folder)
