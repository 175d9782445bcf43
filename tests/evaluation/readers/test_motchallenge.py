"""A MOTChallenge sequence as distributed."""

from pathlib import Path

import pytest

from fashion_focus.core.errors import InputError
from fashion_focus.evaluation import PredictedTracklet, Prediction
from fashion_focus.evaluation.metrics import detection_ap50
from fashion_focus.evaluation.readers import read_mot_sequence

INFO = "[Sequence]\nname=MOT16-02\nimDir=img1\nframeRate=30\nseqLength=3\nimWidth=1920\nimHeight=1080\nimExt=.jpg\n"
ROWS = "1,1,913,485,87,110,1,1,1\n2,1,914,485,87,110,1,1,0.9\n1,2,10,10,20,20,0,8,1\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "gt").mkdir()
    (tmp_path / "seqinfo.ini").write_text(INFO)
    (tmp_path / "gt" / "gt.txt").write_text(ROWS)
    return tmp_path


def test_a_sequence_is_read(folder: Path) -> None:
    sequence = read_mot_sequence(folder)
    assert (sequence.name, sequence.fps, sequence.n_frames, len(sequence.rows)) == ("MOT16-02", 30.0, 3, 3)
    assert sequence.rows[0].box == (912.0, 484.0, 999.0, 594.0), "pixels count from 0 here"
    assert [row.counted for row in sequence.rows] == [True, True, False]


def test_it_serves_as_truth_for_boxes(folder: Path) -> None:
    truth = read_mot_sequence(folder).as_truth()
    assert [len(frame.objects) for frame in truth.frames] == [1, 1, 0]
    rows = ((0.0, 912.0, 484.0, 999.0, 594.0, 1.0), (1 / 30, 913.0, 484.0, 1000.0, 594.0, 1.0))
    said = Prediction("MOT16-02", (), (PredictedTracklet("t1", "class 1", rows),))
    assert detection_ap50([truth], [said]) == {"all": 1.0, "class 1": 1.0}


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        pytest.param("gt/gt.txt", "1,1,9\n", "line 1: needs 9", id="short line"),
        pytest.param("gt/gt.txt", ROWS + "1,1,9,x,1,1,1,1,1\n", "line 4", id="no number"),
        pytest.param("gt/gt.txt", "1,1,nan,2,1,1,1,1,1\n", "finite", id="NaN"),
        pytest.param("seqinfo.ini", "[Sequence]\nname=x\n", "needs name, frameRate", id="no rate"),
        pytest.param("seqinfo.ini", INFO.replace("=30", "=0"), "above 0", id="rate of nought"),
    ],
)
def test_faults_are_named(folder: Path, name: str, text: str, said: str) -> None:
    (folder / name).write_text(text)
    with pytest.raises(InputError, match=said):
        read_mot_sequence(folder)


def test_a_sequence_without_truth_is_named(folder: Path) -> None:
    (folder / "gt" / "gt.txt").unlink()
    with pytest.raises(InputError, match="no truth"):
        read_mot_sequence(folder)
