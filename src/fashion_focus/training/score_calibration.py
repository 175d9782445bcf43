"""Scores that mean something: the heat of a peak becomes the probability that its box is right."""

from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnx
from onnx import ModelProto, NodeProto, numpy_helper

from fashion_focus.core.errors import ModelError

_STEPS = 50
_PRIOR = 1e-3


def fit_platt(scores: npt.NDArray[np.float64], correct: npt.NDArray[np.bool_]) -> tuple[float, float]:
    """Slope and shift of logits that make scores (N,) in 0 to 1 the likeliest probabilities of being correct (N,).

    Platt 1999, "Probabilistic Outputs for Support Vector Machines", §2.1, by Newton's method. The identity (1, 0)
    where there is nothing to learn from.
    """
    if correct.all() or not correct.any():
        return 1.0, 0.0
    clipped = np.clip(scores, 1e-6, 1 - 1e-6)
    design = np.stack([np.log(clipped / (1 - clipped)), np.ones(len(clipped))], 1)
    line = np.array([1.0, 0.0])
    for _ in range(_STEPS):
        p = 1 / (1 + np.exp(-design @ line))
        slope = design.T @ (correct - p)
        curve = (design * (p * (1 - p))[:, None]).T @ design + _PRIOR * np.eye(2)
        line = line + np.linalg.solve(curve, slope)
    return float(line[0]), float(line[1])


def rescale_heat(path: Path, *, slope: float, shift: float) -> None:
    """Fold a slope and a shift of the heat's logits into the last convolution of an exported file, in place.

    The order of peaks stays as it is. Raises ModelError where the file has no such convolution in floating point.
    """
    model = onnx.load(str(path))
    weights = {tensor.name: tensor for tensor in model.graph.initializer}
    convolution = _before_heat(model)
    if convolution is None or any(name not in weights for name in convolution.input[1:3]):
        raise ModelError(f"cannot rescale {path}: its heat does not end in a floating-point convolution; export again")
    for name, added in ((convolution.input[1], 0.0), (convolution.input[2], shift)):
        values = numpy_helper.to_array(weights[name])
        weights[name].CopyFrom(numpy_helper.from_array((values * slope + added).astype(np.float32), name))
    onnx.save(model, str(path))


def _before_heat(model: ModelProto) -> NodeProto | None:
    makers = {output: node for node in model.graph.node for output in node.output}
    node = makers.get("heat")
    while node is not None and node.op_type != "Conv":
        node = makers.get(node.input[0])
    return node if node is not None and len(node.input) == 3 else None
