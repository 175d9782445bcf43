"""Localization alone: tracklets whose identities are given, without pictures or words."""

from collections.abc import Mapping, Sequence

import numpy as np

from fashion_focus.core.events import Event, FocusEnded
from fashion_focus.core.focus import Focus, FocusState
from fashion_focus.core.tracklet import Tracklet
from fashion_focus.evaluation.metrics.sightings import BOX_IOU, box_ious
from fashion_focus.evaluation.truth import StreamTruth
from fashion_focus.localization import Identity, Localizer, Observation


def localize_known(
    tracklets: Sequence[Tracklet], products: Mapping[str, str | None], shelf: Sequence[str], *, rate: float
) -> tuple[Focus, ...]:
    """Focuses of tracklets whose products are known, in order of time.

    products: tracklet id to its product, None for a thing that is not on the shelf. rate: analysed frames a second.
    """
    known = {one.id: _certain(products.get(one.id), shelf) for one in tracklets}
    localizer = Localizer(shelf, frame_period=1.0 / rate)
    events: list[Event] = []
    moments: dict[float, list[Observation]] = {}
    for one in tracklets:
        for time, presented in zip(one.times.tolist(), one.presented.tolist(), strict=True):
            moments.setdefault(time, []).append(Observation(one.id, presented, known[one.id]))
    ends = {one.id: float(one.times[-1]) for one in tracklets}
    for time in sorted(moments):
        events += localizer.update(time, moments[time])
        for observation in moments[time]:
            if ends[observation.tracklet_id] == time:
                localizer.end_tracklet(observation.tracklet_id)
    events += localizer.finish()
    ended = [event.focus for event in events if isinstance(event, FocusEnded)]
    return tuple(sorted((f for f in ended if f.state is FocusState.FINAL), key=lambda f: (f.interval.start, f.id)))


def true_products(truth: StreamTruth, tracklets: Sequence[Tracklet]) -> dict[str, str | None]:
    """What each tracklet really shows: the product that its boxes fit most often; None where they fit none."""
    times = np.array([frame.time for frame in truth.frames], np.float64)
    return {one.id: _product(truth, one, times) for one in tracklets}


def _product(
    truth: StreamTruth, tracklet: Tracklet, times: np.ndarray[tuple[int, ...], np.dtype[np.float64]]
) -> str | None:
    counts: dict[str, int] = {}
    for time, box in zip(tracklet.times, tracklet.boxes, strict=True):
        frame = truth.frames[int(np.abs(times - time).argmin())] if len(times) else None
        if frame is None or not frame.objects:
            continue
        overlaps = box_ious(np.array([thing.box for thing in frame.objects]), box[None].astype(np.float64))[:, 0]
        best = int(overlaps.argmax())
        if overlaps[best] >= BOX_IOU:
            product = frame.objects[best].product_id
            counts[product] = counts.get(product, 0) + 1
    return max(counts, key=lambda product: counts[product]) if counts else None


def _certain(product: str | None, shelf: Sequence[str]) -> Identity:
    shares = np.array([one == product for one in shelf], np.float32)
    return Identity(shares, 1.0 - float(shares.sum()), shares, n_views=1)
