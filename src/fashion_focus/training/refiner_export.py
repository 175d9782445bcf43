"""The refining network as ONNX files: fp32, and INT8 with its first and last convolutions in fp32."""

import warnings
from pathlib import Path

import numpy as np
import onnx
import torch
from onnxruntime.quantization.shape_inference import quant_pre_process

from fashion_focus.core.arrays import Pixels
from fashion_focus.structuring.refinement import CROP_SIDE
from fashion_focus.training.quantization import quantize
from fashion_focus.training.refiner_network import RefinerNetwork
from fashion_focus.training.visual_export import without_pads

INPUT = "pixels"
OUTPUTS = ("heat", "box", "presented", "classes")
_OPSET = 17
_BATCH = 16
_KEPT_FIRST = 3  # convolutions whose few, widely spread values 8 bits hold badly


def export_refiner(network: RefinerNetwork, file: Path) -> Path:
    """Write the network as fp32 ONNX, the number of squares open."""
    beside = file.with_suffix(".part")
    with warnings.catch_warnings():
        # The exporter warns of its own successor and of a slice that it does not fold.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            network.eval(),
            (torch.zeros(2, CROP_SIDE, CROP_SIDE, 3, dtype=torch.uint8),),
            str(beside),
            input_names=[INPUT],
            output_names=list(OUTPUTS),
            dynamic_axes={name: {0: "n"} for name in (INPUT, *OUTPUTS)},
            opset_version=_OPSET,
            dynamo=False,
        )
    quant_pre_process(str(beside), str(beside), skip_symbolic_shape=True)
    onnx.save(without_pads(onnx.load(str(beside))), str(beside))
    onnx.checker.check_model(str(beside))
    beside.replace(file)
    return file


def quantize_refiner(file: Path, squares: Pixels, *, out: Path) -> Path:
    """The fp32 file as INT8. squares: (N, CROP_SIDE, CROP_SIDE, 3), some hundred, for the ranges."""
    convolutions = [node.name for node in onnx.load(str(file)).graph.node if node.op_type == "Conv"]
    keep = [*convolutions[:_KEPT_FIRST], convolutions[-1]]
    batches = np.array_split(squares, max(1, len(squares) // _BATCH))
    beside = out.with_suffix(".part")
    quantize(file, beside, samples=({INPUT: batch} for batch in batches), keep=keep)
    beside.replace(out)
    return out
