"""How well visual encoders find products: `python -m fashion_focus.training.visual_measure --help`.

Prints recall at one, with 95 % intervals of a bootstrap over products, of ImageNet's features as they are
(generalized-mean pooling, cosine) and of ONNX files, on the questions of `visual_protocols`.
"""

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional as F

from fashion_focus.core.arrays import Pixels, Vectors
from fashion_focus.training.visual_export import encoder_of
from fashion_focus.training.visual_material import Split, read_items, read_rooms
from fashion_focus.training.visual_network import GeM, Trunk
from fashion_focus.training.visual_protocols import Answer, Encode, answer, questions


@dataclass(frozen=True, slots=True)
class Row:
    """What one encoder achieves on one question."""

    encoder: str
    answer: Answer


def raw_imagenet() -> Encode:
    """ImageNet's features (N, 1280) without any training of ours."""
    trunk, pool = Trunk.from_imagenet().eval(), GeM()

    def encode(squares: Pixels) -> Vectors:
        with torch.inference_mode():
            parts = [pool(trunk(torch.from_numpy(squares[k : k + 32]))) for k in range(0, len(squares), 32)]
            return np.asarray(F.normalize(torch.cat(parts), dim=1).numpy(), np.float32)

    return encode


def measure(products: Path, places: Path | None, *, split: Split, files: list[Path]) -> list[Row]:
    """All encoders on all questions of a split."""
    encoders: dict[str, Encode] = {"raw ImageNet": raw_imagenet()}
    for file in files:
        encoders[str(file)] = encoder_of(file)
    asked = questions(read_items(products, split), read_rooms(products, places))
    return [Row(name, answer(question, encode)) for question in asked for name, encode in encoders.items()]


def table(rows: list[Row]) -> str:
    """The rows as a Markdown table."""
    lines = ["| question | queries | products | encoder | R@1 | 95 % interval |", "|---|---|---|---|---|---|"]
    for row in rows:
        a = row.answer
        cells = a.name, a.n_queries, a.n_products, row.encoder, f"{a.recall:.3f}", f"{a.low:.2f} to {a.high:.2f}"
        lines.append("| " + " | ".join(map(str, cells)) + " |")
    return "\n".join(lines)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("products", type=Path, help="folder with */products.jsonl and backgrounds/")
    parser.add_argument("files", type=Path, nargs="*", help="ONNX encoders to judge beside raw ImageNet features")
    parser.add_argument("--places", type=Path, help="folder with places.jsonl: more rooms")
    parser.add_argument("--split", type=Split, choices=list(Split), default=Split.TEST)
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    rows = measure(options.products, options.places, split=options.split, files=options.files)
    sys.stdout.write(table(rows) + "\n")


if __name__ == "__main__":
    main()
