"""Streams' folders are read whole, and what is missing is named."""

import json
import re
import shutil
from pathlib import Path

import pytest

from fashion_focus.core.errors import InputError
from fashion_focus.evaluation import Stream, read_streams


def test_a_simulated_stream_has_all_its_parts(stream: Stream) -> None:
    assert stream.name == "s1"
    assert len(stream.catalog) == 6
    assert all(product.images for product in stream.catalog)
    assert stream.video.is_file()
    assert stream.comments
    assert stream.transcribed()


def test_words_that_follow_at_once_are_one_utterance(shows: Path, stream: Stream) -> None:
    words = json.loads((shows / "s1" / "truth.json").read_text(encoding="utf-8"))["words"]
    assert [word.text for line in stream.said for word in line.words] == [word["word"] for word in words]
    lines = [re.sub(r"[.,!?]", "", line.text) for line in stream.transcribed()]
    assert [re.sub(r"[.,!?]", "", line.text) for line in stream.said] == lines


def test_a_stream_without_its_video_is_named(shows: Path, tmp_path: Path) -> None:
    shutil.copytree(shows / "s1", tmp_path / "s1", ignore=shutil.ignore_patterns("*.mp4"))
    with pytest.raises(InputError, match=r"s1 has no video.mp4"):
        read_streams(tmp_path)


def test_words_that_are_none_are_named(shows: Path, tmp_path: Path) -> None:
    shutil.copytree(shows / "s1", tmp_path / "s1")
    path = tmp_path / "s1" / "truth.json"
    document = json.loads(path.read_text(encoding="utf-8"))
    document["words"][0] = {"start": 1.0}
    path.write_text(json.dumps(document))
    with pytest.raises(InputError, match=r"words\.0\.end"):
        read_streams(tmp_path)
