"""One suite for every runtime, over tiny networks made here."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import CalibrationDataReader, QuantFormat, QuantType, quantize_static

from fashion_focus.core.errors import ModelError
from fashion_focus.models import OnnxRuntime, OpenVinoRuntime, Runtime, openvino_is_installed

Make = Callable[[Path], Runtime]
Pictures = npt.NDArray[np.float32]


@pytest.fixture(params=["onnxruntime", "openvino"])
def make(request: pytest.FixtureRequest) -> Make:
    if request.param == "onnxruntime":
        return lambda path: OnnxRuntime(path, threads=1)
    if not openvino_is_installed():
        pytest.skip("needs the extra [openvino]")
    return lambda path: OpenVinoRuntime(path, threads=1)


class Samples(CalibrationDataReader):  # type: ignore[misc]  # onnxruntime hands out its classes untyped
    def __init__(self, samples: list[Pictures]) -> None:
        self._left = iter(samples)

    def get_next(self) -> dict[str, Pictures] | None:
        sample = next(self._left, None)
        return None if sample is None else {"pictures": sample}


def save(path: Path, nodes: list[onnx.NodeProto], outputs: list[str], weights: list[onnx.TensorProto]) -> Path:
    pictures = helper.make_tensor_value_info("pictures", TensorProto.FLOAT, ["batch", 3, "height", "width"])
    results = [helper.make_tensor_value_info(name, TensorProto.FLOAT, [None] * 4) for name in outputs]
    graph = helper.make_graph(nodes, "tiny", [pictures], results, weights)
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8), path)
    return path


@pytest.fixture(scope="session")
def two_heads(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A network that returns its input doubled, and its input without the negative part."""
    nodes = [
        helper.make_node("Add", ["pictures", "pictures"], ["doubled"]),
        helper.make_node("Relu", ["pictures"], ["positive"]),
    ]
    return save(tmp_path_factory.mktemp("net") / "two_heads.onnx", nodes, ["doubled", "positive"], [])


@pytest.fixture(scope="session")
def convolution(tmp_path_factory: pytest.TempPathFactory) -> Path:
    weight = np.random.default_rng(1).normal(size=(8, 3, 3, 3)).astype(np.float32)
    nodes = [
        helper.make_node("Conv", ["pictures", "weight"], ["sums"], pads=[1, 1, 1, 1], kernel_shape=[3, 3]),
        helper.make_node("Relu", ["sums"], ["features"]),
    ]
    path = tmp_path_factory.mktemp("net") / "convolution.onnx"
    return save(path, nodes, ["features"], [numpy_helper.from_array(weight, "weight")])


@pytest.fixture(scope="session")
def quantized(convolution: Path) -> Path:
    """The convolution with unsigned 8-bit activations and signed 8-bit weights a channel: what we ship."""
    path = convolution.with_name("quantized.onnx")
    samples = [pictures(8, 8, seed=seed) for seed in range(10)]
    quantize_static(
        convolution,
        path,
        Samples(samples),
        quant_format=QuantFormat.QDQ,
        per_channel=True,
        activation_type=QuantType.QUInt8,
        weight_type=QuantType.QInt8,
    )
    return path


def pictures(height: int, width: int, *, batch: int = 1, seed: int = 0) -> Pictures:
    return np.random.default_rng(seed).random((batch, 3, height, width), dtype=np.float32)


def run(runtime: Runtime, x: Pictures, output: str) -> Pictures:
    result = runtime.run({"pictures": x})[output]
    assert result.dtype == np.float32
    return result.astype(np.float32)


def test_outputs_come_by_name(make: Make, two_heads: Path) -> None:
    x = pictures(2, 3) - np.float32(0.5)
    runtime = make(two_heads)
    assert runtime.run({"pictures": x}).keys() == {"doubled", "positive"}
    np.testing.assert_allclose(run(runtime, x, "doubled"), 2 * x)
    np.testing.assert_allclose(run(runtime, x, "positive"), np.maximum(x, 0))


