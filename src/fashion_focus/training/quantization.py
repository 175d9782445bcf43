"""From an fp32 ONNX file to one with 8-bit integers that onnxruntime and OpenVINO both read."""

import logging
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy.typing as npt
import onnx
from onnxruntime.quantization import CalibrationDataReader, CalibrationMethod, QuantFormat, QuantType, quantize_static
from onnxruntime.quantization.shape_inference import quant_pre_process

INTEGER_OPERATIONS = ("Conv", "Relu", "Clip", "Add", "Concat", "MaxPool", "Resize")
"""What is done on 8-bit integers; exponentials, roots and quotients would lose their range."""
Sample = dict[str, npt.NDArray[Any]]
logger = logging.getLogger(__name__)


class _Samples(CalibrationDataReader):
    def __init__(self, samples: Iterable[Sample]) -> None:
        self._samples: Iterator[Sample] = iter(samples)

    def get_next(self) -> Sample | None:
        """The next sample, or None at the end, as onnxruntime asks for it."""
        return next(self._samples, None)


def quantize(source: Path, target: Path, *, samples: Iterable[Sample], keep: Sequence[str] = ()) -> Path:
    """Write `target`: convolutions with unsigned 8-bit activations and signed 8-bit weights per channel (U8S8 QDQ).

    samples: inputs by name, for the ranges of activations. keep: name parts of nodes that stay in floating point.
    U8S8 because S8S8 is slower than fp32 in onnxruntime, and per-tensor weights cost far more accuracy (MODELS §1, §2).
    """
    with tempfile.TemporaryDirectory() as folder:
        prepared = Path(folder) / "prepared.onnx"
        quant_pre_process(str(source), str(prepared), skip_symbolic_shape=True)
        kept = [name for name in node_names(prepared) if any(part in name for part in keep)]
        logger.info("%d nodes stay in floating point", len(kept))
        quantize_static(
            str(prepared),
            str(target),
            _Samples(samples),
            quant_format=QuantFormat.QDQ,
            per_channel=True,
            activation_type=QuantType.QUInt8,
            weight_type=QuantType.QInt8,
            calibrate_method=CalibrationMethod.MinMax,
            op_types_to_quantize=list(INTEGER_OPERATIONS),
            nodes_to_exclude=kept,
        )
    return target


def node_names(path: Path) -> list[str]:
    """Names of all nodes of an ONNX file, in its order."""
    return [node.name for node in onnx.load(str(path)).graph.node]
