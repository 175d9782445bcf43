"""The training loop of the detector: steps, averaged weights, checkpoints, a log with figures."""

import copy
import json
import logging
import math
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import nn

from fashion_focus.core.errors import ModelError
from fashion_focus.training.detector_batches import (
    PROGRESSIVE,
    SceneBatches,
    SceneSource,
    Stage,
    TimeBudget,
    load_batches,
)
from fashion_focus.training.detector_loss import TERMS, Batch, DetectorLoss
from fashion_focus.training.detector_targets import Labelled
from fashion_focus.training.detector_teacher import Teacher
from fashion_focus.training.detector_validation import Figures, decode, draw_scenes, measure, same_size_batches
from fashion_focus.training.dla import DetectorNetwork, activate

logger = logging.getLogger(__name__)
WARM_UP = 0.04


@dataclass(frozen=True, slots=True)
class TrainerSettings:
    """How a run goes. minutes: time budget that the learning rate's decay is fitted to; max_steps ends it earlier.

    pairs: half of the pictures a batch. threads: of PyTorch here; workers: processes that draw scenes.
    teacher: weight of ImageNet's features at the start, falling to 0 at the end; 0 for none.
    initial: checkpoint of an earlier run whose averaged weights a new run starts from.
    """

    minutes: float = 90.0
    max_steps: int | None = None
    pairs: int = 4
    learning_rate: float = 5e-4
    weight_decay: float = 0.02
    threads: int = 1
    workers: int = 1
    device: str = "cpu"
    teacher: float = 2.0
    width: float = 1.0
    seed: int = 0
    checkpoint_minutes: float = 5.0
    validation_pairs: int = 100
    validation_size: tuple[int, int] = (320, 192)
    stages: tuple[Stage, ...] = PROGRESSIVE
    initial: Path | None = None

    def __post_init__(self) -> None:
        if self.minutes <= 0 or self.pairs < 1:
            raise ValueError(f"a run needs minutes > 0 and pairs >= 1, found {self.minutes} and {self.pairs}")


class DetectorTrainer:
    """One run; owns the network, its average, the optimiser and the files in `out`."""

    def __init__(self, settings: TrainerSettings, *, source: SceneSource, held_out: SceneSource, out: Path) -> None:
        """source: scenes to learn from; held_out: scenes to be judged by. Resumes where `out` has a checkpoint.

        Raises ModelError where the checkpoint is of another network.
        """
        self._settings = settings
        self._source = source
        self._held_out = held_out
        self._out = out
        self._device = torch.device(settings.device)
        torch.manual_seed(settings.seed)
        network = DetectorNetwork(width=settings.width)
        if settings.initial is not None:
            network.load_state_dict(
                _read_run(settings.initial, width=settings.width, device=torch.device("cpu"))["average"]
            )
        self._network = network.to(self._device, memory_format=torch.channels_last)  # type: ignore[call-overload]  # torch's stubs lack this form
        self._average = copy.deepcopy(self._network).eval()
        self._loss = DetectorLoss().to(self._device)
        self._teacher = Teacher(self._network.channels[3:]).to(self._device) if settings.teacher > 0 else None
        decay, plain = _by_decay(self._network)
        adapters = list(self._teacher.parameters()) if self._teacher else []
        self._optimiser = torch.optim.AdamW(
            [
                {"params": decay, "weight_decay": settings.weight_decay},
                {"params": plain, "weight_decay": 0.0},
                {"params": adapters, "weight_decay": 0.0},
            ],
            lr=settings.learning_rate,
            betas=(0.9, 0.99),
            fused=True,
        )
        self._step = 0
        self._pictures = 0
        self._scenes: list[Labelled] = []
        out.mkdir(parents=True, exist_ok=True)
        self._budget = TimeBudget(time.time(), settings.minutes, used=self._resume())

    @property
    def checkpoint(self) -> Path:
        """The file that holds the run's state and the averaged weights."""
        return self._out / "checkpoint.pt"

    def run(self) -> Figures:
        """Train until the budget or max_steps is used up; the figures at the end."""
        torch.set_num_threads(self._settings.threads)
        seed = self._settings.seed * 1_000_003 + self._step
        batches = SceneBatches(
            self._source, budget=self._budget, pairs=self._settings.pairs, seed=seed, stages=self._settings.stages
        )
        stream = load_batches(batches, workers=self._settings.workers)
        # Drawn while the workers load their material.
        self._scenes = draw_scenes(
            self._held_out.open(), pairs=self._settings.validation_pairs, size=self._settings.validation_size
        )
        saved = time.time()
        while self._progress() < 1.0:
            self._advance(stream)
            if time.time() - saved >= 60 * self._settings.checkpoint_minutes:
                self.save()
                self.validate()
                saved = time.time()
        self.save()
        return self.validate()

    def validate(self) -> Figures:
        """Figures of the averaged weights on the held-out scenes, also written to the log."""
        found = judge(self._average, self._scenes, device=self._device)
        figures = measure(self._scenes, found)
        self._write({"kind": "validation", "step": self._step, **figures.as_dict()})
        return figures

    def save(self) -> None:
        """Write the checkpoint whole or not at all."""
        beside = self.checkpoint.with_suffix(".part")
        state = {
            "width": self._settings.width,
            "step": self._step,
            "pictures": self._pictures,
            "minutes": self._budget.spent(time.time()),
            "network": self._network.state_dict(),
            "average": self._average.state_dict(),
            "optimiser": self._optimiser.state_dict(),
            "loss": self._loss.state_dict(),
            "teacher": self._teacher.state_dict() if self._teacher else {},
        }
        torch.save(state, beside)
        beside.replace(self.checkpoint)

    def _resume(self) -> float:
        if not self.checkpoint.exists():
            return 0.0
        state = _read_run(self.checkpoint, width=self._settings.width, device=self._device)
        self._network.load_state_dict(state["network"])
        self._average.load_state_dict(state["average"])
        self._optimiser.load_state_dict(state["optimiser"])
        self._loss.load_state_dict(state["loss"])
        if self._teacher:
            self._teacher.load_state_dict(state["teacher"])
        self._step, self._pictures = state["step"], state["pictures"]
        logger.info("resuming at step %d of %s", self._step, self.checkpoint)
        return float(state["minutes"])

    def _progress(self) -> float:
        share = self._budget.progress(time.time())
        if self._settings.max_steps is None:
            return share
        return max(share, self._step / self._settings.max_steps)

    def _advance(self, stream: Iterator[Batch]) -> None:
        began = time.time()
        batch = next(stream).to(self._device)
        waited = time.time() - began
        rate = self._settings.learning_rate * one_cycle(self._progress())
        for group in self._optimiser.param_groups:
            group["lr"] = rate
        self._network.train()
        with torch.autocast(self._device.type, torch.bfloat16):
            maps = self._network.look(batch.pixels)
            raw = self._network.read(maps)
            taught = self._teacher(batch.pixels, maps[1:]) if self._teacher else torch.zeros(())
        total, terms = self._loss(raw, batch)
        total = total + self._settings.teacher * (1 - self._progress()) * taught
        terms["teacher"] = taught.detach()
        self._optimiser.zero_grad(set_to_none=True)
        total.backward()
        norm = nn.utils.clip_grad_norm_(self._network.parameters(), 10.0)
        if math.isfinite(float(norm)):
            self._optimiser.step()
        self._step += 1
        self._pictures += len(batch.pixels)
        update_average(self._average, self._network, step=self._step)
        if self._step % 10 == 0 or self._step <= 3:
            seconds = time.time() - began
            self._report(
                total.detach(), terms, norm=float(norm), rate=rate, seconds=seconds, waited=waited, n=len(batch.pixels)
            )

    def _report(self, total: torch.Tensor, terms: dict[str, torch.Tensor], **facts: float) -> None:
        line: dict[str, Any] = {"kind": "train", "step": self._step, "pictures": self._pictures}
        line["minutes"] = round(self._budget.spent(time.time()), 2)
        line["minutes_left"] = round((1 - self._progress()) * self._settings.minutes, 1)
        line["loss"] = round(float(total), 4)
        line |= {name: round(float(terms[name]), 4) for name in (*TERMS, "teacher")}
        line |= {name: float(f"{value:.4g}") for name, value in facts.items()}
        line["pictures_per_second"] = round(facts["n"] / facts["seconds"], 2)
        self._write(line)

    def _write(self, line: dict[str, Any]) -> None:
        logger.info("%s", line)
        with (self._out / "log.jsonl").open("a", encoding="utf-8") as log:
            log.write(json.dumps(line) + "\n")


