"""Comments are read in order of time; what is broken or beyond the end is left out and said."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fashion_focus.core.errors import WordsError
from fashion_focus.core.words import Comment
from fashion_focus.language import read_comments


def written(folder: Path, content: str | bytes) -> Path:
    path = folder / "comments.jsonl"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def line(t: float, text: str = "hello", user: str = "mia") -> str:
    return json.dumps({"t": t, "user": user, "text": text}, ensure_ascii=False) + "\n"


def test_comments_come_with_time_user_and_text(tmp_path: Path) -> None:
    found = read_comments(written(tmp_path, line(0.5) + "\r\n" + line(2, "多少钱", "小雨")))
    assert found.comments == (Comment(0.5, "mia", "hello"), Comment(2.0, "小雨", "多少钱"))
    assert found.notes == ()


def test_comments_out_of_order_are_sorted_and_counted(tmp_path: Path) -> None:
    found = read_comments(written(tmp_path, line(3) + line(1) + line(2)))
    assert [comment.time for comment in found.comments] == [1, 2, 3]
    assert [(note.code, note.count) for note in found.notes] == [("comments-unsorted", 1)]


def test_comments_beyond_the_end_are_left_out_and_counted(tmp_path: Path) -> None:
    found = read_comments(written(tmp_path, line(3) + line(11) + line(12)), duration=10.0)
    assert [comment.time for comment in found.comments] == [3]
    assert [(note.code, note.count, note.time) for note in found.notes] == [("comments-beyond-end", 2, 10.0)]


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        pytest.param('{"t": 1, "text": \n', "Expecting value", id="broken JSON"),
        pytest.param('{"t": "x", "text": "a"}\n', "t is no number", id="no time"),
        pytest.param('{"t": 1e999, "text": "a"}\n', "t is no number", id="endless time"),
        pytest.param('{"t": -1, "text": "a"}\n', "t is no number", id="before the start"),
        pytest.param('{"t": 1}\n', "text is missing", id="no text"),
        pytest.param("[1, 2]\n", "no object", id="no object"),
    ],
)
def test_one_bad_line_never_costs_the_rest(tmp_path: Path, broken: str, reason: str) -> None:
    found = read_comments(written(tmp_path, line(1) + broken + line(2)))
    assert len(found.comments) == 2
    assert found.notes[0].code == "comments-broken"
    assert "comments.jsonl:2:" in found.notes[0].text
    assert reason in found.notes[0].text


def test_a_file_without_one_good_line_is_refused_with_place_and_remedy(tmp_path: Path) -> None:
    with pytest.raises(WordsError, match=r'comments\.jsonl:1: no comment .*; write lines such as \{"t"'):
        read_comments(written(tmp_path, "id,text\n1,hello\n"))


def test_an_empty_file_is_a_stream_in_which_nobody_wrote(tmp_path: Path) -> None:
    found = read_comments(written(tmp_path, b"\xef\xbb\xbf"))
    assert found.comments == ()
    assert found.notes[0].code == "comments-empty"


@given(st.one_of(st.binary(), st.text().map(str.encode)))
@settings(max_examples=100, deadline=None)
def test_no_content_raises_anything_but_a_words_error(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = written(tmp_path_factory.getbasetemp(), content)
    try:
        read_comments(path)
    except WordsError as error:
        message = str(error)
    else:
        return
    assert str(path) in message
