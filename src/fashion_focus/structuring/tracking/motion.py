"""A Kalman filter for boxes, in seconds.

Centre x, centre y, width and height each move on their own with a velocity that fades; noise grows with the box's own
size, as in SORT (Bewley et al. 2016) and ByteTrack (Zhang et al. 2022). As the four do not mix, every matrix
shrinks to numbers, and the whole filter to sums over four columns. The velocity fades because at a few pictures a
second a hand starts and stops between two of them: an old velocity carries a box too far.
"""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from fashion_focus.core.arrays import Boxes

Four = npt.NDArray[np.float64]

FADE_S = 0.35
ACCELERATION = 6.0
"""Standard deviation of acceleration, in box sizes a second squared."""
MEASUREMENT = 0.05
"""Standard deviation of a detected box, in box sizes."""
START_SPEED = 1.0
"""Standard deviation of the first velocity, in box sizes a second."""


@dataclass(frozen=True, slots=True)
class Motion:
    """What is believed of a box at a time.

    place: (4,) centre x, centre y, width, height in pixels. velocity: (4,) of these a second. spread: (3, 4) variance
    of place, covariance of place and velocity, variance of velocity.
    """

    time: float
    place: Four
    velocity: Four
    spread: Four

    @classmethod
    def begin(cls, box: Boxes, time: float) -> "Motion":
        """The belief after one box (4,) xyxy: at rest, but not surely so."""
        place = _to_place(box)
        size = _size(place)
        spread = np.stack([(MEASUREMENT * size) ** 2, np.zeros(4), (START_SPEED * size) ** 2])
        return cls(time, place, np.zeros(4), spread)

    @property
    def box(self) -> Boxes:
        """Where the thing should be: (4,) xyxy."""
        half = np.maximum(self.place[2:], 1.0) / 2
        return np.concatenate([self.place[:2] - half, self.place[:2] + half]).astype(np.float32)

    def at(self, time: float) -> "Motion":
        """The belief at a later time."""
        dt = time - self.time
        fade = math.exp(-dt / FADE_S)
        way = FADE_S * (1 - fade)
        push = (ACCELERATION * _size(self.place)) ** 2
        variance, shared, speed = self.spread
        spread = np.stack(
            [
                variance + 2 * way * shared + way**2 * speed + push * dt**4 / 4,
                fade * (shared + way * speed) + push * dt**3 / 2,
                fade**2 * speed + push * dt**2,
            ]
        )
        return Motion(time, self.place + way * self.velocity, fade * self.velocity, spread)

    def seen(self, box: Boxes) -> "Motion":
        """The belief after a box (4,) xyxy was found at this time."""
        place = _to_place(box)
        variance, shared, speed = self.spread
        total = variance + (MEASUREMENT * _size(place)) ** 2
        surprise = place - self.place
        gain, push = variance / total, shared / total
        spread = np.stack([(1 - gain) * variance, (1 - gain) * shared, speed - push * shared])
        return Motion(self.time, self.place + gain * surprise, self.velocity + push * surprise, spread)


def _to_place(box: Boxes) -> Four:
    box = np.asarray(box, np.float64)
    return np.concatenate([(box[:2] + box[2:]) / 2, box[2:] - box[:2]])


def _size(place: Four) -> Four:
    sides = np.maximum(place[2:], 1.0)
    return np.concatenate([sides, sides])
