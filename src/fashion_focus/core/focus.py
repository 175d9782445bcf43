"""What the program answers: focuses, what they rest on, and the report that holds them."""

from dataclasses import dataclass, field
from enum import StrEnum

from fashion_focus.core.interval import Interval
from fashion_focus.core.notes import Note
from fashion_focus.core.tracklet import KeyFrame, Tracklet
from fashion_focus.core.words import Comment, PrintedLine, Word


class FocusState(StrEnum):
    """How far a focus may be trusted: open ones still run, undecided ones wait for a person."""

    OPEN = "open"
    FINAL = "final"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another product that the same pictures may show."""

    product_id: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a focus rests on. shares: modality -> share of the decision, summing to 1. tracklets: ids.

    printed: lines on the thing itself that name the product, the surest first; a part of what pictures say.
    """

    shares: dict[str, float] = field(default_factory=dict)
    tracklets: tuple[str, ...] = ()
    words: tuple[Word, ...] = ()
    comments: tuple[Comment, ...] = ()
    key_frames: tuple[KeyFrame, ...] = ()
    printed: tuple[PrintedLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Focus:
    """A product with the interval in which it is exhibited; confidence is a calibrated probability."""

    id: str
    product_id: str
    interval: Interval
    confidence: float
    state: FocusState = FocusState.FINAL
    alternatives: tuple[Alternative, ...] = ()
    evidence: Evidence = field(default_factory=Evidence)


@dataclass(frozen=True, slots=True)
class VideoFacts:
    """The video a report speaks of. duration in seconds; size: width and height of the upright picture."""

    file: str
    duration: float
    size: tuple[int, int]
    fps: float
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class FocusReport:
    """All that is known after a video: focuses in order of time, undecided ones apart, tracklets, notes.

    models: stage -> "name@hash", and "profile".
    """

    video: VideoFacts
    catalog_file: str
    n_products: int
    models: dict[str, str]
    focuses: tuple[Focus, ...]
    undecided: tuple[Focus, ...] = ()
    tracklets: tuple[Tracklet, ...] = ()
    notes: tuple[Note, ...] = ()
