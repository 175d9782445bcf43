"""Products in a scene: where each is, how it is held or hung, and how it looks a moment later."""

from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from fashion_focus.core.arrays import Pixels
from fashion_focus.core.taxonomy import Category
from fashion_focus.simulation.articles import Article
from fashion_focus.simulation.assets import Assets
from fashion_focus.simulation.props.arms import Arm, draw_arm, hand_matrix
from fashion_focus.simulation.props.hands import Hand
from fashion_focus.simulation.sprites import PLAIN, Light, Matrix, Sprite, after, paste, placing


class Manner(StrEnum):
    """How a product is in the picture."""

    HELD = "held"
    HANGER = "hanger"
    WORN = "worn"
    CLOSEUP = "closeup"
    PHOTO = "photo"
    STANDING = "standing"
    HUNG = "hung"


@dataclass(frozen=True, slots=True)
class Grip:
    """A hand on a product: where on its box (0 to 1 each way), the arm's angle in degrees, the hand's size in px.

    arm: what the hand belongs to, where its sprite ends at the wrist.
    """

    hand: Hand
    at: tuple[float, float]
    angle: float
    size: float
    arm: Arm | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """A product in a scene. centre: px on the stage. height: px of the product as it stands in its sprite.

    squeeze: factor on the width. before: whether it covers the actors ahead of it in the list.
    """

    article: Article
    sprite: Sprite
    manner: Manner
    centre: tuple[float, float]
    height: float
    angle: float = 0.0
    squeeze: float = 1.0
    grips: tuple[Grip, ...] = ()
    hanger: Sprite | None = None
    light: Light = PLAIN

    @property
    def presented(self) -> bool:
        """Whether the host presents it."""
        return self.manner not in {Manner.STANDING, Manner.HUNG}

    def matrix(self) -> Matrix:
        """Matrix (2, 3) from the sprite to the stage."""
        return placing(self.sprite, centre=self.centre, height=self.height, angle=self.angle, squeeze=self.squeeze)

    def point(self, share: tuple[float, float]) -> tuple[float, float]:
        """Where (px on the stage) a point of its box is. share: 0 to 1 each way, from the top left."""
        x0, y0, x1, y1 = self.sprite.bounds
        at = self.matrix() @ np.array([x0 + share[0] * (x1 - x0), y0 + share[1] * (y1 - y0), 1.0])
        return float(at[0]), float(at[1])

    @property
    def width(self) -> float:
        """Width in px of the product as it stands, squeezed but not turned."""
        x0, y0, x1, y1 = self.sprite.bounds
        return (x1 - x0) / max(y1 - y0, 1.0) * self.height * abs(self.squeeze)


def height_for(sprite: Sprite, longest: float) -> float:
    """Height in px at which the longer side of the sprite's product is `longest` px."""
    x0, y0, x1, y1 = sprite.bounds
    return longest * (y1 - y0) / max(x1 - x0, y1 - y0)


def draw_actor(picture: Pixels, actor: Actor, camera: Matrix) -> tuple[slice, slice, Pixels] | None:
    """Draw an actor and what holds it; the rows, columns and alpha of the product itself, None when outside.

    picture: (H, W, 3), drawn on in place.
    """
    if actor.hanger is not None:
        paste(picture, actor.hanger, after(camera, _hanger_matrix(actor, actor.hanger)))
    grips = [(grip, after(camera, _grip_matrix(actor, grip))) for grip in actor.grips]
    for grip, matrix in grips:
        if grip.arm is not None:
            draw_arm(picture, grip.arm, camera)
        paste(picture, grip.hand.behind, matrix, light=Light(actor.light.gain))
    touched = paste(picture, actor.sprite, after(camera, actor.matrix()), light=actor.light)
    for grip, matrix in grips:
        paste(picture, grip.hand.before, matrix, light=Light(actor.light.gain))
    return touched


