"""How often the machine was right, told by what people decided: nothing undecided counts."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean

from fashion_focus.core.interval import Interval, t_iou
from fashion_focus.service.shows.review import SHOWN, ReviewedFocus, Standing

RANKS = (1, 3, 5)
N_BINS = 10


@dataclass(frozen=True, slots=True)
class Judged:
    """A decided focus of a show.

    category: of the product that is shown, or was said to be. ranked: products by the machine, the surest first;
    none where it missed the exhibit. shown: the product that people say is shown, "" for none.
    """

    video_id: str
    focus_id: str
    time: float
    category: str
    confidence: float
    ranked: tuple[str, ...]
    shown: str
    overlap: float | None

    @property
    def right(self) -> bool:
        """Whether the machine's first choice is what is shown."""
        return bool(self.shown) and self.ranked[:1] == (self.shown,)


@dataclass(frozen=True, slots=True)
class Figures:
    """Of some judged focuses; None where there is nothing to count.

    n: exhibits that are truly there. recall: by rank, share of them whose product is among the machine's first k.
    precision: of what the machine found. t_iou: of the found times with the corrected ones.
    """

    n: int
    recall: dict[int, float] | None
    precision: float | None
    t_iou: float | None


@dataclass(frozen=True, slots=True)
class Bin:
    """Found focuses with a confidence in [low, high). right: share of them that are right."""

    low: float
    high: float
    n: int
    right: float | None


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """Precision and recall where only what is at least so sure counts."""

    confidence: float
    precision: float
    recall: float


def judged(video_id: str, focuses: Iterable[ReviewedFocus], category_of: Callable[[str], str]) -> list[Judged]:
    """The decided focuses of one show. category_of: a product's category, "" for an unknown product."""
    return [_judged(video_id, focus, category_of) for focus in focuses if focus.standing in _DECIDED]


_DECIDED = (*SHOWN, Standing.REJECTED)


def figures(rows: Sequence[Judged]) -> Figures:
    """Recall, precision and overlap in time."""
    there = [row for row in rows if row.shown]
    found = [row for row in rows if row.ranked]
    overlaps = [row.overlap for row in rows if row.overlap is not None]
    recall = {k: fmean(row.shown in row.ranked[:k] for row in there) for k in RANKS} if there else None
    precision = fmean(row.right for row in found) if found else None
    return Figures(len(there), recall, precision, fmean(overlaps) if overlaps else None)


def reliability(rows: Sequence[Judged]) -> list[Bin]:
    """What confidence promises against what came true, in tenths."""
    found = [row for row in rows if row.ranked]
    bins = []
    for k in range(N_BINS):
        inside = [row for row in found if min(N_BINS - 1, int(row.confidence * N_BINS)) == k]
        right = fmean(row.right for row in inside) if inside else None
        bins.append(Bin(k / N_BINS, (k + 1) / N_BINS, len(inside), right))
    return bins


def curve(rows: Sequence[Judged]) -> list[CurvePoint]:
    """Precision and recall at each confidence that occurs, the surest first; empty without exhibits."""
    n_there = sum(bool(row.shown) for row in rows)
    found = sorted((row for row in rows if row.ranked), key=lambda row: -row.confidence)
    points: dict[float, CurvePoint] = {}
    n_right = 0
    for n, row in enumerate(found, start=1):
        n_right += row.right
        if n_there:
            # Equal confidences stand or fall together: the last of them has the point.
            points[row.confidence] = CurvePoint(row.confidence, n_right / n, n_right / n_there)
    return list(points.values())


def _judged(video_id: str, focus: ReviewedFocus, category_of: Callable[[str], str]) -> Judged:
    found, there = focus.found, focus.standing in SHOWN
    ranked: tuple[str, ...] = ()
    overlap = None
    if found is not None:
        ranked = (found.product_id, *(str(other["product_id"]) for other in found.alternatives))
        if there and found.end > found.start:
            overlap = t_iou(Interval(found.start, found.end), Interval(focus.start, focus.end))
    return Judged(
        video_id,
        focus.id,
        focus.start,
        category_of(focus.product_id) or "other",
        found.confidence if found else 0.0,
        ranked,
        focus.product_id if there else "",
        overlap,
    )
