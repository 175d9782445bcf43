"""Model files: what ships, its hashes, and the runtimes that execute them; knows no stage."""

from fashion_focus.models.choice import RuntimeName, choose_runtime
from fashion_focus.models.onnx_runtime import OnnxRuntime
from fashion_focus.models.openvino_runtime import OpenVinoRuntime, openvino_is_installed
from fashion_focus.models.ports import Port
from fashion_focus.models.runtime import Runtime, RuntimeFactory, Tensors

__all__ = [
    "OnnxRuntime",
    "OpenVinoRuntime",
    "Port",
    "Runtime",
    "RuntimeFactory",
    "RuntimeName",
    "Tensors",
    "choose_runtime",
    "openvino_is_installed",
]
