"""Comments to evidence: what viewers speak of, some seconds late, without repeats, spam and stuffing."""

from collections import deque
from dataclasses import dataclass

from fashion_focus.core.words import Comment
from fashion_focus.language.matching import Mention, WordMatcher
from fashion_focus.language.text.tokens import terms

MAX_REMEMBERED = 2000
"""Bound of remembered comments and mentions each; past it the oldest are forgotten early."""


@dataclass(frozen=True, slots=True)
class MiningSettings:
    """How comments are weighed. Times in seconds of media time.

    lag: a comment speaks of what was shown between lag[1] and lag[0] seconds before it arrived.
    window: how long a user's and a text's repeats are remembered. flood: comments a user may write in the window.
    """

    lag: tuple[float, float] = (2.0, 8.0)
    window: float = 20.0
    flood: int = 6
    copied_weight: float = 0.25
    """What a text says that somebody has just written already."""


class CommentMiner:
    """Turns comments into mentions; remembers, within its window, who wrote what.

    A user counts once a product, less with every further product (who names many is stuffing), and not at all while
    flooding. A text that others have just written counts little.
    """

    def __init__(self, matcher: WordMatcher, settings: MiningSettings | None = None) -> None:
        self._matcher = matcher
        self._settings = settings or MiningSettings()
        self._written: deque[tuple[float, str, str]] = deque(maxlen=MAX_REMEMBERED)
        self._named: deque[tuple[float, str, str]] = deque(maxlen=MAX_REMEMBERED)

    def accept(self, comment: Comment) -> list[Mention]:
        """Products that a comment newly speaks of; its words' times are the span that it may be about."""
        self._forget(comment.time)
        text = " ".join(terms(comment.text))
        n_written = sum(user == comment.user for _, user, _ in self._written)
        is_copy = any(earlier == text for _, _, earlier in self._written)
        self._written.append((comment.time, comment.user, text))
        if n_written >= self._settings.flood:
            return []
        factor = self._settings.copied_weight if is_copy else 1.0
        return self._new(comment, factor)

    def span(self, comment: Comment) -> tuple[float, float]:
        """The media time that a comment may speak of: start and end in seconds."""
        shortest, longest = self._settings.lag
        return max(comment.time - longest, 0.0), max(comment.time - shortest, 0.0)

    def state(self) -> dict[str, list[list[float | str]]]:
        """What is remembered, as plain data."""
        return {"written": [list(row) for row in self._written], "named": [list(row) for row in self._named]}

    def restore(self, state: dict[str, list[list[float | str]]]) -> None:
        """Go on from a state."""
        for name, rows in (("written", self._written), ("named", self._named)):
            rows.clear()
            rows.extend((float(time), str(user), str(text)) for time, user, text in state[name])

    def _new(self, comment: Comment, factor: float) -> list[Mention]:
        own = [product for _, user, product in self._named if user == comment.user]
        fresh = [m for m in self._matcher.mentions(comment.text, time=comment.time) if m.product_id not in own]
        # Several products of one comment are mostly near twins, which are one thing said; only earlier ones weigh.
        found: dict[str, Mention] = {}
        for mention in fresh:
            strength = mention.strength * factor / (1 + len(own))
            found.setdefault(mention.product_id, Mention(mention.product_id, strength, mention.words))
        self._named.extend((comment.time, comment.user, product) for product in found)
        return list(found.values())

    def _forget(self, time: float) -> None:
        # A comment may arrive out of order; then nothing is forgotten that is still within the window.
        for rows in (self._written, self._named):
            while rows and rows[0][0] < time - self._settings.window:
                rows.popleft()
