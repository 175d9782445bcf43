"""Colours as numbers, and joined to an encoder's file."""

from pathlib import Path

import numpy as np
import onnx
import pytest

torch = pytest.importorskip("torch", reason="needs the extra [train]")

from fashion_focus.embedding import SIDE, WIDTH  # noqa: E402 (after the skip)
from fashion_focus.training.colour_sketch import COLOURS, ColourSketch  # noqa: E402
from fashion_focus.training.visual_colours import N_COLOURS, Films, fit_tail, join_colours  # noqa: E402
from fashion_focus.training.visual_export import encoder_of, export_onnx  # noqa: E402
from fashion_focus.training.visual_network import Trunk, VisualNetwork  # noqa: E402

pytestmark = pytest.mark.training

RED, GREEN, DARK_RED = (200, 30, 30), (30, 200, 30), (180, 25, 28)


def plain(colour: tuple[int, int, int], *, ground: int = 255) -> np.ndarray:
    """A square of one colour on a ground of grey."""
    square = np.full((SIDE, SIDE, 3), ground, np.uint8)
    square[SIDE // 6 : -SIDE // 6, SIDE // 6 : -SIDE // 6] = colour
    return square


def sketch(*squares: np.ndarray) -> np.ndarray:
    return np.asarray(ColourSketch()(torch.from_numpy(np.stack(squares))))


def noise(seed: int, n: int) -> np.ndarray:
    coarse = np.random.default_rng(seed).integers(0, 256, (n, 6, 6, 3), np.uint8)
    return np.repeat(np.repeat(coarse, SIDE // 6, axis=1), SIDE // 6, axis=2)


def test_sketches_have_length_one() -> None:
    rows = sketch(*noise(0, 4), plain(RED))
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


@pytest.fixture(scope="module")
def joined(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    torch.manual_seed(0)
    folder = tmp_path_factory.mktemp("colours")
    encoder = export_onnx(VisualNetwork(Trunk.from_imagenet()).eval(), folder / "learnt.onnx")
    views = noise(1, 40)
    crops = np.clip(views.astype(int) + np.random.default_rng(2).normal(0, 8, views.shape), 0, 255).astype(np.uint8)
    return encoder, join_colours(encoder, fit_tail(encoder, Films(crops, views)), out=folder / "visual.onnx")


def test_the_joined_file_is_an_encoder_as_before(joined: tuple[Path, Path]) -> None:
    encoder, whole = joined
    before, after = onnx.load(str(encoder)).graph, onnx.load(str(whole)).graph
    assert [one.name for one in after.input] == [one.name for one in before.input]
    assert [one.name for one in after.output] == [one.name for one in before.output]
    vectors = encoder_of(whole)(noise(3, 5))
    assert vectors.shape == (5, WIDTH)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(5), abs=1e-4)


def test_its_vectors_are_the_learnt_part_and_the_colours(joined: tuple[Path, Path]) -> None:
    _, whole = joined
    red, dark, green = encoder_of(whole)(np.stack([plain(RED), plain(DARK_RED), plain(GREEN)]))
    colours = slice(WIDTH - N_COLOURS, None)
    assert red[colours] @ dark[colours] > red[colours] @ green[colours]
    lengths = [float(np.linalg.norm(row[colours]) ** 2) for row in (red, dark, green)]
    assert lengths == pytest.approx([0.31] * 3, abs=1e-3)
