"""What can be set in this room: one frozen node a part, checked on creation."""

from dataclasses import dataclass, field

from fashion_focus.core.errors import SettingsError

CELL_MULTIPLE = 32
"""The network halves its input five times, so both sides are multiples of this."""


def _require(fine: bool, message: str) -> None:
    if not fine:
        raise SettingsError(f"structuring: {message}")


@dataclass(frozen=True, slots=True)
class ShownCalibration:
    """How "heat" and "presented" become the probability that a product is shown: weights of their log-odds.

    Fitted on simulated streams of `val` products for the weights that ship (decision 0004).
    """

    constant: float = -4.32
    heat: float = 0.57
    presented: float = 1.08


@dataclass(frozen=True, slots=True)
class DetectorSettings:
    """How pictures become detections.

    width, height: the network's input for a landscape video, in pixels; a portrait video turns them.
    period_s: least time between two frames of one shot that the network sees, where a closer look finds the followed
    things in the frames between.
    least_score: detections below are dropped (the tracker uses weak ones only to go on with what it follows).
    least_leaf: a fine class is named only above this probability. overlap_iou: of two detections that overlap more,
    the weaker is dropped, whatever their classes. shown: what makes a score of the network's maps.
    """

    width: int = 416
    height: int = 224
    period_s: float = 0.4
    max_detections: int = 50
    least_score: float = 0.02
    least_leaf: float = 0.5
    overlap_iou: float = 0.6
    shown: ShownCalibration = field(default_factory=ShownCalibration)

    def __post_init__(self) -> None:
        for name in ("width", "height"):
            side = getattr(self, name)
            _require(side > 0 and side % CELL_MULTIPLE == 0, f"detector.{name} is {side}; use a multiple of 32")
        _require(self.period_s >= 0, f"detector.period_s is {self.period_s}; use 0 or more seconds")
        _require(self.max_detections > 0, f"detector.max_detections is {self.max_detections}; use 1 or more")


@dataclass(frozen=True, slots=True)
class LookCalibration:
    """How a closer look and the score before it become probabilities: weights of log-odds.

    thing_constant, thing: that a product is there. shown_constant and the other three: that it is there and shown;
    `shown` and `shown_thing` weigh the closer look, `shown_before` the score that the detector gave. unseen: what
    stands for that score where the detector proposed nothing. unasked_*: the weights where it was not asked and the
    probability when last seen stands for its score. away: what each height of the picture takes off that lies between
    the thing's middle and the picture's: hosts hold things up in the middle, and shelves and tables are not there (a
    quarter of what simulated streams would suggest). Fitted on simulated streams of `val` products for the weights that
    ship (`training.look_calibration`, decisions 0005 and 0007).
    """

    thing_constant: float = 0.29
    thing: float = 1.06
    shown_constant: float = -3.25
    shown: float = 0.72
    shown_thing: float = 1.47
    shown_before: float = 0.1
    unseen: float = 0.08
    unasked_constant: float = -2.85
    unasked: float = 0.62
    unasked_thing: float = 1.19
    unasked_last: float = 0.34
    away: float = 2.0


@dataclass(frozen=True, slots=True)
class RefinementSettings:
    """What is looked at again, and what comes of it.

    most, worth: so many detections of a frame at most, and only those with at least this score. most_expected,
    worth_expected: the same for followed things that are looked for where they should be, unless a detection overlaps
    them by same_iou; `most` of them where the detector was not asked. unlooked: the highest score of what is not looked
    at. least_score: below it nothing is left of a proposal. overlap_iou: of two boxes that
    overlap more, the weaker is dropped.
    """

    most: int = 4
    worth: float = 0.02
    most_expected: int = 2
    worth_expected: float = 0.1
    same_iou: float = 0.75
    unlooked: float = 0.05
    least_score: float = 0.02
    overlap_iou: float = 0.6
    calibration: LookCalibration = field(default_factory=LookCalibration)

    def __post_init__(self) -> None:
        _require(self.most > 0, f"refinement.most is {self.most}; use 1 or more")
        _require(self.most_expected >= 0, f"refinement.most_expected is {self.most_expected}; use 0 or more")


