"""How the visual encoder is trained: `python -m fashion_focus.training.visual_recipe --help`.

Metric learning of filmed crops against shop pictures (`visual_pairs`), contrastive and triplet losses over a memory
of all products (`visual_losses`), from ImageNet weights with the earliest blocks kept. Few products, most with one
photo: so the trunk learns slowly, is pulled back to where it started (L2-SP: Li et al., ICML 2018), and the weights
that count are a running average (Polyak and Juditsky 1992).
"""

import argparse
import copy
import logging
import math
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path

import cv2
import numpy as np
import torch
from torch import Tensor, nn

from fashion_focus.core.arrays import Pixels, Vectors
from fashion_focus.core.errors import SettingsError
from fashion_focus.embedding import prepare_view
from fashion_focus.training.visual_export import export_onnx
from fashion_focus.training.visual_filming import Filming
from fashion_focus.training.visual_losses import Memory, allowed, contrast, triplets
from fashion_focus.training.visual_material import Item, Pictures, Split, read_items, read_rooms
from fashion_focus.training.visual_network import Trunk, VisualNetwork
from fashion_focus.training.visual_pairs import Pairs, PairSampler
from fashion_focus.training.visual_protocols import Question, answer, questions

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class VisualTraining:
    """One training run. products, places: folders of the material. minutes: wall clock, all resumed runs together."""

    products: Path
    places: Path | None = None
    minutes: float = 45.0
    n_pairs: int = 24
    frozen_blocks: int = 3
    trunk_rate: float = 2e-4
    head_rate: float = 1e-3
    temperature: float = 0.07
    margin: float = 0.2
    triplet_share: float = 0.5
    pull_back: float = 2e-3
    average: float = 0.995
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
    run = _Run(settings, items)
    run.resume(out / "visual.pt")
    sampler = PairSampler(items, rooms, filming=settings.filming, seed=settings.seed + run.step)
    judge = list(questions(read_items(settings.products, Split.VAL), rooms))
    report(run.averaged, judge)
    while run.minutes < settings.minutes:
        due = min(run.minutes + settings.report_minutes, settings.minutes)
        while run.minutes < due:
            began = time.monotonic()
            run.learn(sampler.draw(settings.n_pairs))
            run.minutes += (time.monotonic() - began) / 60
        report(run.averaged, judge)
        run.save(out / "visual.pt")
        export_onnx(run.averaged, out / "visual.onnx")
    return out / "visual.onnx"


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
    """A network under training with its average, its optimizer, its memories and its clock."""

    def __init__(self, settings: VisualTraining, items: tuple[Item, ...]) -> None:
        self._settings = settings
        self.step, self.minutes = 0, 0.0
        self.network = start(settings, items)
        self.averaged = copy.deepcopy(self.network)
        self._origin = {name: value.detach().clone() for name, value in self.network.trunk.named_parameters()}
        trunk = [value for value in self.network.trunk.parameters() if value.requires_grad]
        head = [*self.network.pool.parameters(), *self.network.project.parameters()]
        rates = [(trunk, settings.trunk_rate), (head, settings.head_rate)]
        self._optimizer = torch.optim.Adam([{"params": values, "lr": rate, "full": rate} for values, rate in rates])
        names = sorted({item.group for item in items})
        self._groups = torch.tensor([names.index(item.group) for item in items])
        width = self.network.project.out_features
        self._views, self._crops = Memory(len(items), width), Memory(len(items), width)
        self._losses: list[float] = []

    def learn(self, pairs: Pairs) -> None:
        """One step on one batch."""
        for group in self._optimizer.param_groups:
            group["lr"] = group["full"] * self._schedule()
        loss = self._loss(pairs)
        self._optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_([p for p in self.network.parameters() if p.requires_grad], 5.0)
        self._optimizer.step()
        self._pull_back()
        self._average()
        self.step += 1
        self._losses.append(float(loss.detach()))
        if self.step % 50 == 0:
            logger.info("step %d, minute %.1f, loss %.3f", self.step, self.minutes, float(np.mean(self._losses[-50:])))

    def _schedule(self) -> float:
        warm = min(1.0, (self.step + 1) / 50)
        done = min(1.0, self.minutes / self._settings.minutes)
        return warm * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * done)))

    def _loss(self, pairs: Pairs) -> Tensor:
        settings = self._settings
        both = np.concatenate([pairs.crops, pairs.views])
        crops, views = self.network(torch.from_numpy(both)).chunk(2)
        labels, groups = torch.from_numpy(pairs.labels), torch.from_numpy(pairs.groups)
        shaded = torch.from_numpy(pairs.shaded)
        total = torch.zeros(())
        for queries, vectors, memory in ((crops, views, self._views), (views, crops, self._crops)):
            mask = allowed(memory, labels=labels, groups=groups, all_groups=self._groups, shaded=shaded)
            scene = memory.scene(labels, vectors)
            total = total + contrast(queries, scene, labels=labels, usable=mask, temperature=settings.temperature)
            hinge = triplets(queries, scene, labels=labels, usable=mask, margin=settings.margin)
            total = total + settings.triplet_share * hinge
            memory.put(labels, vectors)
        return total

    @torch.no_grad()
    def _pull_back(self) -> None:
        rate = self._settings.pull_back * self._schedule()
        for name, value in self.network.trunk.named_parameters():
            if value.requires_grad:
                value.lerp_(self._origin[name], rate)

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


def start(settings: VisualTraining, items: tuple[Item, ...]) -> VisualNetwork:
    """ImageNet's trunk with the principal axes of the training products' shop pictures as linear layer."""
    network = VisualNetwork(Trunk.from_imagenet())
    pictures = Pictures()
    views = np.stack([prepare_view(pictures.whole(item.main.file)) for item in items])
    with torch.inference_mode():
        parts = [network.features(torch.from_numpy(views[k : k + 32])) for k in range(0, len(views), 32)]
    network.load_principal_axes(torch.cat(parts).clone())
    network.trunk.freeze(settings.frozen_blocks)
    return network


def main() -> None:
    """Command line of the recipe."""
    parser = argparse.ArgumentParser(description=train_visual.__doc__)
    parser.add_argument("products", type=Path, help="folder with */products.jsonl and backgrounds/")
    parser.add_argument("--places", type=Path, help="folder with places.jsonl: more rooms")
    parser.add_argument("--out", type=Path, required=True, help="folder for visual.onnx and visual.pt")
    for name in ("minutes", "trunk_rate", "head_rate", "temperature", "pull_back", "report_minutes"):
        default = VisualTraining.__dataclass_fields__[name].default
        parser.add_argument(f"--{name.replace('_', '-')}", type=float, default=default)
    for name in ("frozen_blocks", "n_pairs", "seed", "threads"):
        default = VisualTraining.__dataclass_fields__[name].default
        parser.add_argument(f"--{name.replace('_', '-')}", type=int, default=default)
    options = vars(parser.parse_args())
    out = options.pop("out")
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    train_visual(VisualTraining(**options), out=out)


if __name__ == "__main__":
    main()
