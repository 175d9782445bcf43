"""Endless batches of simulated scenes, and the schedule that says how large they are."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import torch
from torch.utils.data import DataLoader, IterableDataset, get_worker_info

from fashion_focus.training.detector_loss import Batch
from fashion_focus.training.detector_targets import Labelled, Targets, make_targets

Draw = Callable[[np.random.Generator, int, int], tuple[Labelled, Labelled]]
"""Draws two pictures of one scene from a generator, a width and a height in pixels."""
Size = tuple[int, int]


class SceneSource(Protocol):
    """Where scenes come from; small and picklable, so that it can travel to a worker process."""

    def open(self) -> Draw:
        """Load what scenes are made of, once a process."""
        ...


@dataclass(frozen=True, slots=True)
class Stage:
    """From a share of the run on (0 to 1), pictures have one of these landscape sizes (or turned by 90 degrees)."""

    since: float
    sizes: tuple[Size, ...]


PROGRESSIVE = (
    Stage(0.0, ((256, 160),)),
    Stage(0.5, ((320, 192),)),
    Stage(0.85, ((320, 192), (416, 256))),
)
"""Small pictures first: the same hour holds half as many pictures again (Tan and Le 2021, "EfficientNetV2", §4)."""

_PAIRED = 0.25  # share of the pictures that come two of one scene: the appearance vectors need no more


@dataclass(frozen=True, slots=True)
class TimeBudget:
    """When a run began and how long it may last; used: minutes spent before, by the runs that this one resumes."""

    started: float
    minutes: float
    used: float = 0.0

    def progress(self, now: float) -> float:
        """Share of the budget that is spent, 0 to 1; now: seconds on the clock of `started`."""
        return min(1.0, self.spent(now) / self.minutes)

    def spent(self, now: float) -> float:
        """Minutes of training until now."""
        return self.used + (now - self.started) / 60


def draw_size(rng: np.random.Generator, progress: float, *, stages: Sequence[Stage] = PROGRESSIVE) -> Size:
    """Width and height for a batch, landscape or portrait alike often."""
    stage = [stage for stage in stages if stage.since <= progress][-1]
    width, height = stage.sizes[int(rng.integers(len(stage.sizes)))]
    return (width, height) if rng.random() < 0.5 else (height, width)


def make_batch(scenes: Sequence[Labelled]) -> Batch:
    """Pictures of one size with their targets, as tensors."""
    targets = [make_targets(truth, width=pixels.shape[1], height=pixels.shape[0]) for pixels, truth in scenes]
    return Batch(
        pixels=torch.from_numpy(np.stack([pixels for pixels, _ in scenes])),
        heat=_stack([t.heat for t in targets]),
        ignore=_stack([t.ignore for t in targets]),
        box=_stack([t.box for t in targets]),
        weight=_stack([t.weight for t in targets]),
        presented=_stack([t.presented for t in targets]),
        leaf=_stack([t.leaf for t in targets]),
        objects=_objects(targets),
        offsets=torch.from_numpy(np.concatenate([t.offsets for t in targets])),
        products=_products(targets),
    )


def _stack(maps: list[np.ndarray]) -> torch.Tensor:
    return torch.from_numpy(np.stack(maps))


def _objects(targets: list[Targets]) -> torch.Tensor:
    rows = [np.insert(t.cells, 0, picture, axis=1) for picture, t in enumerate(targets)]
    return torch.from_numpy(np.concatenate(rows).reshape(-1, 3))


def _products(targets: list[Targets]) -> torch.Tensor:
    numbers: dict[str, int] = {}
    names = [name for t in targets for name in t.products]
    return torch.tensor([numbers.setdefault(name, len(numbers)) for name in names], dtype=torch.long)


class SceneBatches(IterableDataset[Batch]):
    """Endless batches of 2 x `pairs` pictures; every worker draws its own, at the size that the clock asks for."""

    def __init__(
        self, source: SceneSource, *, budget: TimeBudget, pairs: int, seed: int, stages: Sequence[Stage]
    ) -> None:
        self.source = source
        self.budget = budget
        self.pairs = pairs
        self.seed = seed
        self.stages = stages

    def __iter__(self) -> Iterator[Batch]:
        worker = get_worker_info()
        rng = np.random.default_rng([self.seed, worker.id if worker else 0])
        draw = self.source.open()
        while True:
            width, height = draw_size(rng, self.budget.progress(time.time()), stages=self.stages)
            yield make_batch(self._scenes(draw, rng, size=(width, height)))

    def _scenes(self, draw: Draw, rng: np.random.Generator, *, size: Size) -> list[Labelled]:
        """Some scenes twice, for the appearance vectors, and one picture of others: two alike teach little else."""
        n_whole = max(1, round(_PAIRED * self.pairs))
        scenes = [picture for _ in range(n_whole) for picture in draw(rng, *size)]
        while len(scenes) < 2 * self.pairs:
            scenes.append(draw(rng, *size)[int(rng.integers(2))])
        return scenes


def load_batches(batches: SceneBatches, *, workers: int) -> Iterator[Batch]:
    """The batches, drawn ahead by worker processes (0: drawn here, when they are asked for)."""
    if workers == 0:
        return iter(batches)
    loader = DataLoader(
        batches, batch_size=None, num_workers=workers, prefetch_factor=3, multiprocessing_context="spawn"
    )
    return iter(loader)
