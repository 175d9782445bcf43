"""From per-frame presentation scores of one tracklet to spans in which it is presented."""

import math
from dataclasses import asdict, dataclass, field

from fashion_focus.core.state import StateTree
from fashion_focus.localization.settings import LocalizationSettings


@dataclass(slots=True)
class Span:
    """A stretch in which one tracklet is presented. end: last frame at which it was; open while it may go on."""

    tracklet_id: str
    start: float
    end: float
    mean_presented: float
    n_frames: int
    open: bool = True


@dataclass(slots=True)
class _Belief:
    """shown: probability of being presented. run: the latest scores of an unbroken run of presented frames."""

    shown: float = 0.5
    time: float | None = None
    run: list[float] = field(default_factory=list)
    run_start: float = 0.0


class PresentationFilter:
    """Two-state filter (shown, standing about) over one tracklet: the forward recursion of a hidden Markov model.

    Rabiner 1989, equation 20, with a continuous-time transition, so that frames may come at any rate. A span begins
    at the first frame of the run that carried the filter over `on_at`, not at the frame where it got there.
    """

    def __init__(self, tracklet_id: str, settings: LocalizationSettings) -> None:
        self._id = tracklet_id
        self._settings = settings
        self._belief = _Belief()
        self.span: Span | None = None

    def update(self, time: float, presented: float) -> Span | None:
        """Take in one frame; returns the span that ended here, if one did."""
        self._predict(time)
        self._correct(presented)
        self._belief.time = time
        if presented >= self._settings.shown_at:
            self._extend(time, presented)
        else:
            self._belief.run = []
        if self.span is not None and self._belief.shown < self._settings.off_at:
            return self.close()
        if self.span is None and self._belief.shown >= self._settings.on_at and self._belief.run:
            mean = sum(self._belief.run) / len(self._belief.run)
            self.span = Span(self._id, self._belief.run_start, time, mean, len(self._belief.run))
        return None

    def close(self) -> Span | None:
        """End the running span (the tracklet is gone); returns it, or None where nothing was presented."""
        span, self.span = self.span, None
        if span is not None:
            span.open = False
        return span

    def _predict(self, time: float) -> None:
        if self._belief.time is None:
            return
        onset, release = self._settings.onset_rate, self._settings.release_rate
        rest = onset / (onset + release)
        kept = math.exp(-(onset + release) * max(0.0, time - self._belief.time))
        self._belief.shown = rest + (self._belief.shown - rest) * kept

    def _correct(self, presented: float) -> None:
        score = min(max(presented, 0.02), 0.98)
        even = self._settings.shown_at / (1.0 - self._settings.shown_at)
        odds = (self._belief.shown / (1.0 - self._belief.shown)) * (
            score / (1.0 - score) / even
        ) ** self._settings.temper
        self._belief.shown = min(max(odds / (1.0 + odds), 1e-3), 1.0 - 1e-3)

    def _extend(self, time: float, presented: float) -> None:
        if not self._belief.run:
            self._belief.run_start = time
        self._belief.run = [*self._belief.run[-7:], presented]
        if self.span is not None:
            span = self.span
            span.mean_presented = (span.mean_presented * span.n_frames + presented) / (span.n_frames + 1)
            span.n_frames += 1
            span.end = time

    def state(self) -> StateTree:
        """All that changes, but for the running span, which its owner keeps."""
        return asdict(self._belief)

    def restore(self, state: StateTree, span: Span | None) -> None:
        """Take up what `state` gave, with the span that was running."""
        self._belief = _Belief(**state)
        self.span = span
