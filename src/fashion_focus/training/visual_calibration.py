"""Fits how similarities become probabilities: `python -m fashion_focus.training.visual_calibration --help`.

The cohort of strangers comes from the train split, the coefficients from simulated shelves of the val split and, where
streams of val products are given, as much from what a tracker follows in them (multinomial logistic regression on a
handful of readings), the figures from shelves of the test split.
"""

import argparse
import hashlib
import logging
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional as F

from fashion_focus.core.arrays import Scores, Vectors
from fashion_focus.embedding import OnnxEncoder
from fashion_focus.evaluation.truth import stream_names
from fashion_focus.models.onnx_runtime import OnnxRuntime
from fashion_focus.profiles import load_models
from fashion_focus.retrieval import Calibration, Coefficients, Shelf, save_calibration
from fashion_focus.training.visual_export import encoder_of
from fashion_focus.training.visual_material import Split, read_items, read_rooms
from fashion_focus.training.visual_protocols import Encode
from fashion_focus.training.visual_shelves import Embedded, Scene, draw_scene, embed_items, read_people
from fashion_focus.training.visual_streams import stream_scene

logger = logging.getLogger(__name__)

_N_COHORT = 128
_BINS = 10
# As profiles name a model: its entry's name and the start of its file's hash.
_HASH_LENGTH = 12
# Keeps coefficients of readings that say nothing near zero.
_RIDGE = 1e-5


@dataclass(frozen=True, slots=True)
class Reliability:
    """How far probabilities can be trusted over scenes.

    right: share of queries whose most probable answer (a product or none) is right. error: expected calibration
    error of that answer (Guo et al., ICML 2017). none_auroc: how well `none` tells strangers from products.
    twin_right, twin_error: the same two for queries with a twin on the shelf. loss: mean negative log-likelihood.
    """

    right: float
    error: float
    none_auroc: float
    twin_right: float
    twin_error: float
    loss: float


@dataclass(frozen=True, slots=True)
class _Samples:
    """All queries of all scenes: what the product coefficients and those of none are multiplied with, and answers.

    products: (Q, P, 3), filled up with zeros. missing: (Q, P), true there. none: (Q, 3). answers: (Q,), none last.
    """

    products: torch.Tensor
    missing: torch.Tensor
    none: torch.Tensor
    answers: torch.Tensor


def fit(scenes: list[Scene], calibration: Calibration) -> Calibration:
    """The calibration with the coefficients under which the right answers are likeliest."""
    samples = _samples(scenes, calibration)
    # In units of each reading's own spread, so that the optimizer's steps fit all of them.
    spread = samples.products[~samples.missing].pow(2).mean(0).sqrt(), samples.none.pow(2).mean(0).sqrt()
    units = torch.cat([*spread, torch.ones(1, dtype=torch.float64)])
    weights = (torch.from_numpy(calibration.coefficients.as_array()) * units).requires_grad_()
    optimizer = torch.optim.LBFGS([weights], max_iter=200, line_search_fn="strong_wolfe")

    def closure() -> torch.Tensor:
        optimizer.zero_grad()
        loss = _loss(samples, weights / units) + _RIDGE * weights.pow(2).sum()
        loss.backward()
        return loss

    optimizer.step(closure)
    values = (weights / units).detach()
    return replace(calibration, coefficients=Coefficients(*(float(value) for value in values)))


def _samples(scenes: list[Scene], calibration: Calibration) -> _Samples:
    most = max(len(scene.gallery.products) for scene in scenes)
    products, missing, none, answers = [], [], [], []
    for scene in scenes:
        readings = Shelf.build(scene.gallery, calibration).read(scene.queries)
        seen = np.stack([readings.similarities, readings.by_query(), readings.by_product()], axis=2)
        n_queries, n_products, _ = seen.shape
        products.append(np.pad(seen, ((0, 0), (0, most - n_products), (0, 0))))
        missing.append(np.broadcast_to(np.arange(most) >= n_products, (n_queries, most)))
        size = np.full(n_queries, np.log(n_products))
        none.append(np.stack([np.ones(n_queries), readings.query_mean, size], axis=1))
        answers.append(np.where(scene.answers == n_products, most, scene.answers))
    columns = (torch.from_numpy(np.concatenate(column)) for column in (products, missing, none, answers))
    return _Samples(*columns)


def _loss(samples: _Samples, coefficients: torch.Tensor) -> torch.Tensor:
    """Mean negative log-likelihood of the answers; the same arithmetic as `calibration.probabilities`."""
    products = (samples.products @ coefficients[:3]).masked_fill(samples.missing, -1e9)
    margin = coefficients[6] * products.logsumexp(1) - samples.none @ coefficients[3:6]
    chosen = products.log_softmax(1) + F.logsigmoid(margin)[:, None]
    log_shares = torch.cat([chosen, F.logsigmoid(-margin)[:, None]], dim=1)
    return F.nll_loss(log_shares, samples.answers)


