"""Which runtime executes the networks of an installation."""

from enum import StrEnum

from fashion_focus.core.errors import ModelError, SettingsError
from fashion_focus.models.onnx_runtime import OnnxRuntime
from fashion_focus.models.openvino_runtime import OpenVinoRuntime, openvino_is_installed
from fashion_focus.models.runtime import RuntimeFactory


class RuntimeName(StrEnum):
    """What a user may ask for. auto: OpenVINO where it is installed, else onnxruntime."""

    AUTO = "auto"
    ONNXRUNTIME = "onnxruntime"
    OPENVINO = "openvino"


def choose_runtime(preference: RuntimeName | str = RuntimeName.AUTO) -> RuntimeFactory:
    """The runtime's class, to be called with a file and a number of threads.

    Raises SettingsError for an unknown name, ModelError where the one asked for is not installed: it is never
    replaced by another.
    """
    wanted = _parse(preference)
    if wanted is RuntimeName.ONNXRUNTIME:
        return OnnxRuntime
    if openvino_is_installed():
        return OpenVinoRuntime
    if wanted is RuntimeName.OPENVINO:
        raise ModelError("OpenVINO is not installed; install fashion-focus[openvino] or choose the runtime onnxruntime")
    return OnnxRuntime


def _parse(preference: str) -> RuntimeName:
    try:
        return RuntimeName(preference)
    except ValueError as error:
        names = ", ".join(RuntimeName)
        raise SettingsError(f"there is no runtime {preference!r}; choose one of {names}") from error
