"""The trained network as ONNX files: fp32, and INT8 with what that costs."""

import warnings
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from fashion_focus.core.arrays import Pixels
from fashion_focus.core.errors import ModelError
from fashion_focus.training.dla import OUTPUTS, DetectorNetwork, activate
from fashion_focus.training.quantization import quantize

OPSET = 17
LAST_LAYERS = tuple(f"/{name}/{name}.1/" for name in OUTPUTS)
"""Parts of the names of the heads' last convolutions in the exported graph."""


class Exported(nn.Module):
    """What the file computes: pixels uint8 (N, H, W, 3) to the six activated maps."""

    def __init__(self, network: DetectorNetwork) -> None:
        super().__init__()
        self.network = network

    def forward(self, pixels: Tensor) -> tuple[Tensor, ...]:
        """heat, box, offset, presented, leaf, appearance: (N, C, H / 4, W / 4) each."""
        return tuple(activate(self.network(pixels)))


def load_network(checkpoint: Path) -> DetectorNetwork:
    """The averaged weights of a run, ready to judge. Raises ModelError where the file is no checkpoint."""
    try:
        state = torch.load(checkpoint, map_location="cpu", weights_only=True)
        network = DetectorNetwork(width=state["width"])
        network.load_state_dict(state["average"])
    except (OSError, KeyError, RuntimeError) as error:
        raise ModelError(f"cannot read {checkpoint}: {error}; train first") from error
    return network.eval()


def export_detector(checkpoint: Path, out: Path) -> Path:
    """Write the fp32 ONNX file `out`; picture number, height and width stay open (multiples of 32).

    Raises ModelError where the checkpoint cannot be read.
    """
    network = load_network(checkpoint)
    free = {0: "n", 2: "h", 3: "w"}
    with warnings.catch_warnings():
        # The tracing exporter is called old in favour of one that cannot yet keep three free axes here.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            Exported(network),
            (torch.zeros(1, 192, 320, 3, dtype=torch.uint8),),
            str(out),
            input_names=["pixels"],
            output_names=list(OUTPUTS),
            dynamic_axes={"pixels": {0: "n", 1: "height", 2: "width"}, **dict.fromkeys(OUTPUTS, free)},
            opset_version=OPSET,
            dynamo=False,
        )
    return out


def quantize_detector(exported: Path, out: Path, *, pictures: list[Pixels]) -> Path:
    """Write the INT8 file `out` of an exported fp32 file, with ranges from pictures (H, W, 3).

    The heads' last convolutions and their activations stay in floating point: they cost under 2 % of the time, and a
    box side or a probability in 8 bits would be coarse.
    """
    samples = ({"pixels": np.asarray(picture[None])} for picture in pictures)
    return quantize(exported, out, samples=samples, keep=LAST_LAYERS)
