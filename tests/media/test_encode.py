"""What is written can be read back, and a file appears whole or not at all."""

import resource
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from tests.media.makers import SoundSpec, clicking, number_of, numbered
from tests.media.played import frames_of, heard, play, sounds_of

from fashion_focus.core.errors import StoreError
from fashion_focus.media import VideoWriter, probe


@pytest.mark.parametrize("size", [(128, 96), (129, 97)], ids=["even", "odd"])
def test_pictures_come_back_in_their_places(size: tuple[int, int], tmp_path: Path) -> None:
    path = tmp_path / "out.mp4"
    with VideoWriter(path, size, fps=25) as writer:
        for number in range(40):
            writer.write(numbered(number, size))

    frames = frames_of(play(path))
    assert [number_of(frame.pixels) for frame in frames] == list(range(40))
    assert [frame.time for frame in frames] == [number / 25 for number in range(40)]
    width, height = frames[0].size
    assert (width, height) == (size[0] + size[0] % 2, size[1] + size[1] % 2)
    assert np.abs(frames[0].pixels[80, 20].astype(int) - (200, 40, 40)).max() < 10


def test_sound_and_broken_frame_rates_keep_their_times(tmp_path: Path) -> None:
    path = tmp_path / "out.mp4"
    sound = clicking(SoundSpec())
    with VideoWriter(path, (64, 48), fps=29.97, bit_rate=200_000, sound_rate_hz=48_000) as writer:
        for number in range(180):
            writer.write(numbered(number, (64, 48)))
            writer.write_sound(sound[number * 1600 : (number + 1) * 1600])

    pieces = play(path)
    assert probe(path).fps == pytest.approx(29.97, abs=0.01)
    assert frames_of(pieces)[100].time == pytest.approx(100 / Fraction(29.97).limit_denominator(1001))
    line = heard(sounds_of(pieces))
    for click in (1.25, 3.7, 5.5):
        near = line[round((click - 0.1) * 16_000) : round((click + 0.1) * 16_000)]
        assert abs(near.argmax() / 16_000 - 0.1) < 0.001


def test_frames_may_be_left_out(tmp_path: Path) -> None:
    path = tmp_path / "out.mp4"
    with VideoWriter(path, (64, 48), fps=10) as writer:
        for number in (0, 3, 7):
            writer.write(numbered(number, (64, 48)), number=number)

    assert [frame.time for frame in frames_of(play(path))] == [0.0, 0.3, 0.7]


def test_an_error_inside_leaves_nothing_on_disk_and_what_was_there_stays(tmp_path: Path) -> None:
    path = tmp_path / "out.mp4"
    path.write_bytes(b"before")

    def stop_half_way() -> None:
        with VideoWriter(path, (64, 48), fps=25) as writer:
            writer.write(numbered(1, (64, 48)))
            raise RuntimeError("half-way")

    with pytest.raises(RuntimeError, match="half-way"):
        stop_half_way()

    assert [file.name for file in tmp_path.iterdir()] == ["out.mp4"]
    assert path.read_bytes() == b"before"


def test_a_folder_that_is_missing_is_told_on_one_line(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"cannot write .*none/out.mp4: .*check the folder"):
        VideoWriter(tmp_path / "none" / "out.mp4", (64, 48), fps=25)


def test_a_full_disk_is_told_and_leaves_nothing(tmp_path: Path) -> None:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, before[1]))
    try:
        with pytest.raises(StoreError, match="no space"):
            _write_noise(tmp_path / "x.mp4")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)

    assert list(tmp_path.iterdir()) == []


def test_a_picture_of_another_size_and_sound_without_a_track_are_mistakes(tmp_path: Path) -> None:
    with VideoWriter(tmp_path / "out.mp4", (64, 48), fps=25) as writer:
        writer.write(numbered(1, (64, 48)))
        with pytest.raises(ValueError, match=r"shape \(48, 64, 3\)"):
            writer.write(numbered(1, (48, 64)))
        with pytest.raises(ValueError, match="sound_rate_hz"):
            writer.write_sound(np.zeros(10, np.int16))


def _write_noise(path: Path) -> None:
    chance = np.random.default_rng(0)
    with VideoWriter(path, (256, 256), fps=25) as writer:
        for _ in range(60):
            writer.write(chance.integers(0, 256, (256, 256, 3), np.uint8))
