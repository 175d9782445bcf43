"""The stage: for every moment, the scene with its host, products, overlays and camera."""

from dataclasses import replace

import cv2
import numpy as np

from fashion_focus.core.arrays import Pixels
from fashion_focus.simulation.actors import Actor, Manner, height_for
from fashion_focus.simulation.assets import Assets
from fashion_focus.simulation.casting import random_light
from fashion_focus.simulation.scenes import Backdrop, Scene
from fashion_focus.simulation.sprites import Matrix, Sprite, flatten
from fashion_focus.simulation.staging.filming import Filming
from fashion_focus.simulation.staging.host import draw_host
from fashion_focus.simulation.staging.presenter import Presenter
from fashion_focus.simulation.staging.showing import Showing, plan_showing
from fashion_focus.simulation.streams.plan import LEAD, StreamPlan

_HOST_RATE = 25 / 6  # pictures a second that are kept of a host's clip
_SPAN = 30.0  # seconds of the show whose products are looked up together
Tracked = list[tuple[int, Actor]]


class Stage:
    """A planned show with everything set in its place; the same plan and generator give the same stage."""

    def __init__(self, rng: np.random.Generator, assets: Assets, plan: StreamPlan) -> None:
        self._size = plan.settings.size
        self._rooms = _rooms(rng, assets)
        self._blurred: dict[int, Pixels] = {}
        self._table = (assets.tables[int(rng.integers(len(assets.tables)))], 0.17 * self._size[1])
        host = draw_host(rng)
        self._presenter = None if assets.hosts else Presenter(rng, host, size=self._size)
        # Hands from outside the picture are one person's, whoever that is.
        hand = assets.hands[int(rng.integers(len(assets.hands)))] if assets.hosts else host.long_hand
        self._standing = _place_about(rng, plan, size=self._size)
        showings = _showings(rng, assets, plan)
        self._showings = tuple(
            replace(showing, grips=tuple(replace(grip, hand=hand) for grip in showing.grips)) for showing in showings
        )
        homes = tuple(showing.home for showing in showings)
        self._filming = Filming(rng, plan.exhibits, homes, size=self._size, seconds=plan.settings.seconds)
        self._by_span = _by_span(self._showings)
        self._span = 0

    def scene(
        self, time: float, laid: tuple[tuple[Sprite, Matrix], ...], *, talking: bool = False
    ) -> tuple[Scene, tuple[int, ...]]:
        """The scene at a time (seconds), and for each of its actors a track number that stays the same all show long.

        Numbers below the count of exhibits are theirs, in the plan's order. talking: whether somebody speaks.
        """
        moving = [(index, actor) for index in self._near(time) if (actor := self._showings[index].actor(time))]
        close = [(index, actor) for index, actor in moving if self._showings[index].own_shot]
        first = len(self._showings)
        tracked = close or [*((first + i, actor) for i, actor in enumerate(self._standing)), *_behind_first(moving)]
        scene = Scene(
            Backdrop(self._ground(time, close), 1.12, (0.0, 0.0), False, 0.0, None if close else self._table),
            tuple(actor for _, actor in tracked),
            self._filming.camera(time),
            laid,
        )
        if self._presenter is not None and not close:
            scene = self._presenter.join(scene, time, talking=talking)
        return scene, tuple(index for index, _ in tracked)

    def _near(self, time: float) -> tuple[int, ...]:
        """Showings that may be on stage; what was drawn for those of the last span and no longer is let go."""
        span = int(time // _SPAN)
        near = self._by_span.get(span, ())
        if span != self._span:
            kept = {self._showings[index].exhibit.article.product_id for index in near}
            for index in self._by_span.get(self._span, ()):
                article = self._showings[index].exhibit.article
                if article.product_id not in kept:
                    article.forget()
            self._blurred = {key: picture for key, picture in self._blurred.items() if key < 0 or key in near}
            self._span = span
        return near

    def _ground(self, time: float, close: Tracked) -> Pixels:
        if close and close[0][1].manner is Manner.PHOTO:
            return self._blur(close[0][0], flatten(close[0][1].sprite))
        return self._room(time, blurred=bool(close) and close[0][1].manner is Manner.CLOSEUP)

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


def _rooms(rng: np.random.Generator, assets: Assets) -> tuple[Pixels, ...]:
    if assets.hosts:
        return assets.hosts[int(rng.integers(len(assets.hosts)))]
    return (assets.rooms[int(rng.integers(len(assets.rooms)))],)


def _showings(rng: np.random.Generator, assets: Assets, plan: StreamPlan) -> list[Showing]:
    """All showings; what returns while it still lies about is taken up from there."""
    showings: list[Showing] = []
    latest: dict[str, int] = {}
    for exhibit in plan.exhibits:
        before = latest.get(exhibit.article.product_id)
        lies = None
        if before is not None and showings[before].rests > exhibit.start - LEAD:
            lies = showings[before].goal
            showings[before] = replace(showings[before], rests=exhibit.start - LEAD)
        latest[exhibit.article.product_id] = len(showings)
        # Planning looks at the front of each product; that of hours of products would not fit into memory.
        showing = plan_showing(rng, assets, exhibit, size=plan.settings.size, rests=lies)
        showings.append(replace(showing, source=showing.home if showing.own_shot else showing.source))
        exhibit.article.forget()
    return showings


def _by_span(showings: tuple[Showing, ...]) -> dict[int, tuple[int, ...]]:
    """The showings that are on stage in each span of the show, in the plan's order."""
    found: dict[int, list[int]] = {}
    for index, showing in enumerate(showings):
        first, last = showing.span
        for span in range(int(first // _SPAN), int(last // _SPAN) + 1):
            found.setdefault(span, []).append(index)
    return {span: tuple(indexes) for span, indexes in found.items()}


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


def _behind_first(moving: Tracked) -> Tracked:
    """What has been put down is behind what is presented."""
    return sorted(moving, key=lambda pair: pair[1].presented)
