"""Figures of perfect and of useless detections are what one expects."""

import numpy as np
import pytest
import torch
from tests.training.painted_scenes import PaintedScenes

from fashion_focus.training.detector_batches import make_batch
from fashion_focus.training.detector_targets import Labelled
from fashion_focus.training.detector_validation import auroc, decode, draw_scenes, measure
from fashion_focus.training.dla import Raw

pytestmark = pytest.mark.training


def _perfect_maps(scenes: list[Labelled]) -> Raw:
    batch = make_batch(scenes)
    leaf = torch.nn.functional.one_hot(batch.leaf, 28).permute(0, 3, 1, 2).float()
    appearance = torch.zeros(len(scenes), 64, *batch.leaf.shape[1:])
    appearance.scatter_(1, batch.leaf.unsqueeze(1), 1.0)
    return Raw(batch.heat, batch.box, torch.zeros(len(scenes), 2, 1, 1), batch.presented.unsqueeze(1), leaf, appearance)


@pytest.fixture
def scenes() -> list[Labelled]:
    return draw_scenes(PaintedScenes().open(), pairs=1, size=(96, 64))


def test_targets_decode_to_perfect_figures(scenes: list[Labelled]) -> None:
    figures = measure(scenes, decode(_perfect_maps(scenes)))
    assert figures.recall_at_1 in (1.0, 0.0)
    assert figures.ap50 == pytest.approx(1.0)
    assert figures.mean_iou > 0.9
    assert figures.coarse_accuracy == figures.leaf_accuracy == figures.same_object_rank1 == 1.0


def test_silence_finds_nothing(scenes: list[Labelled]) -> None:
    perfect = _perfect_maps(scenes)
    figures = measure(scenes, decode(perfect._replace(heat=torch.zeros_like(perfect.heat), box=perfect.box * 0)))
    assert figures.ap50 == 0
    assert figures.recall_at_1 == 0


def test_auroc_is_the_chance_that_a_positive_wins() -> None:
    scores = np.array([0.9, 0.8, 0.3, 0.3])
    assert auroc(scores, np.array([True, True, False, False])) == 1.0
    assert auroc(scores, np.array([False, False, True, True])) == 0.0
    assert auroc(np.ones(4), np.array([True, False, True, False])) == 0.5
    assert np.isnan(auroc(scores, np.ones(4, bool)))
