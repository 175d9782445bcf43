"""Why a focus starts and ends where it does, said from what lies at its edges."""

from collections.abc import Mapping

from fashion_focus.core.focus import Focus
from fashion_focus.core.tracklet import Tracklet
from fashion_focus.core.words import Word

Reason = tuple[str, tuple[str, ...]]
"""Key and arguments of a message of `texts`."""

# Analysed frames lie a quarter of a second apart at the usual rate; nearer than this is the same moment.
_SAME_MOMENT = 0.3


def edge_reasons(focus: Focus, tracklets: Mapping[str, Tracklet]) -> list[Reason]:
    """One reason for the start and one for the end; a single one where no tracklet stands behind the focus."""
    behind = [tracklets[name] for name in focus.evidence.tracklets if name in tracklets]
    if not behind:
        return [("edges_unknown", ())]
    seen_from = min(float(tracklet.times[0]) for tracklet in behind)
    seen_until = max(float(tracklet.times[-1]) for tracklet in behind)
    words = focus.evidence.words
    start, end = focus.interval.start, focus.interval.end
    said_at_start = _nearest([(word.start, word) for word in words], start)
    said_at_end = _nearest([(word.end, word) for word in words], end)
    return [
        _reason("start", start - seen_from, said_at_start),
        _reason("end", end - seen_until, said_at_end),
    ]


def _nearest(words: list[tuple[float, Word]], time: float) -> Word | None:
    near = [(abs(moment - time), word) for moment, word in words if abs(moment - time) <= _SAME_MOMENT]
    return min(near, key=lambda pair: pair[0])[1] if near else None


def _reason(edge: str, delta: float, word: Word | None) -> Reason:
    if abs(delta) <= _SAME_MOMENT:
        return f"{edge}_seen", ()
    if word is not None:
        return f"{edge}_said", (word.text,)
    return f"{edge}_{'later' if delta > 0 else 'earlier'}", (f"{abs(delta):.1f}",)
