"""Text is cut into the same terms however it is written."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fashion_focus.language.text.numbers import chinese_number, english_item_numbers, spoken_number
from fashion_focus.language.text.tokens import cjk_share, language_of, normalise, stem, terms, tokens, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("JELL-O puddings", ["jello", "pudding"], id="single letter behind a hyphen"),
        pytest.param("a T-Shirt", ["a", "tshirt"], id="single letter before a hyphen"),
        pytest.param("long-sleeved", ["long", "sleeved"], id="hyphen between words"),
        pytest.param("Women's dresses", ["women", "dress"], id="possessive and plural"),
        pytest.param("Ｆｕｓｉｏｎ", ["fusion"], id="full width"),
        pytest.param("马克杯", ["马克", "克杯", "马克杯"], id="Chinese pairs and triples"),
        pytest.param("红 mug", ["红", "mug"], id="a single character"),
        pytest.param("#12", ["number", "12"], id="number sign"),
        pytest.param("¡! ...", [], id="no letters"),
    ],
)
def test_terms_of_a_text(text: str, expected: list[str]) -> None:
    assert terms(text) == expected


@pytest.mark.parametrize("word", ["dress", "glass", "focus", "tennis", "gas", "us"])
def test_what_only_looks_like_a_plural_stays(word: str) -> None:
    assert stem(word) == word


@given(st.text())
@settings(max_examples=60, deadline=None)
def test_tokens_lie_in_order_inside_the_normalised_text(text: str) -> None:
    found = list(tokens(text))
    places = [place for token in found for place in (token.start, token.end)]
    assert places == sorted(places)
    assert all(0 <= place <= len(normalise(text)) for place in places)
    assert all(token.text for token in found)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("How much is the bag?", "en"),
        ("这个Fusion backpack多少钱", "en"),
        ("主播这个bag多少钱", "zh"),
        ("これはバッグです", "ja"),
        ("가방 얼마예요", "ko"),
        ("123 !!!", ""),
    ],
)
def test_the_language_of_a_text(text: str, language: str) -> None:
    assert language_of(text) == language


def test_the_share_of_chinese_letters() -> None:
    assert cjk_share("ab 马克!") == 0.5
    assert cjk_share("12") == 0.0


@given(st.integers(0, 99))
@settings(max_examples=60, deadline=None)
def test_numbers_are_heard_as_they_are_said(value: int) -> None:
    found = list(english_item_numbers(["number", *spoken_number(value), "please"]))
    assert found[0][0][0] == str(value)


@given(st.integers(0, 99))
@settings(max_examples=60, deadline=None)
def test_chinese_numbers_are_read(value: int) -> None:
    digits = "零一二三四五六七八九"
    tens, units = divmod(value, 10)
    written = (("" if tens == 1 else digits[tens]) + "十" if tens else "") + (
        digits[units] if units or not tens else ""
    )
    assert chinese_number(written) == value
    assert chinese_number(str(value)) == value


@pytest.mark.parametrize("text", ["", "马", "十十十", "一二三"])
def test_what_is_no_chinese_number_is_none(text: str) -> None:
    assert chinese_number(text) is None


def test_words_leave_other_scripts_out() -> None:
    assert words("Alpro 大豆酸奶 500g") == ["alpro", "500g"]
