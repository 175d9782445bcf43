"""What stands behind the encoder's network: what its maps tell at several depths, and colours, on 128 axes.

Features learnt to name things forget what near twins differ in: colour, print, weave. Means and deviations of earlier
maps keep texture (Gatys et al., "Texture Synthesis Using Convolutional Neural Networks", NeurIPS 2015, use their
second moments so), a sketch keeps colour. Together they are the *readings*, and one linear layer makes the vector of
them. Nothing of the network changes, so a tail also fits a file in 8 bits.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
import onnx
import onnxruntime
import torch
from onnx.utils import Extractor
from torch import Tensor, nn
from torch.nn import functional as F

from fashion_focus.core.arrays import Pixels
from fashion_focus.core.errors import ModelError
from fashion_focus.embedding import SIDE
from fashion_focus.training.colour_sketch import COLOURS, ColourSketch
from fashion_focus.training.visual_export import INPUT, OUTPUT, write_graph

FEATURES = "features"
"""The tensor of the pooled features (N, 1280), unit rows."""
READINGS = "readings"
"""The tensor of everything that is read (N, N_READINGS)."""
# The maps that are read, by the convolution that takes them, and their channels: strides 4, 8, 16, 16 and 32.
_MAPS = (
    ("network.trunk.blocks.3.expand.conv.weight", 24),
    ("network.trunk.blocks.5.expand.conv.weight", 40),
    ("network.trunk.blocks.8.expand.conv.weight", 80),
    ("network.trunk.blocks.11.expand.conv.weight", 112),
    ("network.trunk.head.conv.weight", 320),
)
_PROJECTION = "network.project.weight"
_N_FEATURES = 1280
PARTS = (_N_FEATURES, COLOURS, *(channels for _, channels in _MAPS for _ in range(2)))
"""Lengths of the parts of a reading: the features, the colours, and a mean and a deviation of every map's channel."""
N_READINGS = sum(PARTS)
_UNIT_PARTS = 2
"""The first parts have length one each: their numbers are to be compared, so one scale serves all of them."""
_LEAST_SPREAD = 0.01
_BATCH = 16


def parts_of(readings: Tensor) -> tuple[Tensor, ...]:
    """The columns of readings (N, N_READINGS), part by part, as PARTS has them."""
    return torch.split(readings, list(PARTS), dim=1)


class Statistics(nn.Module):
    """Pixels, unit features (N, 1280) and maps (N, C, H, W) to readings (N, N_READINGS)."""

    def __init__(self) -> None:
        super().__init__()
        self.sketch = ColourSketch()

    def forward(self, pixels: Tensor, features: Tensor, *maps: Tensor) -> Tensor:
        """One row a picture."""
        parts = [features, self.sketch(pixels)]
        for one in maps:
            mean = one.mean((2, 3))
            parts += [mean, (one - mean[:, :, None, None]).square().mean((2, 3)).sqrt()]
        return torch.cat(parts, 1)


class Tail(nn.Module):
    """Readings (N, N_READINGS) to unit rows (N, WIDTH): one linear layer."""

    def __init__(self, weight: Tensor, bias: Tensor) -> None:
        super().__init__()
        self.axes = nn.Linear(weight.shape[1], weight.shape[0])
        self.axes.load_state_dict({"weight": weight, "bias": bias})

    def forward(self, readings: Tensor) -> Tensor:
        """Cosines of the rows compare pictures."""
        return F.normalize(self.axes(readings), dim=1)


@dataclass(frozen=True, slots=True)
class Scale:
    """What brings readings to one size: numbers of a part have together a variance of about one.

    middle, size: (N_READINGS,).
    """

    middle: Tensor
    size: Tensor

    @classmethod
    def of(cls, readings: Tensor) -> Self:
        """The scale of these readings (N, N_READINGS)."""
        spread = []
        for place, part in enumerate(parts_of(readings)):
            own = part.std(0, correction=0)
            even = own.mean().expand_as(own) if place < _UNIT_PARTS else own + _LEAST_SPREAD * own.mean()
            spread.append(even * part.shape[1] ** 0.5)
        return cls(readings.mean(0), torch.cat(spread))

    def __call__(self, readings: Tensor) -> Tensor:
        """Scaled readings (N, N_READINGS)."""
        return (readings - self.middle) / self.size

    def folded(self, axes: Tensor, bias: Tensor) -> Tail:
        """The tail that does on readings what axes (WIDTH, N_READINGS) and bias do on scaled ones."""
        weight = axes / self.size
        return Tail(weight, bias - weight @ self.middle)


