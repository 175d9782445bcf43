"""What a session tells while it runs; each event is final for the media time that it names."""

from dataclasses import dataclass

from fashion_focus.core.focus import Focus
from fashion_focus.core.notes import Note
from fashion_focus.core.tracklet import Tracklet


@dataclass(frozen=True, slots=True)
class FocusStarted:
    """A product is being exhibited since focus.interval.start; `time` is when this became known."""

    time: float
    focus: Focus


@dataclass(frozen=True, slots=True)
class FocusUpdated:
    """What is known of a running focus has changed (its end so far, its confidence, its product's rivals)."""

    time: float
    focus: Focus


@dataclass(frozen=True, slots=True)
class FocusEnded:
    """A focus is over; its interval and product will not change any more."""

    time: float
    focus: Focus


@dataclass(frozen=True, slots=True)
class TrackletClosed:
    """A thing has gone out of sight."""

    time: float
    tracklet: Tracklet


@dataclass(frozen=True, slots=True)
class StreamNote:
    """Something was missing or broken."""

    time: float
    note: Note


Event = FocusStarted | FocusUpdated | FocusEnded | TrackletClosed | StreamNote
