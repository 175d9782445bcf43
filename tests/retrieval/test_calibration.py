"""Calibrations: their file, and what they say about products that are alike."""

from pathlib import Path

import numpy as np
import pytest

from fashion_focus.core.errors import ModelError
from fashion_focus.retrieval import Calibration, Coefficients, load_calibration, save_calibration


def small_calibration() -> Calibration:
    cohort = np.eye(8, 128, dtype=np.float32)
    return Calibration("m@1", cohort, Coefficients(similarity=3.5, none=-1.25), neighbours=4)


def test_a_calibration_survives_its_file(tmp_path: Path) -> None:
    save_calibration(small_calibration(), tmp_path / "calibration.npz")
    loaded = load_calibration(tmp_path / "calibration.npz")
    assert loaded.model == "m@1"
    assert loaded.coefficients == small_calibration().coefficients
    assert loaded.neighbours == 4
    assert np.allclose(loaded.cohort, small_calibration().cohort, atol=1e-3)


def test_its_cohort_has_unit_rows_again_after_half_precision(tmp_path: Path) -> None:
    vectors = np.random.default_rng(0).normal(size=(16, 128)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    save_calibration(Calibration("m@1", vectors, Coefficients()), tmp_path / "calibration.npz")
    lengths = np.linalg.norm(load_calibration(tmp_path / "calibration.npz").cohort, axis=1)
    assert lengths == pytest.approx(np.ones(16), abs=1e-5)


@pytest.mark.parametrize("content", [None, b"", b"nothing of the kind"], ids=["missing", "empty", "text"])
def test_a_file_that_is_no_calibration_is_named(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "calibration.npz"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(ModelError, match=r"calibration\.npz"):
        load_calibration(file)


def test_deviations_need_two_neighbours() -> None:
    with pytest.raises(ValueError, match="at least 2"):
        Calibration("m@1", np.zeros((0, 128), np.float32), Coefficients(), neighbours=1)
