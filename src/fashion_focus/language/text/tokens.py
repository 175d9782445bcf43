"""Text cut into terms that titles, speech and comments share: stemmed words, and character n-grams of Chinese."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_KANA_HANGUL = "\u3040-\u30ff\uac00-\ud7af"
_CJK = f"{_HAN}{_KANA_HANGUL}"
_PIECE = re.compile(rf"(?P<cjk>[{_CJK}]+)|(?P<word>[^\W_{_CJK}]+(?:['’][^\W\d_{_CJK}]+)*)")
_NUMBER_SIGN = re.compile(r"#(?=\d)")
_LETTER_HYPHEN = re.compile(r"(?<![^\W_])([^\W\d_])-(?=[^\W\d_])|(?<=[^\W\d_])-([^\W\d_])(?![^\W_])")


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of text as it stands there: its normalised text, and where it starts and ends in the normalised text."""

    text: str
    start: int
    end: int
    is_cjk: bool


def normalise(text: str) -> str:
    """Text with compatibility characters, case and single-letter hyphens undone: "JELL-O" becomes "jello".

    "#12" becomes "number 12", for that is how it is said.
    """
    folded = _NUMBER_SIGN.sub(" number ", unicodedata.normalize("NFKC", text).casefold())
    return _LETTER_HYPHEN.sub(lambda found: found.group(1) or found.group(2), folded)


def tokens(text: str) -> Iterator[Token]:
    """Words, and unbroken runs of Chinese, Japanese or Korean characters of a normalised text, in order."""
    for found in _PIECE.finditer(normalise(text)):
        is_cjk = found.lastgroup == "cjk"
        piece = found.group() if is_cjk else re.sub("['’]", "", found.group().removesuffix("'s").removesuffix("’s"))
        yield Token(piece, found.start(), found.end(), is_cjk)


def words(text: str) -> list[str]:
    """The normalised words of a text that are written in letters or digits."""
    return [token.text for token in tokens(text) if not token.is_cjk]


def stem(word: str) -> str:
    """An English word without its plural: "shoes" becomes "shoe"; light on purpose, so that brands survive."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def character_grams(run: str) -> list[str]:
    """Pairs and triples of neighbouring characters; a run of one character is its own and only gram."""
    if len(run) == 1:
        return [run]
    return [run[i : i + n] for n in (2, 3) for i in range(len(run) - n + 1)]


def terms(text: str) -> list[str]:
    """The terms of a text in order: stemmed words, and character pairs and triples of Chinese runs."""
    found: list[str] = []
    for token in tokens(text):
        found.extend(character_grams(token.text) if token.is_cjk else [stem(token.text)])
    return found


def cjk_share(text: str) -> float:
    """Share of the letters that are Chinese, Japanese or Korean, 0 to 1; 0 for a text without letters."""
    letters = [letter for letter in text if letter.isalpha()]
    return sum(re.match(f"[{_CJK}]", letter) is not None for letter in letters) / len(letters) if letters else 0.0


def language_of(text: str) -> str:
    """ "zh", "ja" or "ko" where a third of the letters are of that script, else "en"; "" without letters.

    One Chinese character says about as much as one English word, so a mixed text with a third is Chinese.
    """
    if not any(letter.isalpha() for letter in text):
        return ""
    if cjk_share(text) < 1 / 3:
        return "en"
    if re.search("[\uac00-\ud7af]", text):
        return "ko"
    return "ja" if re.search("[\u3040-\u30ff]", text) else "zh"