def judge(scenes: list[Scene], calibration: Calibration) -> Reliability:
    """Reliability over scenes."""
    confidence, right, twinned, none, stranger, losses = [], [], [], [], [], []
    for scene in scenes:
        matches = Shelf.build(scene.gallery, calibration).match(scene.queries)
        all_of_it = np.concatenate([matches.probabilities, matches.none[:, None]], axis=1)
        confidence.append(all_of_it.max(axis=1))
        right.append(all_of_it.argmax(axis=1) == scene.answers)
        losses.append(-np.log(np.maximum(all_of_it[np.arange(len(scene.answers)), scene.answers], 1e-9)))
        twinned.append(scene.twinned == 1)
        none.append(matches.none)
        stranger.append(scene.answers == len(matches.products))
    sure, good, twin = np.concatenate(confidence), np.concatenate(right), np.concatenate(twinned)
    return Reliability(
        right=float(good.mean()),
        error=calibration_error(sure, good),
        none_auroc=auroc(np.concatenate(none), np.concatenate(stranger)),
        twin_right=float(good[twin].mean()),
        twin_error=calibration_error(sure[twin], good[twin]),
        loss=float(np.concatenate(losses).mean()),
    )


def calibration_error(confidence: Scores, right: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> float:
    """Mean distance between confidence and the share that is right, over ten bins of confidence."""
    bins = np.minimum((confidence * _BINS).astype(int), _BINS - 1)
    gaps = [abs(confidence[bins == k].mean() - right[bins == k].mean()) * (bins == k).mean() for k in np.unique(bins)]
    return float(sum(gaps))


def auroc(scores: Scores, positive: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> float:
    """Probability that a positive scores higher than a negative; ties count half."""
    order = np.argsort(np.concatenate([scores[positive], scores[~positive]]), kind="stable")
    ranks = np.empty(len(order))
    ranks[order] = np.arange(1, len(order) + 1)
    n = int(positive.sum())
    return float((ranks[:n].sum() - n * (n + 1) / 2) / max(1, n * (len(order) - n)))


def cohort_of(embedded: Embedded, *, seed: int) -> Vectors:
    """Strangers: main views of some products and filmed crops of others."""
    order = np.random.default_rng(seed).permutation(len(embedded.groups))
    views = [embedded.views[item][0] for item in order[:_N_COHORT]]
    crops = [embedded.crops[item][0] for item in order[_N_COHORT : 2 * _N_COHORT]]
    return np.asarray(np.stack(views + crops), np.float32)


def calibrate(
    products: Path, places: Path, *, encode: Encode, model: str, streams: Sequence[Scene] = ()
) -> tuple[Calibration, dict[Split, Reliability]]:
    """A fitted calibration and its reliability on val (fitted) and test (judged) shelves.

    streams: `visual_streams.stream_scene` of val streams; all together they count as much as the shelves.
    """
    rooms, people = read_rooms(products, places), read_people(places)

    def embedded(split: Split, n_crops: int, *, every: int = 1) -> Embedded:
        items = read_items(products, split)[::every]
        return embed_items(items, rooms, people, encode=encode, n_crops=n_crops, seed=len(split))

    calibration = Calibration(model, cohort_of(embedded(Split.TRAIN, 1, every=2), seed=0), Coefficients())
    scenes = {split: _scenes(embedded(split, 6), model=model, seed=len(split)) for split in (Split.VAL, Split.TEST)}
    times = _n_queries(scenes[Split.VAL]) // _n_queries(streams) if streams else 0
    fitted = fit([*scenes[Split.VAL], *(list(streams) * max(1, times))], calibration)
    return fitted, {split: judge(one, fitted) for split, one in scenes.items()}


def _n_queries(scenes: Sequence[Scene]) -> int:
    return sum(len(scene.answers) for scene in scenes)


def _scenes(embedded: Embedded, *, model: str, seed: int, n: int = 300) -> list[Scene]:
    rng = np.random.default_rng(seed)
    return [draw_scene(embedded, rng, model=model) for _ in range(n)]


def _scenes_of_streams(sets: Sequence[Path], encoder: Path, *, model: str) -> list[Scene]:
    if not sets:
        return []
    models, own = load_models(reads=False), OnnxEncoder(OnnxRuntime(encoder, threads=1), name=model)
    folders = [folder / name for folder in sets for name in stream_names(folder)]
    found = [stream_scene(folder, models, own) for folder in folders]
    return [scene for scene in found if scene is not None]


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("products", type=Path, help="folder with */products.jsonl and backgrounds/")
    parser.add_argument("encoder", type=Path, help="ONNX file to calibrate")
    parser.add_argument("--places", type=Path, required=True, help="folder with places.jsonl and people/")
    parser.add_argument("--streams", type=Path, nargs="*", default=[], help="folders of streams of val products")
    parser.add_argument("--name", default="visual", help="the encoder's name in the models' manifest")
    parser.add_argument("--out", type=Path, required=True, help="where to write calibration.npz")
    options = parser.parse_args()

    digest = hashlib.sha256(options.encoder.read_bytes()).hexdigest()
    model = f"{options.name}@{digest[:_HASH_LENGTH]}"
    scenes = _scenes_of_streams(options.streams, options.encoder, model=model)
    calibration, reliabilities = calibrate(
        options.products, options.places, encode=encoder_of(options.encoder), model=model, streams=scenes
    )
    save_calibration(calibration, options.out)
    sys.stdout.write(f"{calibration.coefficients}\n")
    for split, reliability in reliabilities.items():
        sys.stdout.write(f"{split}: {reliability}\n")


if __name__ == "__main__":
    main()
