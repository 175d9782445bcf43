"""Figures of reliability, and fitting coefficients to scenes."""

import numpy as np
import pytest

pytest.importorskip("torch", reason="needs the extra [train]")

from fashion_focus.retrieval import Calibration, Coefficients
from fashion_focus.training.visual_calibration import auroc, calibration_error, fit, judge
from fashion_focus.training.visual_shelves import Embedded, draw_scene

pytestmark = pytest.mark.training


def unit(rows: np.ndarray) -> np.ndarray:
    return np.asarray(rows / np.linalg.norm(rows, axis=-1, keepdims=True), np.float32)


def embedded(*, noise: float, seed: int = 0, n: int = 30) -> Embedded:
    """Products as random directions, every third one a near twin of the one before; crops are noisy views."""
    rng = np.random.default_rng(seed)
    centres = rng.normal(size=(n, 128))
    centres[2::3] = centres[1::3] + 0.3 * rng.normal(size=centres[1::3].shape)
    centres = unit(centres)
    crops = unit(centres[:, None] + noise * rng.normal(size=(n, 6, 128)) / np.sqrt(128))
    groups = tuple(str((k + 1) // 3 if k % 3 else k + 1000) for k in range(n))
    return Embedded(tuple(centres[:, None]), tuple(crops), groups, unit(rng.normal(size=(40, 128))))


def test_auroc_is_one_where_positives_score_higher() -> None:
    scores, positive = np.array([0.1, 0.4, 0.6, 0.9]), np.array([False, False, True, True])
    assert auroc(scores, positive) == 1
    assert auroc(-scores, positive) == 0


def test_honest_confidence_has_no_error() -> None:
    confidence = np.full(100, 0.75)
    assert calibration_error(confidence, np.arange(100) < 75) == pytest.approx(0)
    assert calibration_error(confidence, np.arange(100) < 25) == pytest.approx(0.5)


def test_a_fitted_calibration_is_better_and_honest_on_new_products() -> None:
    cohort = unit(np.random.default_rng(7).normal(size=(64, 128)))
    plain = Calibration("m@1", cohort, Coefficients())
    rng = np.random.default_rng(8)
    seen, new = embedded(noise=1.5), embedded(noise=1.5, seed=1)
    fitted = fit([draw_scene(seen, rng, model="m@1") for _ in range(40)], plain)
    scenes = [draw_scene(new, rng, model="m@1") for _ in range(40)]
    before, after = judge(scenes, plain), judge(scenes, fitted)
    assert after.loss < before.loss
    assert after.error < 0.05
    assert after.none_auroc > 0.9


def test_a_scene_names_its_answers() -> None:
    source = embedded(noise=0.2)
    scene = draw_scene(source, np.random.default_rng(3), model="m@1")
    nearest = scene.gallery.rows[(scene.queries @ scene.gallery.vectors.T).argmax(axis=1)]
    on_shelf = scene.answers < len(scene.gallery.products)
    assert (nearest == scene.answers)[on_shelf].mean() > 0.9
    assert 0 < on_shelf.mean() < 1
