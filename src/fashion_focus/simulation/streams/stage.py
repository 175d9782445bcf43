"""The show as it moves: for every moment, the scene with its host, products, overlays and camera."""

from dataclasses import dataclass

import cv2
import numpy as np

from fashion_focus.core.arrays import Pixels
from fashion_focus.core.taxonomy import Category
from fashion_focus.simulation.actors import Actor, Grip, Manner, height_for, nearest_view, random_grips
from fashion_focus.simulation.assets import Assets
from fashion_focus.simulation.camera import Camera
from fashion_focus.simulation.casting import photo_place, random_light
from fashion_focus.simulation.scenes import Backdrop, Scene
from fashion_focus.simulation.sprites import Light, Matrix, Sprite, flatten, placing
from fashion_focus.simulation.streams.host import draw_host
from fashion_focus.simulation.streams.plan import LEAD, Exhibit, Mode, StreamPlan

_SIZES: dict[Category, tuple[float, float]] = {
    Category.CLOTHING: (0.55, 0.8), Category.SHOE: (0.32, 0.48), Category.BAG: (0.42, 0.62),
    Category.SNACK: (0.3, 0.46),
    Category.BOTTLE: (0.34, 0.5), Category.BEAUTY: (0.28, 0.42), Category.OTHER: (0.3, 0.45),
}  # fmt: skip
_MANNERS = {
    Mode.HANGER: Manner.HANGER,
    Mode.WORN: Manner.WORN,
    Mode.CLOSEUP: Manner.CLOSEUP,
    Mode.PHOTO: Manner.PHOTO,
}
_SHOTS = {Manner.CLOSEUP, Manner.PHOTO}  # each a shot of its own, without the host
_HOST_RATE = 25 / 6  # pictures a second that are kept of a host's clip


