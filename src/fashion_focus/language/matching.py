"""Words to products: which products of the shelf a stretch of speech or a comment speaks of, and how plainly.

A term's weight is the logarithm of how few products carry it, log(P / df): the log-likelihood ratio between "the words
are about this product" and "about any product of the shelf". A term on every product weighs nothing.
"""

import math
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from fashion_focus.core.product import Catalog, Product
from fashion_focus.core.words import Utterance, Word
from fashion_focus.language.text.numbers import chinese_item_numbers, english_item_numbers
from fashion_focus.language.text.phrases import (
    CHINESE_PHRASES,
    COLORS,
    COMMON_WORDS,
    OTHER_TIME_RUNS,
    OTHER_TIME_WORDS,
    SELLING_PHRASES,
    STOP_WORDS,
)
from fashion_focus.language.text.tokens import character_grams, stem, terms, tokens, words
from fashion_focus.language.text.units import Said, Unit, said_terms, stretches, words_of

MAX_STRENGTH = 5.0
"""Bound of a mention's log-odds: 150 to 1, as much as words can say."""

_FIELDS = {"title": 1.0, "brand": 1.0, "color": 1.0, "category": 0.5}
_DESCRIPTION_ONLY = 0.25
_OTHER_TIME = 0.4
_MIN_STRENGTH = 0.3
_MAX_NAMED = 32
_MIN_CONFIDENCE = 0.4
_RIVAL_POWER = 3
_COMMON_WEIGHT = 0.3
_GRAM_WEIGHTS = {2: 0.5, 3: 0.3}
_COLOR_TERMS = frozenset(stem(color) for color in COLORS)
_STOP_TERMS = frozenset(stem(word) for word in STOP_WORDS)
_SELLING_WORDS = frozenset(word for phrase in SELLING_PHRASES for word in words(phrase))
_COMMON_TERMS = frozenset(stem(word) for word in {*COMMON_WORDS, *_SELLING_WORDS})
_CHINESE_COMMON = frozenset(gram for phrase in CHINESE_PHRASES for gram in character_grams(phrase))


@dataclass(frozen=True, slots=True)
class Mention:
    """A product that words speak of. strength: log-odds in nats, above 0, at most MAX_STRENGTH.

    words: those that name it, with their times; they say when it was named.
    """

    product_id: str
    strength: float
    words: tuple[Word, ...] = field(default=())

    @property
    def start(self) -> float:
        """When its first word begins, in seconds."""
        return self.words[0].start

    @property
    def end(self) -> float:
        """When its last word ends, in seconds."""
        return max(word.end for word in self.words)


