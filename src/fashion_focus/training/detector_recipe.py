"""The whole recipe of the structuring network: real and drawn material in, checkpoint, log and ONNX files out.

python -m fashion_focus.training.detector_recipe --products P --places L --videos V --out RUN --minutes 90
"""

import argparse
import logging
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import cv2

from fashion_focus.simulation import load_assets, scene_pair
from fashion_focus.training.detector_batches import Draw
from fashion_focus.training.detector_trainer import DetectorTrainer, TrainerSettings

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class SimulatedScenes:
    """Scenes of the simulation, drawn from one split of the products; folders may be None (then all is drawn)."""

    products: Path | None
    places: Path | None
    videos: Path | None
    split: str = "train"
    seed: int = 0

    def open(self) -> Draw:
        """Load pictures once; raises SettingsError where a folder is not there."""
        # A drawing process has one core at most; OpenCV's own threads would fight with the training for it.
        cv2.setNumThreads(1)
        assets = load_assets(
            products=self.products, places=self.places, videos=self.videos, split=self.split, seed=self.seed
        )
        return lambda rng, width, height: scene_pair(rng, assets, width=width, height=height)


@dataclass(frozen=True, slots=True)
class StructuringTraining:
    """What a run needs: folders of material (see SimulatedScenes) and how it goes."""

    products: Path | None = None
    places: Path | None = None
    videos: Path | None = None
    trainer: TrainerSettings = field(default_factory=TrainerSettings)


def train_structuring(settings: StructuringTraining, *, out: Path) -> Path:
    """Train (or go on training) in the folder `out`; the checkpoint's path.

    Learns from products of split `train`, is judged on those of `val`, and never reads `test`. Raises SettingsError
    where a folder of material is missing, ModelError where `out` holds another network's run.
    """
    scenes = partial(SimulatedScenes, settings.products, settings.places, settings.videos)
    trainer = DetectorTrainer(
        settings.trainer, source=scenes(split="train", seed=1), held_out=scenes(split="val", seed=2), out=out
    )
    figures = trainer.run()
    logger.info("finished: %s", figures.as_dict())
    return trainer.checkpoint


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Train the structuring network on simulated scenes.")
    for name, text in (
        ("products", "folder of product sources"),
        ("places", "folder of pictures of rooms"),
        ("videos", "folder with hosts and people"),
    ):
        parser.add_argument(f"--{name}", type=Path, help=f"{text}; without it, all of this is drawn")
    defaults = TrainerSettings()
    parser.add_argument("--out", type=Path, required=True, help="folder of the run; resumes what it holds")
    parser.add_argument("--minutes", type=float, default=defaults.minutes, help="time budget")
    parser.add_argument("--pairs", type=int, default=defaults.pairs, help="half of the pictures a batch")
    parser.add_argument("--learning-rate", type=float, default=defaults.learning_rate, help="at its peak")
    parser.add_argument("--threads", type=int, default=defaults.threads, help="threads of the training itself")
    parser.add_argument("--workers", type=int, default=defaults.workers, help="processes that draw scenes")
    parser.add_argument("--device", default=defaults.device, help="cpu or cuda")
    parser.add_argument("--seed", type=int, default=defaults.seed, help="of weights and scenes")
    parser.add_argument("--teacher", type=float, default=defaults.teacher, help="weight of ImageNet's features")
    parser.add_argument("--initial", type=Path, help="checkpoint of an earlier run to start a new one from")
    return parser.parse_args()


def main() -> None:
    """Run the recipe as a program."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    given = _arguments()
    trainer = TrainerSettings(
        minutes=given.minutes,
        pairs=given.pairs,
        learning_rate=given.learning_rate,
        threads=given.threads,
        workers=given.workers,
        device=given.device,
        seed=given.seed,
        teacher=given.teacher,
        initial=given.initial,
    )
    train_structuring(StructuringTraining(given.products, given.places, given.videos, trainer), out=given.out)


if __name__ == "__main__":
    main()
