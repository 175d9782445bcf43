"""One training run of the visual encoder: its settings, its state and its steps."""

import copy
import logging
import math
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from fashion_focus.core.errors import SettingsError
from fashion_focus.training.visual_filming import Filming
from fashion_focus.training.visual_losses import Memory, allowed, contrast, triplets
from fashion_focus.training.visual_network import Trunk, VisualNetwork
from fashion_focus.training.visual_pairs import PairSampler
from fashion_focus.training.visual_reel import Reel, Takes

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class VisualTraining:
    """One training run. products, places: folders of the material. minutes: wall clock, all resumed runs together.

    n_filmed: new pairs a step. n_replayed: batches of the reel a step. first_reel: pairs before the first step.
    rate: largest step, as a share of a weight tensor's root mean square. pull_back: share of the way back, a step.
    shows, pairs: simulated shows and composed pairs on which the tail is fitted at the end. videos: hosts of shows.
    held_out: share of the products' groups that is not learnt from but reported on, to compare settings.
    """

    products: Path
    places: Path | None = None
    videos: Path | None = None
    minutes: float = 45.0
    n_filmed: int = 12
    n_replayed: int = 4
    capacity: int = 4000
    first_reel: int = 600
    ridge: float = 4.0
    rate: float = 2e-3
    temperature: float = 0.07
    margin: float = 0.2
    triplet_share: float = 0.5
    pull_back: float = 1e-3
    average: float = 0.98
    report_minutes: float = 8.0
    shows: int = 500
    pairs: int = 5760
    seed: int = 0
    threads: int = 1
    held_out: float = 0.0
    filming: Filming = field(default_factory=Filming)

    def __post_init__(self) -> None:
        if self.minutes <= 0:
            raise SettingsError(f"minutes must be positive, found {self.minutes}")


class VisualRun:
    """A network under training with its average, its optimizer, its memories, its reel and its clock."""

    def __init__(self, settings: VisualTraining, sampler: PairSampler) -> None:
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
        self._groups = torch.from_numpy(sampler.groups)
        n_labels, width = len(sampler.groups), self.network.project.out_features
        self._views, self._crops = Memory(n_labels, width), Memory(n_labels, width)
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
