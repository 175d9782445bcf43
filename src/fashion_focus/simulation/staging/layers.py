"""What the stream's software lays over the picture at each moment: badge, comments, prices, coupons, hearts."""

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, partial

import numpy as np

from fashion_focus.simulation.props.overlays import (
    CURRENCIES,
    badge,
    comment_stack,
    coupon,
    heart,
    price_tag,
    sticker,
)
from fashion_focus.simulation.sprites import Matrix, Sprite, placing
from fashion_focus.simulation.streams.plan import StreamPlan
from fashion_focus.simulation.talking.comments import Typed

_COMMENTS_SHOWN = 4
_SLIDE = 0.25  # seconds that a new comment takes to push the others up
_COUPONS_EVERY, _COUPON_LASTS = 35.0, 6.0  # seconds
_HEARTS = 5
_RISE = 3.2  # seconds that a heart takes to the top of its way
Laid = tuple[Sprite, Matrix]


@dataclass(frozen=True, slots=True)
class _Card:
    """Something that is laid on from start to end (seconds). at: right edge and middle, in shares of the picture."""

    start: float
    end: float
    at: tuple[float, float]
    tall: float
    draw: Callable[[], Sprite]


class Layers:
    """The overlays of a show; the same generator and plan give the same ones."""

    def __init__(self, rng: np.random.Generator, plan: StreamPlan, comments: list[Typed]) -> None:
        self._size = plan.settings.size
        self._unit = float(np.sqrt(self._size[0] * self._size[1]))
        self._comments = comments
        self._times = [typed.time for typed in comments]
        self._badge = badge(rng)
        self._hearts = tuple(heart(rng) for _ in range(_HEARTS)) if rng.random() < 0.6 else ()
        self._cards = sorted(_cards(rng, plan, self._unit), key=lambda card: card.start)
        self._starts = [card.start for card in self._cards]
        self._longest = max((card.end - card.start for card in self._cards), default=0.0)
        self._shade = int(rng.integers(2**31))
        self._sprite = lru_cache(maxsize=8)(self._draw_card)
        self._stack = lru_cache(maxsize=2)(self._draw_stack)

    def at(self, time: float) -> tuple[Laid, ...]:
        """Overlay sprites with their matrices at a time (seconds), back to front."""
        laid = [self._from_left(self._badge, top=0.03 * self._size[1], tall=0.035 * self._unit)]
        laid += self._latest(time)
        first = bisect_right(self._starts, time - self._longest - 0.01)
        for index in range(first, bisect_right(self._starts, time)):
            if time < self._cards[index].end:
                laid.append(self._from_right(index))
        laid += [self._rising(index, sprite, time) for index, sprite in enumerate(self._hearts)]
        return tuple(laid)

    def _latest(self, time: float) -> list[Laid]:
        """The last comments, which a new one pushes up."""
        shown = bisect_right(self._times, time)
        if not shown:
            return []
        stack = self._stack(shown)
        tall = self._unit * 0.034 * stack.size[1] / 57
        late = max(0.0, 1 - (time - self._times[shown - 1]) / _SLIDE)
        return [self._from_left(stack, top=0.965 * self._size[1] - tall + late * 0.034 * self._unit, tall=tall)]

    def _draw_stack(self, shown: int) -> Sprite:
        last = self._comments[max(0, shown - _COMMENTS_SHOWN) : shown]
        lines = [f"{typed.user}: {typed.text}" for typed in last]
        return comment_stack(np.random.default_rng(self._shade), lines)

    def _rising(self, index: int, sprite: Sprite, time: float) -> Laid:
        share = (time / _RISE + index / _HEARTS) % 1.0
        sway = 0.02 * self._unit * float(np.sin(5 * share + 2 * index))
        centre = (0.95 * self._size[0] + sway - 0.02 * self._unit, self._size[1] * (0.93 - 0.45 * share))
        return sprite, placing(sprite, centre=centre, height=self._unit * (0.035 - 0.02 * share), angle=12 * sway / 10)

    def _from_left(self, sprite: Sprite, *, top: float, tall: float) -> Laid:
        centre = (0.02 * self._size[0] + tall * sprite.size[0] / sprite.size[1] / 2, top + tall / 2)
        return sprite, placing(sprite, centre=centre, height=tall, angle=0.0)

    def _draw_card(self, index: int) -> Sprite:
        return self._cards[index].draw()

    def _from_right(self, index: int) -> Laid:
        card, sprite = self._cards[index], self._sprite(index)
        right = self._size[0] * card.at[0] - card.tall * sprite.size[0] / sprite.size[1] / 2
        return sprite, placing(sprite, centre=(right, self._size[1] * card.at[1]), height=card.tall, angle=0.0)


def _cards(rng: np.random.Generator, plan: StreamPlan, unit: float) -> list[_Card]:
    """Prices and stickers while something is shown, and coupons now and then."""
    language = plan.settings.language
    money = ("¥",) if language == "zh" else CURRENCIES
    cards = []
    for exhibit in plan.exhibits:
        # Of a pair, one price is above the other.
        seed, low = int(rng.integers(2**31)), 0.56 + 0.13 * exhibit.side + float(rng.uniform(-0.06, 0.06))
        if rng.random() < 0.4:
            title = exhibit.article.title_in(language)[: 13 if language == "zh" else 18]
            draw = _with(partial(price_tag, text=title, currencies=money), seed)
            cards.append(_Card(exhibit.start, exhibit.end, (0.97, low), 0.07 * unit, draw))
        elif rng.random() < 0.3:
            cards.append(_Card(exhibit.start, exhibit.end, (0.97, 0.38), 0.1 * unit, _with(sticker, seed)))
    for time in np.cumsum(rng.exponential(_COUPONS_EVERY, int(plan.settings.seconds / _COUPONS_EVERY) + 1)):
        draw = _with(partial(coupon, language=language), int(rng.integers(2**31)))
        cards.append(_Card(float(time), float(time) + _COUPON_LASTS, (0.97, 0.2), 0.1 * unit, draw))
    return cards


def _with(draw: Callable[[np.random.Generator], Sprite], seed: int) -> Callable[[], Sprite]:
    """How a sprite is drawn, the same every time."""
    return lambda: draw(np.random.default_rng(seed))
