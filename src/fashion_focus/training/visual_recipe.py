"""How the visual encoder is trained: `python -m fashion_focus.training.visual_recipe --help`.

Metric learning of filmed crops against shop pictures (`visual_pairs`), contrastive and triplet losses over a memory
of all products (`visual_losses`). Few products, most with one photo, so little is left to chance: the trunk's front
stays ImageNet's, the linear layer starts as discriminative whitening, every weight moves by a small share of its own
size, is pulled back to where it started (L2-SP: Li et al., ICML 2018), and the weights that count are a running
average (Polyak and Juditsky 1992).
"""

import argparse
import copy
import logging
import math
import time
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

import cv2
import numpy as np
import torch
from torch import Tensor

from fashion_focus.core.arrays import Pixels, Vectors
from fashion_focus.core.errors import SettingsError
from fashion_focus.training.visual_export import export_onnx
from fashion_focus.training.visual_filming import Filming
from fashion_focus.training.visual_losses import Memory, allowed, contrast, triplets
from fashion_focus.training.visual_material import Item, Split, read_items, read_rooms
from fashion_focus.training.visual_network import Trunk, VisualNetwork
from fashion_focus.training.visual_pairs import PairSampler
from fashion_focus.training.visual_protocols import Question, answer, questions
from fashion_focus.training.visual_reel import Reel, Takes

logger = logging.getLogger(__name__)

_STATE = "visual.pt"


@dataclass(frozen=True, slots=True)
class VisualTraining:
    """One training run. products, places: folders of the material. minutes: wall clock, all resumed runs together.

    n_filmed: new pairs a step. n_replayed: batches of the reel a step. first_reel: pairs before the first step.
    rate: largest step, as a share of a weight tensor's root mean square. pull_back: share of the way back, a step.
    """

    products: Path
    places: Path | None = None
    minutes: float = 45.0
    n_filmed: int = 12
    n_replayed: int = 4
    capacity: int = 6000
    first_reel: int = 600
    ridge: float = 2.0
    rate: float = 2e-3
    temperature: float = 0.07
    margin: float = 0.2
    triplet_share: float = 0.5
    pull_back: float = 1e-3
    average: float = 0.98
    report_minutes: float = 8.0
    seed: int = 0
    threads: int = 1
    filming: Filming = field(default_factory=Filming)

    def __post_init__(self) -> None:
        if self.minutes <= 0:
            raise SettingsError(f"minutes must be positive, found {self.minutes}")


def train_visual(settings: VisualTraining, *, out: Path) -> Path:
    """Train, and write `visual.onnx` and `visual.pt` into the folder `out`; gives back the ONNX file.

    Goes on from `visual.pt` where there is one. Raises InputError where the material is missing.
    """
    torch.set_num_threads(settings.threads)
    cv2.setNumThreads(settings.threads)
    torch.manual_seed(settings.seed)
    out.mkdir(parents=True, exist_ok=True)
    items = read_items(settings.products, Split.TRAIN)
    rooms = read_rooms(settings.products, settings.places)
    sampler = PairSampler(items, rooms, filming=settings.filming, seed=settings.seed + run_seed(out))
    run = _Run(settings, items, sampler)
    run.resume(out / _STATE)
    judge = [fewer(question) for question in questions(read_items(settings.products, Split.VAL), rooms)]
    report(run.averaged, judge)
    while run.minutes < settings.minutes:
        due = min(run.minutes + settings.report_minutes, settings.minutes)
        while run.minutes < due:
            run.learn()
        run.save(out / _STATE)
        export_onnx(run.averaged, out / "visual.onnx")
        report(run.averaged, judge)
    return out / "visual.onnx"


def run_seed(out: Path) -> int:
    """Another seed for every resumption, so that no film is shot twice."""
    file = out / _STATE
    return int(torch.load(file, weights_only=True)["step"]) if file.exists() else 0


def fewer(question: Question, *, most: int = 150) -> Question:
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


