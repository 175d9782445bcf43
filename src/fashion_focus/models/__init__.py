"""Model files: what ships, its hashes, and the runtimes that execute them; knows no stage."""

from fashion_focus.models.choice import RuntimeName, choose_runtime
from fashion_focus.models.manifest import (
    Figure,
    Manifest,
    ModelEntry,
    ModelKind,
    TrainingData,
    load_manifest,
    save_manifest,
)
from fashion_focus.models.onnx_runtime import OnnxRuntime
from fashion_focus.models.openvino_runtime import OpenVinoRuntime, openvino_is_installed
from fashion_focus.models.ports import Port
from fashion_focus.models.runtime import Runtime, RuntimeFactory, Tensors
from fashion_focus.models.weights import describe, model_file, open_model, register, verify

__all__ = [
    "Figure",
    "Manifest",
    "ModelEntry",
    "ModelKind",
    "OnnxRuntime",
    "OpenVinoRuntime",
    "Port",
    "Runtime",
    "RuntimeFactory",
    "RuntimeName",
    "Tensors",
    "TrainingData",
    "choose_runtime",
    "describe",
    "load_manifest",
    "model_file",
    "open_model",
    "openvino_is_installed",
    "register",
    "save_manifest",
    "verify",
]
