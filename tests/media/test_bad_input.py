"""Files that cannot be used: one line that names the file and the remedy, and nothing read from elsewhere."""

import os
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from av.audio.frame import AudioFrame
from PIL import Image
from tests.media.conftest import Maker
from tests.media.makers import H264, SoundSpec, clicking, make
from tests.media.played import play, times_of

from fashion_focus.core.errors import MediaError
from fashion_focus.media import open_sound, open_video, probe, sha256_of

PLAYLIST = "#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:7\n#EXTINF:6.4,\n{}\n#EXT-X-ENDLIST\n"


def _refused(path: Path) -> str:
    with pytest.raises(MediaError) as caught:
        open_video(path)
    message = str(caught.value)
    assert str(path) in message
    assert "\n" not in message
    return message


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF"])
def test_a_picture_named_mp4_is_called_a_picture(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "show.mp4"
    Image.new("RGB", (64, 64)).save(path, kind)

    assert "it is a picture" in _refused(path)


def test_a_missing_file_a_folder_an_empty_file_and_a_pipe_are_each_named(tmp_path: Path) -> None:
    empty, pipe = tmp_path / "empty.mp4", tmp_path / "pipe.mp4"
    empty.touch()
    os.mkfifo(pipe)

    assert "does not exist" in _refused(tmp_path / "no.mp4")
    assert "folder" in _refused(tmp_path)
    assert "empty" in _refused(empty)
    assert "regular file" in _refused(pipe)


@pytest.mark.parametrize(
    "content", [b"dear diary\n" * 500, np.random.default_rng(0).bytes(50_000)], ids=["text", "noise"]
)
def test_what_is_no_video_is_told_with_the_formats_that_are(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "show.mp4"
    path.write_bytes(content)

    assert "convert it to MP4" in _refused(path)


def test_an_mp4_without_its_index_is_said_to_be_cut_off(written: Maker, tmp_path: Path) -> None:
    path = tmp_path / "cut.mp4"
    path.write_bytes(written(H264).path.read_bytes()[:30_000])

    assert "cut off" in _refused(path)


@pytest.mark.parametrize(("codec", "suffix"), [("aac", "mp4"), ("flac", "flac"), ("pcm_s16le", "wav")])
def test_sound_without_pictures_is_no_video_but_can_be_heard(codec: str, suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"voice.{suffix}"
    _write_sound(path, codec)

    assert "sound only" in _refused(path)
    sounds = list(open_sound(path))
    samples = np.concatenate([sound.samples for sound in sounds])
    assert sounds[0].time == 0.0
    assert samples[round(1.15 * 16_000) : round(1.35 * 16_000)].argmax() == pytest.approx(1600, abs=16)


@pytest.mark.parametrize(("codec", "suffix"), [("flac", "flac"), ("pcm_s16le", "wav")])
def test_sound_that_is_16_khz_already_stays_as_it_is(codec: str, suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"voice.{suffix}"
    _write_sound(path, codec)

    samples = np.concatenate([sound.samples for sound in open_sound(path)])

    np.testing.assert_array_equal(samples, clicking(SoundSpec(rate_hz=16_000)))


def test_a_video_without_sound_has_nothing_to_hear(written: Maker) -> None:
    with pytest.raises(MediaError, match="no sound"):
        open_sound(written(replace(H264, name="silent", sound=None)).path)


def test_a_codec_that_is_not_known_is_told(written: Maker, tmp_path: Path) -> None:
    path = tmp_path / "odd.mp4"
    path.write_bytes(written(H264).path.read_bytes().replace(b"avc1", b"zzz1"))

    assert "codec" in _refused(path)


def test_pictures_above_the_limit_are_refused_before_they_are_decoded(written: Maker) -> None:
    path = written(H264).path

    with pytest.raises(MediaError, match="128 x 96 pixels, more than 12000"):
        probe(path, max_pixels=12_000)
    assert probe(path, max_pixels=128 * 96).size == (128, 96)


@pytest.mark.parametrize("name", ["tcp:x.mp4", "a b%20#?.mp4", "ü文.mp4", "concat:a|b.mp4", "-i.mp4"])
def test_a_name_is_only_a_name(name: str, written: Maker, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(written(H264).path.read_bytes())

    assert len(times_of(play(path, rate=1.0))) == 7


def test_a_playlist_in_another_name_or_dialect_opens_no_other_file(written: Maker, tmp_path: Path) -> None:
    segment = written(replace(H264, name="segment", container="ts")).path
    hls, concat = tmp_path / "hls.mp4", tmp_path / "concat.mp4"
    hls.write_text(PLAYLIST.format(segment))
    concat.write_text(f"ffconcat version 1.0\nfile '{segment}'\n")

    assert "playlist" in _refused(hls)
    assert "playlist" in _refused(concat)


def test_a_playlist_beside_its_segments_is_played(written: Maker, tmp_path: Path) -> None:
    made = written(replace(H264, name="segment", container="ts"))
    (tmp_path / "a.ts").write_bytes(made.path.read_bytes())
    path = tmp_path / "live.m3u8"
    path.write_text(PLAYLIST.format("a.ts"))

    assert times_of(play(path)) == [float(time) for time in made.times]


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        ("{outside}", "not a file in the playlist's folder"),
        ("../outside.ts", "not a file in the playlist's folder"),
        ("link.ts", "not a file in the playlist's folder"),
        ("http://127.0.0.1:1/x.ts", "not a file in the playlist's folder"),
        ("file:../outside.ts", "not a file in the playlist's folder"),
        ("concat:../outside.ts|../outside.ts", "not a file in the playlist's folder"),
        ("live.m3u8", "further playlists"),
        ("gone.ts", "missing"),
        ("nested.ts", "damaged or no video"),
        ('#EXT-X-KEY:METHOD=AES-128,URI="k"', "encrypted"),
        ('#EXT-X-MAP:URI="../outside.ts"\nnested.ts', "not a file in the playlist's folder"),
    ],
    ids=["absolute", "above", "link", "http", "file", "concat", "itself", "gone", "disguised", "encrypted", "map"],
)
def test_a_playlist_reads_nothing_outside_its_folder(entry: str, reason: str, written: Maker, tmp_path: Path) -> None:
    outside = tmp_path / "outside.ts"
    outside.write_bytes(written(replace(H264, name="segment", container="ts")).path.read_bytes())
    folder = tmp_path / "show"
    folder.mkdir()
    (folder / "link.ts").symlink_to(outside)
    (folder / "nested.ts").write_text(PLAYLIST.format(outside))
    path = folder / "live.m3u8"
    path.write_text(PLAYLIST.format(entry.format(outside=outside)))

    assert reason in _refused(path)


def test_a_title_in_an_unknown_encoding_does_no_harm(tmp_path: Path) -> None:
    made = make(tmp_path, replace(H264, name="titled", container="mkv", title="TITLE"))
    made.path.write_bytes(made.path.read_bytes().replace(b"TITLE", b"\xff\xfe\xfa\xff\xfe"))

    assert len(times_of(play(made.path, rate=1.0))) == 7


def test_the_hash_is_that_of_the_bytes(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"abc")

    assert sha256_of(path).startswith("ba7816bf8f01cfea")
    with pytest.raises(MediaError, match="cannot read"):
        sha256_of(tmp_path / "none")


def _write_sound(path: Path, codec: str) -> None:
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=16_000)
        assert isinstance(stream, av.AudioStream)
        stream.layout = "mono"
        samples = clicking(SoundSpec(rate_hz=16_000))
        frame = AudioFrame.from_ndarray(samples[None], format="s16", layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = 16_000, 0, Fraction(1, 16_000)
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
