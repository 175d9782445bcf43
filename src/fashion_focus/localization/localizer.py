"""From observations over time to focuses: spans, candidates, verdicts, events."""

import math
from collections.abc import Callable, Iterable, Sequence

import numpy as np

from fashion_focus.core.arrays import Scores
from fashion_focus.core.events import Event, FocusEnded, FocusStarted, FocusUpdated
from fashion_focus.core.focus import Alternative, Evidence, Focus, FocusState
from fashion_focus.core.state import StateTree
from fashion_focus.localization.candidate import Candidate, Verdict, extent, judge
from fashion_focus.localization.checkpoint import (
    candidate_from_tree,
    candidate_to_tree,
    identity_from_tree,
    identity_to_tree,
)
from fashion_focus.localization.observation import Identity, Observation, outshine
from fashion_focus.localization.presentation import PresentationFilter, Span
from fashion_focus.localization.settings import LocalizationSettings

Support = Callable[[float, float], Scores]
"""Words' log-odds (P,) for what is shown from one time to another; an empty array where there are no words."""


def no_words(start: float, end: float) -> Scores:  # noqa: ARG001  # the signature of Support
    """The support of a show without words."""
    return np.zeros(0, np.float32)


class Localizer:
    """Decides which product is exhibited when, one frame at a time; state is bounded by what is in sight.

    product_ids: (P,) in the order of the identities' columns. frame_period: seconds between analysed frames.
    """

    def __init__(
        self,
        product_ids: Sequence[str],
        *,
        frame_period: float,
        settings: LocalizationSettings | None = None,
        support: Support = no_words,
    ) -> None:
        self._products = tuple(product_ids)
        self._period = frame_period
        self._settings = settings or LocalizationSettings()
        self._support = support
        self._filters: dict[str, PresentationFilter] = {}
        self._candidates: list[Candidate] = []
        self._identities: dict[str, Identity] = {}
        self._n_focuses = 0

    def update(self, time: float, observations: Iterable[Observation]) -> list[Event]:
        """Take in one frame's observations, times growing; returns what became known."""
        for observation in outshine(tuple(observations), share=self._settings.outshone):
            self._see(time, observation)
        self._join()
        events = self._announce(time)
        return events + self._settle(time)

    def end_tracklet(self, tracklet_id: str) -> None:
        """A tracklet is gone; its running span ends at its last presented frame."""
        filter_ = self._filters.pop(tracklet_id, None)
        if filter_ is not None:
            filter_.close()
        if not any(tracklet_id in candidate.tracklet_ids for candidate in self._candidates):
            self._identities.pop(tracklet_id, None)

    def finish(self) -> list[Event]:
        """The show is over: every candidate is settled."""
        for tracklet_id in list(self._filters):
            self.end_tracklet(tracklet_id)
        self._join()
        return self._settle(math.inf)

    def _see(self, time: float, observation: Observation) -> None:
        name = observation.tracklet_id
        if observation.identity is not None:
            self._identities[name] = observation.identity
        filter_ = self._filters.setdefault(name, PresentationFilter(name, self._settings))
        before = filter_.span
        filter_.update(time, observation.presented)
        if filter_.span is not None and filter_.span is not before:
            self._begin(filter_.span)
        for candidate in self._candidates:
            if observation.identity is not None and name in candidate.tracklet_ids:
                candidate.identities[name] = observation.identity

    def _begin(self, span: Span) -> None:
        candidate = Candidate("", [span])
        if span.tracklet_id in self._identities:
            candidate.identities[span.tracklet_id] = self._identities[span.tracklet_id]
        self._candidates.append(candidate)
        if len(self._candidates) > self._settings.max_candidates:
            weakest = min(self._candidates, key=lambda c: (c.announced, c.presented() * (c.end - c.start)))
            self._candidates.remove(weakest)

    def _join(self) -> None:
        """Merge candidates of one product that touch in time; the earlier one absorbs the later."""
        kept: list[Candidate] = []
        for candidate in sorted(self._candidates, key=lambda c: c.start):
            host = next((c for c in kept if self._belong_together(c, candidate)), None)
            if host is None:
                kept.append(candidate)
            else:
                host.absorb(candidate)
        self._candidates = kept

    def _belong_together(self, a: Candidate, b: Candidate) -> bool:
        if b.start - a.end > self._settings.join_gap + self._period:
            return False
        if set(a.tracklet_ids) & set(b.tracklet_ids):
            return True
        return self._same_product(a, b)

    def _same_product(self, a: Candidate, b: Candidate) -> bool:
        """Whether both are known for one product; what is probably no product at all is not taken for anything."""
        one, other = self._judge(a), self._judge(b)
        if one is None or other is None or one.order[0] != other.order[0]:
            return False
        best = one.order[0]
        return min(float(one.probabilities[best]), float(other.probabilities[best])) >= self._settings.join_at

    def _judge(self, candidate: Candidate) -> Verdict | None:
        support = self._support(candidate.start, candidate.end)
        return judge(candidate, support, settings=self._settings)

    def _announce(self, time: float) -> list[Event]:
        events: list[Event] = []
        for candidate in self._candidates:
            verdict = self._judge(candidate)
            if verdict is None or candidate.end - candidate.start < self._settings.min_duration - self._period:
                continue
            if not candidate.announced and verdict.confidence >= self._settings.start_at:
                candidate.id = self._next_id()
                candidate.announced, candidate.told = True, time
                events.append(FocusStarted(time, self._focus(candidate, verdict, state=FocusState.OPEN)))
            elif candidate.announced and time - candidate.told >= self._settings.update_every:
                candidate.told = time
                events.append(FocusUpdated(time, self._focus(candidate, verdict, state=FocusState.OPEN)))
        return events

    def _settle(self, time: float) -> list[Event]:
        """End the candidates that nothing can prolong any more."""
        events: list[Event] = []
        for candidate in list(self._candidates):
            known = candidate.visual_identity() is not None
            wait = max(
                self._settings.join_gap + self._period,
                self._settings.settle_after if known else self._settings.patience,
            )
            if candidate.open or time - candidate.end <= wait:
                continue
            self._candidates.remove(candidate)
            self._forget(candidate)
            verdict = self._judge(candidate)
            if verdict is not None:
                events.extend(self._conclude(min(time, candidate.end + wait), candidate, verdict))
        return events

    def _conclude(self, time: float, candidate: Candidate, verdict: Verdict) -> list[Event]:
        settings = self._settings
        long_enough = extent(candidate, self._period).duration >= settings.min_duration
        if (not long_enough or verdict.confidence < settings.offer_at) and not candidate.announced:
            return []
        state = FocusState.FINAL if long_enough and verdict.confidence >= settings.decide_at else FocusState.UNDECIDED
        candidate.id = candidate.id or self._next_id()
        return [FocusEnded(time, self._focus(candidate, verdict, state=state))]

    def _forget(self, candidate: Candidate) -> None:
        for tracklet_id in candidate.tracklet_ids:
            if tracklet_id not in self._filters:
                self._identities.pop(tracklet_id, None)

    def _focus(self, candidate: Candidate, verdict: Verdict, *, state: FocusState) -> Focus:
        best, *rivals = verdict.order
        alternatives = tuple(
            Alternative(self._products[i], round(float(verdict.probabilities[i]), 4))
            for i in rivals
            if verdict.probabilities[i] > 0.001
        )
        return Focus(
            id=candidate.id,
            product_id=self._products[best],
            interval=extent(candidate, self._period),
            confidence=round(verdict.confidence, 4),
            state=state,
            alternatives=alternatives,
            evidence=Evidence(shares=verdict.shares, tracklets=candidate.tracklet_ids),
        )

    def _next_id(self) -> str:
        self._n_focuses += 1
        return f"f{self._n_focuses}"

    def state(self) -> StateTree:
        """All that changes, as a plain tree."""
        return {
            "n_focuses": self._n_focuses,
            "filters": {name: filter_.state() for name, filter_ in self._filters.items()},
            "candidates": [candidate_to_tree(candidate) for candidate in self._candidates],
            "identities": {name: identity_to_tree(identity) for name, identity in self._identities.items()},
        }

    def restore(self, state: StateTree) -> None:
        """Take up what `state` gave; a running span is shared again by its filter and its candidate."""
        self._n_focuses = state["n_focuses"]
        n = len(self._products)
        self._candidates = [candidate_from_tree(tree, n_products=n) for tree in state["candidates"]]
        self._identities = {name: identity_from_tree(tree, n_products=n) for name, tree in state["identities"].items()}
        running = {s.tracklet_id: s for c in self._candidates for s in c.spans if s.open}
        self._filters = {}
        for name, tree in state["filters"].items():
            self._filters[name] = PresentationFilter(name, self._settings)
            self._filters[name].restore(tree, running.get(name))
