"""Words to phones: a pronouncing dictionary first, then parts of words, then a few rules of English spelling."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from fashion_focus.language.text.numbers import spoken_number

Pronunciations = dict[str, list[str]]
"""Word -> its pronunciations, each phones of the CMU set with blanks between."""

_MIN_PART = 3

# Longest first at every place; context in the keys: ^ start of the word, $ its end. A second reading after the slash
# is the continental one, as in most brands that are not English.
_RULES = {
    "tion": "SH AH N", "sion": "ZH AH N", "eigh": "EY", "ough": "OW", "augh": "AO", "tch": "CH", "sch": "SH",
    "igh": "AY", "dge": "JH", "eau": "OW", "ch": "CH", "sh": "SH", "th": "TH", "ph": "F", "ck": "K", "qu": "K W",
    "ng": "NG", "wh": "W", "^gh": "G", "gh": "G", "^kn": "N", "^wr": "R", "^ps": "S", "ee": "IY", "ea": "IY",
    "oo": "UW", "ou": "AW/UW", "ow": "OW", "oi": "OY", "oy": "OY", "ai": "EY/AY", "ay": "EY/AY", "au": "AO/AW",
    "aw": "AO", "ie": "IY", "ei": "EY/AY", "ey": "IY", "eu": "UW/OY", "ew": "UW", "ue": "UW", "oa": "OW",
    "er": "ER", "ir": "ER/IY R", "ur": "ER/UH R", "ar": "AA R", "or": "AO R", "ce": "S EH/CH EH", "ci": "S IH/CH IY",
    "cy": "S IY", "ge": "JH EH", "gi": "JH IH/JH IY", "gy": "JH IY", "ce$": "S", "ge$": "JH", "le$": "AH L",
    "es$": "Z/EH S", "e$": "/EH", "a$": "AH/AA", "o$": "OW", "i$": "IY", "y$": "IY", "u$": "UW", "^y": "Y",
    "^x": "Z", "a": "AE/AA", "e": "EH", "i": "IH/IY", "o": "AA/OW", "u": "AH/UW", "y": "IH/IY", "b": "B", "c": "K",
    "d": "D", "f": "F", "g": "G", "h": "HH", "j": "JH/Y", "k": "K", "l": "L", "m": "M", "n": "N", "p": "P",
    "q": "K", "r": "R", "s": "S", "t": "T", "v": "V", "w": "W/V", "x": "K S", "z": "Z",
}  # fmt: skip
_LONG = {"a": "EY", "e": "IY", "i": "AY", "o": "OW", "u": "UW"}
_SILENT_E = re.compile(r"([aeiou])([bdfklmnpstvz])e(s?)$")
_LETTER_NAMES = """
a EY, b B IY, c S IY, d D IY, e IY, f EH F, g JH IY, h EY CH, i AY, j JH EY, k K EY, l EH L, m EH M, n EH N, o OW,
p P IY, q K Y UW, r AA R, s EH S, t T IY, u Y UW, v V IY, w D AH B AH L Y UW, x EH K S, y W AY, z Z IY
"""
_LETTERS = dict(entry.strip().split(" ", 1) for entry in _LETTER_NAMES.split(","))


def read_dictionary(path: Path) -> Pronunciations:
    """A pronouncing dictionary in CMU form, `word phones` and `word(2) phones` a line."""
    found: Pronunciations = {}
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            word, _, phones = line.strip().partition(" ")
            found.setdefault(word.split("(")[0], []).append(phones)
    return found


def pronounce(words: Iterable[str], dictionary: Mapping[str, list[str]]) -> Pronunciations:
    """Pronunciations of words, each at least one; words without a letter or digit of English are left out."""
    found = {word: _pronounce(word, dictionary) for word in words}
    return {word: phones for word, phones in found.items() if phones}


def _pronounce(word: str, dictionary: Mapping[str, list[str]]) -> list[str]:
    if word in dictionary:
        return dictionary[word]
    if not re.fullmatch(r"[a-z0-9']+", word):
        return []
    pieces = re.findall(r"\d+|[a-z']+", word)
    if len(pieces) > 1 or word.isdigit():
        return [" ".join(_piece(piece, dictionary) for piece in pieces)]
    return _whole(word.replace("'", ""), dictionary)


def _piece(piece: str, dictionary: Mapping[str, list[str]]) -> str:
    """A run of digits or letters within an article number such as 2eye or ms05."""
    if piece.isdigit():
        return " ".join(dictionary[word][0] for word in spoken_number(int(piece[:9])))
    return _whole(piece, dictionary)[0]


def _whole(word: str, dictionary: Mapping[str, list[str]]) -> list[str]:
    if word in dictionary:
        return dictionary[word]
    if not re.search("[aeiouy]", word) or len(word) <= 2:
        return [" ".join(_LETTERS[letter] for letter in word if letter in _LETTERS)]
    if word.endswith("s") and word[:-1] in dictionary:
        return [f"{phones} Z" for phones in dictionary[word[:-1]]]
    parts = _compound(word, dictionary)
    if parts:
        return [" ".join(dictionary[part][0] for part in parts)]
    return list(dict.fromkeys(_spell(word, reading) for reading in (0, 1)))


def _compound(word: str, dictionary: Mapping[str, list[str]]) -> tuple[str, str] | None:
    """Two words of the dictionary that a word is made of, the evenest split: boatshoe -> boat, shoe."""
    cuts = sorted(range(_MIN_PART, len(word) - _MIN_PART + 1), key=lambda cut: abs(2 * cut - len(word)))
    parts = ((word[:cut], word[cut:]) for cut in cuts)
    return next((pair for pair in parts if pair[0] in dictionary and pair[1] in dictionary), None)


def _spell(word: str, reading: int) -> str:
    """A word's phones by rule; reading 0 is the English one, 1 the continental one."""
    plain = re.sub(r"([b-df-hj-np-tv-z])\1", r"\1", word)
    long = _SILENT_E.search(plain) if reading == 0 else None
    phones: list[str] = []
    place = 0
    while place < len(plain):
        if long is not None and place == long.start():
            phones += [_LONG[long[1]], *_RULES[long[2]].split(), *(["Z"] if long[3] else [])]
            break
        length, sound = _rule(plain, place)
        phones += sound.split("/")[-1 if reading else 0].split()
        place += length
    return " ".join(phones)


def _rule(word: str, place: int) -> tuple[int, str]:
    """The longest rule that fits at a place: how many letters it takes, and their phones."""
    for length in (4, 3, 2, 1):
        part = word[place : place + length]
        head = "^" if place == 0 else ""
        tail = "$" if place + length >= len(word) else ""
        fitting = [_RULES[key] for key in (part + tail, head + part, part) if key in _RULES]
        if len(part) == length and fitting:
            return length, fitting[0]
    return 1, ""
