"""Which sights of a thing are worth cutting out and embedding, and which of them are kept.

A crop costs a conversion of the picture and a run of the encoder, so it is asked for only where it tells something
new: at a thing's beginning, from another side, clearly better than before, or after a while.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from fashion_focus.core.arrays import Pixels, Vector
from fashion_focus.core.state import StateTree
from fashion_focus.core.tracklet import KeyFrame
from fashion_focus.structuring.settings import KeyFrameSettings
from fashion_focus.structuring.tracking.track import Sighting

_SHARPNESS_PX = 128
_SHARP = 150.0
"""Laplacian variance of a crop (brought to 128 pixels) at which it counts as half sharp."""
_LARGE_PX = 160.0
"""Geometric mean of the sides from which more pixels tell the encoder nothing more: its own input size."""
_EDGE_SHARE = 0.02
_TIME_APART_S = 2.0


@dataclass(frozen=True, slots=True)
class WantedCrop:
    """A crop to embed. slot: 0 to max_views - 1; a slot that was used before is to be replaced by this view."""

    tracklet_id: str
    slot: int
    key_frame: KeyFrame


@dataclass(frozen=True, slots=True)
class _View:
    time: float
    quality: float
    appearance: Vector


class KeyFramePolicy:
    """Keeps at most max_views key frames a tracklet: good ones, apart in time and in looks."""

    def __init__(self, settings: KeyFrameSettings | None = None) -> None:
        self._settings = settings or KeyFrameSettings()
        self._views: dict[str, list[_View]] = {}
        self._looked: dict[str, float] = {}

    def is_due(self, sighting: Sighting, time: float, *, size: tuple[int, int]) -> bool:
        """Whether a look at the pixels may pay; size: width and height of the frame."""
        views = self._views.get(sighting.tracklet_id)
        if not views:
            return True
        if time - self._looked[sighting.tracklet_id] < self._settings.least_gap_s:
            return False
        return self._tells_more(sighting, time, quality=placement(sighting, size=size))

    def consider(self, sighting: Sighting, crop: Pixels, *, time: float, size: tuple[int, int]) -> WantedCrop | None:
        """The crop as a key frame, if it is worth embedding; crop: (H, W, 3) RGB of the sighting's box."""
        name = sighting.tracklet_id
        quality = placement(sighting, size=size) * (0.3 + 0.7 * sharpness(crop))
        known = bool(self._views.get(name))
        self._looked[name] = time
        if known and not self._tells_more(sighting, time, quality=quality):
            return None
        view = _View(time, quality, sighting.appearance)
        return WantedCrop(name, self._keep(name, view), KeyFrame(time, sighting.box, crop, quality))

    def forget(self, tracklet_id: str) -> None:
        """Drop what is known of a closed tracklet."""
        self._views.pop(tracklet_id, None)
        self._looked.pop(tracklet_id, None)

    def state(self) -> StateTree:
        """Everything that later decisions depend on, as plain data."""
        return {
            name: {
                "looked": self._looked[name],
                "times": np.array([view.time for view in views], np.float64),
                "qualities": np.array([view.quality for view in views], np.float64),
                "appearance": np.stack([view.appearance for view in views]),
            }
            for name, views in self._views.items()
        }

    def restore(self, state: StateTree) -> None:
        """Go on from a state as if nothing had happened."""
        self._looked = {name: float(one["looked"]) for name, one in state.items()}
        self._views = {
            name: [
                _View(float(time), float(quality), np.asarray(appearance, np.float32))
                for time, quality, appearance in zip(one["times"], one["qualities"], one["appearance"], strict=True)
            ]
            for name, one in state.items()
        }

    def _tells_more(self, sighting: Sighting, time: float, *, quality: float) -> bool:
        settings, views = self._settings, self._views[sighting.tracklet_id]
        best = max(view.quality for view in views)
        if quality > settings.better * best:
            return True
        if quality < settings.acceptable * best:
            return False
        if min(_distance(view.appearance, sighting.appearance) for view in views) > settings.new_view:
            return True
        shown = sighting.presented >= settings.presented
        return time - max(view.time for view in views) >= (settings.renew_s if shown else settings.idle_renew_s)

    def _keep(self, name: str, view: _View) -> int:
        views = self._views.setdefault(name, [])
        if len(views) < self._settings.max_views:
            views.append(view)
            return len(views) - 1
        slot = min(range(len(views)), key=lambda i: _worth(views[i], [*views[:i], *views[i + 1 :], view]))
        views[slot] = view
        return slot


def placement(sighting: Sighting, *, size: tuple[int, int]) -> float:
    """How well a thing is placed, 0 to 1, before looking at pixels: large, sure, and clear of the picture's edges."""
    x0, y0, x1, y1 = sighting.box
    width, height = size
    large = min(1.0, float(np.sqrt(max(x1 - x0, 0.0) * max(y1 - y0, 0.0))) / _LARGE_PX)
    margin_x, margin_y = width * _EDGE_SHARE, height * _EDGE_SHARE
    at_edge = (x0 < margin_x) + (y0 < margin_y) + (x1 > width - margin_x) + (y1 > height - margin_y)
    return large * (0.5 + 0.5 * sighting.score) * (1.0 - 0.1 * at_edge)


def sharpness(crop: Pixels) -> float:
    """How sharp a crop (H, W, 3) is, 0 to 1, by the variance of its Laplacian at a fixed size."""
    gray = cv2.cvtColor(crop, cv2.COLOR_RGB2GRAY)
    share = _SHARPNESS_PX / max(gray.shape)
    if share < 1.0:
        gray = cv2.resize(gray, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
    variance = float(cv2.Laplacian(gray, cv2.CV_32F).var())
    return variance / (variance + _SHARP)


def _worth(view: _View, others: list[_View]) -> float:
    looks = min(_distance(view.appearance, other.appearance) for other in others)
    time = min(min(abs(view.time - other.time) / _TIME_APART_S, 1.0) for other in others)
    return view.quality + looks + 0.5 * time


def _distance(a: Vector, b: Vector) -> float:
    return 1.0 - float(a @ b)
