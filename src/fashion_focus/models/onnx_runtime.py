"""ONNX files through onnxruntime on the CPU: part of every installation."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime
from onnxruntime.capi import onnxruntime_pybind11_state as foreign

from fashion_focus.core.errors import ModelError
from fashion_focus.models.ports import Port, check_inputs
from fashion_focus.models.runtime import Tensors

_NUMPY_NAMES = {"tensor(float)": "float32", "tensor(double)": "float64", "tensor(bool)": "bool"}

# onnxruntime's errors share no root of their own: these are the ones that its C++ side throws.
_FOREIGN = (
    foreign.EPFail,
    foreign.Fail,
    foreign.InvalidArgument,
    foreign.InvalidGraph,
    foreign.InvalidProtobuf,
    foreign.ModelLoaded,
    foreign.NoModel,
    foreign.NoSuchFile,
    foreign.NotImplemented,
    foreign.RuntimeException,
)


class OnnxRuntime:
    """A network executed by onnxruntime with `threads` threads; one caller at a time.

    inputs, outputs: what the file declares. Raises ModelError where the file cannot be executed.
    """

    name = "onnxruntime"

    def __init__(self, path: Path, *, threads: int) -> None:
        self._path = path
        try:
            self._session = onnxruntime.InferenceSession(path, _options(threads), providers=["CPUExecutionProvider"])
        except _FOREIGN as error:
            raise ModelError(
                f"cannot load {path}: {_first_line(error)}; check it with `fashion-focus models verify`"
            ) from error
        self.inputs = _ports(self._session.get_inputs())
        self.outputs = _ports(self._session.get_outputs())

    def run(self, inputs: Mapping[str, npt.NDArray[np.generic]]) -> Tensors:
        """All outputs by name. Raises ModelError where an input has the wrong name, type or rank."""
        check_inputs(self._path.name, self.inputs, inputs)
        try:
            outputs = self._session.run(None, dict(inputs))
        except _FOREIGN as error:
            shapes = {name: array.shape for name, array in inputs.items()}
            raise ModelError(f"{self._path.name} failed on inputs {shapes}: {_first_line(error)}") from error
        return {port.name: array for port, array in zip(self.outputs, outputs, strict=True)}


def _options(threads: int) -> onnxruntime.SessionOptions:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
    # Batches vary from call to call, and a memory plan would be kept for every shape ever seen.
    options.enable_mem_pattern = False
    # Waiting threads sleep: measured as fast here, at nearly half the CPU time for one small crop.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    # Failures come as exceptions; the library would also print them.
    options.log_severity_level = 4
    return options


def _ports(args: Sequence[onnxruntime.NodeArg]) -> tuple[Port, ...]:
    return tuple(Port(arg.name, _numpy_name(arg.type), _shape(arg.shape)) for arg in args)


def _numpy_name(kind: str) -> str:
    return _NUMPY_NAMES.get(kind, kind.removeprefix("tensor(").removesuffix(")"))


def _shape(lengths: Sequence[int | str | None]) -> tuple[int | str, ...]:
    return tuple("?" if length is None else length for length in lengths)


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0]
