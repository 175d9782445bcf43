"""Every generated file: the right pictures at the right times, and clicks where they were put."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from tests.media.conftest import Maker
from tests.media.makers import H264, SPECS, SoundSpec, Spec, number_of
from tests.media.played import EVERY, RATE_HZ, frames_of, heard, out_of_order, play, sounds_of, times_of

from fashion_focus.core.frame import Frame
from fashion_focus.media import open_video, probe

WITH_SOUND = [spec for spec in SPECS if spec.sound]
every_file = pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.name)


@every_file
def test_each_picture_comes_once_at_its_exact_time(spec: Spec, written: Maker) -> None:
    made = written(spec)

    frames = frames_of(play(made.path))

    assert [frame.time for frame in frames] == [float(time) for time in made.times]
    assert tuple(number_of(frame.pixels) for frame in frames) == made.numbers
    zero = frames[0].pts * frames[0].time_base
    assert [frame.pts * frame.time_base - zero for frame in frames] == list(made.times)


@every_file
def test_four_a_second_are_the_first_at_or_after_each_quarter(spec: Spec, written: Maker) -> None:
    made = written(spec)
    marks = {min((t for t in made.times if t >= Fraction(k, 4)), default=None) for k in range(60)} - {None}

    assert times_of(play(made.path, rate=4.0)) == sorted(float(mark) for mark in marks if mark is not None)


@every_file
def test_pieces_come_in_order_of_media_time(spec: Spec, written: Maker) -> None:
    assert out_of_order(play(written(spec).path, rate=4.0)) == 0.0


@pytest.mark.parametrize("spec", WITH_SOUND, ids=lambda spec: spec.name)
def test_a_click_is_heard_within_a_millisecond_of_its_time(spec: Spec, written: Maker) -> None:
    made = written(spec)
    line = heard(sounds_of(play(made.path, rate=1.0)))

    for click in made.clicks:
        near = line[round((click - 0.1) * RATE_HZ) : round((click + 0.1) * RATE_HZ)].astype(int)
        assert abs(near.argmax() / RATE_HZ - 0.1) < 0.001
        assert near.max() > 10_000


@every_file
def test_probe_tells_what_the_file_is(spec: Spec, written: Maker) -> None:
    made = written(spec)

    facts = probe(made.path)

    assert facts.size == spec.size
    assert facts.rotation == 0
    assert facts.has_audio == (spec.sound is not None)
    assert facts.audio_rate_hz == (spec.sound.rate_hz if spec.sound else 0)
    ends = (float(made.times[-1]) + 0.04, spec.sound.duration if spec.sound else 0.0)
    assert facts.duration == pytest.approx(max(ends), abs=0.06)


def test_the_media_clock_starts_with_the_first_picture(written: Maker) -> None:
    made = written(next(spec for spec in SPECS if spec.name == "late-start"))

    assert probe(made.path).start == 10
    assert times_of(play(made.path))[0] == 0.0


def test_sound_that_starts_late_is_given_late_and_no_silence_stands_in(written: Maker) -> None:
    made = written(next(spec for spec in SPECS if spec.name == "late-sound"))

    assert sounds_of(play(made.path))[0].time == pytest.approx(0.75, abs=0.03)


def test_sound_before_the_first_picture_is_left_out(written: Maker) -> None:
    made = written(next(spec for spec in SPECS if spec.name == "early-sound"))

    assert sounds_of(play(made.path))[0].time == 0.0


def test_pieces_of_sound_join_exactly(written: Maker) -> None:
    sounds = sounds_of(play(written(H264).path))

    assert [sound.end for sound in sounds[:-1]] == [sound.time for sound in sounds[1:]]
    assert all(sound.rate_hz == RATE_HZ and sound.samples.dtype == np.int16 for sound in sounds)


def test_a_rate_above_that_of_the_video_gives_every_frame(written: Maker) -> None:
    made = written(H264)

    assert len(frames_of(play(made.path, rate=25.0))) == len(made.times)
    assert len(frames_of(play(made.path, rate=60.0))) == len(made.times)


@pytest.mark.parametrize("rate", [0.0, -1.0, float("nan")])
def test_a_rate_must_be_above_zero(rate: float, written: Maker) -> None:
    with pytest.raises(ValueError, match="analysis rate"):
        open_video(written(H264).path, rate=rate)


def test_a_frame_stays_what_it_was_while_later_ones_are_decoded(written: Maker) -> None:
    kept: list[tuple[Frame, bytes]] = []
    with open_video(written(H264).path, rate=EVERY) as video:
        for piece in video:
            if isinstance(piece, Frame):
                kept.append((piece, piece.picture.resized(32, 24).tobytes()))

    assert all(frame.picture.resized(32, 24).tobytes() == before for frame, before in kept)


def test_a_long_file_in_rounded_times_does_not_drift(written: Maker) -> None:
    clicks = tuple(k + 0.5 for k in range(30))
    sound = SoundSpec(rate_hz=44_100, duration=31.0, clicks=clicks)
    ticks = tuple(range(0, 775, 25))
    made = written(replace(H264, name="long", container="mkv", ticks=ticks, sound=sound))

    line = heard(sounds_of(play(made.path, rate=1.0)))

    for click in clicks:
        near = line[round((click - 0.1) * RATE_HZ) : round((click + 0.1) * RATE_HZ)].astype(int)
        assert abs(near.argmax() / RATE_HZ - 0.1) < 0.001
