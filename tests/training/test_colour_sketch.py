"""Colours as numbers."""

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="needs the extra [train]")

from fashion_focus.embedding import SIDE  # noqa: E402 (after the skip)
from fashion_focus.training.colour_sketch import COLOURS, ColourSketch  # noqa: E402

pytestmark = pytest.mark.training

RED, GREEN, DARK_RED = (200, 30, 30), (30, 200, 30), (180, 25, 28)


def plain(colour: tuple[int, int, int], *, ground: int = 255) -> np.ndarray:
    """A square of one colour on a ground of grey."""
    square = np.full((SIDE, SIDE, 3), ground, np.uint8)
    square[SIDE // 6 : -SIDE // 6, SIDE // 6 : -SIDE // 6] = colour
    return square


def sketch(*squares: np.ndarray) -> np.ndarray:
    return np.asarray(ColourSketch()(torch.from_numpy(np.stack(squares))))


def test_sketches_have_length_one() -> None:
    rows = sketch(*np.random.default_rng(0).integers(0, 256, (4, SIDE, SIDE, 3), np.uint8), plain(RED))
    assert rows.shape == (5, COLOURS)
    assert np.linalg.norm(rows, axis=1) == pytest.approx(np.ones(5), abs=1e-4)


def test_a_shade_is_nearer_than_another_colour() -> None:
    red, dark, green = sketch(plain(RED), plain(DARK_RED), plain(GREEN))
    assert red @ dark > 0.8
    assert red @ green < 0.5


def test_white_ground_says_little() -> None:
    on_white, on_grey, other = sketch(plain(RED), plain(RED, ground=120), plain(GREEN))
    assert on_white @ on_grey > 0.6
    assert on_white @ other < 0.5
