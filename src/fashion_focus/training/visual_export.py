"""From a trained visual network to the ONNX files that run without PyTorch."""

import logging
from pathlib import Path

import onnx
import torch
from torch import Tensor, nn

from fashion_focus.embedding import SIDE
from fashion_focus.training.visual_network import VisualNetwork

logger = logging.getLogger(__name__)

INPUT, OUTPUT = "pixels", "vectors"
_OPSET = 17


def export_onnx(network: VisualNetwork, file: Path) -> Path:
    """Write the network as fp32 ONNX: "pixels" uint8 (N, SIDE, SIDE, 3) RGB to "vectors" (N, D) unit rows."""
    network = network.eval()
    example = torch.zeros(2, SIDE, SIDE, 3, dtype=torch.uint8)
    beside = file.with_suffix(".part")
    torch.onnx.export(
        _Plain(network).eval(),
        (example,),
        str(beside),
        input_names=[INPUT],
        output_names=[OUTPUT],
        dynamic_axes={INPUT: {0: "n"}, OUTPUT: {0: "n"}},
        opset_version=_OPSET,
        dynamo=False,
    )
    onnx.checker.check_model(str(beside))
    beside.replace(file)
    logger.info("wrote %s", file)
    return file


class _Plain(nn.Module):
    """The network with nothing that only training needs."""

    def __init__(self, network: VisualNetwork) -> None:
        super().__init__()
        self.network = network

    def forward(self, pixels: Tensor) -> Tensor:
        return self.network(pixels)
