"""Input sizes, and detections played from a script."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.structuring.scenes import box_at, detections, frame_of, look, paint

from fashion_focus.core.errors import SettingsError
from fashion_focus.structuring import DetectorSettings, ScriptedDetector
from fashion_focus.structuring.detection.detector import input_size


@pytest.mark.parametrize(
    ("video", "expected"),
    [
        pytest.param((1280, 720), (512, 288), id="landscape"),
        pytest.param((720, 1280), (288, 512), id="portrait turns the input"),
        pytest.param((960, 540), (512, 288), id="small landscape"),
        pytest.param((1920, 1040), (512, 288), id="nearly the same shape"),
        pytest.param((600, 600), (384, 384), id="square"),
        pytest.param((640, 480), (448, 320), id="four by three"),
        pytest.param((480, 640), (320, 448), id="three by four"),
        pytest.param((2560, 1080), (576, 256), id="cinema"),
    ],
)
def test_the_input_turns_with_the_video(video: tuple[int, int], expected: tuple[int, int]) -> None:
    assert input_size(video, DetectorSettings(width=512, height=288)) == expected


@given(width=st.integers(1, 8000), height=st.integers(1, 8000))
def test_every_video_has_an_input_of_whole_cells_and_bounded_area(width: int, height: int) -> None:
    settings = DetectorSettings(width=416, height=224)
    w, h = input_size((width, height), settings)
    assert w % 32 == h % 32 == 0
    assert w > 0
    assert h > 0
    assert w * h <= 1.3 * 416 * 224 or max(width / height, height / width) > 8


@given(aspect=st.floats(0.3, 3.3))
def test_ordinary_shapes_are_little_stretched(aspect: float) -> None:
    w, h = input_size((round(1000 * aspect), 1000), DetectorSettings(width=512, height=288))
    assert abs(math.log(w / h / aspect)) < math.log(1.26)


def test_an_input_that_is_no_multiple_of_32_is_refused() -> None:
    with pytest.raises(SettingsError, match="multiple of 32"):
        DetectorSettings(width=500)


def test_a_script_plays_at_its_times_only() -> None:
    script = [detections(t, [box_at(100, 100)], [look(1)]) for t in (0.0, 0.2)]
    player = ScriptedDetector(script)
    picture = paint((320, 192))
    assert [len(player.detect(frame_of(picture, t))) for t in (0.0, 0.01, 0.1, 0.205, 0.4)] == [1, 1, 0, 1, 0]
    assert player.detect(frame_of(picture, 0.205)).time == 0.205


def test_a_script_out_of_order_is_refused() -> None:
    script = [detections(t, [box_at(100, 100)], [look(1)]) for t in (0.2, 0.0)]
    with pytest.raises(ValueError, match="order of time"):
        ScriptedDetector(script)
