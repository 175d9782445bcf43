"""Words name products: by telling title words, numbers and Chinese characters, and not by what every title has."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fashion_focus.core.product import Catalog, Product
from fashion_focus.core.words import Utterance, Word
from fashion_focus.language import WordMatcher
from fashion_focus.language.matching import MAX_STRENGTH

SHELF = Catalog(
    (
        Product("fusion-blue", "Fusion Backpack - Blue", brand="Luma", color="blue", number="7", group="fusion"),
        Product("fusion-red", "Fusion Backpack - Red", brand="Luma", color="red", number="8", group="fusion"),
        Product("boat", "Bluefish Boat Shoe", brand="Luma", category=("shoe", "flat"), number="12"),
        Product("cap", "Baseball Cap", brand="Luma", color="red", number="A34"),
        Product("milk", "Alpro 大豆酸奶", brand="Luma", number="105"),
        Product("mug", "Enamel 红色马克杯", brand="Luma"),
    )
)


@pytest.fixture(scope="module")
def matcher() -> WordMatcher:
    return WordMatcher(SHELF)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        pytest.param("this is the bluefish boat shoe", ["boat"], id="whole name"),
        pytest.param("I love those boat shoes!", ["boat"], id="part, in the plural"),
        pytest.param("the Fusion in RED please", ["fusion-red"], id="a colour breaks the tie"),
        pytest.param("and now number twelve", ["boat"], id="number said"),
        pytest.param("link 7?", ["fusion-blue"], id="number typed"),
        pytest.param("#08 in my size", ["fusion-red"], id="number sign"),
        pytest.param("number one oh five, I mean number one zero five", ["milk"], id="number digit by digit"),
        pytest.param("item a34", ["cap"], id="number with a letter"),
        pytest.param("十二号链接", ["boat"], id="number in Chinese"),
        pytest.param("我要7号", ["fusion-blue"], id="digit with Chinese"),
        pytest.param("链接12多少钱", ["boat"], id="Chinese link"),
        pytest.param("这个大豆酸奶好喝吗", ["milk"], id="Chinese name"),
        pytest.param("马克杯", ["mug"], id="part of a Chinese name"),
        pytest.param("everything from Luma today", [], id="a word that every title has"),
        pytest.param("what is the price, and the size?", [], id="chit-chat"),
        pytest.param("主播这个多少钱", [], id="Chinese chit-chat"),
        pytest.param("", [], id="nothing"),
        pytest.param("only 12 dollars", [], id="a price is no number"),
    ],
)
def test_a_text_names_products(matcher: WordMatcher, text: str, named: list[str]) -> None:
    assert [mention.product_id for mention in matcher.mentions(text)] == named


def strength(matcher: WordMatcher, text: str, product_id: str) -> float:
    return max((m.strength for m in matcher.mentions(text) if m.product_id == product_id), default=0.0)


def test_near_twins_share_a_name_without_a_colour(matcher: WordMatcher) -> None:
    assert strength(matcher, "the fusion backpack", "fusion-blue") == strength(
        matcher, "the fusion backpack", "fusion-red"
    )


def test_a_colour_alone_says_little(matcher: WordMatcher) -> None:
    assert strength(matcher, "it is blue", "fusion-blue") < 0.3 * strength(matcher, "boat shoe", "boat")


def test_an_item_number_is_a_strong_word(matcher: WordMatcher) -> None:
    assert strength(matcher, "number 12", "boat") == MAX_STRENGTH


def test_what_was_shown_before_counts_less(matcher: WordMatcher) -> None:
    assert strength(matcher, "that was the boat shoe", "boat") < 0.5 * strength(
        matcher, "here is the boat shoe", "boat"
    )
    assert strength(matcher, "刚才的马克杯", "mug") < 0.5 * strength(matcher, "这个马克杯", "mug")


def test_an_uncertain_word_counts_less(matcher: WordMatcher) -> None:
    sure = matcher.mentions("boat", (Word(1.0, 1.5, "boat", 0.9),))[0]
    unsure = matcher.mentions("boat", (Word(1.0, 1.5, "boat", 0.5),))[0]
    assert unsure.strength < sure.strength
    assert matcher.mentions("boat", (Word(1.0, 1.5, "boat", 0.2),)) == []


def test_a_mention_is_at_the_time_of_its_words(matcher: WordMatcher) -> None:
    words = tuple(Word(10 + i, 10.5 + i, text) for i, text in enumerate(["in", "the", "boat", "shoe"]))
    mention = matcher.mentions("", words)[0]
    assert [word.text for word in mention.words] == ["boat", "shoe"]
    assert (mention.start, mention.end) == (12.0, 13.5)


def test_words_without_times_share_the_time_of_their_line(matcher: WordMatcher) -> None:
    mention = matcher.mentions_in(Utterance(0.0, 10.0, "And this one here is our boat shoe"))[0]
    assert 6.0 < mention.start < mention.end <= 10.0


def test_chinese_characters_of_a_name_come_back_as_one_word(matcher: WordMatcher) -> None:
    mention = matcher.mentions("来看大豆酸奶吧")[0]
    assert [word.text for word in mention.words] == ["大豆酸奶"]


def test_two_sentences_are_two_mentions(matcher: WordMatcher) -> None:
    found = matcher.mentions_in(Utterance(0.0, 8.0, "Here is the boat shoe. And look at the boat shoe!"))
    assert [mention.product_id for mention in found] == ["boat", "boat"]
    assert abs(found[0].start - found[1].start) > 2.0


def test_a_shelf_of_one_product_is_still_named() -> None:
    matcher = WordMatcher(Catalog((Product("only", "Hiking Backpack"),)))
    assert [mention.product_id for mention in matcher.mentions("the hiking backpack")] == ["only"]


def test_a_number_on_two_products_names_neither() -> None:
    matcher = WordMatcher(Catalog((Product("a", "Cap", number="3"), Product("b", "Mug", number="03"))))
    assert matcher.mentions("number three") == []


def test_a_word_that_names_half_a_large_shelf_names_nobody() -> None:
    titles = [f"Cotton Tee {i}x" for i in range(100)] + [f"Wool Vest {i}y" for i in range(100)]
    matcher = WordMatcher(Catalog(tuple(Product(title, title) for title in titles)))
    assert matcher.mentions("the cotton tee") == []
    assert [mention.product_id for mention in matcher.mentions("cotton tee 7x")] == ["Cotton Tee 7x"]


def test_an_empty_shelf_has_nothing_to_name() -> None:
    assert WordMatcher(Catalog(())).mentions("the boat shoe, number 3") == []


@given(st.text(max_size=60))
@settings(max_examples=100, deadline=None)
def test_strengths_are_bounded_whatever_is_said(text: str) -> None:
    for mention in WordMatcher(SHELF).mentions(text + " boat shoe number 12"):
        assert 0.0 < mention.strength <= MAX_STRENGTH + 1e-9
        assert mention.words
