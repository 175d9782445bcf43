"""What every Encoder must do."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnx
import onnxruntime
import pytest
from onnx import TensorProto, helper

from fashion_focus.core.errors import ModelError
from fashion_focus.embedding import SIDE, WIDTH, Encoder, HistogramEncoder, OnnxEncoder
from fashion_focus.evaluation.experiments.composed import RememberingEncoder
from fashion_focus.models.runtime import Tensors


class SmallRuntime:
    """A Runtime straight over onnxruntime, for a network of a few kilobytes."""

    name = "mean-colours@test"

    def __init__(self, file: Path) -> None:
        self._session = onnxruntime.InferenceSession(str(file), providers=["CPUExecutionProvider"])

    def run(self, inputs: Mapping[str, npt.NDArray[np.generic]]) -> Tensors:
        return {"vectors": self._session.run(["vectors"], dict(inputs))[0]}


def write_network(file: Path, *, width: int) -> Path:
    """Pixels to the means of a coarse grid, through a fixed random matrix."""
    weights = np.random.default_rng(0).normal(size=(3 * (SIDE // 32) ** 2, width)).astype(np.float32)
    nodes = [
        helper.make_node("Cast", ["pixels"], ["floats"], to=TensorProto.FLOAT),
        helper.make_node("Transpose", ["floats"], ["planes"], perm=[0, 3, 1, 2]),
        helper.make_node("AveragePool", ["planes"], ["grid"], kernel_shape=[32, 32], strides=[32, 32]),
        helper.make_node("Flatten", ["grid"], ["flat"]),
        helper.make_node("MatMul", ["flat", "weights"], ["vectors"]),
    ]
    graph = helper.make_graph(
        nodes,
        "mean-colours",
        [helper.make_tensor_value_info("pixels", TensorProto.UINT8, ["n", SIDE, SIDE, 3])],
        [helper.make_tensor_value_info("vectors", TensorProto.FLOAT, ["n", width])],
        [helper.make_tensor("weights", TensorProto.FLOAT, weights.shape, weights.tobytes(), raw=True)],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.save(model, str(file))
    return file


@pytest.fixture(params=["onnx", "histogram", "remembering"])
def encoder(request: pytest.FixtureRequest, tmp_path: Path) -> Encoder:
    if request.param == "histogram":
        return HistogramEncoder()
    if request.param == "remembering":
        return RememberingEncoder(HistogramEncoder())
    return OnnxEncoder(SmallRuntime(write_network(tmp_path / "small.onnx", width=WIDTH)), batch=2)


@pytest.fixture
def squares() -> npt.NDArray[np.uint8]:
    return np.random.default_rng(1).integers(0, 256, (5, SIDE, SIDE, 3), np.uint8)


def test_vectors_are_unit_rows_of_the_agreed_width(encoder: Encoder, squares: npt.NDArray[np.uint8]) -> None:
    vectors = encoder.encode(squares)
    assert vectors.shape == (5, WIDTH)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(5), abs=1e-5)


def test_a_vector_does_not_depend_on_its_batch(encoder: Encoder, squares: npt.NDArray[np.uint8]) -> None:
    alone = np.concatenate([encoder.encode(square[None]) for square in squares])
    assert np.allclose(encoder.encode(squares), alone, atol=1e-5)


def test_no_squares_give_no_vectors(encoder: Encoder, squares: npt.NDArray[np.uint8]) -> None:
    assert encoder.encode(squares[:0]).shape == (0, WIDTH)


def test_plain_white_has_a_vector_too(encoder: Encoder) -> None:
    vector = encoder.encode(np.full((1, SIDE, SIDE, 3), 255, np.uint8))
    assert np.isfinite(vector).all()


def test_a_red_thing_is_nearer_to_a_red_one_than_to_a_blue_one(encoder: Encoder) -> None:
    colours = np.array([[200, 20, 30], [180, 30, 40], [20, 40, 200]], np.uint8)
    things = np.full((3, SIDE, SIDE, 3), 255, np.uint8)
    things[:, 40:120, 40:120] = colours[:, None, None]
    red, other_red, blue = encoder.encode(things)
    assert red @ other_red > red @ blue


@pytest.mark.parametrize("shape", [(SIDE, SIDE, 3), (1, SIDE, 80, 3), (1, SIDE, SIDE, 4)], ids=str)
def test_other_shapes_are_refused(encoder: Encoder, shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="squares must have shape"):
        encoder.encode(np.zeros(shape, np.uint8))


def test_it_has_a_name(encoder: Encoder) -> None:
    assert encoder.name


def test_a_network_of_another_width_is_no_encoder(tmp_path: Path) -> None:
    encoder = OnnxEncoder(SmallRuntime(write_network(tmp_path / "narrow.onnx", width=16)))
    with pytest.raises(ModelError, match="no visual encoder"):
        encoder.encode(np.zeros((1, SIDE, SIDE, 3), np.uint8))
