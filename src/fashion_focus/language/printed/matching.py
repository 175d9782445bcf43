"""Read text to products: what the words on a thing say for each product of a shelf.

A product is known by the words read off its own pictures and by those of its title and brand. A read word speaks for
the products that carry it, with log(P / n) nats if n of P do, so that a word on every pack of the shelf says nothing
(as in `language.matching`). Reading errs by letters, so words are compared by their letter pairs.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from fashion_focus.core.arrays import Scores
from fashion_focus.core.product import Product
from fashion_focus.core.words import PrintedLine
from fashion_focus.language.text.phrases import COMMON_WORDS, SELLING_PHRASES, STOP_WORDS
from fashion_focus.language.text.tokens import character_grams, tokens, words

MAX_PRINTED = 6.0
"""Bound of what print says for a product, in nats."""

_LEAST_CONFIDENCE = 0.6
_LEAST_LETTERS = 3
_SURE, _UNLIKE = 0.7, 0.5
"""Dice coefficients of letter pairs from which two words are the same, and below which they have nothing in common."""
_UNTELLING = frozenset(
    {*STOP_WORDS, *COMMON_WORDS, *(word for phrase in SELLING_PHRASES for word in words(phrase)), "eur", "usd", "gbp"}
)


class PrintedWords:
    """The words printed on the products of one shelf; state: none after it is made."""

    def __init__(self, products: Sequence[Product], lines: Mapping[str, Iterable[PrintedLine]]) -> None:
        """products: in the shelf's order. lines: product id -> what was read off its pictures; one may be missing."""
        self._n = len(products)
        self._terms: list[str] = []
        self._owners: list[list[int]] = []
        self._with_pair: dict[str, list[int]] = defaultdict(list)
        printed: list[bool] = []
        numbers: dict[str, int] = {}
        for index, product in enumerate(products):
            read = set(read_words(lines.get(product.id, ())))
            printed.append(bool(read))
            for term in sorted(read | _named(product)):
                if term not in numbers:
                    numbers[term] = len(self._terms)
                    self._terms.append(term)
                    self._owners.append([])
                    for pair in _pairs(term):
                        self._with_pair[pair].append(numbers[term])
                self._owners[numbers[term]].append(index)
        self.has_print = np.array(printed, np.bool_)

    def support(self, lines: Sequence[PrintedLine]) -> Scores:
        """What the lines on a thing say for each product (P,), in nats, 0 to MAX_PRINTED."""
        said = np.zeros(self._n)
        for word, confidence in read_words(lines).items():
            likeness = self._likeness(word)
            carriers = likeness.sum()
            if carriers > 0:
                # On a shelf of one product a word cannot tell products apart, but still says that this one is meant.
                share = self._n / max(carriers, 1.0) if self._n > 1 else 2.0
                said += confidence * likeness * max(0.0, math.log(share))
        return np.asarray(np.minimum(said, MAX_PRINTED), np.float32)

    def carried(self, lines: Iterable[PrintedLine], product: int) -> tuple[PrintedLine, ...]:
        """The lines that hold a word of a product (its index), each text once, the surest first."""
        surest: dict[str, PrintedLine] = {}
        for line in sorted(lines, key=lambda line: -line.confidence):
            if any(self._likeness(word)[product] > 0 for word in read_words([line])):
                surest.setdefault(line.text, line)
        return tuple(surest.values())

    def _likeness(self, word: str) -> Scores:
        """How surely each product carries a word (P,), 0 to 1."""
        found = np.zeros(self._n, np.float32)
        pairs, common = _pairs(word), defaultdict[int, int](int)
        for pair in pairs:
            for term in self._with_pair.get(pair, ()):
                common[term] += 1
        for term, n_common in common.items():
            dice = 2 * n_common / (len(pairs) + len(_pairs(self._terms[term])))
            alike = min(1.0, max(0.0, (dice - _UNLIKE) / (_SURE - _UNLIKE)))
            if alike > 0 and (dice == 1.0 or min(len(word), len(self._terms[term])) > _LEAST_LETTERS):
                for owner in self._owners[term]:
                    found[owner] = max(found[owner], alike)
        return found


def read_words(lines: Iterable[PrintedLine]) -> dict[str, float]:
    """The telling words of lines, each with its best confidence: no prices, no words that everybody uses."""
    found: dict[str, float] = {}
    for line in lines:
        if line.confidence < _LEAST_CONFIDENCE:
            continue
        for word in _words(line.text):
            found[word] = max(found.get(word, 0.0), line.confidence)
    return found


def _words(text: str) -> list[str]:
    """Words of three letters or more, and pairs of Chinese characters."""
    found: list[str] = []
    for token in tokens(text):
        if token.is_cjk:
            found.extend(gram for gram in character_grams(token.text) if len(gram) == 2)
            continue
        letters = "".join(letter for letter in token.text if not letter.isdigit())
        if len(letters) >= _LEAST_LETTERS and letters not in _UNTELLING:
            found.append(letters)
    return found


def _named(product: Product) -> set[str]:
    return {*_words(product.title), *_words(product.brand)}


def _pairs(word: str) -> frozenset[str]:
    return frozenset(word[i : i + 2] for i in range(len(word) - 1))
