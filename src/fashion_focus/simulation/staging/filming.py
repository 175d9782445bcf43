"""Who films: shake and bumps of the hand, zooms and cuts to what is shown, exposure and white balance that drift."""

from bisect import bisect_right
from dataclasses import dataclass

import numpy as np

from fashion_focus.simulation.camera import Camera
from fashion_focus.simulation.streams.plan import Exhibit, Mode

_WIDE = 1.04  # zoom of the ordinary view; what it leaves over is room to shake in
_RAMP = 0.9  # seconds that a zoom takes
_BUMP = 0.7  # seconds that a bump shakes the picture
_BUMPS_EVERY = 24.0  # seconds
_SHOTS = {Mode.CLOSEUP, Mode.PHOTO}  # nearer already


@dataclass(frozen=True, slots=True)
class Framing:
    """A nearer view from start to end (seconds): zoom, its middle in shares of the picture; ramped or cut to."""

    start: float
    end: float
    zoom: float
    middle: tuple[float, float]
    ramped: bool

    def share(self, time: float) -> float:
        """How far it is reached, 0 to 1."""
        if not self.start <= time < self.end:
            return 0.0
        if not self.ramped:
            return 1.0
        edge = min(time - self.start, self.end - time) / _RAMP
        inside = min(1.0, max(0.0, edge))
        return inside * inside * (3 - 2 * inside)


class Filming:
    """The camera of a show at any moment.

    homes: where (px) each exhibit is held. size: width and height of the picture in px.
    """

    def __init__(
        self,
        rng: np.random.Generator,
        exhibits: tuple[Exhibit, ...],
        homes: tuple[tuple[float, float], ...],
        *,
        size: tuple[int, int],
        seconds: float,
    ) -> None:
        self._size = size
        self._unit = float(np.sqrt(size[0] * size[1]))
        framings = [_framing(rng, exhibit, home, size) for exhibit, home in zip(exhibits, homes, strict=True)]
        self._framings = [framing for framing in framings if framing is not None]
        self._starts = [framing.start for framing in self._framings]
        self._bumps = np.cumsum(rng.exponential(_BUMPS_EVERY, int(seconds / _BUMPS_EVERY) + 2)).tolist()
        self._shake = float(rng.choice([0.35, 1.0, 1.8], p=[0.35, 0.45, 0.2]))
        self._phases = rng.uniform(0, 6.3, 12)
        self._tint = np.exp(rng.normal(0, 0.04, 2))
        self._drift = rng.uniform(0.01, 0.05, 3)

    def camera(self, time: float) -> Camera:
        """The camera at a time in seconds."""
        sine = np.sin(
            np.array([0.31, 0.7, 0.53, 1.9, 2.3, 3.7, 4.3, 0.11, 0.37, 0.07, 0.19, 0.13]) * time + self._phases
        )
        zoom, middle = self._view(time)
        shake = self._shake * self._unit
        shift = shake * np.array(
            [
                0.004 * sine[1] + 0.0016 * sine[3] + 0.0007 * sine[5],
                0.0035 * sine[2] + 0.0016 * sine[4] + 0.0007 * sine[6],
            ]
        )
        bump, speed = self._bump(time)
        shift += np.array([0.4, 1.0]) * bump + (np.array(self._size) / 2 - middle) * zoom
        room = (zoom - 1) * np.array(self._size) / 2
        shift = np.clip(shift, -room, room)
        red, blue = self._tint * (1 + self._drift[:2] * sine[[9, 10]])
        return Camera(
            zoom=zoom,
            shift=(float(shift[0]), float(shift[1])),
            roll=0.35 * self._shake * float(sine[2]),
            exposure=1.0 + float(self._drift[2]) * float(sine[7] + 0.5 * sine[8]),
            cast=(float(red), 1.0, float(blue)),
            motion=(speed, np.pi / 2) if speed > 2 else (0.0, 0.0),
        )

    def _view(self, time: float) -> tuple[float, np.ndarray[tuple[int], np.dtype[np.float64]]]:
        """Zoom, and the point (px) that is brought to the middle."""
        centre = np.array(self._size) / 2
        place = bisect_right(self._starts, time) - 1
        share = self._framings[place].share(time) if place >= 0 else 0.0
        if share == 0.0:
            return _WIDE, centre
        framing = self._framings[place]
        zoom = _WIDE * float((framing.zoom / _WIDE) ** share)
        return zoom, centre + share * (np.array(framing.middle) * self._size - centre)

    def _bump(self, time: float) -> tuple[float, float]:
        """Px by which a bump moves the picture down just now, and px that it moves within one picture."""
        place = bisect_right(self._bumps, time) - 1
        since = time - self._bumps[place] if place >= 0 else _BUMP
        if since >= _BUMP:
            return 0.0, 0.0
        size = 0.014 * self._shake * self._unit * (1 - since / _BUMP)
        return size * float(np.sin(18 * since)), size * 18 / 25 * abs(float(np.cos(18 * since)))


def _framing(
    rng: np.random.Generator, exhibit: Exhibit, home: tuple[float, float], size: tuple[int, int]
) -> Framing | None:
    """Some exhibits that last long enough are shown nearer for a while."""
    long = exhibit.end - exhibit.start
    kind, begin, zoom = rng.random(), rng.uniform(0.2, 0.35), float(rng.uniform(1.2, 1.5))
    if exhibit.pair or exhibit.mode in _SHOTS or long < 3.0 or kind > 0.55:
        return None
    middle = (home[0] / size[0], home[1] / size[1])
    start = exhibit.start + float(begin) * long
    return Framing(start, start + float(rng.uniform(0.4, 0.55)) * long, zoom, middle, ramped=bool(kind < 0.33))
