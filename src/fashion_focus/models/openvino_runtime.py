"""ONNX files through OpenVINO on the CPU (extra `[openvino]`): the same files, several times faster on new CPUs."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from fashion_focus.core.errors import ModelError
from fashion_focus.models.ports import Port, Size, check_inputs
from fashion_focus.models.runtime import Tensors

if TYPE_CHECKING:
    import openvino

_Shapes = tuple[tuple[str, tuple[int, ...]], ...]
"""Every input's name and shape."""

_RESULT_SUFFIX = "/sink_port_0"
"""What OpenVINO adds to an output's name to name the node that takes it."""

# Shapes whose passage through the network was checked; forgotten together when there are so many.
_SHAPES_KEPT = 64


def openvino_is_installed() -> bool:
    """True where the extra `[openvino]` is there; imports nothing."""
    return importlib.util.find_spec("openvino") is not None


class OpenVinoRuntime:
    """A network executed by OpenVINO with `threads` threads; one caller at a time.

    inputs, outputs: what the file declares. Raises ModelError where OpenVINO is absent or cannot execute the file.
    """

    name = "openvino"

    def __init__(self, path: Path, *, threads: int) -> None:
        self._path = path
        library = _load_openvino()
        if not path.is_file():
            raise ModelError(f"cannot load {path}: there is no such file; check it with `fashion-focus models verify`")
        try:
            core = library.Core()
            self._model = core.read_model(path)
            # Axes that vary stay so: compiling for each shape gained 7 % of CPU time, and costs half a second a shape.
            compiled = core.compile_model(self._model, "CPU", _settings(threads))
        except RuntimeError as error:
            raise ModelError(
                f"cannot load {path}: {_last_line(error)}; check it with `fashion-focus models verify`"
            ) from error
        self._request = compiled.create_infer_request()
        self.inputs = _ports(compiled.inputs)
        self.outputs = _named(_ports(compiled.outputs), self._model)
        self._checked: set[_Shapes] = set()

    def run(self, inputs: Mapping[str, npt.NDArray[np.generic]]) -> Tensors:
        """All outputs by name. Raises ModelError where an input has the wrong name, type or rank."""
        check_inputs(self._path.name, self.inputs, inputs)
        try:
            self._check_shapes(inputs)
            results = self._request.infer({name: np.ascontiguousarray(array) for name, array in inputs.items()})
        except RuntimeError as error:
            shapes = {name: array.shape for name, array in inputs.items()}
            raise ModelError(f"{self._path.name} failed on inputs {shapes}: {_last_line(error)}") from error
        return {port.name: results[index] for index, port in enumerate(self.outputs)}

    def _check_shapes(self, inputs: Mapping[str, npt.NDArray[np.generic]]) -> None:
        """Walks new shapes through the network: with axes that vary, its kernels read past the end of what misfits."""
        shapes = tuple((port.name, inputs[port.name].shape) for port in self.inputs)
        if shapes in self._checked:
            return
        self._model.reshape({name: list(shape) for name, shape in shapes})
        if len(self._checked) >= _SHAPES_KEPT:
            self._checked.clear()
        self._checked.add(shapes)


def _load_openvino() -> ModuleType:
    try:
        return importlib.import_module("openvino")
    except ImportError as error:
        raise ModelError(
            "OpenVINO is not installed; install fashion-focus[openvino] or choose the runtime onnxruntime"
        ) from error


def _settings(threads: int) -> dict[str, str | int]:
    # The default precision depends on the CPU (bfloat16 with AMX): a gallery made on one machine must fit another.
    return {"INFERENCE_NUM_THREADS": threads, "PERFORMANCE_HINT": "LATENCY", "INFERENCE_PRECISION_HINT": "f32"}


def _ports(ports: Sequence[openvino.ConstOutput]) -> tuple[Port, ...]:
    return tuple(Port(_name(port), port.element_type.to_dtype().name, _shape(port.partial_shape)) for port in ports)


def _named(outputs: tuple[Port, ...], model: openvino.Model) -> tuple[Port, ...]:
    """The outputs under the names that the file declares: behind a cast without effect a port has two names."""
    declared = [result.friendly_name.removesuffix(_RESULT_SUFFIX) for result in model.results]
    return tuple(Port(name, port.type, port.shape) for name, port in zip(declared, outputs, strict=True))


def _name(port: openvino.ConstOutput) -> str:
    return str(port.any_name)


def _shape(lengths: openvino.PartialShape) -> tuple[Size, ...]:
    return tuple(length.get_length() if length.is_static else "?" for length in lengths)


def _last_line(error: Exception) -> str:
    return str(error).strip().splitlines()[-1].strip()
