"""From PyTorch to ONNX and to 8 bits."""

from pathlib import Path

import numpy as np
import onnx
import pytest

torch = pytest.importorskip("torch", reason="needs the extra [train]")

from fashion_focus.embedding import SIDE  # noqa: E402 (after the skip)
from fashion_focus.training.visual_export import encoder_of, export_onnx, quantize_visual  # noqa: E402
from fashion_focus.training.visual_network import Trunk, VisualNetwork  # noqa: E402

pytestmark = pytest.mark.training


@pytest.fixture(scope="module")
def network() -> VisualNetwork:
    torch.manual_seed(0)
    return VisualNetwork(Trunk.from_imagenet()).eval()


@pytest.fixture(scope="module")
def squares() -> np.ndarray:
    coarse = np.random.default_rng(0).integers(0, 256, (12, 8, 8, 3), np.uint8)
    return np.repeat(np.repeat(coarse, SIDE // 8, axis=1), SIDE // 8, axis=2)


@pytest.fixture(scope="module")
def exported(network: VisualNetwork, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return export_onnx(network, tmp_path_factory.mktemp("onnx") / "visual.onnx")


def test_the_file_gives_what_the_network_gives(network: VisualNetwork, exported: Path, squares: np.ndarray) -> None:
    with torch.inference_mode():
        expected = network(torch.from_numpy(squares)).numpy()
    assert np.allclose(encoder_of(exported)(squares), expected, atol=1e-5)


def test_the_file_takes_bytes_and_any_number_of_squares(exported: Path, squares: np.ndarray) -> None:
    encode = encoder_of(exported)
    assert encode(squares[:1]).shape == (1, 128)
    assert np.allclose(encode(squares[:5]), encode(squares)[:5], atol=1e-5)


def test_convolutions_do_their_own_padding(exported: Path) -> None:
    assert "Pad" not in {node.op_type for node in onnx.load(str(exported)).graph.node}


def test_eight_bits_turn_vectors_only_a_little(exported: Path, squares: np.ndarray, tmp_path: Path) -> None:
    small = quantize_visual(exported, squares[:4], out=tmp_path / "visual.int8.onnx")
    cosines = (encoder_of(exported)(squares[:4]) * encoder_of(small)(squares[:4])).sum(axis=1)
    assert cosines.min() > 0.97
    assert small.stat().st_size < exported.stat().st_size / 2.5
