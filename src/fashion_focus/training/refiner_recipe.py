"""The whole recipe of the refining network: scenes in, ONNX files and figures out.

python -m fashion_focus.training.refiner_recipe --products P --places L --videos V --out RUN --crops 60000
"""

import argparse
import logging
import math
import pickle
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from fashion_focus.core.arrays import Indices, Pixels
from fashion_focus.core.errors import SettingsError
from fashion_focus.core.geometry import iou_matrix
from fashion_focus.core.taxonomy import LEAVES
from fashion_focus.structuring.hierarchy import likely_paths
from fashion_focus.training.detector_validation import auroc
from fashion_focus.training.refiner_crops import Crops, draw_crops, join_crops
from fashion_focus.training.refiner_export import export_refiner, quantize_refiner
from fashion_focus.training.refiner_network import (
    ClassHead,
    Features,
    RefinerHead,
    RefinerNetwork,
    Wanted,
    class_loss,
    corners,
    refiner_loss,
)
from fashion_focus.training.show_scenes import ShowScenes
from fashion_focus.training.visual_network import Trunk

logger = logging.getLogger(__name__)
_AT_ONCE = 64  # proposals, at least, that go through the trunk together
_HEADS = ("head", "classes")  # of the network, as refinement.pt holds them
_SAMPLES = 256  # squares that give the ranges of 8-bit activations


@dataclass(frozen=True, slots=True)
class RefinerTraining:
    """One run. products, places, videos: folders of material, as ShowScenes takes them.

    crops, held_out: proposals to learn from (split train) and to be judged on (split val). epochs: rounds over them.
    heads: a refinement.pt of an earlier run; its boxes are kept and only the classes are learnt anew.
    """

    products: Path | None = None
    places: Path | None = None
    videos: Path | None = None
    crops: int = 60_000
    held_out: int = 2_000
    heads: Path | None = None
    epochs: int = 8
    batch: int = 128
    learning_rate: float = 1e-3
    weight_decay: float = 0.05
    threads: int = 1
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Lesson:
    """Proposals as features: half-precision maps, targets, and how well the proposals fitted."""

    features: Features
    wanted: Wanted
    overlap: Tensor

    def __len__(self) -> int:
        return len(self.overlap)

    def batch(self, rows: Tensor) -> tuple[Features, Wanted]:
        """Some of them, ready to compute with."""
        features = Features(*(maps[rows].float() for maps in self.features))
        return features, Wanted(*(values[rows] for values in self.wanted))


def train_refiner(settings: RefinerTraining, *, out: Path) -> Path:
    """Train, judge, and write `refinement.onnx` and `refinement.int8.onnx` into `out`; gives back the last.

    Raises SettingsError where a folder of material is missing, or `heads` is no file of this recipe.
    """
    torch.manual_seed(settings.seed)
    torch.set_num_threads(settings.threads)
    out.mkdir(parents=True, exist_ok=True)
    network = RefinerNetwork(Trunk.from_imagenet().eval(), RefinerHead(), ClassHead()).eval()
    if settings.heads is not None:
        _load_box_head(network, settings.heads)
    judge, _ = gather(network, settings, split="val", n=settings.held_out)
    lesson, samples = gather(network, settings, split="train", n=settings.crops)
    for epoch, terms in enumerate(_epochs(network, lesson, settings)):
        logger.info("epoch %d: %s", epoch + 1, {name: round(value, 4) for name, value in terms.items()})
        logger.info("%s", report(network, judge))
    torch.save({name: getattr(network, name).state_dict() for name in _HEADS}, out / "refinement.pt")
    return quantize_refiner(export_refiner(network, out / "refinement.onnx"), samples, out=out / "refinement.int8.onnx")