class _Run:
    """A network under training with its average, its optimizer, its memories, its reel and its clock."""

    def __init__(self, settings: VisualTraining, items: tuple[Item, ...], sampler: PairSampler) -> None:
        self._settings = settings
        self._sampler = sampler
        self.step, self.minutes = 0, 0.0
        self.network = VisualNetwork(Trunk.from_imagenet())
        self._reel = Reel(self.network.trunk, capacity=settings.capacity, seed=settings.seed)
        while len(self._reel) < settings.first_reel:
            self._reel.add(sampler.draw(settings.n_filmed))
        start_head(self.network, self._reel, ridge=settings.ridge)
        self.averaged = copy.deepcopy(self.network)
        self._learnt = [value for value in self.network.parameters() if value.requires_grad]
        self._origin = [value.detach().clone() for value in self._learnt]
        groups = [{"params": [value], "full": settings.rate * _size(value)} for value in self._learnt]
        self._optimizer = torch.optim.Adam(groups, lr=0.0)
        names = sorted({item.group for item in items})
        self._groups = torch.tensor([names.index(item.group) for item in items])
        width = self.network.project.out_features
        self._views, self._crops = Memory(len(items), width), Memory(len(items), width)
        self._losses: list[float] = []

    def learn(self) -> None:
        """Film a few pairs, and one step on some of the reel."""
        began = time.monotonic()
        self._reel.add(self._sampler.draw(self._settings.n_filmed))
        for group in self._optimizer.param_groups:
            group["lr"] = group["full"] * self._schedule()
        loss = self._loss(self._reel.draw(self._settings.n_replayed))
        self._optimizer.zero_grad()
        loss.backward()
        self._optimizer.step()
        self._pull_back()
        self._average()
        self.step += 1
        self.minutes += (time.monotonic() - began) / 60
        self._losses.append(float(loss.detach()))
        if self.step % 50 == 0:
            logger.info("step %d, minute %.1f, loss %.3f", self.step, self.minutes, float(np.mean(self._losses[-50:])))

    def _schedule(self) -> float:
        warm = min(1.0, (self.step + 1) / 50)
        done = min(1.0, self.minutes / self._settings.minutes)
        return warm * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * done)))

    def _loss(self, takes: Takes) -> Tensor:
        settings = self._settings
        crops, views = self.network.embed(torch.cat([takes.crops, takes.views])).chunk(2)
        labels = takes.labels
        total = torch.zeros(())
        for queries, vectors, memory in ((crops, views, self._views), (views, crops, self._crops)):
            mask = allowed(memory, labels=labels, groups=takes.groups, all_groups=self._groups, shaded=takes.shaded)
            memory.put(labels, vectors)
            scene = memory.scene()
            total = total + contrast(queries, scene, labels=labels, usable=mask, temperature=settings.temperature)
            hinge = triplets(queries, scene, labels=labels, usable=mask, margin=settings.margin)
            total = total + settings.triplet_share * hinge
        return total

    @torch.no_grad()
    def _pull_back(self) -> None:
        for value, origin in zip(self._learnt, self._origin, strict=True):
            value.lerp_(origin, self._settings.pull_back * self._schedule())

    @torch.no_grad()
    def _average(self) -> None:
        keep = min(self._settings.average, (self.step + 1) / (self.step + 10))
        for mean, value in zip(self.averaged.parameters(), self.network.parameters(), strict=True):
            mean.lerp_(value, 1 - keep)

    def save(self, file: Path) -> None:
        """Write all that `resume` needs; the file appears whole."""
        state = {
            "network": self.network.state_dict(),
            "averaged": self.averaged.state_dict(),
            "optimizer": self._optimizer.state_dict(),
            "step": self.step,
            "minutes": self.minutes,
            "settings": {name: str(value) for name, value in asdict(self._settings).items()},
        }
        beside = file.with_suffix(".part")
        torch.save(state, beside)
        beside.replace(file)

    def resume(self, file: Path) -> None:
        """Go on from a saved state, if there is one."""
        if not file.exists():
            return
        state = torch.load(file, weights_only=True)
        self.network.load_state_dict(state["network"])
        self.averaged.load_state_dict(state["averaged"])
        self._optimizer.load_state_dict(state["optimizer"])
        self.step, self.minutes = state["step"], state["minutes"]
        logger.info("resumed at step %d, minute %.1f", self.step, self.minutes)


def _size(value: Tensor) -> float:
    return float(value.detach().pow(2).mean().sqrt())


@torch.no_grad()
def start_head(network: VisualNetwork, reel: Reel, *, ridge: float) -> None:
    """Discriminative whitening of the reel's pairs as linear layer."""
    crops = torch.cat([network.features(one.crops.float()) for one in reel.all()])
    views = torch.cat([network.features(one.views.float()) for one in reel.all()])
    network.load_discriminant_axes(crops, views, ridge=ridge)


def main() -> None:
    """Command line of the recipe."""
    parser = argparse.ArgumentParser(description=train_visual.__doc__)
    parser.add_argument("products", type=Path, help="folder with */products.jsonl and backgrounds/")
    parser.add_argument("--places", type=Path, help="folder with places.jsonl: more rooms")
    parser.add_argument("--out", type=Path, required=True, help="folder for visual.onnx and visual.pt")
    for name in ("minutes", "rate", "ridge", "temperature", "pull_back", "report_minutes"):
        default = VisualTraining.__dataclass_fields__[name].default
        parser.add_argument(f"--{name.replace('_', '-')}", type=float, default=default)
    for name in ("n_filmed", "n_replayed", "first_reel", "seed", "threads"):
        default = VisualTraining.__dataclass_fields__[name].default
        parser.add_argument(f"--{name.replace('_', '-')}", type=int, default=default)
    options = vars(parser.parse_args())
    out = options.pop("out")
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    train_visual(VisualTraining(**options), out=out)


if __name__ == "__main__":
    main()
