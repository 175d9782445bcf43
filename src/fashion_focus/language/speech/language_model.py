"""A small trigram language model of what a seller says about one shelf, in ARPA form."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from fashion_focus.core.product import Catalog, Product
from fashion_focus.language.text.numbers import NUMBER_WORDS
from fashion_focus.language.text.phrases import COLORS, COMMON_WORDS, SELLING_PHRASES, STOP_WORDS
from fashion_focus.language.text.tokens import words

_ORDER = 3
_NAME_SHARE = 1.0
"""Weight of all product names together, in relation to all selling phrases together."""
_COMMON_COUNT = 1.0
_MAX_NAME_WORDS = 12

Sentence = tuple[tuple[str, ...], float]
"""Words with their weight."""


@dataclass(frozen=True, slots=True)
class Talk:
    """What may be said about a shelf: weighted sentences, and every word that occurs in them."""

    sentences: tuple[Sentence, ...]

    @property
    def vocabulary(self) -> tuple[str, ...]:
        """All words, in alphabetical order."""
        return tuple(sorted({word for sentence, _ in self.sentences for word in sentence}))


def talk_about(catalog: Catalog) -> Talk:
    """Selling phrases, the shelf's product names whole and in part, item numbers, and everyday words around them."""
    phrases: list[Sentence] = [(tuple(words(phrase)), 1.0) for phrase in SELLING_PHRASES]
    single = {word for text in (*COMMON_WORDS, *STOP_WORDS) for word in words(text)}
    background: list[Sentence] = [((word,), _COMMON_COUNT) for word in sorted(single)]
    colors = [("in", color) for color in sorted(COLORS) if color.isascii()]
    numbers = [(lead, number) for lead in ("number", "link", "item") for number in NUMBER_WORDS]
    small: list[Sentence] = [(sentence, 0.2) for sentence in (*colors, *numbers)]
    names = [name for product in catalog for name in _names(product)]
    total = sum(weight for _, weight in names) or 1.0
    factor = _NAME_SHARE * len(phrases) / total
    return Talk((*phrases, *background, *small, *((name, weight * factor) for name, weight in names)))


def _names(product: Product) -> Iterator[Sentence]:
    """Ways to name a product: its title and every run of words of it, each after "the" and by itself."""
    title = [word for word in words(product.title) if word.isascii()][:_MAX_NAME_WORDS]
    brand = [word for word in words(product.brand) if word.isascii()]
    color = [word for word in words(product.color) if word.isascii()]
    runs = {tuple(title[i:j]): 1.0 for i in range(len(title)) for j in range(i + 1, len(title) + 1)}
    if title:
        runs[tuple(title)] = 1.0 + len(title)
    for extra in (brand, color):
        if extra:
            runs.setdefault(tuple(extra), 0.5)
    number = words(product.number)
    total = sum(runs.values()) or 1.0
    for run, weight in runs.items():
        yield ("the", *run), 0.7 * weight / total
        yield run, 0.3 * weight / total
    if number:
        yield ("number", *number), 0.3


def to_arpa(talk: Talk) -> str:
    """The trigram model of a talk, as an ARPA file's text.

    Interpolated Witten-Bell smoothing (Chen and Goodman 1998, section 2.4): a context with C occurrences of T
    different words gives T / (C + T) of its probability to the shorter context.
    """
    counts = _count(talk.sentences)
    unigrams = _unigrams(counts[0][()])
    probabilities: list[dict[tuple[str, ...], float]] = [unigrams]
    for order in range(1, _ORDER):
        lower = probabilities[order - 1]
        found: dict[tuple[str, ...], float] = {}
        for context, followers in counts[order].items():
            share = _backoff(followers)
            total = sum(followers.values())
            for word, count in followers.items():
                base = lower[(*context[1:], word)]
                found[(*context, word)] = (1 - share) * count / total + share * base
        probabilities.append(found)
    return "".join(_lines(probabilities, counts))


_Counts = list[dict[tuple[str, ...], dict[str, float]]]


def _count(sentences: Iterable[Sentence]) -> _Counts:
    """By order: context -> following word -> weight."""
    counts: _Counts = [defaultdict(lambda: defaultdict(float)) for _ in range(_ORDER)]
    for sentence, weight in sentences:
        padded = ("<s>", *sentence, "</s>")
        for i in range(1, len(padded)):
            for order in range(min(_ORDER, i + 1)):
                counts[order][padded[i - order : i]][padded[i]] += weight
    return counts


def _unigrams(followers: dict[str, float]) -> dict[tuple[str, ...], float]:
    total = sum(followers.values()) + len(followers)
    found: dict[tuple[str, ...], float] = {(word,): (count + 1) / total for word, count in followers.items()}
    found[("<s>",)] = 1e-9
    return found


def _backoff(followers: dict[str, float]) -> float:
    return len(followers) / (sum(followers.values()) + len(followers))


def _lines(probabilities: list[dict[tuple[str, ...], float]], counts: _Counts) -> Iterator[str]:
    yield "\\data\\\n"
    for order, grams in enumerate(probabilities, start=1):
        yield f"ngram {order}={len(grams)}\n"
    for order, grams in enumerate(probabilities, start=1):
        yield f"\n\\{order}-grams:\n"
        for gram in sorted(grams):
            line = f"{math.log10(grams[gram]):.4f}\t{' '.join(gram)}"
            followers = counts[order].get(gram) if order < _ORDER else None
            yield line + (f"\t{math.log10(_backoff(followers)):.4f}\n" if followers else "\n")
    yield "\n\\end\\\n"
