"""Transcripts are read in three forms, mended where that is safe, and refused with file and line where it is not."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fashion_focus.core.errors import WordsError
from fashion_focus.core.words import Utterance, Word
from fashion_focus.language import read_transcript

SRT = (
    "1\n00:00:01,500 --> 00:00:04,000\nThis is <i>the</i>\nFusion backpack.\n\n"
    "2\n00:00:05,000 --> 00:00:06,250\nIn black.\n"
)
VTT = (
    "WEBVTT Kind: captions\nLanguage: en\n\nSTYLE\n::cue { color: red }\n\nintro\n"
    "00:01.500 --> 00:04.000 align:start\n<v Ann>Soap &amp; <00:02.000>towel\n\n"
    "01:00:05.000 --> 01:00:06.250\nIn black.\n"
)


def written(folder: Path, content: str | bytes, name: str = "words.srt") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_subrip_gives_times_and_plain_text(tmp_path: Path) -> None:
    found = read_transcript(written(tmp_path, SRT))
    expected = (Utterance(1.5, 4.0, "This is the Fusion backpack."), Utterance(5.0, 6.25, "In black."))
    assert found.utterances == expected
    assert found.notes == ()


def test_webvtt_gives_speakers_and_skips_styles(tmp_path: Path) -> None:
    found = read_transcript(written(tmp_path, VTT, "words.vtt"))
    expected = (Utterance(1.5, 4.0, "Soap & towel", speaker="Ann"), Utterance(3605.0, 3606.25, "In black."))
    assert found.utterances == expected
    assert found.notes == ()


def test_json_lines_give_words_with_confidence(tmp_path: Path) -> None:
    row = {"start": 1, "end": 2.5, "text": "hi", "words": [{"start": 1, "end": 2, "word": "hi", "confidence": 0.5}]}
    found = read_transcript(written(tmp_path, json.dumps(row | {"language": "en", "speaker": "Ann"}) + "\n"))
    assert found.utterances == (Utterance(1.0, 2.5, "hi", (Word(1.0, 2.0, "hi", 0.5),), "en", "Ann"),)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"\xef\xbb\xbf" + SRT.encode(), id="byte order mark"),
        pytest.param(SRT.replace("\n", "\r\n").encode(), id="Windows line ends"),
        pytest.param(SRT.replace("\n", "\r").encode(), id="old Macintosh line ends"),
        pytest.param(SRT.encode("utf-16"), id="UTF-16"),
    ],
)
def test_the_way_a_file_was_saved_does_not_matter(tmp_path: Path, content: bytes) -> None:
    assert len(read_transcript(written(tmp_path, content)).utterances) == 2


def test_lines_that_overlap_or_stand_out_of_order_are_kept_in_order_and_noted(tmp_path: Path) -> None:
    content = "00:00:05,000 --> 00:00:09,000\nb\n\n00:00:01,000 --> 00:00:06,000\na\n"
    found = read_transcript(written(tmp_path, content))
    assert [utterance.text for utterance in found.utterances] == ["a", "b"]
    assert [note.code for note in found.notes] == ["transcript-unsorted", "transcript-overlap"]


def test_stray_text_is_left_out_and_named(tmp_path: Path) -> None:
    found = read_transcript(written(tmp_path, SRT + "\nprinted by nobody\n"))
    assert len(found.utterances) == 2
    assert found.notes[0].code == "transcript-stray-text"
    assert "words.srt:10" in found.notes[0].text


@pytest.mark.parametrize(
    ("content", "place", "what"),
    [
        pytest.param("1\n00:00:01,5 -> 00:00:02,0\nx\n", ":2:", "pair of times", id="wrong arrow"),
        pytest.param("00:00:61,000 --> 00:01:02,000\nx\n", ":1:", "'00:00:61,000' is not a time", id="61 seconds"),
        pytest.param("00:00:05,000 --> 00:00:02,000\nx\n", ":1:", "before it starts", id="backwards"),
        pytest.param("00:00:05,000 -->\nx\n", ":1:", "'' is not a time", id="no end"),
        pytest.param('{"start": 1, "end": 2, "text": "a"}\n{"start": 1}\n', ":2:", "'end' is missing", id="no key"),
        pytest.param('{"start": 1, "end": 2\n', ":1:", "column", id="broken JSON"),
        pytest.param('{"start": "1", "end": 2}\n', ":1:", "start is no number", id="text for a number"),
        pytest.param('{"start": 3, "end": 2}\n', ":1:", "comes before", id="backwards JSON"),
        pytest.param('{"start": NaN, "end": 2}\n', ":1:", "start is no number", id="not a number"),
        pytest.param("", ": the", "no line of speech", id="empty file"),
        pytest.param(b"00:00:01,000 --> 00:00:02,000\nsch\xf6n\n", ":2:", "not UTF-8", id="another encoding"),
    ],
)
def test_a_bad_file_is_refused_with_place_and_remedy(
    tmp_path: Path, content: str | bytes, place: str, what: str
) -> None:
    path = written(tmp_path, content)
    with pytest.raises(WordsError) as raised:
        read_transcript(path)
    message = str(raised.value)
    assert f"{path}{place}" in message
    assert what in message
    assert ";" in message
    assert "\n" not in message


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(WordsError, match=r"cannot read .*none\.srt: No such file or directory"):
        read_transcript(tmp_path / "none.srt")


centiseconds = st.integers(0, 359_999_00).map(lambda value: value / 100)
plain = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=20)
spans = st.lists(st.tuples(centiseconds, st.integers(0, 999).map(lambda value: value / 100), plain), min_size=1)


def clock(seconds: float, mark: str) -> str:
    milliseconds = round(seconds * 1000)
    minutes, rest = divmod(milliseconds, 60_000)
    return f"{minutes // 60:02d}:{minutes % 60:02d}:{rest // 1000:02d}{mark}{rest % 1000:03d}"


@given(spans, st.sampled_from(["srt", "vtt", "jsonl"]))
@settings(max_examples=60, deadline=None)
def test_what_is_written_is_read_back(tmp_path_factory: pytest.TempPathFactory, rows, kind: str) -> None:  # type: ignore[no-untyped-def]  # drawn rows
    mark = "," if kind == "srt" else "."
    cues = [f"{clock(s, mark)} --> {clock(s + d, mark)}\n{text}\n\n" for s, d, text in rows]
    lines = [json.dumps({"start": s, "end": s + d, "text": text}) + "\n" for s, d, text in rows]
    content = {"srt": "".join(cues), "vtt": "WEBVTT\n\n" + "".join(cues), "jsonl": "".join(lines)}[kind]
    found = read_transcript(written(tmp_path_factory.mktemp("words"), content, f"words.{kind}")).utterances
    expected = sorted((round(s, 3), round(s + d, 3), text) for s, d, text in rows)
    assert sorted((round(u.start, 3), round(u.end, 3), u.text) for u in found) == expected


@given(st.one_of(st.binary(), st.text().map(str.encode)), st.sampled_from([b"", b"WEBVTT\n\n", b"{", b"1 --> 2\n"]))
@settings(max_examples=150, deadline=None)
def test_no_content_raises_anything_but_a_words_error(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, head: bytes
) -> None:
    path = written(tmp_path_factory.getbasetemp(), head + content)
    try:
        assert read_transcript(path).utterances
    except WordsError as error:
        message = str(error)
    else:
        return
    assert str(path) in message
