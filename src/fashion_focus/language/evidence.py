"""What words say for each product over time: a stage fed with utterances and comments, asked about intervals."""

import bisect
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from fashion_focus.core.arrays import Scores
from fashion_focus.core.interval import Interval
from fashion_focus.core.notes import Note
from fashion_focus.core.words import Comment, Utterance, Word
from fashion_focus.language.matching import Mention, WordMatcher
from fashion_focus.language.mining import CommentMiner, MiningSettings

_LONGEST_S = 20.0
"""No sentence or comment speaks of a longer span; how far back a search for overlaps begins."""


@dataclass(frozen=True, slots=True)
class EvidenceSettings:
    """How words count. Times in seconds of media time, bounds in nats of log-odds.

    before, after: speech this long before and after an interval still speaks of it, at half weight.
    speech_bound, comment_bound: the most that speech and comments can say, however often they say it; low enough that
    words alone never outweigh what is seen.
    keep, max_mentions: older mentions are forgotten, and past the count the oldest; longer than any focus may run.
    """

    before: float = 3.0
    after: float = 1.0
    speech_bound: float = 2.5
    comment_bound: float = 0.8
    keep: float = 3600.0
    max_mentions: int = 20_000
    mining: MiningSettings = field(default_factory=MiningSettings)


@dataclass(frozen=True, slots=True)
class _Record:
    """A mention at the time that it speaks of; comment: the one that it comes from, or None for speech."""

    start: float
    end: float
    product: int
    strength: float
    words: tuple[Word, ...]
    comment: Comment | None

    def weight(self, interval: Interval, settings: EvidenceSettings) -> float:
        """How far the mention speaks of an interval, 0 to 1."""
        if self.comment is not None:
            shared = min(self.end, interval.end) - max(self.start, interval.start)
            return max(0.0, shared) / max(self.end - self.start, 1e-6)
        if self.start < interval.end and self.end >= interval.start:
            return 1.0
        is_near = self.start < interval.end + settings.after and self.end >= interval.start - settings.before
        return 0.5 if is_near else 0.0


class WordEvidence:
    """Collects what utterances and comments say, and sums it up for any interval.

    Bounded: mentions only, not texts, at most settings.max_mentions and settings.keep seconds of them; a note tells
    when the count was met. Text alone never confirms a product: support is bounded, and what it adds to is up to
    localization.
    """

    def __init__(self, matcher: WordMatcher, settings: EvidenceSettings | None = None) -> None:
        self._matcher = matcher
        self._settings = settings or EvidenceSettings()
        self._miner = CommentMiner(matcher, self._settings.mining)
        self._index = {product_id: index for index, product_id in enumerate(matcher.product_ids)}
        self._records: list[_Record] = []
        self._dropped = 0

    @property
    def product_ids(self) -> tuple[str, ...]:
        """The products that support is given for, in order."""
        return self._matcher.product_ids

    @property
    def notes(self) -> tuple[Note, ...]:
        """What was forgotten because there was too much of it."""
        if not self._dropped:
            return ()
        text = f"more than {self._settings.max_mentions} mentions of products; the oldest no longer count"
        return (Note("words-dropped", text, count=self._dropped),)

    def update(self, piece: Utterance | Comment) -> list[Mention]:
        """The products that a piece speaks of; they count from now on."""
        if isinstance(piece, Comment):
            mentions = self._miner.accept(piece)
            start, end = self._miner.span(piece)
            records = [_Record(start, end, self._index[m.product_id], m.strength, (), piece) for m in mentions]
        else:
            mentions = self._matcher.mentions_in(piece)
            records = [_Record(m.start, m.end, self._index[m.product_id], m.strength, m.words, None) for m in mentions]
        for record in records:
            bisect.insort(self._records, record, key=lambda kept: kept.start)
        self._bound()
        return mentions

    def support(self, interval: Interval, product_ids: Sequence[str] | None = None) -> Scores:
        """Log-odds (P,) that words add for each product in an interval: 0 where nobody names it, never below.

        product_ids: the P products asked about, in order; by default all of the shelf. At most speech_bound +
        comment_bound. Raises KeyError for a product that is not on the shelf.
        """
        speech: dict[int, list[float]] = {}
        comments: dict[int, list[float]] = {}
        for record in self._around(interval):
            weight = record.weight(interval, self._settings)
            if weight > 0:
                kind = speech if record.comment is None else comments
                kind.setdefault(record.product, []).append(weight * record.strength)
        bounds = self._settings.speech_bound, self._settings.comment_bound
        chosen = range(len(self.product_ids)) if product_ids is None else [self._index[i] for i in product_ids]
        sums = [_saturated(speech.get(p), bounds[0]) + _saturated(comments.get(p), bounds[1]) for p in chosen]
        return np.array(sums, np.float32)

    def explain(self, product_id: str, interval: Interval) -> tuple[tuple[Word, ...], tuple[Comment, ...]]:
        """The words and comments, in order of time, that speak for a product in an interval."""
        product = self._index[product_id]
        words: set[Word] = set()
        comments: set[Comment] = set()
        for record in self._around(interval):
            if record.product == product and record.weight(interval, self._settings) > 0:
                words.update(record.words)
                comments.update([] if record.comment is None else [record.comment])
        by_time = tuple(sorted(comments, key=lambda comment: (comment.time, comment.user, comment.text)))
        return tuple(sorted(words, key=lambda word: (word.start, word.end, word.text))), by_time

    def forget_before(self, time: float) -> None:
        """Drop what speaks of times before `time`, once no focus that ran then can change any more."""
        self._records = [record for record in self._records if record.end >= time]

    def to_dict(self) -> dict[str, Any]:
        """The state as plain data that JSON can hold."""
        rows = [
            [
                record.start,
                record.end,
                self.product_ids[record.product],
                record.strength,
                [[word.start, word.end, word.text, word.confidence] for word in record.words],
                None if record.comment is None else [record.comment.time, record.comment.user, record.comment.text],
            ]
            for record in self._records
        ]
        return {"mentions": rows, "dropped": self._dropped, "miner": self._miner.state()}

    # State comes back from outside as whatever JSON holds; a wrong one raises KeyError, TypeError or ValueError here.
    def restore(self, state: dict[str, Any]) -> None:
        """Go on from a state that to_dict gave, on the same shelf."""
        self._records = [
            _Record(
                start,
                end,
                self._index[product_id],
                strength,
                tuple(Word(*word) for word in words),
                None if comment is None else Comment(*comment),
            )
            for start, end, product_id, strength, words, comment in state["mentions"]
        ]
        self._dropped = int(state["dropped"])
        self._miner.restore(state["miner"])

    def _around(self, interval: Interval) -> Sequence[_Record]:
        first = interval.start - self._settings.before - _LONGEST_S
        low = bisect.bisect_left(self._records, first, key=lambda record: record.start)
        high = bisect.bisect_left(self._records, interval.end + self._settings.after, key=lambda record: record.start)
        return self._records[low:high]

    def _bound(self) -> None:
        if not self._records:
            return
        oldest = self._records[-1].start - self._settings.keep
        excess = max(0, len(self._records) - self._settings.max_mentions)
        stale = bisect.bisect_left(self._records, oldest, key=lambda record: record.start)
        self._dropped += max(0, excess - stale)
        del self._records[: max(stale, excess)]


def _saturated(strengths: list[float] | None, bound: float) -> float:
    """A bounded sum: the strongest counts whole, each further one half as much as the one before."""
    if not strengths:
        return 0.0
    total = sum(strength / 2**i for i, strength in enumerate(sorted(strengths, reverse=True)))
    return bound * (1.0 - math.exp(-total / bound))
