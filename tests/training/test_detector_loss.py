"""Each loss is least where the prediction is right."""

import numpy as np
import pytest
import torch
from tests.training.painted_scenes import PaintedScenes, PaintedTruth

from fashion_focus.training.detector_batches import make_batch
from fashion_focus.training.detector_loss import DetectorLoss, contrastive_loss, focal_loss, giou_loss
from fashion_focus.training.dla import DetectorNetwork

pytestmark = pytest.mark.training


def test_focal_loss_vanishes_on_a_perfect_heatmap_and_grows_with_a_missed_peak() -> None:
    target = torch.zeros(1, 7, 8, 8)
    target[0, 2, 3, 3] = 1.0
    nothing = torch.zeros(1, 8, 8, dtype=torch.bool)
    assert focal_loss((target - 0.5) * 40, target, nothing) < 1e-4
    assert focal_loss(torch.full_like(target, -20.0), target, nothing) > 10


def test_ignored_cells_cost_nothing_however_hot() -> None:
    target = torch.zeros(1, 7, 4, 4)
    everything = torch.ones(1, 4, 4, dtype=torch.bool)
    assert focal_loss(torch.full_like(target, 9.0), target, everything) == 0


def test_giou_loss_is_zero_for_the_same_box_and_more_than_one_for_distant_ones() -> None:
    box = torch.tensor([[5.0, 6.0, 7.0, 8.0]])
    assert giou_loss(box, box).item() == pytest.approx(0.0, abs=1e-6)
    assert giou_loss(box, torch.tensor([[50.0, 0.1, 0.1, 60.0]])).item() > 0.9


def test_contrastive_loss_prefers_like_vectors_for_one_product() -> None:
    products = torch.tensor([0, 0, 1, 1])
    a, b = torch.eye(64)[0], torch.eye(64)[1]
    assert contrastive_loss(torch.stack([a, a, b, b]), products) < contrastive_loss(torch.stack([a, b, a, b]), products)


def test_contrastive_loss_of_strangers_is_nothing_rather_than_not_a_number() -> None:
    assert contrastive_loss(torch.eye(64)[:3], torch.tensor([0, 1, 2])).item() == 0


def test_loss_falls_when_one_tiny_scene_is_repeated() -> None:
    torch.manual_seed(0)
    draw = PaintedScenes(fixed=True).open()
    batch = make_batch(draw(np.random.default_rng(0), 96, 64))
    network, loss = DetectorNetwork(width=0.125), DetectorLoss()
    optimiser = torch.optim.AdamW(network.parameters(), 3e-3)
    values = []
    for _ in range(40):
        total, _ = loss(network(batch.pixels), batch)
        optimiser.zero_grad()
        total.backward()
        optimiser.step()
        values.append(total.item())
    assert values[-1] < 0.5 * values[0]


def test_loss_of_a_batch_without_objects_is_finite() -> None:
    draw = PaintedScenes().open()
    (pixels, truth), _ = draw(np.random.default_rng(0), 96, 64)
    bare = PaintedTruth(truth.boxes[:0], (), truth.leaves[:0], truth.presented[:0], truth.visible[:0])
    batch = make_batch([(pixels, bare)])
    total, _ = DetectorLoss()(DetectorNetwork(width=0.125)(batch.pixels), batch)
    assert torch.isfinite(total)
