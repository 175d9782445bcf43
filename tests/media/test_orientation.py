"""Phone video stands upright, whichever way it was held; colours are as the file says."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tests.media.conftest import Maker
from tests.media.makers import H264, numbered, turned
from tests.media.played import frames_of, play

from fashion_focus.core.arrays import Pixels
from fashion_focus.media import probe

STORED = numbered(5, (128, 96))
TURNS = {
    "clockwise": ((0, 1, -1, 0), np.rot90(STORED, -1), 90),
    "upside-down": ((-1, 0, 0, -1), np.rot90(STORED, 2), 180),
    "anticlockwise": ((0, -1, 1, 0), np.rot90(STORED), 270),
    "mirrored": ((-1, 0, 0, 1), STORED[:, ::-1], 0),
    "transposed": ((0, 1, 1, 0), STORED.transpose(1, 0, 2), 270),
    "upright": ((1, 0, 0, 1), STORED, 0),
}


@pytest.mark.parametrize("name", TURNS)
def test_a_turned_video_is_given_upright(name: str, written: Maker, tmp_path: Path) -> None:
    matrix, upright, rotation = TURNS[name]
    made = turned(written(H264), matrix, tmp_path, name)

    facts = probe(made.path)
    frame = frames_of(play(made.path))[5]

    assert facts.rotation == rotation
    assert facts.size == frame.size == (upright.shape[1], upright.shape[0])
    assert frame.pixels.shape == upright.shape
    assert _difference(frame.pixels, upright) < 12
    half = frame.picture.resized(upright.shape[1] // 2, upright.shape[0] // 2)
    assert _difference(half, upright[::2, ::2]) < 20
    assert half.flags.c_contiguous


@pytest.mark.parametrize(
    ("colorspace", "color_range"),
    [(1, 1), (1, 2), (6, 1), (6, 2), (9, 1)],
    ids=["bt709", "bt709-full", "bt601", "bt601-full", "bt2020"],
)
def test_the_matrix_and_range_that_a_file_names_are_used(colorspace: int, color_range: int, written: Maker) -> None:
    spec = replace(H264, name=f"colour-{colorspace}-{color_range}", ticks=tuple(range(10)), sound=None)
    made = written(replace(spec, tags={"colorspace": colorspace, "color_range": color_range}))

    assert _difference(frames_of(play(made.path))[5].pixels, STORED) < 12


def _difference(a: Pixels, b: Pixels) -> float:
    """Mean difference of two pictures of one size, leaving out the blurred borders between their fields."""
    return float(np.median(np.abs(a.astype(int) - b.astype(int)).max(2)))
