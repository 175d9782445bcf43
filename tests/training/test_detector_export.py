"""The ONNX files compute what the network computes, at any size."""

from pathlib import Path

import numpy as np
import onnxruntime
import openvino
import pytest
import torch

from fashion_focus.core.errors import ModelError
from fashion_focus.training.detector_export import export_detector, load_network, quantize_detector
from fashion_focus.training.dla import OUTPUTS, DetectorNetwork, activate

pytestmark = pytest.mark.training


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    torch.manual_seed(0)
    network = DetectorNetwork(width=0.125)
    path = tmp_path_factory.mktemp("run") / "checkpoint.pt"
    torch.save({"width": network.width, "average": network.state_dict()}, path)
    return path


@pytest.fixture(scope="module")
def exported(checkpoint: Path) -> Path:
    return export_detector(checkpoint, checkpoint.with_name("fp32.onnx"))


@pytest.mark.parametrize("shape", [(1, 96, 64, 3), (2, 64, 160, 3)], ids=["portrait", "two-landscape"])
def test_the_file_gives_the_networks_numbers(checkpoint: Path, exported: Path, shape: tuple[int, ...]) -> None:
    pixels = np.random.default_rng(0).integers(0, 256, shape, dtype=np.uint8)
    session = onnxruntime.InferenceSession(str(exported))
    assert [output.name for output in session.get_outputs()] == list(OUTPUTS)
    with torch.no_grad():
        expected = activate(load_network(checkpoint)(torch.from_numpy(pixels)))
    for got, want in zip(session.run(None, {"pixels": pixels}), expected, strict=True):
        np.testing.assert_allclose(got, want.numpy(), rtol=1e-3, atol=1e-3)


def test_both_runtimes_load_the_integer_file_at_any_size(exported: Path, tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    pictures = [rng.integers(0, 256, (64, 96, 3), dtype=np.uint8) for _ in range(2)]
    path = quantize_detector(exported, tmp_path / "int8.onnx", pictures=pictures)
    session = onnxruntime.InferenceSession(str(path))
    compiled = openvino.Core().compile_model(str(path), "CPU", {"INFERENCE_PRECISION_HINT": "f32"})
    assert [output.get_any_name() for output in compiled.outputs] == list(OUTPUTS)
    for shape in [(1, 64, 96, 3), (2, 96, 64, 3)]:
        pixels = np.zeros(shape, np.uint8)
        expected = (shape[0], 7, shape[1] // 4, shape[2] // 4)
        assert session.run(["heat"], {"pixels": pixels})[0].shape == expected
        assert compiled({"pixels": pixels})["heat"].shape == expected


def test_a_file_that_is_no_checkpoint_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"nothing\.pt"):
        export_detector(tmp_path / "nothing.pt", tmp_path / "out.onnx")
