"""Tables of experiments as text and as JSON."""

import json

from tests.evaluation.made import exhibit, perfect, truth

from fashion_focus.core.taxonomy import Category
from fashion_focus.evaluation import (
    BoxSource,
    Modality,
    ModalityResult,
    Prediction,
    RankedQuery,
    Variant,
    evaluate,
    experiments_document,
    latency_table,
    loss_rows,
    loss_table,
    modality_tables,
)
from fashion_focus.evaluation.metrics.latency import Latency
from fashion_focus.evaluation.modalities import Among, modality_result

SIX = [category.value for category in Category if category is not Category.OTHER]


def result(ranked: tuple[str, ...]) -> ModalityResult:
    """One query a category, all answered alike."""
    queries = [RankedQuery(name, frozenset({"A"}), ranked, name, "s1") for name in SIX]
    return modality_result(dict.fromkeys(Modality, queries), boxes=BoxSource.TRUTH, among=Among.SHELF, n_products=12)


def test_table_1_has_a_row_a_query_and_the_papers_means() -> None:
    table_1, recalls = modality_tables([result(("A", "B"))])
    assert table_1.columns[-7:] == (*SIX, "mean")
    assert [row[2] for row in table_1.rows] == [*("image", "tracklet", "multimodal") * 2, ""]
    assert table_1.rows[0][3:] == ("100.0",) * 7
    assert [row[-1] for row in table_1.rows[3:6]] == ["12.5", "14.7", "16.8"]
    assert table_1.rows[6][3:] == ("1",) * 6 + ("6",)
    assert recalls.rows[0][3:] == ("1.000",) * 4 + ("6 of 6",)


def test_nothing_found_is_nought_everywhere() -> None:
    table_1, recalls = modality_tables([result(())])
    assert {cell for row in table_1.rows[:3] for cell in row[3:]} == {"0.0"}
    assert {cell for row in recalls.rows for cell in row[3:-1]} == {"0.000"}
    assert recalls.rows[0][-1] == "0 of 6"


def test_the_loss_table_goes_from_the_whole_system_to_localization_alone() -> None:
    known = [truth(exhibit("A", 2, 8), stream=name) for name in ("s1", "s2")]
    nothing, everything = (
        evaluate(known, [Prediction(one.stream) for one in known]),
        evaluate(known, [*map(perfect, known)]),
    )
    rows = loss_rows({Variant.LOCALIZATION: everything, Variant.WHOLE: nothing})
    table = loss_table(rows, n_exhibits=2)
    assert [row[0] for row in table.rows] == ["the whole system", "localization alone"]
    assert [row[1] for row in table.rows] == ["0.000", "1.000"]
    assert table.rows[1][-1] == "1.000 to 1.000"
    assert all(len(row) == len(table.columns) for row in table.rows)


def test_delays_are_told_with_how_many_were_said() -> None:
    assert latency_table(Latency(4, 3, 1.25, 2.0)).rows == (("3 of 4", "1.2 s", "2.0 s"),)
    assert latency_table(Latency(4, 0, None, None)).rows == (("0 of 4", "–", "–"),)


def test_the_document_is_plain_json() -> None:
    known = [truth(exhibit("A", 2, 8))]
    rows = loss_rows({Variant.WHOLE: evaluate(known, [*map(perfect, known)])})
    document = json.loads(json.dumps(experiments_document([result(("A",))], rows), allow_nan=False))
    assert document["modalities"][0]["table_1"]["image"]["mean"] == 100.0
    assert document["modalities"][0]["recall"]["multimodal"]["1"]["value"] == 1.0
    assert document["losses"][0]["R1@0.5"] == 1.0
    assert document["paper_means"]["multimodal"] == 16.8
