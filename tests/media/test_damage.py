"""What is broken or missing is passed over, counted and told; the rest is used."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tests.media.conftest import Maker
from tests.media.makers import H264, Made, Spec, number_of, packet_places
from tests.media.played import EVERY, frames_of, gaps_of, heard, sounds_of, times_of

from fashion_focus.core.notes import Note
from fashion_focus.media import Piece, open_video

FIRST_INDEX = {"movflags": "+faststart"}
H264_TOLD = replace(H264, name="index-first", container_options=FIRST_INDEX)
VP9 = Spec("vp9", container="webm", codec="libvpx-vp9", options={"g": "30", "cpu-used": "8"}, sound=None)


def _played(path: Path) -> tuple[list[Piece], dict[str, Note]]:
    with open_video(path, rate=EVERY) as video:
        pieces = list(video)
    return pieces, {note.code: note for note in video.notes}


def _scrambled(made: Made, folder: Path, *, start: float, end: float) -> Path:
    """A copy in which the packets of pictures from start to end hold nothing but noise."""
    data = bytearray(made.path.read_bytes())
    chance = np.random.default_rng(1)
    for time, place, size in packet_places(made.path):
        if start <= time < end:
            data[place + 16 : place + size] = chance.bytes(max(size - 16, 0))
    path = folder / made.path.name
    path.write_bytes(bytes(data[: made.path.stat().st_size]))
    return path


@pytest.mark.parametrize("spec", [H264_TOLD, VP9], ids=lambda spec: spec.name)
def test_broken_packets_are_counted_and_what_follows_the_next_key_frame_is_whole(
    spec: Spec, written: Maker, tmp_path: Path
) -> None:
    made = written(spec)

    pieces, notes = _played(_scrambled(made, tmp_path, start=2.0, end=2.4))

    note = notes["corrupt-packets"]
    assert 1 <= note.count <= 12
    assert note.time == pytest.approx(2.0, abs=0.2)
    assert f"{note.count} packet" in note.text
    shown = {frame.time: number_of(frame.pixels) for frame in frames_of(pieces)}
    truth = dict(zip([float(time) for time in made.times], made.numbers, strict=True))
    untouched = [time for time in truth if time < 1.8 or time >= 4.0]
    assert [shown[time] for time in untouched] == [truth[time] for time in untouched]


def test_a_loss_of_more_than_a_second_is_a_gap(written: Maker, tmp_path: Path) -> None:
    made = written(H264_TOLD)
    data = bytearray(made.path.read_bytes())
    for time, place, size in packet_places(made.path):
        if 2.0 <= time < 4.4:
            data[place : place + size] = bytes(size)
    path = tmp_path / "zeros.mp4"
    path.write_bytes(bytes(data))

    pieces, notes = _played(path)

    (gap,) = gaps_of(pieces)
    assert gap.code == "corrupt-packets"
    assert gap.start == pytest.approx(2.0, abs=0.1)
    assert 4.4 <= gap.end <= 5.0
    assert not [time for time in times_of(pieces) if gap.start < time < gap.end]
    assert notes["corrupt-packets"].count >= 55
    assert len(heard(sounds_of(pieces))) / 16_000 == pytest.approx(6.0, abs=0.1)


def test_a_pause_of_the_camera_is_no_gap(written: Maker) -> None:
    ticks = (*range(50), *range(125, 160))
    made = written(replace(H264, name="pause", ticks=ticks))

    assert gaps_of(_played(made.path)[0]) == []


@pytest.mark.parametrize("spec", [H264_TOLD, VP9], ids=lambda spec: spec.name)
def test_a_truncated_file_is_used_as_far_as_it_reads_and_says_so(spec: Spec, written: Maker, tmp_path: Path) -> None:
    made = written(spec)
    data = made.path.read_bytes()
    path = tmp_path / made.path.name
    path.write_bytes(data[: len(data) * 6 // 10])

    pieces, notes = _played(path)

    times = times_of(pieces)
    assert 2.0 < times[-1] < 5.0
    assert times == [float(time) for time in made.times[: len(times)]]
    assert notes["truncated"].time == pytest.approx(times[-1], abs=0.2)


def test_a_whole_file_has_nothing_to_note(written: Maker) -> None:
    assert _played(written(H264).path)[1] == {}


def test_missing_sound_is_noted_once_where_sound_was_asked_for(written: Maker) -> None:
    made = written(replace(H264, name="mute", sound=None))

    assert _played(made.path)[1]["no-sound"].count == 1
    with open_video(made.path, sound=False) as video:
        list(video)
    assert video.notes == []


def test_sound_can_be_left_alone(written: Maker) -> None:
    with open_video(written(H264).path, sound=False) as video:
        assert sounds_of(video) == []


def test_a_lost_stretch_of_a_transport_stream_leaves_the_rest_in_its_place(written: Maker, tmp_path: Path) -> None:
    made = written(replace(H264, name="cut", container="ts"))
    data = made.path.read_bytes()
    third = len(data) // 3 // 188 * 188
    path = tmp_path / "cut.ts"
    path.write_bytes(data[:third] + data[2 * third :])

    pieces, notes = _played(path)

    assert notes["corrupt-packets"].count >= 1
    late = [(frame.time, number_of(frame.pixels)) for frame in frames_of(pieces) if frame.time > 5.5]
    assert late == [(time, round(time * 25)) for time, _ in late]
    assert late
    assert heard(sounds_of(pieces))[round(5.45 * 16_000) : round(5.55 * 16_000)].argmax() == pytest.approx(800, abs=16)


def test_recordings_joined_end_to_end_go_on_without_a_break(written: Maker, tmp_path: Path) -> None:
    late = written(replace(H264, name="part1", container="ts", ticks=tuple(range(400, 560))))
    early = written(replace(H264, name="part2", container="ts"))
    path = tmp_path / "joined.ts"
    path.write_bytes(late.path.read_bytes() + early.path.read_bytes())

    pieces, notes = _played(path)

    assert notes["clock-jump"].count == 1
    assert np.diff(times_of(pieces)) == pytest.approx(0.04)
    assert len(times_of(pieces)) == 320


PLAYERS: list[Callable[[bytes], bytes]] = [
    lambda data: data[: len(data) // 2],
    lambda data: data[:-1],
    lambda data: data + b"\0" * 1000,
    lambda data: data[: len(data) // 3] + data[len(data) // 3 + 7 :],
]


@pytest.mark.parametrize("container", ["mkv", "ts", "flv"])
@pytest.mark.parametrize("player", PLAYERS, ids=["half", "one-byte-less", "padded", "shifted"])
def test_damage_never_makes_times_run_backwards(
    container: str, player: Callable[[bytes], bytes], written: Maker, tmp_path: Path
) -> None:
    made = written(replace(H264, name=f"damaged-{container}", container=container))
    path = tmp_path / f"x.{container}"
    path.write_bytes(player(made.path.read_bytes()))

    times = times_of(_played(path)[0])

    assert len(times) > 40
    assert times == sorted(set(times))
