"""Pictures through a network to detections."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from tests.structuring.scenes import BlobRuntime, Thing, frame_of, look, paint

from fashion_focus.core.errors import ModelError
from fashion_focus.core.taxonomy import LEAVES
from fashion_focus.models import OnnxRuntime
from fashion_focus.models.runtime import Tensors
from fashion_focus.structuring import CenterDetector, DetectorSettings, ShownCalibration

SMALL = DetectorSettings(width=320, height=192, shown=ShownCalibration(constant=-2.0, heat=1.0, presented=1.0))


def dots_network(path: Path) -> Path:
    """A network in which a bright cell is a shoe of 40 x 40 input pixels; widths, heights and batches are free."""
    onnx = pytest.importorskip("onnx")
    node, tensor = onnx.helper.make_node, onnx.helper.make_tensor_value_info
    floats = onnx.TensorProto.FLOAT

    def constant(name: str, values: npt.NDArray[np.float32]) -> object:
        return onnx.numpy_helper.from_array(values.astype(np.float32).reshape(1, -1, 1, 1), name)

    maps = {
        "heat": (np.eye(7)[1] / 255, np.zeros(7)),
        "box": (np.zeros(4), np.full(4, 20.0)),
        "presented": (np.zeros(1), np.full(1, 0.7)),
        "leaf": (np.zeros(len(LEAVES)), np.eye(len(LEAVES))[8] * 5),
        "appearance": (np.zeros(64), look(3) * 1.01),
    }
    nodes = [
        node("Cast", ["pixels"], ["float"], to=floats),
        node("Transpose", ["float"], ["channels"], perm=[0, 3, 1, 2]),
        node("ReduceMean", ["channels"], ["light"], axes=[1], keepdims=1),
        node("AveragePool", ["light"], ["cells"], kernel_shape=[4, 4], strides=[4, 4]),
    ]
    for name in maps:
        nodes.append(node("Mul", ["cells", f"{name}.gain"], [f"{name}.scaled"]))
        nodes.append(node("Add", [f"{name}.scaled", f"{name}.bias"], [name]))
    constants = [
        constant(f"{name}.{part}", values)
        for name, parts in maps.items()
        for part, values in zip(("gain", "bias"), parts, strict=True)
    ]
    graph = onnx.helper.make_graph(
        nodes,
        "dots",
        [tensor("pixels", onnx.TensorProto.UINT8, ["n", "h", "w", 3])],
        [tensor(name, floats, ["n", len(parts[0]), "y", "x"]) for name, parts in maps.items()],
        constants,
    )
    model = onnx.helper.make_model(graph, opset_imports=[onnx.helper.make_opsetid("", 17)], ir_version=9)
    onnx.save(model, str(path))
    return path


@pytest.mark.training
@pytest.mark.parametrize("size", [(640, 384), (384, 640), (480, 480)], ids=["landscape", "portrait", "square"])
def test_a_real_onnx_network_finds_dots_of_all_video_shapes(tmp_path: Path, size: tuple[int, int]) -> None:
    detector = CenterDetector(OnnxRuntime(dots_network(tmp_path / "dots.onnx"), threads=1), SMALL)
    picture = np.zeros((size[1], size[0], 3), np.uint8)
    picture[200:208, 96:104] = 255
    found = detector.detect(frame_of(picture, 1.5))
    assert len(found) == 1
    x0, y0, x1, y1 = found.boxes[0]
    assert ((x0 + x1) / 2, (y0 + y1) / 2) == (pytest.approx(100, abs=6), pytest.approx(204, abs=6))
    assert found.paths == (("shoe", "sneaker"),)
    assert found.presented[0] > 0.3
    assert found.appearance[0] @ look(3) == pytest.approx(1.0)


def test_class_and_showing_are_read_at_the_things_own_place() -> None:
    things = (Thing((40, 40, 200, 300), 11, presented=False), Thing((500, 60, 700, 300), 17))
    found = CenterDetector(BlobRuntime(), SMALL).detect(frame_of(paint((960, 540), things)))
    rows = sorted(zip(found.boxes[:, 0], found.paths, found.presented > 0.5, strict=True))
    assert [(path, bool(shown)) for _, path, shown in rows] == [(t.path, t.presented) for t in things]


def test_boxes_end_at_the_pictures_edge() -> None:
    class Overshooting(BlobRuntime):
        def run(self, inputs: Mapping[str, npt.NDArray[np.generic]]) -> Tensors:
            maps = super().run(inputs)
            maps["box"] = np.asarray(maps["box"], np.float32) * 3
            return maps

    found = CenterDetector(Overshooting(), SMALL).detect(frame_of(paint((640, 384), [Thing((100, 50, 540, 330))])))
    assert found.boxes.tolist() == [[0, 0, 640, 384]]


def test_a_network_that_lacks_an_output_is_an_error_that_names_it() -> None:
    class Half(BlobRuntime):
        def run(self, inputs: Mapping[str, npt.NDArray[np.generic]]) -> Tensors:
            return {"heat": super().run(inputs)["heat"]}

    with pytest.raises(ModelError, match=r"half\.onnx.*'box'"):
        CenterDetector(Half(), SMALL, name="half.onnx").detect(frame_of(paint((640, 384))))
