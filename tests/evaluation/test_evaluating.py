"""The whole evaluation: perfect is 1 everywhere, empty is 0, and a difference is only real where it holds."""

from dataclasses import replace
from pathlib import Path

import pytest
from tests.evaluation.made import exhibit, focus, perfect, truth, write_predictions, write_truth

from fashion_focus.core.errors import InputError
from fashion_focus.evaluation import (
    LABELS,
    Evaluation,
    Prediction,
    StreamTruth,
    compare_runs,
    evaluate,
    evaluate_folders,
)

ERRORS = {"false_per_hour", "start_error", "end_error"}


@pytest.fixture(scope="module")
def known() -> tuple[StreamTruth, ...]:
    first = truth(exhibit("A", 2.0, 6.0), exhibit("C", 5.0, 9.0, "shoe"), exhibit("A", 12.0, 15.0), duration=20.0)
    second = truth(exhibit("B", 1.0, 7.5), exhibit("C", 9.0, 14.0, "shoe"), stream="s2", duration=20.0)
    return first, second


def shares(run: Evaluation) -> dict[str, float | None]:
    """Every figure of which more is better, wherever it stands."""
    found = {name: value for name, value in run.overall.figures.items() if name not in ERRORS}
    for part in (*run.categories.values(), *run.modes.values(), *run.spoken.values(), *run.streams.values()):
        found |= {f"part {name}": value for name, value in part.figures.items() if name not in ERRORS}
    sure = run.abstention
    found |= {"focus": sure.auroc_focus, "shelf": sure.auroc_shelf, "pooled": sure.pooled_ap}
    return found | {f"boxes {name}": value for name, value in run.detection.items()}


def test_a_perfect_prediction_is_one_everywhere(known: tuple[StreamTruth, ...]) -> None:
    run = evaluate(known, [perfect(each) for each in known])
    assert {name for name, value in shares(run).items() if value != 1.0} == {"focus"}
    assert run.abstention.auroc_focus is None, "there is no wrong focus to tell right ones from"
    assert {run.overall.figures[name] for name in ERRORS} == {0.0}
    assert run.abstention.ece == 0.0
    assert run.failures == ()


def test_an_empty_prediction_is_nought_everywhere(known: tuple[StreamTruth, ...]) -> None:
    run = evaluate(known, [Prediction(each.stream) for each in known])
    undefined = {"focus", "shelf"}
    assert {name for name, value in shares(run).items() if value != 0.0} == undefined
    assert run.overall.figures["false_per_hour"] == 0.0
    assert run.overall.figures["start_error"] is None
    assert run.abstention.ece is None
    assert [failure.kind for failure in run.failures] == ["missed"] * 5


def test_all_figures_have_a_label(known: tuple[StreamTruth, ...]) -> None:
    run = evaluate(known, [perfect(each) for each in known])
    assert set(run.overall.figures) == set(LABELS)


def test_parts_hold_their_own_exhibits(known: tuple[StreamTruth, ...]) -> None:
    shoes_only = [replace(perfect(each), focuses=perfect(each).focuses[1:2]) for each in known]
    run = evaluate(known, shoes_only)
    assert run.categories["shoe"].figures["R1@0.5"] == 1.0
    assert run.categories["bag"].figures["R1@0.5"] == 0.0
    assert run.overall.figures["R1@0.5"] == pytest.approx(2 / 5)
    assert run.streams["s2"].n_exhibits == 2
    assert run.streams["s2"].by_stream == {}, "one stream cannot be drawn again"


def test_folders_give_the_same_as_memory(tmp_path: Path, known: tuple[StreamTruth, ...]) -> None:
    said = [perfect(each) for each in known]
    write_truth(tmp_path / "truth", *known)
    run = evaluate_folders(tmp_path / "truth", write_predictions(tmp_path / "said", *said))
    assert run.overall == evaluate(known, said).overall


def test_a_truth_without_exhibits_is_refused() -> None:
    empty = truth(duration=5.0)
    with pytest.raises(InputError, match="no exhibits"):
        evaluate([empty], [Prediction("s1")])


def late(each: StreamTruth) -> Prediction:
    """Says the same, each time two seconds late."""
    said = perfect(each)
    return replace(said, focuses=tuple(focus(f.product_id, f.start + 2, f.end + 2) for f in said.focuses))


def test_a_run_does_not_differ_from_itself(known: tuple[StreamTruth, ...]) -> None:
    run = evaluate(known, [late(each) for each in known])
    differences = compare_runs(run, run)
    assert not any(each.is_real for each in differences.values())
    assert {each.p for each in differences.values()} == {1.0}


def test_a_worse_run_is_really_worse() -> None:
    known = [truth(exhibit("A", 2.0, 6.0), exhibit("C", 8.0, 12.0), stream=f"s{n}", duration=20.0) for n in range(8)]
    good, bad = (evaluate(known, [make(each) for each in known]) for make in (perfect, late))
    change = compare_runs(good, bad)["R1@0.5"]
    assert change.is_real
    assert change.change == -1.0
    assert change.p < 0.01


def test_runs_on_other_streams_are_not_compared(known: tuple[StreamTruth, ...]) -> None:
    one, two = (evaluate([each], [perfect(each)]) for each in known)
    with pytest.raises(InputError, match="same streams"):
        compare_runs(one, two)
