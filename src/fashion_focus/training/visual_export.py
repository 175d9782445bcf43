"""From a trained visual network to the ONNX files that run without PyTorch."""

import logging
import warnings
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from onnxruntime.quantization.shape_inference import quant_pre_process
from torch import Tensor, nn

from fashion_focus.core.arrays import Pixels, Vectors
from fashion_focus.embedding import SIDE
from fashion_focus.training.quantization import quantize
from fashion_focus.training.visual_network import VisualNetwork
from fashion_focus.training.visual_protocols import Encode

logger = logging.getLogger(__name__)

INPUT, OUTPUT = "pixels", "vectors"
_OPSET = 17
_BATCH = 16
# The stem and the first separable convolution see few, widely spread values: 8 bits there cost the most accuracy.
_KEPT_CONVOLUTIONS = 3


def export_onnx(network: VisualNetwork, file: Path) -> Path:
    """Write the network as fp32 ONNX: "pixels" uint8 (N, SIDE, SIDE, 3) RGB to "vectors" (N, D) unit rows."""
    beside = file.with_suffix(".part")
    example = {INPUT: torch.zeros(2, SIDE, SIDE, 3, dtype=torch.uint8)}
    write_graph(_Plain(network.eval()), beside, example=example, output=OUTPUT)
    # Folds constants, among them the amounts of padding.
    quant_pre_process(str(beside), str(beside), skip_symbolic_shape=True)
    onnx.save(without_pads(onnx.load(str(beside))), str(beside))
    onnx.checker.check_model(str(beside))
    beside.replace(file)
    logger.info("wrote %s", file)
    return file


def write_graph(module: nn.Module, file: Path, *, example: Mapping[str, Tensor], output: str) -> None:
    """A module of one output as ONNX. example: its inputs by name, their first axis of any length."""
    with warnings.catch_warnings():
        # The exporter warns of its own successor and of a slice that it does not fold.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            module.eval(),
            tuple(example.values()),
            str(file),
            input_names=list(example),
            output_names=[output],
            dynamic_axes={name: {0: "n"} for name in (*example, output)},
            opset_version=_OPSET,
            dynamo=False,
        )


def without_pads(model: onnx.ModelProto) -> onnx.ModelProto:
    """The same network with zero padding done by the convolutions.

    PyTorch cannot say that one side gets a pixel more, so it exports a node of its own: a copy of every map.
    """
    graph = model.graph
    values = {one.name: onnx.numpy_helper.to_array(one) for one in graph.initializer}
    pads = {node.output[0]: node for node in graph.node if node.op_type == "Pad" and node.input[1] in values}
    for node in graph.node:
        pad = pads.get(node.input[0]) if node.op_type == "Conv" else None
        if pad is None:
            continue
        amounts = values[pad.input[1]].reshape(2, -1)[:, 2:].ravel().tolist()
        kept = [attribute for attribute in node.attribute if attribute.name != "pads"]
        del node.attribute[:]
        node.attribute.extend([*kept, onnx.helper.make_attribute("pads", amounts)])
        node.input[0] = pad.input[0]
        graph.node.remove(pad)
    used = {name for node in graph.node for name in node.input}
    for initializer in [one for one in graph.initializer if one.name not in used]:
        graph.initializer.remove(initializer)
    return model


class _Plain(nn.Module):
    """The network with nothing that only training needs."""

    def __init__(self, network: VisualNetwork) -> None:
        super().__init__()
        self.network = network

    def forward(self, pixels: Tensor) -> Tensor:
        return self.network(pixels)


def quantize_visual(file: Path, squares: Pixels, *, out: Path) -> Path:
    """The fp32 file as INT8, its first convolutions left in fp32.

    squares: (N, SIDE, SIDE, 3), some hundred crops and views, for the ranges.
    """
    convolutions = [node.name for node in onnx.load(str(file)).graph.node if node.op_type == "Conv"]
    batches = np.array_split(squares, max(1, len(squares) // _BATCH))
    beside = out.with_suffix(".part")
    quantize(file, beside, samples=({INPUT: batch} for batch in batches), keep=convolutions[:_KEPT_CONVOLUTIONS])
    beside.replace(out)
    return out


def encoder_of(file: Path, *, threads: int = 1) -> Encode:
    """What an ONNX file makes of squares (N, SIDE, SIDE, 3): vectors (N, D)."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    session = onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])

    def encode(squares: Pixels) -> Vectors:
        parts = [session.run([OUTPUT], {INPUT: squares[k : k + _BATCH]})[0] for k in range(0, len(squares), _BATCH)]
        return np.asarray(np.concatenate(parts), np.float32)

    return encode