@dataclass(frozen=True, slots=True)
class TrackerSettings:
    """How detections become tracklets; all spans are seconds, so that any analysis rate works.

    strong_score: detections above are associated by appearance and place, weaker ones by place only.
    new_score: only detections above start a tracklet. patience_s: how long a thing may stay unseen.
    least_boxes, least_s: shorter tracklets are dropped. longest_s: after this a tracklet ends and a new one begins.
    max_open: things followed at once; more are left out, the weakest first.
    least_cosine: appearance below speaks against one and the same thing; least_nearness: the same for places, as IoU
    of boxes grown by `reach` of their sides, and by `reach_per_s` more for every second unseen.
    least_iou, least_weak_iou: overlap that carries on where appearance does not help, for strong and weak detections.
    veto_cosine: appearance below which no overlap helps: another thing has been put in its place.
    """

    strong_score: float = 0.1
    new_score: float = 0.15
    patience_s: float = 0.9
    least_boxes: int = 2
    least_s: float = 0.15
    longest_s: float = 600.0
    max_open: int = 48
    appearance_share: float = 0.5
    appearance_memory: float = 0.7
    least_cosine: float = 0.35
    veto_cosine: float = 0.1
    least_nearness: float = 0.1
    reach: float = 0.35
    reach_per_s: float = 0.6
    least_iou: float = 0.3
    least_weak_iou: float = 0.45

    def __post_init__(self) -> None:
        _require(self.patience_s > 0, f"tracker.patience_s is {self.patience_s}; use a positive number of seconds")
        _require(self.max_open > 0, f"tracker.max_open is {self.max_open}; use 1 or more")
        _require(self.least_boxes > 0, f"tracker.least_boxes is {self.least_boxes}; use 1 or more")


@dataclass(frozen=True, slots=True)
class CutSettings:
    """When one shot gives way to the next; changes are distances in CIE Lab.

    width, height: the small picture looked at. least_change: below this nothing is a cut. times_usual: a cut changes
    this many times more than pictures lately did. memory: how many past changes count as lately. least_contrast:
    pictures with less deviation of lightness (a flash, black) are looked past: the one after is compared with the one
    before.
    """

    width: int = 64
    height: int = 36
    least_change: float = 10.0
    times_usual: float = 2.5
    memory: int = 12
    least_contrast: float = 2.0


@dataclass(frozen=True, slots=True)
class KeyFrameSettings:
    """Which crops are worth keeping and embedding.

    max_views: key frames a tracklet. least_gap_s: time between two crops of one tracklet. renew_s, idle_renew_s:
    after this long even an ordinary crop is wanted again, of a thing presented and of one that only stands about.
    new_view: appearance distance (1 - cosine) to all kept views that makes a view new. better: how many times better
    than the best so far. acceptable: share of the best quality below which nothing is wanted.
    picture_px: long side of the conversion that crops are cut from. crop_px: long side of a crop, at most.
    """

    max_views: int = 8
    least_gap_s: float = 0.5
    renew_s: float = 1.0
    idle_renew_s: float = 6.0
    presented: float = 0.5
    new_view: float = 0.25
    better: float = 1.2
    acceptable: float = 0.6
    picture_px: int = 1280
    crop_px: int = 320

    def __post_init__(self) -> None:
        _require(self.max_views > 0, f"key_frames.max_views is {self.max_views}; use 1 or more")


@dataclass(frozen=True, slots=True)
class StructuringSettings:
    """Everything of this room."""

    detector: DetectorSettings = field(default_factory=DetectorSettings)
    refinement: RefinementSettings = field(default_factory=RefinementSettings)
    tracker: TrackerSettings = field(default_factory=TrackerSettings)
    cuts: CutSettings = field(default_factory=CutSettings)
    key_frames: KeyFrameSettings = field(default_factory=KeyFrameSettings)
