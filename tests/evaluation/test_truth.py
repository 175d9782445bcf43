"""The truth of streams is read as it was written, and faults in it are named."""

import json
from pathlib import Path

import pytest
from tests.evaluation.made import exhibit, truth, truth_document, write_truth

from fashion_focus.core.errors import InputError
from fashion_focus.evaluation import read_truth, read_truths


def test_what_was_written_is_read(tmp_path: Path) -> None:
    known = truth(exhibit("A", 1.0, 3.0), exhibit("C", 4.0, 6.0, "shoe"), duration=8.0)
    (read,) = read_truths(write_truth(tmp_path, known))
    assert read.exhibits == known.exhibits
    assert read.frames == known.frames
    assert read.shelf == {"A", "B", "C", "D"}
    assert read.categories == {"A": "bag", "C": "shoe"}


def test_streams_come_in_order_of_name(tmp_path: Path) -> None:
    write_truth(tmp_path, *(truth(exhibit("A", 1, 2), stream=name, duration=3.0) for name in ("b", "a", "c")))
    assert [each.stream for each in read_truths(tmp_path)] == ["a", "b", "c"]


def test_without_a_catalog_only_exhibits_are_known(tmp_path: Path) -> None:
    write_truth(tmp_path, truth(exhibit("A", 1, 2), duration=3.0))
    (tmp_path / "s1" / "catalog.csv").unlink()
    assert read_truth(tmp_path / "s1").shelf == {"A"}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        pytest.param({"duration": 0}, "duration", id="no duration"),
        pytest.param({"stream": "other"}, "other", id="another stream's truth"),
        pytest.param(
            {"exhibits": [{"product_id": "A", "start": 3, "end": 2}]}, "after its start", id="end before start"
        ),
        pytest.param({"exhibits": [{"product_id": "A", "start": "x", "end": 2}]}, "exhibits.0.start", id="no number"),
        pytest.param({"boxes": {}}, "boxes.frames", id="no boxes"),
    ],
)
def test_a_fault_is_named_with_its_file(tmp_path: Path, change: dict[str, object], said: str) -> None:
    (tmp_path / "s1").mkdir()
    document = truth_document(truth(exhibit("A", 1, 2), duration=3.0)) | change
    (tmp_path / "s1" / "truth.json").write_text(json.dumps(document))
    with pytest.raises(InputError, match=said) as caught:
        read_truths(tmp_path)
    assert "truth.json" in str(caught.value)


def test_a_folder_without_streams_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no stream with truth\.json"):
        read_truths(tmp_path)
    with pytest.raises(InputError, match="no such folder"):
        read_truths(tmp_path / "nowhere")