@dataclass(frozen=True, slots=True)
class Showing:
    """An exhibit as it will look: where it comes from and is held, how large, and with which hands.

    home: its place (px) while presented; away: before and after. rest: where it is put down, or None. turn: how far it
    is turned, in degrees, by the middle of its time. beat: its own phase of swaying.
    """

    exhibit: Exhibit
    manner: Manner
    home: tuple[float, float]
    away: tuple[float, float]
    rest: tuple[float, float] | None
    height: float
    turn: float
    beat: float
    grips: tuple[Grip, ...]
    hanger: Sprite | None
    light: Light

    def actor(self, time: float) -> Actor | None:
        """The product at a time (seconds), None while it is not on stage."""
        start, end = self.exhibit.start, self.exhibit.end
        # A close-up is a shot of its own: it begins and ends with a cut.
        lead = 0.0 if self.manner in _SHOTS else LEAD
        if time < start - lead or (time >= end + lead and self.rest is None):
            return None
        coming, going = _ease((time - start + lead) / LEAD) if lead else 1.0, _ease((time - end) / LEAD)
        goal = self.rest or self.away
        near = np.array(self.home) * coming + np.array(self.away) * (1 - coming)
        centre = near * (1 - going) + np.array(goal) * going
        swing = (1 - going) * self.height * 0.02
        centre = centre + swing * np.array([np.sin(1.7 * time + self.beat), np.cos(1.3 * time + 2 * self.beat)])
        laid = self.rest is not None and going > 0
        sprite, squeeze = self._side(time)
        return Actor(
            self.exhibit.article,
            sprite,
            Manner.STANDING if laid else self.manner,
            (float(centre[0]), float(centre[1])),
            self.height * (1 - 0.35 * going if laid else 1.0),
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
            return _still(self.exhibit, self.manner), 1.0
        start, end = self.exhibit.start, self.exhibit.end
        share = (time - start) / max(end - start, 0.1)
        azimuth = self.turn * _ease((share - 0.3) / 0.25) * (1 - _ease((share - 0.7) / 0.2))
        view = nearest_view(article, azimuth)
        return view, max(0.3, abs(float(np.cos(np.deg2rad(azimuth - view.azimuth)))))


class Stage:
    """A planned show with everything set in its place; the same plan and generator give the same stage."""

    def __init__(self, rng: np.random.Generator, assets: Assets, plan: StreamPlan) -> None:
        self._size = plan.settings.size
        self._unit = float(np.sqrt(self._size[0] * self._size[1]))
        self._rooms = _rooms(rng, assets)
        self._blurred: dict[int, Pixels] = {}
        self._table = (assets.tables[int(rng.integers(len(assets.tables)))], 0.17 * self._size[1])
        self._host = None if assets.hosts else draw_host(rng)
        self._standing = _place_about(rng, plan, size=self._size)
        self._showings = tuple(_showing(rng, assets, exhibit, size=self._size) for exhibit in plan.exhibits)
        self._wobble = rng.uniform(0, 6.3, 6)
        self._tint = (float(rng.uniform(0.95, 1.05)), 1.0, float(rng.uniform(0.95, 1.05)))

    def scene(self, time: float, laid: tuple[tuple[Sprite, Matrix], ...]) -> tuple[Scene, tuple[int, ...]]:
        """The scene at a time (seconds), and for each of its actors a track number that stays the same all show long.

        Numbers below the count of exhibits are theirs, in the plan's order.
        """
        moving = [(index, actor) for index, s in enumerate(self._showings) if (actor := s.actor(time)) is not None]
        close = [(index, actor) for index, actor in moving if actor.manner in _SHOTS]
        first = len(self._showings)
        tracked = close or [*((first + i, actor) for i, actor in enumerate(self._standing)), *_behind_first(moving)]
        table = None if close else self._table
        photo = close[0][1] if close and close[0][1].manner is Manner.PHOTO else None
        room = (
            self._room(time, blurred=bool(close)) if photo is None else self._blur(close[0][0], flatten(photo.sprite))
        )
        backdrop = Backdrop(room, 1.12, (0.0, 0.0), False, 0.0, table)
        people = () if close or self._host is None else ((self._host, self._host_matrix(self._host, time)),)
        scene = Scene(backdrop, tuple(actor for _, actor in tracked), self._camera(time), laid, people)
        return scene, tuple(index for index, _ in tracked)

    def _room(self, time: float, *, blurred: bool) -> Pixels:
        # A clip plays forth and back, so that it never jumps.
        last = len(self._rooms) - 1
        step = int(time * _HOST_RATE) % max(1, 2 * last)
        index = 0 if last == 0 else min(step, 2 * last - step)
        if not blurred:
            return self._rooms[index]
        return self._blur(-1 - index, self._rooms[index])

    def _blur(self, key: int, picture: Pixels) -> Pixels:
        """A picture out of focus, made once; key: an exhibit's index, or below 0 for a room."""
        if key not in self._blurred:
            self._blurred[key] = np.asarray(cv2.GaussianBlur(picture, (0, 0), 9), np.uint8)
        return self._blurred[key]

    def _host_matrix(self, host: Sprite, time: float) -> Matrix:
        width, height = self._size
        tall = min(0.8 * height, 0.95 * width * host.size[1] / host.size[0])
        sway = 0.008 * self._unit * float(np.sin(0.8 * time + self._wobble[4]))
        return placing(
            host, centre=(width / 2 + sway, height - tall / 2 + 3), height=tall, angle=0.8 * float(np.sin(time))
        )

    def _camera(self, time: float) -> Camera:
        sine = np.sin(np.array([0.31, 0.7, 0.53, 1.9, 2.3, 0.11]) * time + self._wobble)
        shift = self._unit * np.array([0.006 * sine[1] + 0.0015 * sine[3], 0.005 * sine[2] + 0.0015 * sine[4]])
        return Camera(
            zoom=1.03 + 0.02 * float(sine[0]),
            shift=(float(shift[0]), float(shift[1])),
            roll=0.5 * float(sine[2]),
            exposure=1.0 + 0.05 * float(sine[5]),
            cast=self._tint,
        )


def _rooms(rng: np.random.Generator, assets: Assets) -> tuple[Pixels, ...]:
    if assets.hosts:
        return assets.hosts[int(rng.integers(len(assets.hosts)))]
    return (assets.rooms[int(rng.integers(len(assets.rooms)))],)


def _place_about(rng: np.random.Generator, plan: StreamPlan, *, size: tuple[int, int]) -> tuple[Actor, ...]:
    """Products that stand at both ends of the table or hang high on the wall."""
    width, height = size
    unit = float(np.sqrt(width * height))
    actors = []
    for index, article in enumerate(plan.about):
        sprite = article.views[0]
        side = (0.1, 0.9, 0.24, 0.76)[index % 4] * width + float(rng.normal(0, 0.01)) * width
        tall = height_for(sprite, unit * float(rng.uniform(0.16, 0.26)) * (1.4 if article.hangs else 1.0))
        middle = 0.08 * height + tall / 2 if article.hangs else height * float(rng.uniform(0.9, 0.96)) - tall / 2
        manner = Manner.HUNG if article.hangs else Manner.STANDING
        actors.append(Actor(article, sprite, manner, (side, middle), tall, light=random_light(rng)))
    return tuple(actors)


def _showing(rng: np.random.Generator, assets: Assets, exhibit: Exhibit, *, size: tuple[int, int]) -> Showing:
    width, height = size
    unit = float(np.sqrt(width * height))
    manner = _MANNERS.get(exhibit.mode, Manner.HELD)
    sprite = _still(exhibit, manner) if manner in {Manner.WORN, Manner.PHOTO} else exhibit.article.views[0]
    longest = _longest(rng, exhibit, unit)
    tall = _worn_height(rng, sprite, height) if manner is Manner.WORN else height_for(sprite, longest)
    # Beside the host's face, except in a shot of its own.
    aside = 0.23 * exhibit.side or (0.0 if manner in _SHOTS else float(rng.choice([-0.1, 0.1])))
    home_x = width * (0.5 + aside + float(rng.normal(0, 0.03)))
    home = (home_x, height * float(rng.uniform(0.48, 0.58)))
    if manner is Manner.WORN:
        home = (home_x, _worn_middle(sprite, tall, height))
    if manner is Manner.PHOTO:
        home, tall = photo_place(rng, sprite, size)
    away = (home[0] + float(rng.normal(0, 0.1)) * width, height + tall)
    if manner in {Manner.HANGER, Manner.WORN}:
        away = (width + longest if rng.random() < 0.5 else -longest, home[1])
    rest = None
    if exhibit.mode is Mode.PUT_DOWN:
        # By start times, so that two things are seldom put down in one place.
        place = (0.36, 0.64, 0.5)[int(exhibit.start) % 3]
        rest = (width * place, height * 0.94 - 0.65 * tall / 2)
    turn = 180.0 if len(exhibit.article.views) > 1 and rng.random() < 0.4 else float(rng.normal(0, 35))
    return Showing(
        exhibit,
        manner,
        home,
        away,
        rest,
        tall,
        turn,
        float(rng.uniform(0, 6.3)),
        _grips(rng, assets, manner, unit=unit, longest=longest),
        assets.hangers[int(rng.integers(len(assets.hangers)))] if manner is Manner.HANGER else None,
        random_light(rng),
    )


def _still(exhibit: Exhibit, manner: Manner) -> Sprite:
    """The one picture of an exhibit that is not turned: on a person, or in a photograph."""
    if manner is Manner.WORN:
        return exhibit.article.worn[0]
    photos = exhibit.article.photos
    return photos[int(10 * exhibit.start) % len(photos)]


def _grips(
    rng: np.random.Generator, assets: Assets, manner: Manner, *, unit: float, longest: float
) -> tuple[Grip, ...]:
    """Hands; what is held in a show is never seen to float."""
    grips = random_grips(rng, assets, manner, unit=unit, longest=longest)
    while manner is Manner.HELD and not grips:
        grips = random_grips(rng, assets, manner, unit=unit, longest=longest)
    return grips


def _longest(rng: np.random.Generator, exhibit: Exhibit, unit: float) -> float:
    """Px of the exhibit's longer side."""
    if exhibit.mode is Mode.CLOSEUP:
        return unit * float(rng.uniform(0.8, 1.2))
    return unit * float(rng.uniform(*_SIZES[exhibit.article.category])) * (0.75 if exhibit.pair else 1.0)


def _worn_height(rng: np.random.Generator, person: Sprite, height: int) -> float:
    """Px of a worn garment, so that its wearer is about as high as the picture."""
    _, y0, _, y1 = person.bounds
    return (y1 - y0) / person.size[1] * height * float(rng.uniform(0.75, 1.0))


def _worn_middle(person: Sprite, tall: float, height: int) -> float:
    """Where (px from the top) a worn garment's middle is when its wearer's cut-out ends at the picture's foot."""
    _, y0, _, y1 = person.bounds
    scale = tall / (y1 - y0)
    return height + 4 - (person.size[1] - (y0 + y1) / 2) * scale


def _behind_first(moving: list[tuple[int, Actor]]) -> list[tuple[int, Actor]]:
    """What has been put down is behind what is presented."""
    return sorted(moving, key=lambda pair: pair[1].presented)


def _ease(share: float) -> float:
    """From 0 to 1, slow at both ends."""
    inside = min(1.0, max(0.0, share))
    return inside * inside * (3 - 2 * inside)
