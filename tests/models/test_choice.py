"""Which runtime is chosen, and that a choice is never replaced quietly."""

import pytest

from fashion_focus.core.errors import ModelError, SettingsError
from fashion_focus.models import OnnxRuntime, OpenVinoRuntime, RuntimeName, choose_runtime, openvino_is_installed


@pytest.fixture
def without_openvino(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a machine where only the base install is there."""
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None if name == "openvino" else object())


def test_auto_takes_openvino_where_it_is_installed() -> None:
    assert choose_runtime() is (OpenVinoRuntime if openvino_is_installed() else OnnxRuntime)


def test_onnxruntime_is_taken_where_it_is_asked_for() -> None:
    assert choose_runtime("onnxruntime") is OnnxRuntime


@pytest.mark.usefixtures("without_openvino")
def test_auto_takes_onnxruntime_where_openvino_is_absent() -> None:
    assert choose_runtime(RuntimeName.AUTO) is OnnxRuntime


@pytest.mark.usefixtures("without_openvino")
def test_an_absent_openvino_is_never_replaced() -> None:
    with pytest.raises(ModelError, match=r"install fashion-focus\[openvino\]"):
        choose_runtime("openvino")


def test_an_unknown_runtime_is_named_with_the_known_ones() -> None:
    with pytest.raises(SettingsError, match="'tensorrt'; choose one of auto, onnxruntime, openvino"):
        choose_runtime("tensorrt")