def gather(network: RefinerNetwork, settings: RefinerTraining, *, split: str, n: int) -> tuple[Lesson, Pixels]:
    """n proposals of a split as features, and some of their squares."""
    seed = settings.seed + (11 if split == "train" else 12)
    source = ShowScenes(settings.products, settings.places, settings.videos, split=split, seed=seed)
    draw, rng = source.open(), np.random.default_rng(seed)
    parts: list[Crops] = []
    maps: list[Features] = []
    while len(parts) * _AT_ONCE < n:
        part = draw_crops(rng, draw, least=_AT_ONCE)
        with torch.inference_mode():
            maps.append(Features(*(one.half() for one in network.features(torch.from_numpy(part.pixels)))))
        parts.append(part)
        if len(parts) % 50 == 0:
            logger.info("%d proposals of split %s", len(parts) * _AT_ONCE, split)
    samples = join_crops(parts[: _SAMPLES // _AT_ONCE]).pixels
    crops = join_crops([replace(part, pixels=part.pixels[:, :0]) for part in parts])
    wanted = Wanted(
        torch.from_numpy(crops.boxes),
        torch.from_numpy(crops.thing).float(),
        torch.from_numpy(crops.presented).float(),
        torch.from_numpy(crops.leaf),
    )
    features = Features(*(torch.cat(columns) for columns in zip(*maps, strict=True)))
    return Lesson(features, wanted, torch.from_numpy(crops.overlap)), samples


def _load_box_head(network: RefinerNetwork, file: Path) -> None:
    """The box head of an earlier run, which then stays as it is."""
    try:
        network.head.load_state_dict(torch.load(file, weights_only=True)["head"])
    except (OSError, RuntimeError, KeyError, pickle.UnpicklingError) as error:
        raise SettingsError(f"cannot take the heads of {file}: {error}; name a refinement.pt of this recipe") from error
    network.head.requires_grad_(False)


def _epochs(network: RefinerNetwork, lesson: Lesson, settings: RefinerTraining) -> Iterator[dict[str, float]]:
    """Train round after round; the last batch's terms after each."""
    learning = [network.classes] if settings.heads else [network.head, network.classes]
    parameters = [parameter for head in learning for parameter in head.parameters()]
    optimiser = torch.optim.AdamW(parameters, lr=0.0, weight_decay=settings.weight_decay)
    n_batches = max(1, len(lesson) // settings.batch)
    step, last = 0, settings.epochs * n_batches
    for _ in range(settings.epochs):
        for head in learning:
            head.train()
        terms: dict[str, float] = {}
        for rows in torch.randperm(len(lesson)).split(settings.batch)[:n_batches]:
            warm, cosine = min(1.0, (step + 1) / 50), 0.5 * (1 + math.cos(math.pi * step / last))
            for group in optimiser.param_groups:
                group["lr"] = settings.learning_rate * warm * cosine
            features, wanted = lesson.batch(rows)
            raw = network.head(features)
            loss, terms = refiner_loss(raw, wanted)
            named = class_loss(network.classes(features, raw[:, 0].sigmoid()), wanted)
            terms["classes"] = float(named.detach())
            optimiser.zero_grad()
            (loss + named).backward()
            optimiser.step()
            step += 1
        network.eval()
        yield terms


@torch.no_grad()
def report(network: RefinerNetwork, lesson: Lesson) -> dict[str, float]:
    """How boxes fit before and after, how well thing and presented are told from the rest, and how often the class."""
    raws, scores = [], []
    for rows in torch.arange(len(lesson)).split(256):
        features, _ = lesson.batch(rows)
        raws.append(network.head(features))
        scores.append(network.classes(features, raws[-1][:, 0].sigmoid()))
    raw, shares = torch.cat(raws), torch.cat(scores).softmax(1).numpy()
    rows, best = torch.arange(len(raw)), raw[:, 0].flatten(1).argmax(1)
    boxes = corners(raw).flatten(2)[rows, :, best].numpy()
    wanted = lesson.wanted
    fits = np.array([iou_matrix(a[None], b[None])[0, 0] for a, b in zip(boxes, wanted.boxes.numpy(), strict=True)])
    there, shown = wanted.thing.numpy() > 0.5, wanted.presented.numpy() > 0.5
    before = lesson.overlap.numpy()
    heat = raw[:, 0].sigmoid().flatten(1)[rows, best].numpy()
    presented = raw[:, 5].sigmoid().flatten(1)[rows, best].numpy()
    figures = {
        "iou_before": before[there].mean(),
        "iou_after": fits[there].mean(),
        "half_before": (before[there] >= 0.5).mean(),
        "half_after": (fits[there] >= 0.5).mean(),
        "shown_half_before": (before[shown] >= 0.5).mean(),
        "shown_half_after": (fits[shown] >= 0.5).mean(),
        "thing_auroc": auroc(heat, there),
        "shown_auroc": auroc(heat * presented, shown),
        **_named_rightly(shares[shown], wanted.leaf.numpy()[shown]),
    }
    return {name: round(float(value), 4) for name, value in figures.items()}


def _named_rightly(shares: npt.NDArray[np.float32], leaves: Indices) -> dict[str, float]:
    """How often the category is right, and the fine class where one is named (shares of what is shown)."""
    paths, truth = likely_paths(shares), [LEAVES[leaf] for leaf in leaves]
    category = [path[0] == leaf[0] for path, leaf in zip(paths, truth, strict=True)]
    fine = [path[1] == leaf[1] for path, leaf in zip(paths, truth, strict=True) if len(path) > 1]
    return {"category_right": float(np.mean(category)), "class_right": float(np.mean(fine)) if fine else 0.0}


def main() -> None:
    """Run the recipe as a program."""
    defaults = RefinerTraining()
    parser = argparse.ArgumentParser(description="Train the refining network on proposals in simulated scenes.")
    for name in ("products", "places", "videos"):
        parser.add_argument(f"--{name}", type=Path, help="folder of material; without it, all of this is drawn")
    parser.add_argument("--heads", type=Path, help="refinement.pt of an earlier run; only classes are learnt anew")
    parser.add_argument("--out", type=Path, required=True, help="folder of the run")
    for name in ("crops", "held_out", "epochs", "threads", "seed"):
        parser.add_argument(f"--{name.replace('_', '-')}", type=int, default=getattr(defaults, name))
    given = vars(parser.parse_args())
    out = given.pop("out")
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    logger.info("wrote %s", train_refiner(RefinerTraining(**given), out=out))


if __name__ == "__main__":
    main()
