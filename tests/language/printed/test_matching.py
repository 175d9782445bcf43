"""Read words to products: what a word on a pack says, and what it does not."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fashion_focus.core.product import Product
from fashion_focus.core.words import PrintedLine
from fashion_focus.language import PrintedWords
from fashion_focus.language.printed.matching import MAX_PRINTED, read_words


def lines(*texts: str, confidence: float = 1.0) -> tuple[PrintedLine, ...]:
    return tuple(PrintedLine(text, confidence) for text in texts)


SHELF = (
    Product("vanilla", "Yoggi Vanilla Yoghurt"),
    Product("berry", "Yoggi Strawberry Yoghurt"),
    Product("mustard", "French's mustard bottle"),
    Product("tea", "蓝莓绿茶"),
)
PRINTED = {
    "vanilla": lines("yoggi", "vanilj"),
    "berry": lines("loggi", "jordgubb"),
    "mustard": lines("French's", "YELLOW"),
    "tea": lines("蓝莓绿茶"),
}


def support(*texts: str, confidence: float = 1.0) -> dict[str, float]:
    found = PrintedWords(SHELF, PRINTED).support(lines(*texts, confidence=confidence))
    return {product.id: float(value) for product, value in zip(SHELF, found, strict=True)}


def test_a_word_speaks_for_its_one_carrier() -> None:
    assert support("jordgubb") == pytest.approx({"vanilla": 0, "berry": math.log(4), "mustard": 0, "tea": 0})


def test_a_word_that_two_carry_tells_them_from_others_and_not_apart() -> None:
    found = support("yoggi")
    assert found["vanilla"] == found["berry"] == pytest.approx(math.log(2))
    assert found["mustard"] == 0.0


def test_a_letter_that_was_read_wrongly_hurts_little() -> None:
    assert support("Frenchi's")["mustard"] == pytest.approx(support("French's")["mustard"])
    assert support("vanili")["vanilla"] > 1.0


def test_chinese_is_compared_by_pairs_of_characters() -> None:
    assert support("蓝莓")["tea"] == pytest.approx(math.log(4))
    assert support("绿豆")["tea"] == 0.0


@pytest.mark.parametrize("text", ["EUR 115.", "40%", "only today", "kr 13", "to", "ye", ""])
def test_prices_and_what_everybody_says_say_nothing(text: str) -> None:
    assert set(support(text).values()) == {0.0}


def test_what_was_read_badly_says_nothing() -> None:
    assert set(support("jordgubb", confidence=0.4).values()) == {0.0}


def test_titles_speak_where_a_picture_could_not_be_read() -> None:
    shelf = PrintedWords(SHELF, {})
    assert not shelf.has_print.any()
    assert shelf.support(lines("strawberry"))[1] == pytest.approx(math.log(4))


def test_one_product_alone_can_be_spoken_for() -> None:
    assert PrintedWords(SHELF[:1], {}).support(lines("yoggi"))[0] == pytest.approx(math.log(2))


def test_the_best_reading_of_a_word_counts_once() -> None:
    read = (PrintedLine("yoggi", 0.7), PrintedLine("YOGGI", 0.9), PrintedLine("yoggi vanilj", 0.8))
    assert read_words(read) == {"yoggi": 0.9, "vanilj": 0.8}


def test_only_lines_that_name_a_product_stand_as_its_evidence() -> None:
    read = (PrintedLine("yoggi", 0.7), *lines("EUR 9", "only today", "jordgubb"), PrintedLine("yoggi", 0.9))
    shelf = PrintedWords(SHELF, PRINTED)
    assert shelf.carried(read, 0) == (PrintedLine("yoggi", 0.9),)
    assert [line.text for line in shelf.carried(read, 1)] == ["jordgubb", "yoggi"]
    assert shelf.carried(read, 2) == ()


@given(st.lists(st.text(max_size=12), max_size=12))
def test_support_is_bounded_whatever_is_read(texts: list[str]) -> None:
    found = PrintedWords(SHELF, PRINTED).support(lines(*texts))
    assert found.shape == (4,)
    assert 0.0 <= found.min() <= found.max() <= MAX_PRINTED
