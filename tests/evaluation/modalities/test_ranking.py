"""Ranked lists by picture, tracklet and words, on the shelf and in the pooled gallery."""

from dataclasses import replace
from pathlib import Path

import numpy as np
from tests.evaluation.made import exhibit, truth

from fashion_focus.core.arrays import Vectors
from fashion_focus.core.product import Catalog, Product
from fashion_focus.core.words import Utterance
from fashion_focus.embedding import WIDTH
from fashion_focus.evaluation import Modality, Stream
from fashion_focus.evaluation.modalities import (
    Among,
    BoxSource,
    ExhibitQueries,
    modality_result,
    own_shelf,
    pooled,
    rank,
)
from fashion_focus.retrieval import Calibration, Gallery

PLAIN = Calibration.plain("made")
EYE = np.eye(WIDTH, dtype=np.float32)


def made_stream(name: str, titles: dict[str, str]) -> Stream:
    """A stream that exhibits its first two products."""
    first, second = list(titles)[:2]
    known = truth(exhibit(first, 2, 8), exhibit(second, 10, 18, "shoe"), stream=name)
    catalog = Catalog(tuple(Product(product, title) for product, title in titles.items()))
    return Stream(Path(name), replace(known, catalog=catalog), catalog)


def gallery(ids: str, rows: list[int]) -> Gallery:
    return Gallery.of_products(list(ids), EYE[rows], model="made")


def asked(vectors: Vectors) -> ExhibitQueries:
    spans = np.array([[2.0, 8.0], [10.0, 18.0]])
    return ExhibitQueries(np.array([True, True]), spans, vectors, vectors)


STREAM = made_stream("s1", {"A": "Red bag", "B": "Blue shoe", "C": "Green tea"})
SHELF = own_shelf(STREAM, gallery("ABC", [0, 1, 2]), PLAIN)


def test_perfect_vectors_are_ranked_first_by_every_modality() -> None:
    for answers in rank(STREAM, asked(EYE[:2]), (), SHELF).values():
        assert [query.ranked[0] for query in answers] == ["A", "B"]
        assert [query.rank for query in answers] == [1, 1]
        assert [query.category for query in answers] == ["bag", "shoe"]


def test_words_decide_between_products_that_look_alike() -> None:
    alike = (EYE[0] * 0.7 + EYE[1] * 0.714)[None].repeat(2, axis=0).astype(np.float32)
    said = Utterance(3.0, 4.0, "look at this lovely red bag")
    answers = rank(STREAM, asked(alike), [said], SHELF)
    assert [query.rank for query in answers[Modality.TRACKLET]] == [2, 1]
    assert [query.rank for query in answers[Modality.MULTIMODAL]] == [1, 1], "the second exhibit is not spoken of"


def test_an_exhibit_that_nothing_followed_counts_as_missed() -> None:
    lost = replace(asked(EYE[:2]), found=np.array([True, False]))
    answers = rank(STREAM, lost, (), SHELF)
    result = modality_result(answers, boxes=BoxSource.DETECTOR, among=Among.SHELF, n_products=3)
    assert result.n_found == 1
    assert {k: found.value for k, found in result.recalls[Modality.IMAGE].items()} == {1: 0.5, 3: 0.5, 5: 0.5, 10: 0.5}
    assert result.rows[0].recalls["bag"] == 100.0
    assert result.rows[0].recalls["shoe"] == 0.0


def test_the_pool_holds_a_product_of_two_streams_once_and_two_of_one_name_twice() -> None:
    other = made_stream("s2", {"A": "Red bag", "C": "White cup", "D": "Hat"})
    galleries = {"s1": gallery("ABC", [0, 1, 2]), "s2": gallery("ACD", [0, 5, 3])}
    pool = pooled([STREAM, other], galleries, PLAIN)
    assert sorted(pool.shelf.products) == ["A", "B", "C", "D", "s2/C"]
    assert pool.name_of("s2", "A") == "A"
    answers = rank(other, asked(EYE[[0, 5]]), (), pool)
    assert [query.rank for query in answers[Modality.IMAGE]] == [1, 1]


def test_intervals_are_over_streams() -> None:
    other = made_stream("s2", {"A": "Red bag", "B": "Blue shoe", "C": "Green tea"})
    answers = rank(STREAM, asked(EYE[:2]), (), SHELF)
    for modality, wrong in rank(other, asked(EYE[[2, 2]]), (), SHELF).items():
        answers[modality] += wrong
    found = modality_result(answers, boxes=BoxSource.TRUTH, among=Among.SHELF, n_products=3).recalls[Modality.IMAGE][1]
    assert found.value == 0.5
    assert found.band == (0.0, 1.0)
