"""What a live stream leaves to its review: a person's pins accepted, the machine's proposed, marks undecided."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from fashion_focus.service.live.pinning import SURE
from fashion_focus.service.shows.review import SHORTEST_S
from fashion_focus.store.ids import new_id
from fashion_focus.store.library.corrections import Correction, CorrectionKind, Draft
from fashion_focus.store.library.desks import Mark, Pin
from fashion_focus.store.library.focuses import FROM_LIVE, FoundFocus

BY_MACHINE = "auto"
"""Who set a pin that no person set."""

SLIP_S = 2.0
"""A person's pin that was taken back sooner was set by mistake."""

_AROUND_MARK_S = 10.0


@dataclass(frozen=True, slots=True)
class Recording:
    """What of a stream a video shows: from a time of the stream on, for so many seconds."""

    starts: float
    duration: float

    def span(self, start: float, end: float) -> tuple[float, float]:
        """The video's part of a span of the stream; empty spans end before they start."""
        return round(max(0.0, start - self.starts), 3), round(min(self.duration, end - self.starts), 3)


@dataclass(frozen=True, slots=True)
class PinnedSpan:
    """A product that shoppers saw, in seconds of the video. number: of the pin that began it."""

    number: int
    product_id: str
    start: float
    end: float
    by: str


def pinned_spans(pins: Sequence[Pin], recording: Recording) -> list[PinnedSpan]:
    """What was pinned when, in order; pins of one product by the same hand after each other are one.

    pins: as they were set, the oldest first. Left out: slips, and what lies outside the video.
    """
    joined: list[Pin] = []
    for pin in pins:
        if not joined or (joined[-1].product_id, joined[-1].by) != (pin.product_id, pin.by):
            joined.append(pin)
    spans = []
    for k, pin in enumerate(joined):
        end = joined[k + 1].time if k + 1 < len(joined) else recording.starts + recording.duration
        start, last = recording.span(pin.time, end)
        least = SHORTEST_S if pin.by == BY_MACHINE else SLIP_S
        if pin.product_id and last - start >= least:
            spans.append(PinnedSpan(pin.number, pin.product_id, start, last, pin.by))
    return spans


def proposed_and_undecided(
    spans: Sequence[PinnedSpan], marks: Sequence[Mark], recording: Recording
) -> list[FoundFocus]:
    """The machine's pins, which were at least as sure as it must be to pin, and the marked moments."""
    proposed = [
        FoundFocus(f"{FROM_LIVE}pin-{span.number}", span.product_id, span.start, span.end, SURE, "final")
        for span in spans
        if span.by == BY_MACHINE
    ]
    undecided = []
    for mark in marks:
        start, end = recording.span(mark.time - _AROUND_MARK_S, mark.time + _AROUND_MARK_S)
        if end - start >= SHORTEST_S:
            undecided.append(
                FoundFocus(f"{FROM_LIVE}mark-{mark.number}", mark.product_id, start, end, 0.0, "undecided")
            )
    return proposed + undecided


def accepted(spans: Sequence[PinnedSpan], log: Sequence[Correction]) -> list[Draft]:
    """People's pins as entries for a video's log; those that it has with the same times are left as they stand."""
    newest: dict[str, dict[str, Any]] = {
        entry.focus_id: entry.values for entry in log if entry.kind is CorrectionKind.ADD
    }
    drafts = []
    for span in spans:
        focus_id = f"{FROM_LIVE}pin-{span.number}"
        values = {"product_id": span.product_id, "start": span.start, "end": span.end, "pinned": True}
        if span.by != BY_MACHINE and newest.get(focus_id) != values:
            drafts.append(Draft(new_id(), focus_id, CorrectionKind.ADD, values, span.by))
    return drafts