class WordMatcher:
    """Knows which words tell the products of one shelf apart; state: none after it is made."""

    def __init__(self, catalog: Catalog) -> None:
        self._ids = tuple(product.id for product in catalog)
        self._fields = [_field_weights(product) for product in catalog]
        holders: dict[str, list[int]] = defaultdict(list)
        for index, weights in enumerate(self._fields):
            for term in weights:
                holders[term].append(index)
        self._holders = dict(holders)
        self._weights = {term: self._weigh(term) for term in holders}
        self._numbers = _numbers(catalog)

    @property
    def product_ids(self) -> tuple[str, ...]:
        """The shelf's products, in the order of its list."""
        return self._ids

    def weight(self, term: str) -> float:
        """What a term says, in nats: log(P / df), less for words that everybody uses; 0 for unknown terms."""
        return self._weights.get(term, 0.0)

    def _weigh(self, term: str) -> float:
        if term in _STOP_TERMS or term in _CHINESE_COMMON:
            return 0.0
        # On a shelf of one product a word cannot tell products apart, but still says that this one is meant.
        share = len(self._ids) / len(self._holders[term]) if len(self._ids) > 1 else 2.0
        common = _COMMON_WEIGHT if term in _COMMON_TERMS and term not in _COLOR_TERMS else 1.0
        return math.log(share) * common * _GRAM_WEIGHTS.get(len(term) if _is_gram(term) else 0, 1.0)

    def mentions(self, text: str, words: Sequence[Word] = (), *, time: float = 0.0) -> list[Mention]:
        """Products that a text speaks of, strongest first; one product once a sentence.

        words: the text's words with times, where they are known. time: the text's moment where they are not.
        """
        if words:
            return self.mentions_in(Utterance(words[0].start, words[-1].end, text, tuple(words)))
        return self.mentions_in(Utterance(time, time, text))

    def mentions_in(self, utterance: Utterance) -> list[Mention]:
        """Products that an utterance speaks of, strongest first; one product once a sentence."""
        found = [mention for units in stretches(utterance) for mention in self._stretch(units)]
        return sorted(found, key=lambda mention: -mention.strength)

    def _stretch(self, units: list[Unit]) -> Iterator[Mention]:
        said = self._known(units)
        scores = self._shared_out(said)
        places: dict[int, set[int]] = defaultdict(set)
        for term, (_, spots) in said.items():
            for product in self._holders[term]:
                places[product] |= spots
        for product, spots, confidence in self._numbered(units):
            scores[product] = scores.get(product, 0.0) + MAX_STRENGTH * confidence
            places[product] |= spots
        # Scaled, not clipped: near twins would otherwise meet at the bound, whatever tells them apart.
        factor = min(1.0, MAX_STRENGTH / max(scores.values(), default=1.0))
        factor *= _OTHER_TIME if _speaks_of_another_time(units) else 1.0
        ranked = sorted(scores.values(), reverse=True)
        # A word that names more products than this at once tells nobody which.
        least = max(_MIN_STRENGTH, factor * ranked[_MAX_NAMED] + 1e-9 if len(ranked) > _MAX_NAMED else 0.0)
        for product, score in scores.items():
            if score * factor >= least:
                yield Mention(self._ids[product], score * factor, words_of(units, places[product]))

    def _known(self, units: list[Unit]) -> dict[str, tuple[float, set[int]]]:
        """Terms of the stretch that tell products apart: term -> (best confidence, units it stands in)."""
        found: dict[str, tuple[float, set[int]]] = {}
        for said in said_terms(units):
            if said.confidence < _MIN_CONFIDENCE or self.weight(said.term) <= 0:
                continue
            confidence, spots = found.get(said.term, (0.0, set()))
            found[said.term] = (max(confidence, said.confidence), spots | _spots(said))
        return found

    def _shared_out(self, said: dict[str, tuple[float, set[int]]]) -> dict[int, float]:
        """Scores by product; each term goes to those of its carriers that the other words name as well."""
        sums: dict[int, float] = defaultdict(float)
        named: set[int] = set()
        for term, (confidence, _) in said.items():
            for product in self._holders[term]:
                sums[product] += self._fields[product][term] * self.weight(term) * confidence
                if not _describes(term, self._fields[product][term]):
                    named.add(product)
        scores: dict[int, float] = defaultdict(float)
        for term, (confidence, _) in said.items():
            best = max(sums[product] for product in self._holders[term])
            for product in self._holders[term]:
                rival = (sums[product] / best) ** _RIVAL_POWER
                scores[product] += self._fields[product][term] * self.weight(term) * confidence * rival
        return {p: score * (1.0 if p in named else _DESCRIPTION_ONLY) for p, score in scores.items()}

    def _numbered(self, units: list[Unit]) -> Iterator[tuple[int, set[int], float]]:
        """Products whose item number is said: (product, its units, confidence)."""
        if not self._numbers:
            return
        for readings, first, last in english_item_numbers([unit.text for unit in units]):
            product = next((self._numbers[text] for text in readings if text in self._numbers), None)
            if product is not None:
                yield product, set(range(first, last)), min(unit.confidence for unit in units[first:last])
        # Every unit's text may be longer than one character, so that characters are mapped back to units.
        owners = [index for index, unit in enumerate(units) for _ in unit.text]
        for digits, start, end in chinese_item_numbers("".join(unit.text for unit in units)):
            if digits in self._numbers:
                spots = set(owners[start:end])
                yield self._numbers[digits], spots, min(units[index].confidence for index in spots)
        for index, unit in enumerate(units):
            if not unit.text.isdigit() and unit.text in self._numbers:
                yield self._numbers[unit.text], {index}, unit.confidence


def _field_weights(product: Product) -> dict[str, float]:
    """A product's terms, each with the weight of the best field that holds it."""
    texts = {
        "title": product.title,
        "brand": product.brand,
        "color": product.color,
        "category": product.category[-1] if product.category else "",
    }
    found: dict[str, float] = {}
    for name, text in texts.items():
        for term in terms(text):
            found[term] = max(found.get(term, 0.0), _FIELDS[name])
    return found


def _numbers(catalog: Catalog) -> dict[str, int]:
    """Normalised item number -> product; a number that two products have names neither."""
    found: dict[str, int] = {}
    doubled: set[str] = set()
    for index, product in enumerate(catalog):
        number = "".join(token.text for token in tokens(product.number))
        number = (number.lstrip("0") or "0") if number.isdigit() else number
        if number in found:
            doubled.add(number)
        if number:
            found.setdefault(number, index)
    return {number: index for number, index in found.items() if number not in doubled}


def _is_gram(term: str) -> bool:
    return bool(re.search("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]", term))


def _describes(term: str, field_weight: float) -> bool:
    """Whether a term only describes (a colour, a kind of thing) and does not name."""
    return term in _COLOR_TERMS or field_weight < 1.0


def _spots(said: Said) -> set[int]:
    return set(range(said.first, said.last))


def _speaks_of_another_time(units: list[Unit]) -> bool:
    if any(unit.text in OTHER_TIME_WORDS for unit in units):
        return True
    run = "".join(unit.text for unit in units if unit.is_cjk)
    return any(cue in run for cue in OTHER_TIME_RUNS)
