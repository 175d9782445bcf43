"""The language model is a proper one: it knows the shelf's names, and its probabilities add up."""

import re

import pytest

from fashion_focus.core.product import Catalog, Product
from fashion_focus.language.speech.language_model import Talk, talk_about, to_arpa

SHELF = Catalog((Product("a", "Fusion Backpack", number="7"), Product("b", "Alpro 大豆酸奶", brand="Alpro")))


def sections(arpa: str) -> dict[int, dict[tuple[str, ...], tuple[float, float]]]:
    """Order -> words -> (probability, back-off weight)."""
    found: dict[int, dict[tuple[str, ...], tuple[float, float]]] = {}
    for order, body in re.findall(r"\\(\d)-grams:\n(.*?)\n(?=\\|\n)", arpa, re.S):
        rows = [line.split("\t") for line in body.splitlines() if line]
        grams = {tuple(row[1].split()): (10 ** float(row[0]), 10 ** float(row[2]) if row[2:] else 1.0) for row in rows}
        found[int(order)] = grams
    return found


def probability(model: dict[int, dict[tuple[str, ...], tuple[float, float]]], gram: tuple[str, ...]) -> float:
    if gram in model[len(gram)]:
        return model[len(gram)][gram][0]
    context = model.get(len(gram) - 1, {}).get(gram[:-1], (0.0, 1.0))
    return context[1] * probability(model, gram[1:])


def test_the_vocabulary_holds_names_numbers_and_everyday_words() -> None:
    vocabulary = set(talk_about(SHELF).vocabulary)
    assert {"fusion", "backpack", "alpro", "seven", "7", "because", "the"} <= vocabulary
    assert not any(re.search("[\u4e00-\u9fff]", word) for word in vocabulary)


@pytest.mark.parametrize("context", [(), ("the",), ("the", "fusion"), ("<s>", "this"), ("never", "seen")])
def test_probabilities_after_any_context_add_up_to_one(context: tuple[str, ...]) -> None:
    talk = talk_about(SHELF)
    model = sections(to_arpa(talk))
    total = sum(probability(model, (*context, word)) for word in (*talk.vocabulary, "</s>"))
    assert total == pytest.approx(1.0, abs=0.01)


def test_a_name_is_likelier_whole_than_mixed() -> None:
    model = sections(to_arpa(talk_about(SHELF)))
    assert probability(model, ("the", "fusion", "backpack")) > 10 * probability(model, ("the", "alpro", "backpack"))


def test_the_head_counts_the_grams() -> None:
    arpa = to_arpa(Talk(((("boat", "shoe"), 1.0),)))
    model = sections(arpa)
    assert re.findall(r"ngram (\d)=(\d+)", arpa) == [(str(n), str(len(grams))) for n, grams in model.items()]