def test_height_width_and_batch_may_vary_between_calls(make: Make, two_heads: Path) -> None:
    runtime = make(two_heads)
    for x in (pictures(4, 6), pictures(5, 3, batch=7), pictures(4, 6)):
        np.testing.assert_allclose(run(runtime, x, "doubled"), 2 * x)


def test_an_empty_batch_gives_empty_outputs(make: Make, two_heads: Path) -> None:
    assert run(make(two_heads), pictures(2, 2, batch=0), "doubled").shape == (0, 3, 2, 2)


def test_a_view_with_strides_is_read_right(make: Make, two_heads: Path) -> None:
    x = np.ascontiguousarray(pictures(4, 6).transpose(0, 2, 3, 1)).transpose(0, 3, 1, 2)
    np.testing.assert_allclose(run(make(two_heads), x, "doubled"), 2 * x)


def test_an_output_stays_as_it_was_after_the_next_call(make: Make, two_heads: Path) -> None:
    runtime = make(two_heads)
    first = run(runtime, np.ones((1, 3, 2, 2), np.float32), "doubled")
    runtime.run({"pictures": np.zeros((1, 3, 2, 2), np.float32)})
    np.testing.assert_array_equal(first, 2)


def test_a_quantized_file_gives_nearly_what_the_float_file_gives(
    make: Make, convolution: Path, quantized: Path
) -> None:
    x = pictures(8, 8, batch=2, seed=9)
    exact = run(make(convolution), x, "features")
    rough = run(make(quantized), x, "features")
    np.testing.assert_allclose(rough, exact, atol=0.1)


def test_all_runtimes_agree_on_a_quantized_file(make: Make, quantized: Path) -> None:
    x = pictures(8, 8, batch=2, seed=9)
    reference = run(OnnxRuntime(quantized, threads=1), x, "features")
    # Two steps of the coarser quantization: runtimes may round halves either way.
    np.testing.assert_allclose(run(make(quantized), x, "features"), reference, atol=0.05)


@pytest.mark.parametrize(
    ("inputs", "wanted"),
    [
        pytest.param({"images": pictures(2, 2)}, r"got inputs \['images'\]", id="name"),
        pytest.param({}, r"got inputs \[\]", id="none"),
        pytest.param({"pictures": pictures(2, 2).astype(np.float64)}, "got pictures float64", id="type"),
        pytest.param({"pictures": pictures(2, 2)[0]}, r"float32\[3, 2, 2\]", id="rank"),
        pytest.param({"pictures": pictures(2, 2)[:, :1]}, r"float32\[1, 1, 2, 2\]", id="fixed length"),
    ],
)
def test_a_wrong_input_is_named_with_what_is_wanted(
    make: Make, two_heads: Path, inputs: dict[str, Pictures], wanted: str
) -> None:
    with pytest.raises(ModelError, match=f"two_heads.onnx: .*{wanted}.*it takes pictures float32"):
        make(two_heads).run(inputs)


def test_shapes_that_the_network_cannot_join_are_one_model_error(make: Make, tmp_path: Path) -> None:
    weight = numpy_helper.from_array(np.ones((4, 4), np.float32), "weight")
    path = save(tmp_path / "matmul.onnx", [helper.make_node("MatMul", ["pictures", "weight"], ["y"])], ["y"], [weight])
    runtime = make(path)
    with pytest.raises(ModelError, match=r"matmul.onnx failed on inputs .*\(1, 3, 2, 3\)") as caught:
        runtime.run({"pictures": pictures(2, 3)})
    assert "\n" not in str(caught.value)
    assert run(runtime, pictures(2, 4), "y").shape == (1, 3, 2, 4)


@pytest.mark.parametrize("content", [None, b"", b"not a network"], ids=["missing", "empty", "garbage"])
def test_a_file_that_is_no_network_is_one_clear_line(make: Make, tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "broken.onnx"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ModelError, match=r"cannot load .*broken.onnx.*models verify") as caught:
        make(path)
    assert "\n" not in str(caught.value)
