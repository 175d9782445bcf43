"""Joins colours to a trained encoder: `python -m fashion_focus.training.visual_colours --help`.

What the network learns to name things by tells near twins badly: on val shelves it takes one in sixteen for a twin or
another product. So the vector is two: the trained one on its 80 main axes, and a sketch of colours on the 48 axes that
tell products apart whatever filming does (`visual_network.discriminant_axes`), each of its own length. Nothing of
the network changes, so this also joins colours to a file in 8 bits.
"""

import argparse
import copy
import logging
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from fashion_focus.core.arrays import Pixels
from fashion_focus.embedding import SIDE, WIDTH
from fashion_focus.training.colour_sketch import ColourSketch
from fashion_focus.training.visual_export import INPUT, OUTPUT, encoder_of, write_graph
from fashion_focus.training.visual_filming import Filming
from fashion_focus.training.visual_material import Split, read_items, read_rooms
from fashion_focus.training.visual_network import discriminant_axes
from fashion_focus.training.visual_pairs import PairSampler

logger = logging.getLogger(__name__)
N_COLOURS = 48
"""Numbers of the vector that are given to colours."""
_RIDGE = 2.0
_SHARE = 0.31  # of the squared length; 0.2 to 0.4 do as well on val
_BATCH = 32
_PREFIX = "colours/"
_LEARNT = "learnt"


@dataclass(frozen=True, slots=True)
class Films:
    """M pairs of squares (M, SIDE, SIDE, 3): filmed crops and the shop's views of the same products."""

    crops: Pixels
    views: Pixels


class ColourTail(nn.Module):
    """Pixels and their learnt unit vectors (N, WIDTH) to unit rows (N, WIDTH) of both; learnt and colours are apart."""

    def __init__(self, learnt_axes: Tensor, colour_axes: Tensor, colour_middle: Tensor) -> None:
        super().__init__()
        self.sketch = ColourSketch()
        self.learnt = nn.Linear(learnt_axes.shape[1], learnt_axes.shape[0], bias=False)
        self.colours = nn.Linear(colour_axes.shape[1], colour_axes.shape[0])
        self.learnt.load_state_dict({"weight": learnt_axes})
        self.colours.load_state_dict({"weight": colour_axes, "bias": -colour_axes @ colour_middle})

    def forward(self, pixels: Tensor, vectors: Tensor) -> Tensor:
        """Cosines of the rows are the two parts' cosines, weighed."""
        learnt = F.normalize(self.learnt(vectors), dim=1) * (1 - _SHARE) ** 0.5
        return torch.cat([learnt, F.normalize(self.colours(self.sketch(pixels)), dim=1) * _SHARE**0.5], 1)


def fit_tail(encoder: Path, films: Films) -> ColourTail:
    """The tail for an encoder's ONNX file, fitted on pairs of training products."""
    encode = encoder_of(encoder)
    vectors = torch.from_numpy(np.concatenate([encode(films.crops), encode(films.views)]))
    main = torch.linalg.svd(vectors - vectors.mean(0), full_matrices=False).Vh[: WIDTH - N_COLOURS]
    sketches = [_sketches(squares) for squares in (films.crops, films.views)]
    axes, middle = discriminant_axes(*sketches, n=N_COLOURS, ridge=_RIDGE)
    return ColourTail(main, axes, middle)


@torch.no_grad()
def _sketches(squares: Pixels) -> Tensor:
    sketch = ColourSketch()
    parts = [sketch(torch.from_numpy(squares[k : k + _BATCH])) for k in range(0, len(squares), _BATCH)]
    return torch.cat(parts)


def film_pairs(sampler: PairSampler, *, n: int) -> Films:
    """So many pairs."""
    drawn = [sampler.draw(_BATCH) for _ in range(-(-n // _BATCH))]
    return Films(np.concatenate([each.crops for each in drawn]), np.concatenate([each.views for each in drawn]))


def join_colours(encoder: Path, tail: ColourTail, *, out: Path) -> Path:
    """Write the encoder with its tail as one ONNX file of the same input and output."""
    whole = onnx.load(str(encoder))
    added = _exported(tail, out.with_suffix(".tail"))
    _rename(whole, {OUTPUT: _LEARNT})
    whole.graph.node.extend(added.graph.node)
    whole.graph.initializer.extend(added.graph.initializer)
    del whole.graph.output[:]
    whole.graph.output.extend(added.graph.output)
    onnx.checker.check_model(whole)
    beside = out.with_suffix(".part")
    onnx.save(whole, str(beside))
    beside.replace(out)
    return out


def _exported(tail: ColourTail, beside: Path) -> onnx.ModelProto:
    """The tail as ONNX; its inner names cannot meet another graph's."""
    example = {INPUT: torch.zeros(2, SIDE, SIDE, 3, dtype=torch.uint8), _LEARNT: torch.zeros(2, WIDTH)}
    write_graph(copy.deepcopy(tail), beside, example=example, output=OUTPUT)
    model = onnx.load(str(beside))
    beside.unlink()
    outer = {INPUT, _LEARNT, OUTPUT, ""}
    inner = {name for node in model.graph.node for name in (*node.input, *node.output)} - outer
    inner |= {one.name for one in model.graph.initializer}
    _rename(model, {name: _PREFIX + name for name in inner})
    for node in model.graph.node:
        node.name = _PREFIX + node.name
    return model


def _rename(model: onnx.ModelProto, names: dict[str, str]) -> None:
    for node in model.graph.node:
        for ends in (node.input, node.output):
            for place, name in enumerate(ends):
                ends[place] = names.get(name, name)
    for one in (*model.graph.initializer, *model.graph.output):
        one.name = names.get(one.name, one.name)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description="Join colours to an encoder that has none.")
    parser.add_argument("encoder", type=Path, help="ONNX file of the trained encoder")
    parser.add_argument("products", type=Path, help="folder with */products.jsonl and backgrounds/")
    parser.add_argument("--places", type=Path, help="folder with places.jsonl: more rooms")
    parser.add_argument("--pairs", type=int, default=2000, help="pairs of training products to fit on")
    parser.add_argument("--out", type=Path, required=True, help="the ONNX file to write")
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    items, rooms = read_items(options.products, Split.TRAIN), read_rooms(options.products, options.places)
    films = film_pairs(PairSampler(items, rooms, filming=Filming(), seed=0), n=options.pairs)
    logger.info("wrote %s", join_colours(options.encoder, fit_tail(options.encoder, films), out=options.out))


if __name__ == "__main__":
    main()
