"""The trained network as ONNX files: fp32, and INT8 with what that costs.

python -m fashion_focus.training.detector_export --run RUN --out FOLDER --products P --places L --videos V
"""

import argparse
import logging
import warnings
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from torch import Tensor, nn

from fashion_focus.core.arrays import Pixels
from fashion_focus.core.errors import ModelError
from fashion_focus.training.detector_batches import Size
from fashion_focus.training.detector_recipe import SimulatedScenes
from fashion_focus.training.detector_targets import Labelled
from fashion_focus.training.detector_validation import Found, decode, draw_scenes, measure, same_size_batches, verdicts
from fashion_focus.training.dla import OUTPUTS, DetectorNetwork, Raw, activate
from fashion_focus.training.quantization import quantize
from fashion_focus.training.score_calibration import fit_platt, rescale_heat

OPSET = 17
LAST_LAYERS = tuple(f"/{name}/{name}.1/" for name in OUTPUTS)
"""Parts of the names of the heads' last convolutions in the exported graph."""
logger = logging.getLogger(__name__)


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
    _name_outputs(out)
    return out


def _name_outputs(path: Path) -> None:
    """Let every output be named at its source: behind a step that does nothing, OpenVINO reports the inner name."""
    model = onnx.load(str(path))
    outputs = {output.name for output in model.graph.output}
    # The network's own `.float()` is written down as a cast of floats to floats.
    idle = [n for n in model.graph.node if n.op_type in {"Identity", "Cast"} and n.output[0] in outputs]
    aliases = {node.input[0]: node.output[0] for node in idle}
    for node in idle:
        model.graph.node.remove(node)
    for node in model.graph.node:
        node.input[:] = [aliases.get(name, name) for name in node.input]
        node.output[:] = [aliases.get(name, name) for name in node.output]
    onnx.checker.check_model(model)
    onnx.save(model, str(path))


def quantize_detector(exported: Path, out: Path, *, pictures: Sequence[Pixels]) -> Path:
    """Write the INT8 file `out` of an exported fp32 file, with ranges from pictures (H, W, 3).

    The heads' last convolutions and their activations stay in floating point: they cost under 2 % of the time, and a
    box side or a probability in 8 bits would be coarse.
    """
    samples = ({"pixels": np.asarray(picture[None])} for picture in pictures)
    return quantize(exported, out, samples=samples, keep=LAST_LAYERS)


def detect_with_file(path: Path, scenes: list[Labelled], *, threads: int = 1) -> list[Found]:
    """Detections of an exported file on scenes, in their order, run by onnxruntime."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    session = onnxruntime.InferenceSession(str(path), options)
    found: dict[int, Found] = {}
    for places, pixels in same_size_batches(scenes, size=4):
        maps = Raw(*(torch.from_numpy(array) for array in session.run(list(OUTPUTS), {"pixels": pixels})))
        found |= dict(zip(places, decode(maps), strict=True))
    return [found[index] for index in range(len(scenes))]


def calibrate_scores(files: Sequence[Path], scenes: list[Labelled], *, threads: int = 1) -> tuple[float, float]:
    """Make the scores of files of one network probabilities, in place; the slope and shift of logits that do it.

    The first file's detections on scenes of split `val` decide, so that all files keep one scale.
    """
    slope, shift = fit_platt(*verdicts(scenes, detect_with_file(files[0], scenes, threads=threads)))
    for path in files:
        rescale_heat(path, slope=slope, shift=shift)
    return slope, shift


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Export a trained structuring network, and say what INT8 costs.")
    parser.add_argument("--run", type=Path, required=True, help="folder of the run, with checkpoint.pt")
    parser.add_argument("--out", type=Path, required=True, help="folder for the two files")
    parser.add_argument("--name", default="structuring", help="of the files: NAME.onnx and NAME-int8.onnx")
    for folder in ("products", "places", "videos"):
        parser.add_argument(f"--{folder}", type=Path, help="material for calibration and judgement, as in training")
    parser.add_argument("--calibration-pairs", type=int, default=12, help="training scenes that give the ranges")
    parser.add_argument("--validation-pairs", type=int, default=100, help="held-out scenes that judge; 0 for none")
    parser.add_argument("--sizes", nargs="+", default=["320x192"], help="landscape sizes to judge at, WIDTHxHEIGHT")
    parser.add_argument("--threads", type=int, default=1, help="of onnxruntime")
    return parser.parse_args()


def main() -> None:
    """Export, quantise and judge as a program."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    given = _arguments()
    given.out.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(given.threads)
    exported = export_detector(given.run / "checkpoint.pt", given.out / f"{given.name}.onnx")
    material = (given.products, given.places, given.videos)
    # The split that teaches gives the ranges; the one that judges is kept out of the weights and of the ranges.
    calibration = draw_scenes(
        SimulatedScenes(*material, split="train", seed=1).open(), pairs=given.calibration_pairs, size=(416, 256), seed=7
    )
    integer = quantize_detector(
        exported, given.out / f"{given.name}-int8.onnx", pictures=[pixels for pixels, _ in calibration]
    )
    if given.validation_pairs == 0:
        return
    draw = SimulatedScenes(*material, split="val", seed=2).open()
    tuning = draw_scenes(draw, pairs=given.validation_pairs, size=(320, 192))
    logger.info("slope and shift of scores: %s", calibrate_scores([integer, exported], tuning, threads=given.threads))
    for text in given.sizes:
        width, height = (int(side) for side in text.split("x"))
        size: Size = (width, height)
        scenes = draw_scenes(draw, pairs=given.validation_pairs, size=size)
        for path in (exported, integer):
            figures = measure(scenes, detect_with_file(path, scenes, threads=given.threads))
            logger.info("%s %s %s", text, path.name, figures.as_dict())


if __name__ == "__main__":
    main()
