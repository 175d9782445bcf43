"""Arms of a drawn host: from the shoulder over the elbow to the hand, wherever it reaches."""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from fashion_focus.core.arrays import Pixels
from fashion_focus.simulation.props.hands import Hand, Look
from fashion_focus.simulation.sprites import Matrix, after, paste

Point = tuple[float, float]
_Ends = npt.NDArray[np.float64]
_SHIFT = 4  # bits of a pixel's fraction that OpenCV's lines take, so that slow arms do not jerk


@dataclass(frozen=True, slots=True)
class Arm:
    """An arm on the stage, all in px. points: shoulder, elbow and wrist. width: of the upper arm."""

    points: tuple[Point, Point, Point]
    width: float
    look: Look


@dataclass(frozen=True, slots=True)
class FreeHand:
    """An arm that holds nothing, with its hand. at: where the palm is; size: px of the hand."""

    arm: Arm
    hand: Hand
    at: Point
    angle: float
    size: float


def reach(shoulder: Point, goal: Point, *, bone: float, outward: float) -> tuple[Point, Point, float]:
    """Elbow, wrist and the hand's angle (degrees) of an arm whose palm is at goal.

    bone: px of the upper arm and of the forearm, which stretch where the goal is farther. outward: -1 or 1, the side
    that the elbow goes to.
    """
    start, end = np.array(shoulder), np.array(goal)
    way = end - start
    far = max(float(np.hypot(*way)), 1.0)
    across = np.array([-way[1], way[0]]) / far
    bend = np.sqrt(max(bone**2 - (far / 2) ** 2, 0.0)) * 0.8
    # The elbow is on the outer side, or below where both sides are as far out.
    side = np.sign(across @ np.array([outward, 0.35])) or 1.0
    elbow = (start + end) / 2 + across * side * bend
    along = (end - elbow) / max(float(np.hypot(*(end - elbow))), 1.0)
    wrist = end - along * 0.36 * bone
    angle = float(np.rad2deg(np.arctan2(along[0], -along[1])))
    return (float(elbow[0]), float(elbow[1])), (float(wrist[0]), float(wrist[1])), angle


def draw_arm(picture: Pixels, arm: Arm, camera: Matrix) -> None:
    """Draw an arm into a picture (H, W, 3) in place: a sleeve to below the elbow, then skin."""
    points = np.array(arm.points) @ camera[:, :2].T + camera[:, 2]
    scale = float(np.sqrt(abs(np.linalg.det(camera[:, :2]))))
    wide = arm.width * scale
    shoulder, elbow, wrist = points
    cuff = elbow + (wrist - elbow) * 0.55
    for start, end, colour, width in (
        (elbow, wrist, arm.look.skin, 0.62 * wide),
        (shoulder, elbow, arm.look.sleeve, wide),
        (elbow, cuff, arm.look.sleeve, 0.86 * wide),
    ):
        for share, light in ((1.0, 0.66), (0.8, 0.86), (0.52, 0.97), (0.24, 1.05)):
            _line(picture, (start, end), tuple(min(255, int(level * light)) for level in colour), share * width)


def draw_free_hand(picture: Pixels, free: FreeHand, camera: Matrix) -> None:
    """Draw an arm and its empty hand into a picture (H, W, 3) in place."""
    draw_arm(picture, free.arm, camera)
    matrix = after(camera, hand_matrix(free.hand, free.at, angle=free.angle, size=free.size))
    paste(picture, free.hand.behind, matrix)
    paste(picture, free.hand.before, matrix)


def hand_matrix(hand: Hand, at: Point, *, angle: float, size: float) -> Matrix:
    """Matrix (2, 3) of a hand's sprites: its grip point at `at`, turned by angle degrees."""
    turn = np.deg2rad(angle)
    linear = size / hand.span * np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    return np.hstack([linear, (np.array(at) - linear @ np.array(hand.grip))[:, None]])


def _line(
    picture: Pixels,
    ends: tuple[np.ndarray[tuple[int], np.dtype[np.float64]], ...],
    colour: tuple[int, ...],
    wide: float,
) -> None:
    start, end = ((int(end[0] * 2**_SHIFT), int(end[1] * 2**_SHIFT)) for end in np.clip(ends, -4000, 4000))
    cv2.line(picture, start, end, colour, max(1, round(wide)), cv2.LINE_AA, _SHIFT)
