"""Calibrated scores are probabilities, and the file's peaks stay in order."""

from pathlib import Path

import numpy as np
import onnxruntime
import pytest
import torch

from fashion_focus.core.errors import ModelError
from fashion_focus.training.detector_export import export_detector
from fashion_focus.training.dla import DetectorNetwork
from fashion_focus.training.score_calibration import fit_platt, rescale_heat

pytestmark = pytest.mark.training


def test_the_line_that_made_the_verdicts_is_found_again() -> None:
    rng = np.random.default_rng(0)
    scores = rng.uniform(0.01, 0.4, 5000)
    truth = 1 / (1 + np.exp(-(3.0 * np.log(scores / (1 - scores)) + 4.0)))
    slope, shift = fit_platt(scores, rng.random(5000) < truth)
    assert slope == pytest.approx(3.0, rel=0.15)
    assert shift == pytest.approx(4.0, rel=0.15)


def test_without_mistakes_scores_stay_as_they_are() -> None:
    assert fit_platt(np.array([0.2, 0.9]), np.array([True, True])) == (1.0, 0.0)


def test_an_exported_heat_is_rescaled_as_asked(tmp_path: Path) -> None:
    torch.manual_seed(0)
    network = DetectorNetwork(width=0.125)
    torch.save({"width": network.width, "average": network.state_dict()}, tmp_path / "checkpoint.pt")
    path = export_detector(tmp_path / "checkpoint.pt", tmp_path / "net.onnx")
    pixels = {"pixels": np.random.default_rng(0).integers(0, 256, (1, 64, 64, 3), dtype=np.uint8)}
    before = onnxruntime.InferenceSession(str(path)).run(["heat"], pixels)[0]
    rescale_heat(path, slope=2.0, shift=1.0)
    after = onnxruntime.InferenceSession(str(path)).run(["heat"], pixels)[0]
    wanted = 1 / (1 + np.exp(-(2 * np.log(before / (1 - before)) + 1)))
    np.testing.assert_allclose(after, wanted, atol=1e-4)


def test_a_file_without_heat_is_refused(tmp_path: Path) -> None:
    import onnx

    graph = onnx.helper.make_graph([], "nothing", [], [])
    onnx.save(onnx.helper.make_model(graph), str(tmp_path / "nothing.onnx"))
    with pytest.raises(ModelError, match=r"nothing\.onnx"):
        rescale_heat(tmp_path / "nothing.onnx", slope=1.0, shift=0.0)
