"""An exhibition in the making: spans of tracklets that seem to show one product."""

from dataclasses import dataclass, field

import numpy as np

from fashion_focus.core.arrays import Scores
from fashion_focus.core.interval import Interval
from fashion_focus.localization.observation import Identity, pool, with_support
from fashion_focus.localization.presentation import Span
from fashion_focus.localization.settings import LocalizationSettings


@dataclass(slots=True)
class Candidate:
    """Spans that belong together, with the identity that each tracklet had last.

    id: the focus's id once it is announced. announced: whether FocusStarted was given. told: when it was last told.
    """

    id: str
    spans: list[Span]
    identities: dict[str, Identity] = field(default_factory=dict)
    announced: bool = False
    told: float = 0.0

    @property
    def start(self) -> float:
        """First presented moment."""
        return min(span.start for span in self.spans)

    @property
    def end(self) -> float:
        """Last presented moment."""
        return max(span.end for span in self.spans)

    @property
    def open(self) -> bool:
        """Whether one of its spans may go on."""
        return any(span.open for span in self.spans)

    @property
    def tracklet_ids(self) -> tuple[str, ...]:
        """Its tracklets, in order of their first span, each once."""
        return tuple(dict.fromkeys(span.tracklet_id for span in self.spans))

    def visual_identity(self) -> Identity | None:
        """Who the pictures say it is; None while no tracklet has been looked at."""
        known = [self.identities[i] for i in self.tracklet_ids if i in self.identities]
        return pool(known) if known else None

    def presented(self) -> float:
        """Mean presentation score over its frames."""
        frames = sum(span.n_frames for span in self.spans)
        return sum(span.mean_presented * span.n_frames for span in self.spans) / max(1, frames)

    def absorb(self, other: "Candidate") -> None:
        """Take over another candidate's spans and what was already said of it."""
        self.spans = sorted([*self.spans, *other.spans], key=lambda span: span.start)
        self.identities.update(other.identities)
        if other.announced and not self.announced:
            self.id, self.announced, self.told = other.id, True, other.told


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is thought of a candidate at one time. order: product indices, best first; shares sum to 1."""

    order: tuple[int, ...]
    probabilities: Scores
    confidence: float
    shares: dict[str, float]
    support_gain: float


def judge(candidate: Candidate, support: Scores, *, settings: LocalizationSettings) -> Verdict | None:
    """The product that a candidate most likely shows, and how sure that is; None while nothing is known.

    confidence = P(product | pictures, words) x P(it was presented): both must hold for a focus to be right, and what
    was seen for a moment only is less sure.
    """
    visual = candidate.visual_identity()
    if visual is None or not len(visual.probabilities):
        return None
    fused = with_support(visual, support, bound=settings.max_support)
    order = tuple(int(i) for i in np.argsort(-fused.probabilities, kind="stable")[: settings.n_alternatives + 1])
    best = order[0]
    shown = min(1.0, candidate.presented() / settings.full_at)
    lasting = min(1.0, candidate.presented() * (candidate.end - candidate.start) / settings.full_after)
    confidence = float(fused.probabilities[best]) * shown * lasting
    gain = abs(float(np.clip(support[best], -settings.max_support, settings.max_support))) if len(support) else 0.0
    return Verdict(order, fused.probabilities, confidence, _shares(visual, best, gain), gain)


def _shares(visual: Identity, best: int, gain: float) -> dict[str, float]:
    """How much of the decision is due to pictures and to words: their log-odds, as shares."""
    probability = min(max(float(visual.probabilities[best]), 1e-3), 1.0 - 1e-3)
    seen = max(0.5, float(np.log(probability / (1.0 - probability))) + np.log(max(2, len(visual.probabilities))))
    if gain <= 0.0:
        return {"visual": 1.0}
    return {"visual": round(seen / (seen + gain), 3), "words": round(gain / (seen + gain), 3)}


def extent(candidate: Candidate, frame_period: float) -> Interval:
    """The exhibition's interval: from half a frame period before its first presented frame to half after its last.

    At a frame rate of 1/period, the true edge lies within a period outside the first and last frame; its middle is
    the guess with the smallest greatest error.
    """
    half = frame_period / 2
    return Interval(max(0.0, candidate.start - half), candidate.end + half)
