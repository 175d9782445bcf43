"""One exhibit on the stage: how its product comes in, sways, turns, is put down and goes."""

from dataclasses import dataclass

import numpy as np

from fashion_focus.core.taxonomy import Category
from fashion_focus.simulation.actors import Actor, Grip, Manner, height_for, nearest_view, random_grips
from fashion_focus.simulation.assets import Assets
from fashion_focus.simulation.casting import photo_place, random_light
from fashion_focus.simulation.drawing.turntable import Turntable
from fashion_focus.simulation.sprites import Light, Sprite
from fashion_focus.simulation.streams.plan import LEAD, Exhibit, Mode

SIZES: dict[Category, tuple[float, float]] = {
    Category.CLOTHING: (0.55, 0.8), Category.SHOE: (0.32, 0.48), Category.BAG: (0.42, 0.62),
    Category.SNACK: (0.3, 0.46),
    Category.BOTTLE: (0.34, 0.5), Category.BEAUTY: (0.28, 0.42), Category.OTHER: (0.3, 0.45),
}  # fmt: skip
MANNERS = {
    Mode.HANGER: Manner.HANGER,
    Mode.WORN: Manner.WORN,
    Mode.CLOSEUP: Manner.CLOSEUP,
    Mode.PHOTO: Manner.PHOTO,
}
_SHOTS = {Manner.CLOSEUP, Manner.PHOTO}
_RESTS = (20.0, 45.0)  # seconds that a thing put down stays there
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Showing:
    """An exhibit as it will look: where it comes from and is held, how large, and with which hands.

    home: its place (px) while presented; source and goal: before and after. rests: until when (seconds) it lies at its
    goal, 0 where it is not put down. turn: how far it is turned, in degrees, in the middle of its time; 360 is once
    round. beat: its own phase of swaying. grips: hands that come from outside the picture.
    """

    exhibit: Exhibit
    manner: Manner
    home: Point
    source: Point
    goal: Point
    rests: float
    height: float
    turn: float
    beat: float
    grips: tuple[Grip, ...]
    hanger: Sprite | None
    light: Light

    @property
    def own_shot(self) -> bool:
        """Whether it begins and ends with a cut, and the host and the table are not seen."""
        drawn_person = self.manner is Manner.WORN and isinstance(self.exhibit.article.worn, Turntable)
        return self.manner in _SHOTS or drawn_person

    @property
    def span(self) -> tuple[float, float]:
        """From when to when (seconds) it is on the stage."""
        lead = 0.0 if self.own_shot else LEAD
        return self.exhibit.start - lead, max(self.exhibit.end + lead, self.rests)

    def actor(self, time: float) -> Actor | None:
        """The product at a time (seconds), None while it is not on stage."""
        first, last = self.span
        if not first <= time < last:
            return None
        end = self.exhibit.end
        coming = 1.0 if self.own_shot else ease((time - first) / LEAD)
        going = ease((time - end) / LEAD)
        near = np.array(self.home) * coming + np.array(self.source) * (1 - coming)
        swing = coming * (1 - going) * self.height * 0.025
        centre = near * (1 - going) + np.array(self.goal) * going
        centre += swing * np.array([np.sin(1.7 * time + self.beat), np.cos(1.3 * time + 2 * self.beat)])
        laid = bool(self.rests) and going > 0
        sprite, squeeze = self._side(time)
        return Actor(
            self.exhibit.article,
            sprite,
            Manner.STANDING if laid else self.manner,
            (float(centre[0]), float(centre[1])),
            self.height * (1 - 0.35 * going if laid else 1.0) * (1 + 0.02 * np.sin(0.6 * time + self.beat)),
            angle=float((1 - going) * 5 * np.sin(0.9 * time + self.beat)),
            squeeze=squeeze,
            grips=self.grips if not laid or going < 0.98 else (),
            hanger=self.hanger,
            light=self.light,
        )

    def _side(self, time: float) -> tuple[Sprite, float]:
        """The view turned to the camera, and how far it is narrowed because it is not seen straight on."""
        article = self.exhibit.article
        if self.manner in {Manner.WORN, Manner.PHOTO}:
            # Who wears something turns a little from side to side.
            turned = 0.14 * float(np.sin(0.8 * time + self.beat)) ** 2 if self.own_shot else 0.0
            return still(self.exhibit, self.manner), 1.0 - (turned if self.manner is Manner.WORN else 0.0)
        start, end = self.exhibit.start, self.exhibit.end
        share = (time - start) / max(end - start, 0.1)
        if self.turn >= 360:
            azimuth = self.turn * ease((share - 0.25) / 0.5)
        else:
            azimuth = self.turn * ease((share - 0.25) / 0.25) * (1 - ease((share - 0.7) / 0.22))
        view = nearest_view(article, azimuth)
        return view, max(0.3, abs(float(np.cos(np.deg2rad(azimuth - view.azimuth)))))


