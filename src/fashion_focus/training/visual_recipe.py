"""How the visual encoder is trained: `python -m fashion_focus.training.visual_recipe --help`.

Metric learning of filmed crops against shop pictures (`visual_pairs`), contrastive and triplet losses over a memory
of all products (`visual_losses`). Few products, most with one photo, so little is left to chance: the trunk's front
stays ImageNet's, the linear layer starts as discriminative whitening, every weight moves by a small share of its own
size, is pulled back to where it started (L2-SP: Li et al., ICML 2018), and the weights that count are a running
average (Polyak and Juditsky 1992). Behind it all
stands a tail that is fitted at the end (`visual_axes`).
"""

import argparse
import logging
import zlib
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import torch

from fashion_focus.core.arrays import Pixels, Vectors
from fashion_focus.training.visual_axes import AxesTraining, Material, tail_for
from fashion_focus.training.visual_export import export_onnx, quantize_visual
from fashion_focus.training.visual_material import Item, Split, read_items, read_rooms
from fashion_focus.training.visual_network import VisualNetwork
from fashion_focus.training.visual_pairs import PairSampler
from fashion_focus.training.visual_protocols import Question, answer, questions
from fashion_focus.training.visual_tail import join_tail, write_reader
from fashion_focus.training.visual_trainer import VisualRun, VisualTraining

logger = logging.getLogger(__name__)

_STATE = "visual.pt"
_N_SAMPLES = 96


def train_visual(settings: VisualTraining, *, out: Path) -> Path:
    """Train, and write `visual.pt`, `visual.onnx` and `visual.int8.onnx` into the folder `out`; gives back the last.

    Goes on from `visual.pt` where there is one. Raises InputError where the material is missing.
    """
    torch.set_num_threads(settings.threads)
    cv2.setNumThreads(settings.threads)
    torch.manual_seed(settings.seed)
    out.mkdir(parents=True, exist_ok=True)
    items, held = hold_out(read_items(settings.products, Split.TRAIN), share=settings.held_out)
    rooms = read_rooms(settings.products, settings.places)
    sampler = PairSampler(items, rooms, filming=settings.filming, seed=settings.seed + run_seed(out))
    run = VisualRun(settings, sampler)
    run.resume(out / _STATE)
    judge = [fewer(question) for question in questions(read_items(settings.products, Split.VAL) + held, rooms)]
    report(run.averaged, judge)
    while run.minutes < settings.minutes:
        due = min(run.minutes + settings.report_minutes, settings.minutes)
        while run.minutes < due:
            run.learn()
        run.save(out / _STATE)
        export_onnx(run.averaged, out / "visual.onnx")
        report(run.averaged, judge)
    samples = sampler.draw(_N_SAMPLES)
    integers = quantize_visual(
        out / "visual.onnx", np.concatenate([samples.crops, samples.views]), out=out / "visual.int8.onnx"
    )
    reader = write_reader(integers, out=out / "visual.reader")
    material = Material(settings.products, settings.places, settings.videos)
    axes = AxesTraining(shows=settings.shows, pairs=settings.pairs, seed=settings.seed)
    tail = tail_for(reader, material, axes, beside=integers)
    join_tail(write_reader(out / "visual.onnx", out=out / "visual.reader"), tail, out=out / "visual.onnx")
    return join_tail(write_reader(integers, out=out / "visual.reader"), tail, out=integers)


def run_seed(out: Path) -> int:
    """Another seed for every resumption, so that no film is shot twice."""
    file = out / _STATE
    return int(torch.load(file, weights_only=True)["step"]) if file.exists() else 0


def hold_out(items: tuple[Item, ...], *, share: float) -> tuple[tuple[Item, ...], tuple[Item, ...]]:
    """Items to learn from, and about a share of all groups to be judged on: the val split alone is small."""
    held = {item.group for item in items if zlib.crc32(item.group.encode()) % 1000 < share * 1000}
    learnt = tuple(item for item in items if item.group not in held)
    return learnt, tuple(item for item in items if item.group in held)


def fewer(question: Question, *, most: int = 200) -> Question:
    """Every n-th query, so that a report costs seconds."""
    step = -(-len(question.queries) // most)
    return replace(question, queries=question.queries[::step], answers=question.answers[::step])


def encode_with(network: VisualNetwork, pixels: Pixels, *, batch: int = 32) -> Vectors:
    """Vectors (N, D) of squares (N, SIDE, SIDE, 3)."""
    with torch.inference_mode():
        parts = [network(torch.from_numpy(pixels[k : k + batch])) for k in range(0, len(pixels), batch)]
    return np.asarray(torch.cat(parts).numpy(), np.float32)


def report(network: VisualNetwork, judge: list[Question]) -> None:
    """Log the recall on every question."""
    network.eval()
    for question in judge:
        found = answer(question, lambda pixels: encode_with(network, pixels))
        logger.info("%-48s %4d of %3d: R@1 %.3f", found.name, found.n_queries, found.n_products, found.recall)


def main() -> None:
    """Command line of the recipe."""
    parser = argparse.ArgumentParser(description=train_visual.__doc__)
    parser.add_argument("products", type=Path, help="folder with */products.jsonl and backgrounds/")
    parser.add_argument("--places", type=Path, help="folder with places.jsonl: more rooms")
    parser.add_argument("--videos", type=Path, help="folder with hosts/ and people/, for the shows")
    parser.add_argument("--out", type=Path, required=True, help="folder for visual.onnx and visual.pt")
    for name in ("minutes", "rate", "ridge", "temperature", "pull_back", "report_minutes", "held_out"):
        default = VisualTraining.__dataclass_fields__[name].default
        parser.add_argument(f"--{name.replace('_', '-')}", type=float, default=default)
    for name in ("n_filmed", "n_replayed", "first_reel", "shows", "pairs", "seed", "threads"):
        default = VisualTraining.__dataclass_fields__[name].default
        parser.add_argument(f"--{name.replace('_', '-')}", type=int, default=default)
    options = vars(parser.parse_args())
    out = options.pop("out")
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    train_visual(VisualTraining(**options), out=out)


if __name__ == "__main__":
    main()