def _read_run(checkpoint: Path, *, width: float, device: torch.device) -> dict[str, Any]:
    try:
        state: dict[str, Any] = torch.load(checkpoint, map_location=device, weights_only=True)
    except OSError as error:
        raise ModelError(f"cannot read {checkpoint}: {error.strerror}; name the checkpoint of a run") from error
    if state["width"] != width:
        raise ModelError(
            f"{checkpoint} holds a network of width {state['width']}, not {width}; give another folder for this run"
        )
    return state


def one_cycle(progress: float) -> float:
    """Share of the peak learning rate: linear up, then a cosine down to nothing (Smith and Topin 2019)."""
    if progress < WARM_UP:
        return 0.02 + 0.98 * progress / WARM_UP
    return 0.5 * (1 + math.cos(math.pi * (progress - WARM_UP) / (1 - WARM_UP)))


@torch.no_grad()
def update_average(average: nn.Module, network: nn.Module, *, step: int) -> None:
    """Move averaged weights and statistics towards the network's; slower and slower, down to 1/500 a step."""
    share = max(1 / 500, 9 / (10 + step))
    ours, theirs = average.state_dict(), network.state_dict()
    floating = [name for name, value in ours.items() if value.is_floating_point()]
    torch._foreach_lerp_([ours[name] for name in floating], [theirs[name] for name in floating], share)


@torch.no_grad()
def judge(network: nn.Module, scenes: list[Labelled], *, device: torch.device) -> list[Any]:
    """Detections (Found) of scenes, in their order."""
    found: list[Any] = [None] * len(scenes)
    for places, pixels in same_size_batches(scenes, size=10):
        with torch.autocast(device.type, torch.bfloat16):
            raw = network.eval()(torch.from_numpy(pixels).to(device))
        maps = type(raw)(*(part.cpu() for part in activate(raw)))
        for place, detections in zip(places, decode(maps), strict=True):
            found[place] = detections
    return found


def _by_decay(network: nn.Module) -> tuple[list[nn.Parameter], list[nn.Parameter]]:
    """Kernels shrink, norms and biases do not (He et al. 2019, "Bag of Tricks", §3.1)."""
    parameters = list(network.parameters())
    return [p for p in parameters if p.ndim > 1], [p for p in parameters if p.ndim <= 1]
