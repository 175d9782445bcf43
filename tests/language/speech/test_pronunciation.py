"""Every word of a shelf gets phones: from the dictionary, from its parts, or by rule."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fashion_focus.language.speech.pronunciation import pronounce, read_dictionary

DICTIONARY = {"boat": ["B OW T"], "shoe": ["SH UW"], "two": ["T UW"], "eye": ["AY"], "read": ["R EH D", "R IY D"]}
VOWELS = {"AA", "AE", "AH", "AO", "AW", "AY", "EH", "ER", "EY", "IH", "IY", "OW", "OY", "UH", "UW"}
STOPS = {"B", "CH", "D", "G", "JH", "K", "P", "T"}
PHONES = VOWELS | STOPS | {"DH", "F", "HH", "L", "M", "N", "NG", "R", "S", "SH", "TH", "V", "W", "Y", "Z", "ZH"}


@pytest.mark.parametrize(
    ("word", "phones"),
    [
        pytest.param("read", ["R EH D", "R IY D"], id="dictionary"),
        pytest.param("boatshoe", ["B OW T SH UW"], id="compound"),
        pytest.param("boats", ["B OW T Z"], id="plural"),
        pytest.param("2eye", ["T UW AY"], id="digit and word"),
        pytest.param("tsp", ["T IY EH S P IY"], id="letters"),
        pytest.param("zake", ["Z EY K", "Z AA K EH"], id="silent e, and the continental reading"),
        pytest.param("quelch", ["K W EH L CH"], id="rules"),
    ],
)
def test_a_word_is_pronounced(word: str, phones: list[str]) -> None:
    assert pronounce([word], DICTIONARY) == {word: phones}


def test_other_scripts_are_left_out() -> None:
    assert pronounce(["马克杯", "größe"], DICTIONARY) == {}


@given(st.from_regex(r"[a-z]{1,14}", fullmatch=True))
@settings(max_examples=60, deadline=None)
def test_rules_give_phones_of_the_set_for_any_letters(word: str) -> None:
    readings = pronounce([word], {})[word]
    assert readings
    assert all(reading and set(reading.split()) <= PHONES for reading in readings)


def test_a_dictionary_file_keeps_variants_together(tmp_path: Path) -> None:
    path = tmp_path / "words.dict"
    path.write_text("read R EH D\nread(2) R IY D\nit's IH T S\n", encoding="utf-8")
    assert read_dictionary(path) == {"read": ["R EH D", "R IY D"], "it's": ["IH T S"]}
    assert re.match(r"[A-Z ]+$", read_dictionary(path)["it's"][0])