def moved(rng: np.random.Generator, actor: Actor, *, unit: float) -> Actor:
    """The same actor a short time later; what stands or hangs keeps its place."""
    if not actor.presented:
        return actor
    step = rng.normal(0, 0.035 * unit, 2)
    height = actor.height * float(np.exp(rng.normal(0, 0.06)))
    turned = rng.normal(0, 5)
    sprite = actor.sprite if actor.manner in {Manner.WORN, Manner.PHOTO} else _next_view(rng, actor)
    if sprite is not actor.sprite:
        height = height_for(sprite, max(actor.width / max(abs(actor.squeeze), 0.2), actor.height))
    return replace(
        actor,
        sprite=sprite,
        centre=(actor.centre[0] + float(step[0]), actor.centre[1] + float(step[1])),
        height=height,
        angle=actor.angle + float(turned),
        squeeze=float(np.sign(actor.squeeze) * np.clip(abs(actor.squeeze) * np.exp(rng.normal(0, 0.07)), 0.6, 1.0)),
    )


def nearest_view(article: Article, azimuth: float) -> Sprite:
    """The view whose azimuth is nearest to the one asked for, in degrees."""
    gaps = [abs((each - azimuth + 180) % 360 - 180) for each in article.azimuths]
    return article.views[gaps.index(min(gaps))]


def random_grips(
    rng: np.random.Generator, assets: Assets, manner: Manner, *, unit: float, longest: float
) -> tuple[Grip, ...]:
    """Hands that suit a manner of showing; none for what is worn, stands or hangs.

    unit: px that the picture measures across; longest: px of the product's longer side, which bounds a hand's size.
    """
    if manner not in {Manner.HELD, Manner.HANGER, Manner.CLOSEUP} or not assets.hands:
        return ()
    size = min(unit * rng.uniform(0.15, 0.28), longest * rng.uniform(0.4, 0.8))
    if manner is Manner.HANGER:
        return (
            Grip(_pick(rng, assets.hands), (0.5, -0.12), float(rng.choice([-1, 1]) * rng.uniform(60, 175)), size * 0.8),
        )
    if rng.random() < (0.08 if manner is Manner.HELD else 0.3):
        return ()
    hand = _pick(rng, assets.hands)
    grips = [Grip(hand, (rng.uniform(0.25, 0.75), rng.uniform(0.75, 1.0)), float(rng.normal(0, 28)), size)]
    side = rng.random()
    if side < 0.3:
        right = bool(side < 0.15)
        at = (rng.uniform(0.85, 1.0) if right else rng.uniform(0.0, 0.15), rng.uniform(0.35, 0.8))
        angle = rng.uniform(-80, -25) if right else rng.uniform(25, 80)
        other = Grip(hand, at, float(angle), size)
        grips = [other] if rng.random() < 0.6 else [*grips, other]
    return tuple(grips)


def _next_view(rng: np.random.Generator, actor: Actor) -> Sprite:
    if len(actor.article.views) < 2 or actor.article.category is Category.CLOTHING or rng.random() < 0.4:
        return actor.sprite
    return nearest_view(actor.article, actor.sprite.azimuth + float(rng.normal(0, 30)))


def _grip_matrix(actor: Actor, grip: Grip) -> Matrix:
    """Matrix (2, 3) of a hand's sprites: its grip point on the product, its arm away from the product."""
    return hand_matrix(grip.hand, actor.point(grip.at), angle=grip.angle, size=grip.size)


def _hanger_matrix(actor: Actor, hanger: Sprite) -> Matrix:
    x0, y0, x1, _ = actor.sprite.bounds
    at = actor.matrix() @ np.array([(x0 + x1) / 2, y0, 1.0])
    height = max(8.0, min(actor.width * 0.8, actor.height * 0.6) * hanger.size[1] / hanger.size[0])
    turn = np.deg2rad(actor.angle)
    centre = (float(at[0] + 0.2 * height * np.sin(turn)), float(at[1] - 0.2 * height * np.cos(turn)))
    return placing(hanger, centre=centre, height=height, angle=actor.angle)


def _pick(rng: np.random.Generator, hands: tuple[Hand, ...]) -> Hand:
    return hands[int(rng.integers(len(hands)))]
