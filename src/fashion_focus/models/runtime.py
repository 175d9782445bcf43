"""One way to run an ONNX file, whatever executes it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

Tensors = dict[str, npt.NDArray[np.generic]]


class Runtime(Protocol):
    """A loaded network: named arrays in, named arrays out; input heights, widths and batches may vary.

    Implementations: models.OnnxRuntime (base install), models.OpenVinoRuntime (extra `[openvino]`).
    Conformance suite: tests/conformance/test_runtime.py.
    """

    name: str

    def run(self, inputs: Mapping[str, npt.NDArray[np.generic]]) -> Tensors:
        """All outputs by name. Raises ModelError where an input has the wrong name, type or rank."""
        ...


class RuntimeFactory(Protocol):
    """Loads a file into a runtime with a number of threads."""

    def __call__(self, path: Path, *, threads: int) -> Runtime:
        """Raises ModelError where the file cannot be executed."""
        ...
