"""A drawn host at work: sways, talks, reaches for what is held, and gestures with the hand that is free."""

from dataclasses import replace

import numpy as np

from fashion_focus.simulation.actors import Actor, Grip, Manner
from fashion_focus.simulation.props.arms import Arm, FreeHand, Point, reach
from fashion_focus.simulation.scenes import Scene
from fashion_focus.simulation.sprites import Matrix, Sprite, placing
from fashion_focus.simulation.staging.host import ARM_WIDTH, BONE, HAND, SHOULDERS, Host

_BLINKS = 3.7  # seconds from blink to blink


class Presenter:
    """Puts the host and its arms into scenes. size: width and height of the picture in px."""

    def __init__(self, rng: np.random.Generator, host: Host, *, size: tuple[int, int]) -> None:
        self._host = host
        self._size = size
        sprite = host.faces[0][0]
        self._tall = min(0.82 * size[1], 0.84 * size[0] * sprite.size[1] / sprite.size[0])
        self._scale = self._tall / sprite.size[1]
        self._phases = rng.uniform(0, 6.3, 6)
        self._pace = float(rng.uniform(0.8, 1.5))

    def join(self, scene: Scene, time: float, *, talking: bool) -> Scene:
        """The scene with the host in it."""
        busy = talking and np.sin(21 * time) + np.sin(13.7 * time) > -0.3
        blinking = (time + self._phases[3]) % _BLINKS < 0.13
        body = self._host.face(talking=busy, blinking=blinking)
        matrix = self._matrix(body, time)
        shoulders = self._shoulders(matrix)
        actors, used = self._hold(scene.actors, shoulders)
        free = tuple(self._gesture(side, shoulders[side], time, talking=talking) for side in (0, 1) if side not in used)
        return replace(scene, actors=actors, people=((body, matrix),), free_hands=free)

    def _matrix(self, body: Sprite, time: float) -> Matrix:
        width, height = self._size
        sway = 0.02 * self._tall * float(np.sin(0.8 * time + self._phases[4]) + 0.5 * np.sin(0.31 * time))
        nod = 0.006 * self._tall * float(np.sin(2.1 * time + self._phases[5]))
        _, y0, _, y1 = body.bounds
        tall = self._tall * (y1 - y0) / body.size[1]
        centre = (width / 2 + sway, height - tall / 2 + 0.02 * self._tall + nod)
        return placing(body, centre=centre, height=tall, angle=1.2 * float(np.sin(0.7 * time + self._phases[0])))

    def _shoulders(self, matrix: Matrix) -> tuple[Point, Point]:
        # The sprite is cut to what is opaque; its shoulders keep their distance from its middle and its foot.
        sprite = self._host.faces[0][0]
        offset = np.array([sprite.size[0] / 2 - 220.0, sprite.size[1] - 540.0])
        points = (np.array(SHOULDERS) + offset) @ matrix[:, :2].T + matrix[:, 2]
        return (float(points[0][0]), float(points[0][1])), (float(points[1][0]), float(points[1][1]))

    def _hold(self, actors: tuple[Actor, ...], shoulders: tuple[Point, Point]) -> tuple[tuple[Actor, ...], set[int]]:
        """The actors, those that are held by the host's own hands; and which arms that takes."""
        used: set[int] = set()
        held = []
        middle = (shoulders[0][0] + shoulders[1][0]) / 2
        several = sum(_is_held(actor) for actor in actors) > 1
        # What is nearest to the camera is taken hold of first.
        for actor in reversed(actors):
            near = int(actor.centre[0] > middle)
            sides = [side for side in (near, 1 - near) if side not in used] if _is_held(actor) else []
            taken = list(zip(sides, actor.grips[: 1 if several else 2], strict=False))
            used |= {side for side, _ in taken}
            grips = tuple(self._grip(actor, grip, side, shoulders[side]) for side, grip in taken)
            held.append(replace(actor, grips=grips))
        return tuple(reversed(held)), used

    def _grip(self, actor: Actor, grip: Grip, side: int, shoulder: Point) -> Grip:
        across = grip.at[0] if actor.manner is Manner.HANGER else (0.12, 0.88)[side] * 0.6 + 0.2
        at = (across, min(grip.at[1], 0.86))
        elbow, wrist, angle = reach(shoulder, actor.point(at), bone=BONE * self._scale, outward=(-1.0, 1.0)[side])
        arm = Arm((shoulder, elbow, wrist), ARM_WIDTH * self._scale, self._host.look)
        return Grip(self._host.hand, at, angle, HAND * self._scale, arm)

    def _gesture(self, side: int, shoulder: Point, time: float, *, talking: bool) -> FreeHand:
        """A hand that rests before the body, and moves while its owner speaks."""
        bone = BONE * self._scale
        outward = (-1.0, 1.0)[side]
        beat = self._pace * time + self._phases[side]
        lively = 1.0 if talking else 0.3
        wave = max(0.0, float(np.sin(0.45 * beat + side * 2.1)) - 0.3) * lively
        goal = (
            shoulder[0] + outward * bone * (-0.35 + 1.0 * wave + 0.12 * lively * float(np.sin(2.3 * beat))),
            shoulder[1] + bone * (1.0 - 1.25 * wave + 0.1 * lively * float(np.sin(3.1 * beat))),
        )
        elbow, wrist, angle = reach(shoulder, goal, bone=bone, outward=outward)
        arm = Arm((shoulder, elbow, wrist), ARM_WIDTH * self._scale, self._host.look)
        return FreeHand(arm, self._host.hand, goal, angle, HAND * self._scale)


def _is_held(actor: Actor) -> bool:
    """Whether a hand is on it; also on what is just being put down."""
    return bool(actor.grips) and actor.manner in {Manner.HELD, Manner.HANGER, Manner.STANDING}