def write_reader(encoder: Path, *, out: Path) -> Path:
    """Write an encoder up to its readings: "pixels" to "readings". encoder: with any tail, or as it is trained.

    Raises ModelError where the file is no network of `visual_export`.
    """
    whole = onnx.load(str(encoder))
    tensors = _tensors(whole, encoder)
    # Extraction wants the kind of every tensor it cuts at.
    known = {one.name for one in whole.graph.value_info}
    float32 = onnx.TensorProto.FLOAT
    missing = [onnx.helper.make_tensor_value_info(name, float32, None) for name in tensors if name not in known]
    whole.graph.value_info.extend(missing)
    cut = Extractor(whole).extract_model([INPUT], tensors)
    _rename(cut, {tensors[0]: FEATURES})
    maps = {name: torch.zeros(2, channels, 6, 6) for name, (_, channels) in zip(tensors[1:], _MAPS, strict=True)}
    example = {INPUT: torch.zeros(2, SIDE, SIDE, 3, dtype=torch.uint8), FEATURES: torch.zeros(2, _N_FEATURES), **maps}
    return _append(cut, Statistics(), example=example, output=READINGS, out=out)


def join_tail(reader: Path, tail: Tail, *, out: Path) -> Path:
    """Write a reader with its tail as one ONNX file, an encoder: "pixels" to "vectors"."""
    example = {READINGS: torch.zeros(2, N_READINGS)}
    return _append(onnx.load(str(reader)), tail, example=example, output=OUTPUT, out=out)


class Reader:
    """A reader's file, opened."""

    def __init__(self, file: Path) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = torch.get_num_threads()
        self._session = onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])

    def read(self, squares: Pixels) -> Tensor:
        """Readings (N, N_READINGS) of squares (N, SIDE, SIDE, 3), at least one."""
        starts = range(0, len(squares), _BATCH)
        parts = [self._session.run([READINGS], {INPUT: squares[k : k + _BATCH]})[0] for k in starts]
        return torch.from_numpy(np.concatenate(parts))


def _tensors(model: onnx.ModelProto, file: Path) -> list[str]:
    """Names of the features and the maps."""
    made = {name for node in model.graph.node for name in node.output}
    features = FEATURES if FEATURES in made else _taken_by(model, _PROJECTION)
    found = [features, *(_taken_by(model, weight) for weight, _ in _MAPS)]
    named = [name for name in found if name]
    if len(named) < len(found):
        raise ModelError(f"{file} has no trunk to read from; give a file that visual_export wrote")
    return named


def _taken_by(model: onnx.ModelProto, weight: str) -> str:
    """What goes into the layer of this weight, 8 bits or not."""
    layers = (node for node in model.graph.node if len(node.input) > 1 and node.op_type in {"Conv", "Gemm"})
    return next((str(node.input[0]) for node in layers if node.input[1].startswith(weight)), "")


def _append(
    model: onnx.ModelProto, module: nn.Module, *, example: Mapping[str, Tensor], output: str, out: Path
) -> Path:
    """Write a graph with a module behind it that takes tensors of it by name."""
    added = _exported(module, out.with_suffix(".tail"), example=example, output=output)
    model.graph.node.extend(added.graph.node)
    model.graph.initializer.extend(added.graph.initializer)
    del model.graph.output[:]
    model.graph.output.extend(added.graph.output)
    onnx.checker.check_model(model)
    beside = out.with_suffix(".part")
    onnx.save(model, str(beside))
    beside.replace(out)
    return out


def _exported(module: nn.Module, beside: Path, *, example: Mapping[str, Tensor], output: str) -> onnx.ModelProto:
    """The module as ONNX; its inner names cannot meet another graph's."""
    write_graph(module, beside, example=example, output=output)
    model = onnx.load(str(beside))
    beside.unlink()
    outer = {*example, output, ""}
    inner = {name for node in model.graph.node for name in (*node.input, *node.output)} - outer
    inner |= {one.name for one in model.graph.initializer}
    prefix = f"{output}/"
    _rename(model, {name: prefix + name for name in inner})
    for node in model.graph.node:
        node.name = prefix + node.name
    return model


def _rename(model: onnx.ModelProto, names: Mapping[str, str]) -> None:
    for node in model.graph.node:
        for ends in (node.input, node.output):
            for place, name in enumerate(ends):
                ends[place] = names.get(name, name)
    for one in (*model.graph.initializer, *model.graph.output):
        one.name = names.get(one.name, one.name)
