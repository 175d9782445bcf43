"""Cuts of a minute, found in a made-up video of two cameras."""

import subprocess
from pathlib import Path

import pytest

from fashion_focus.service.confined.cuts import find_cuts


def test_a_new_camera_is_a_cut_and_a_moving_picture_is_none(tmp_path: Path) -> None:
    video = tmp_path / "two.mp4"
    cameras = ("testsrc2=size=320x180:rate=8:duration=5", "mandelbrot=size=320x180:rate=8:end_scale=0.2")
    inputs = [part for camera in cameras for part in ("-f", "lavfi", "-t", "5", "-i", camera)]
    joined = ["-filter_complex", "[0:v][1:v]concat=n=2:v=1", "-pix_fmt", "yuv420p", str(video)]
    subprocess.run(["ffmpeg", "-v", "error", *inputs, *joined], check=True)
    cuts = find_cuts({"video": str(video), "minute": 0})["cuts"]
    assert cuts == [pytest.approx(5.0, abs=0.26)]
    assert find_cuts({"video": str(video), "minute": 1})["cuts"] == []
