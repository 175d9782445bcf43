"""Readings of a network's maps, and the tail that makes vectors of them, within ONNX files."""

from pathlib import Path

import numpy as np
import onnx
import pytest

torch = pytest.importorskip("torch", reason="needs the extra [train]")

from fashion_focus.core.errors import ModelError  # noqa: E402 (after the skip)
from fashion_focus.embedding import SIDE, WIDTH  # noqa: E402
from fashion_focus.training.colour_sketch import COLOURS  # noqa: E402
from fashion_focus.training.visual_export import encoder_of, export_onnx, quantize_visual  # noqa: E402
from fashion_focus.training.visual_network import Trunk, VisualNetwork  # noqa: E402
from fashion_focus.training.visual_tail import (  # noqa: E402
    N_READINGS,
    Reader,
    Scale,
    Tail,
    join_tail,
    parts_of,
    write_reader,
)

pytestmark = pytest.mark.training


def noise(seed: int, n: int) -> np.ndarray:
    coarse = np.random.default_rng(seed).integers(0, 256, (n, 6, 6, 3), np.uint8)
    return np.repeat(np.repeat(coarse, SIDE // 6, axis=1), SIDE // 6, axis=2)


def some_tail() -> Tail:
    torch.manual_seed(1)
    return Tail(torch.randn(WIDTH, N_READINGS), torch.randn(WIDTH))


@pytest.fixture(scope="module")
def network() -> VisualNetwork:
    torch.manual_seed(0)
    return VisualNetwork(Trunk.from_imagenet()).eval()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("tail")


@pytest.fixture(scope="module")
def encoder(network: VisualNetwork, folder: Path) -> Path:
    return export_onnx(network, folder / "encoder.onnx")


@pytest.fixture(scope="module")
def reader(encoder: Path, folder: Path) -> Path:
    return write_reader(encoder, out=folder / "encoder.reader")


def test_readings_are_the_features_and_every_maps_mean_and_deviation(network: VisualNetwork, reader: Path) -> None:
    squares = noise(3, 3)
    read = Reader(reader).read(squares)
    assert read.shape == (3, N_READINGS)
    with torch.no_grad():
        maps = network.trunk.front(torch.from_numpy(squares))
        features, deep = network.features(maps), network.trunk.tail(maps)
    parts = parts_of(read)
    assert torch.allclose(parts[0], features, atol=1e-3)
    assert parts[1].norm(dim=1).tolist() == pytest.approx([1.0] * 3, abs=1e-4)
    assert parts[1].shape[1] == COLOURS
    assert torch.allclose(parts[8], maps.mean((2, 3)), atol=1e-3)
    assert torch.allclose(parts[10], deep.mean((2, 3)), atol=1e-3)
    assert torch.allclose(parts[11], deep.std((2, 3), correction=0), atol=1e-3)


def test_a_joined_file_is_an_encoder(encoder: Path, reader: Path, folder: Path) -> None:
    tail = some_tail()
    whole = join_tail(reader, tail, out=folder / "joined.onnx")
    before, after = onnx.load(str(encoder)).graph, onnx.load(str(whole)).graph
    assert [one.name for one in after.input] == [one.name for one in before.input]
    assert [one.name for one in after.output] == [one.name for one in before.output]
    vectors = encoder_of(whole)(noise(4, 5))
    assert vectors.shape == (5, WIDTH)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(5), abs=1e-4)
    with torch.no_grad():
        assert vectors == pytest.approx(np.asarray(tail(Reader(reader).read(noise(4, 5)))), abs=1e-4)


def test_a_tail_is_exchanged_for_another(reader: Path, folder: Path) -> None:
    joined = join_tail(reader, some_tail(), out=folder / "first.onnx")
    again = write_reader(joined, out=folder / "again.reader")
    assert torch.equal(Reader(again).read(noise(5, 2)), Reader(reader).read(noise(5, 2)))


def test_a_file_in_8_bits_is_read_the_same(encoder: Path, reader: Path, folder: Path) -> None:
    squares = noise(6, 32)
    integers = quantize_visual(encoder, squares, out=folder / "integers.onnx")
    read = Reader(write_reader(integers, out=folder / "integers.reader")).read(squares)
    full = Reader(reader).read(squares)
    for few, many in zip(parts_of(read), parts_of(full), strict=True):
        assert torch.nn.functional.cosine_similarity(few, many).min() > 0.95


def test_a_scale_is_folded_into_the_axes() -> None:
    torch.manual_seed(2)
    readings = torch.randn(20, N_READINGS) * torch.rand(N_READINGS) + torch.rand(N_READINGS)
    scale = Scale.of(readings)
    for part in parts_of(scale(readings)):
        # Exactly one where every number has its own size, nearly where one size serves a part.
        assert 0.9 < float(part.var(0, correction=0).sum()) < 1.5
    axes, bias = torch.randn(WIDTH, N_READINGS), torch.randn(WIDTH)
    with torch.no_grad():
        expected = torch.nn.functional.normalize(scale(readings) @ axes.T + bias, dim=1)
        assert torch.allclose(scale.folded(axes, bias)(readings), expected, atol=1e-4)


def test_another_network_is_refused(folder: Path) -> None:
    other = folder / "other.onnx"
    kind = onnx.TensorProto.FLOAT
    ends = [onnx.helper.make_tensor_value_info(name, kind, [1]) for name in ("pixels", "vectors")]
    node = onnx.helper.make_node("Relu", ["pixels"], ["vectors"])
    onnx.save(onnx.helper.make_model(onnx.helper.make_graph([node], "other", ends[:1], ends[1:])), str(other))
    with pytest.raises(ModelError, match=r"other\.onnx has no trunk to read from; give a file that"):
        write_reader(other, out=folder / "none.reader")