def plan_showing(
    rng: np.random.Generator, assets: Assets, exhibit: Exhibit, *, size: tuple[int, int], rests: Point | None
) -> Showing:
    """How an exhibit will look. rests: where (px) its product lies from before, if it does."""
    width, height = size
    unit = float(np.sqrt(width * height))
    manner = MANNERS.get(exhibit.mode, Manner.HELD)
    sprite = still(exhibit, manner) if manner in {Manner.WORN, Manner.PHOTO} else exhibit.article.views[0]
    longest = _longest(rng, exhibit, unit)
    tall = _worn_height(rng, sprite, height) if manner is Manner.WORN else height_for(sprite, longest)
    # Beside the host's face, except in a shot of its own.
    aside = 0.23 * exhibit.side or (0.0 if manner in _SHOTS else float(rng.choice([-0.13, 0.13])))
    home_x = width * (0.5 + aside + float(rng.normal(0, 0.03)))
    home = (home_x, height * float(rng.uniform(0.48, 0.58)))
    if manner is Manner.WORN:
        home = (home_x, _worn_middle(sprite, tall, height))
    if manner is Manner.PHOTO:
        home, tall = photo_place(rng, sprite, size)
    away = (home[0] + float(rng.normal(0, 0.1)) * width, height + tall)
    if manner in {Manner.HANGER, Manner.WORN}:
        away = (width + longest if home_x > width / 2 else -longest, home[1])
    goal, until = away, 0.0
    if exhibit.mode is Mode.PUT_DOWN:
        # By start times, so that two things are seldom put down in one place.
        goal = (width * (0.36, 0.64, 0.5)[int(exhibit.start) % 3], height * 0.94 - 0.65 * tall / 2)
        until = exhibit.end + float(rng.uniform(*_RESTS))
    grips = random_grips(rng, assets, manner, unit=unit, longest=longest)
    while manner in {Manner.HELD, Manner.CLOSEUP} and not grips and assets.hands:
        grips = random_grips(rng, assets, manner, unit=unit, longest=longest)
    return Showing(
        exhibit,
        manner,
        home,
        rests or away,
        goal,
        until,
        tall,
        _turn(rng, exhibit),
        float(rng.uniform(0, 6.3)),
        grips,
        assets.hangers[int(rng.integers(len(assets.hangers)))] if manner is Manner.HANGER else None,
        random_light(rng),
    )


def still(exhibit: Exhibit, manner: Manner) -> Sprite:
    """The one picture of an exhibit that is not turned: on a person, or in a photograph."""
    pictures = exhibit.article.worn if manner is Manner.WORN else exhibit.article.photos
    return pictures[int(10 * exhibit.start) % len(pictures)]


def ease(share: float) -> float:
    """From 0 to 1, slow at both ends."""
    inside = min(1.0, max(0.0, share))
    return inside * inside * (3 - 2 * inside)


def _turn(rng: np.random.Generator, exhibit: Exhibit) -> float:
    kind, slight = rng.random(), float(rng.normal(0, 35))
    if len(exhibit.article.azimuths) < 2 or kind > 0.55:
        return slight
    return 360.0 if kind < 0.25 else 180.0


def _longest(rng: np.random.Generator, exhibit: Exhibit, unit: float) -> float:
    """Px of the exhibit's longer side."""
    if exhibit.mode is Mode.CLOSEUP:
        return unit * float(rng.uniform(0.8, 1.2))
    return unit * float(rng.uniform(*SIZES[exhibit.article.category])) * (0.75 if exhibit.pair else 1.0)


def _worn_height(rng: np.random.Generator, person: Sprite, height: int) -> float:
    """Px of a worn garment, so that its wearer is about as high as the picture."""
    _, y0, _, y1 = person.bounds
    return (y1 - y0) / person.size[1] * height * float(rng.uniform(0.75, 1.0))


def _worn_middle(person: Sprite, tall: float, height: int) -> float:
    """Where (px from the top) a worn garment's middle is when its wearer's cut-out ends at the picture's foot."""
    _, y0, _, y1 = person.bounds
    scale = tall / (y1 - y0)
    return height + 4 - (person.size[1] - (y0 + y1) / 2) * scale
