"""Fits the tail of an encoder: `python -m fashion_focus.training.visual_axes --help`.

The axes start where what filming changes is damped and products lie apart (`visual_network.discriminant_axes`), and
are then moved a little so that each crop is nearest to its own product's views: noise-contrastive, as CLIP
(Radford et al. 2021), with all views of the product as right answers. They learn from composed crops (`visual_pairs`)
and from moments of whole simulated shows (`visual_shows`), both of training products. Fitting takes minutes, so it is
done again for every encoder; the network itself stays as it is.
"""

import argparse
import hashlib
import logging
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from fashion_focus.embedding import WIDTH
from fashion_focus.training.visual_filming import Filming
from fashion_focus.training.visual_material import Split, read_items, read_rooms
from fashion_focus.training.visual_network import discriminant_axes
from fashion_focus.training.visual_pairs import PairSampler
from fashion_focus.training.visual_readings import Readings, read_films, read_shows
from fashion_focus.training.visual_shows import FilmedShows
from fashion_focus.training.visual_tail import Reader, Scale, Tail, join_tail, write_reader

logger = logging.getLogger(__name__)

_CHUNK = 4096
_KEY = 8  # letters: what is kept is of one network and one amount


@dataclass(frozen=True, slots=True)
class AxesTraining:
    """How axes are fitted.

    shows, pairs: how much is filmed. ridge: weight of the identity beside what filming changes, whose mean variance
    counts 1. passes: over the crops. rate: of Adam, falling to nothing. dropped: share of the readings left out of a
    crop. pull_back: weight of the axes' relative squared distance from where they started. sharpness: of the choice
    among views, at first. batch: crops; rivals: views beside their own products'.
    """

    shows: int = 500
    pairs: int = 5760
    ridge: float = 1.0
    passes: int = 3
    rate: float = 3e-4
    dropped: float = 0.1
    pull_back: float = 3.0
    sharpness: float = 20.0
    batch: int = 256
    rivals: int = 1200
    seed: int = 0


def fit_tail(sources: Sequence[Readings], scale: Scale, settings: AxesTraining) -> Tail:
    """The tail for readings of one or more sources, each of which counts the same."""
    scaled = [replace(one, crops=scale(one.crops.float()), views=scale(one.views.float())) for one in sources]
    changes = sum((_changes(one) for one in scaled), start=torch.zeros(()))
    views = torch.cat([one.views for one in scaled])
    axes, middle = discriminant_axes(changes, views, n=WIDTH, ridge=settings.ridge)
    axes = axes * (math.sqrt(WIDTH) / axes.norm())
    layer = nn.Linear(axes.shape[1], WIDTH)
    layer.load_state_dict({"weight": axes, "bias": -axes @ middle})
    _sharpen(layer, scaled, settings)
    return scale.folded(layer.weight.detach(), layer.bias.detach())


def _changes(one: Readings) -> Tensor:
    """(R, R): mean scatter of what filming changes."""
    parts = [one.crops[k : k + _CHUNK] - one.views[one.shown[k : k + _CHUNK]] for k in range(0, len(one.crops), _CHUNK)]
    return torch.stack([part.T @ part for part in parts]).sum(0) / len(one.crops)


def _sharpen(layer: nn.Linear, sources: Sequence[Readings], settings: AxesTraining) -> None:
    torch.manual_seed(settings.seed)
    start = layer.weight.detach().clone()
    sharpness = nn.Parameter(torch.tensor(math.log(settings.sharpness)))
    optimizer = torch.optim.Adam([*layer.parameters(), sharpness], lr=settings.rate)
    longest = max(len(one.crops) for one in sources)
    n_steps = settings.passes * math.ceil(longest / settings.batch)
    falling = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, max(1, n_steps))
    batches = [_batches(len(one.crops), settings.batch) for one in sources]
    for step in range(n_steps):
        losses = [_loss(layer, one, next(own), sharpness, settings) for one, own in zip(sources, batches, strict=True)]
        loss = torch.stack(losses).sum()
        moved = (layer.weight - start).square().sum() / start.square().sum()
        optimizer.zero_grad()
        (loss + settings.pull_back * moved).backward()
        optimizer.step()
        falling.step()
        if step % 100 == 0 or step == n_steps - 1:
            logger.info(
                "step %d of %d: loss %.3f, moved %.3f", step, n_steps, float(loss.detach()), float(moved.detach())
            )


