"""What every VideoSource promises, over all of them; a new one joins by a row in `SOURCES`."""

from collections.abc import Callable
from itertools import islice, pairwise
from pathlib import Path

import numpy as np
import pytest
from tests.media.makers import H264, make, numbered
from tests.media.played import frames_of, out_of_order, sounds_of

from fashion_focus.core.frame import Frame, Gap, Sound
from fashion_focus.core.notes import Note
from fashion_focus.media import ArrayPicture, Piece, ScriptedSource, VideoSource, open_video, piece_time


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("clip"), H264).path


def _scripted(_: Path) -> VideoSource:
    frames = [Frame(ArrayPicture(numbered(k, (128, 96))), time=k / 4) for k in range(26)]
    sounds = [Sound(np.zeros(8_000, np.int16), time=k / 2) for k in range(12)]
    return ScriptedSource([*sounds, *reversed(frames)])


SOURCES: dict[str, Callable[[Path], VideoSource]] = {"file": open_video, "scripted": _scripted}
every_source = pytest.mark.parametrize("kind", SOURCES)


@every_source
def test_times_of_frames_only_grow(kind: str, clip: Path) -> None:
    with SOURCES[kind](clip) as source:
        times = [frame.time for frame in frames_of(source)]

    assert times[0] == 0.0
    assert len(times) > 20
    assert times == sorted(set(times))


@every_source
def test_pieces_come_no_more_than_a_second_out_of_order(kind: str, clip: Path) -> None:
    with SOURCES[kind](clip) as source:
        assert out_of_order(list(source)) <= 1.0


@every_source
def test_pieces_of_sound_do_not_overlap(kind: str, clip: Path) -> None:
    with SOURCES[kind](clip) as source:
        sounds = sounds_of(source)

    assert sounds
    assert all(later.time >= earlier.end for earlier, later in pairwise(sounds))


@every_source
def test_it_can_be_played_again(kind: str, clip: Path) -> None:
    with SOURCES[kind](clip) as source:
        first = [(type(piece), piece_time(piece)) for piece in source]
        list(islice(source, 3))

        assert [(type(piece), piece_time(piece)) for piece in source] == first


@every_source
def test_closing_ends_a_running_iteration(kind: str, clip: Path) -> None:
    source = SOURCES[kind](clip)
    running = iter(source)
    next(running)

    source.close()
    source.close()

    assert list(running) == []


@every_source
def test_its_facts_tell_length_size_and_rate(kind: str, clip: Path) -> None:
    with SOURCES[kind](clip) as source:
        facts = source.facts

    assert facts.duration == pytest.approx(6.3, abs=0.15)
    assert facts.size == (128, 96)
    assert facts.fps > 0


@every_source
def test_a_whole_source_has_no_notes(kind: str, clip: Path) -> None:
    with SOURCES[kind](clip) as source:
        list(source)

        assert source.notes == []


def test_a_script_may_hold_gaps_epochs_and_notes() -> None:
    note = Note("reconnected", "the stream came back", time=2.0)
    picture = ArrayPicture(numbered(0, (16, 8)))
    pieces: list[Piece] = [Frame(picture, 0.0, epoch=1), Gap(1.0, 2.0, "stalled", "no data"), Frame(picture, 0.5)]

    with ScriptedSource(pieces, notes=[note]) as source:
        played = list(source)

    assert [(piece.epoch, piece_time(piece)) for piece in played] == [(0, 0.5), (0, 1.0), (1, 0.0)]
    assert source.notes == [note]


def test_a_file_tells_its_hash_where_that_is_asked_for(clip: Path) -> None:
    assert open_video(clip).facts.sha256 == ""
    assert len(open_video(clip, sha256=True).facts.sha256) == 64