def _batches(n: int, size: int) -> Iterator[Tensor]:
    while True:
        yield from torch.randperm(n).split(size)


def _loss(layer: nn.Linear, one: Readings, crops: Tensor, sharpness: Tensor, settings: AxesTraining) -> Tensor:
    """Mean -log of the share that each crop gives to its own product's views."""
    wanted = one.crop_labels[crops]
    own = torch.isin(one.labels, wanted).nonzero()[:, 0]
    among = torch.unique(torch.cat([torch.randperm(len(one.views))[: settings.rivals], own]))
    queries = F.normalize(layer(F.dropout(one.crops[crops], settings.dropped)), dim=1)
    logits = queries @ F.normalize(layer(one.views[among]), dim=1).T * sharpness.exp()
    right = one.labels[among][None] == wanted[:, None]
    return (logits.logsumexp(1) - logits.masked_fill(~right, float("-inf")).logsumexp(1)).mean()


@dataclass(frozen=True, slots=True)
class Material:
    """Folders that are filmed: products, and if given, rooms and hosts."""

    products: Path
    places: Path | None = None
    videos: Path | None = None


def tail_for(reader: Path, material: Material, settings: AxesTraining, *, beside: Path) -> Tail:
    """The tail for a reader's file. What it reads is kept beside a file, and taken from there for the same once more.

    Raises InputError or SettingsError where material is missing.
    """
    asked = f"{settings.pairs} {settings.shows} {settings.seed}".encode()
    key = hashlib.sha256(reader.read_bytes() + asked).hexdigest()[:_KEY]
    films, shows = beside.with_suffix(f".{key}.films.pt"), beside.with_suffix(f".{key}.shows.pt")
    opened = Reader(reader)
    if not films.exists():
        items, rooms = read_items(material.products, Split.TRAIN), read_rooms(material.products, material.places)
        sampler = PairSampler(items, rooms, filming=Filming(), seed=settings.seed)
        read_films(opened, sampler, n=settings.pairs).saved(films)
        logger.info("wrote %s", films)
    if not shows.exists():
        filmed = FilmedShows("train", products=material.products, places=material.places, videos=material.videos)
        read_shows(opened, filmed, filmed.film(range(settings.shows), seed=settings.seed)).saved(shows)
        logger.info("wrote %s", shows)
    sources = [Readings.load(file) for file in (films, shows)]
    scale = Scale.of(torch.cat([part.float() for one in sources for part in (one.crops, one.views)]))
    return fit_tail(sources, scale, settings)


def main() -> None:
    """Command line."""
    standard = AxesTraining()
    parser = argparse.ArgumentParser(description="Fit an encoder's tail anew.")
    parser.add_argument("encoder", type=Path, help="ONNX file of the encoder, with any tail or as it is trained")
    parser.add_argument("products", type=Path, help="folder with */products.jsonl and backgrounds/")
    parser.add_argument("--places", type=Path, help="folder with places.jsonl: more rooms")
    parser.add_argument("--videos", type=Path, help="folder with hosts/ and people/")
    parser.add_argument("--shows", type=int, default=standard.shows, help="simulated shows to learn from")
    parser.add_argument("--pairs", type=int, default=standard.pairs, help="composed pairs to learn from")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--out", type=Path, required=True, help="the ONNX file to write; readings are kept beside it")
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    torch.set_num_threads(options.threads)
    reader = write_reader(options.encoder, out=options.out.with_suffix(".reader"))
    material = Material(options.products, options.places, options.videos)
    tail = tail_for(reader, material, AxesTraining(shows=options.shows, pairs=options.pairs), beside=options.out)
    logger.info("wrote %s", join_tail(reader, tail, out=options.out))


if __name__ == "__main__":
    main()
