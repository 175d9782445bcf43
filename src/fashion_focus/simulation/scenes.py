"""Pairs of pictures of a made-up show a short time apart, with exact boxes: what the detector learns from."""

from dataclasses import dataclass, replace
from typing import TypeVar

import cv2
import numpy as np

from fashion_focus.core.arrays import Boxes, Indices, Pixels, Scores
from fashion_focus.core.geometry import areas, clip
from fashion_focus.simulation.actors import Actor, Manner, draw_actor, moved
from fashion_focus.simulation.assets import Assets
from fashion_focus.simulation.camera import Camera, expose, random_camera
from fashion_focus.simulation.casting import cast
from fashion_focus.simulation.props.arms import FreeHand, draw_free_hand
from fashion_focus.simulation.sprites import Matrix, Sprite, after, box_of, flatten, paste, placing

_T = TypeVar("_T")
_LEAST_SIDE = 5.0  # px; smaller boxes are not worth learning
_LEAST_INSIDE = 0.12  # share of a product's box that must lie inside the picture


@dataclass(frozen=True, slots=True)
class SceneTruth:
    """What is in a picture: columns over its N products, nearest last.

    boxes: (N, 4) xyxy px, clipped to the picture, not shrunk by hands or stickers. leaves: (N,) index into LEAVES.
    presented: (N,) whether the host presents it. visible: (N,) share that no nearer product covers.
    """

    boxes: Boxes
    product_ids: tuple[str, ...]
    leaves: Indices
    presented: np.ndarray[tuple[int], np.dtype[np.bool_]]
    visible: Scores


@dataclass(frozen=True, slots=True)
class Backdrop:
    """What is behind the products: a picture, how it is cropped and blurred, and a table's strip.

    zoom: factor over what covers the picture. pan: -1 to 1 each way. blur: px. table: strip and its height in px.
    """

    picture: Pixels
    zoom: float
    pan: tuple[float, float]
    mirrored: bool
    blur: float
    table: tuple[Pixels, float] | None


@dataclass(frozen=True, slots=True)
class Scene:
    """All that one picture is drawn from. laid: overlay sprites with their matrices; people: the same, behind all.

    free_hands: a drawn host's hands that hold nothing, behind the products.
    """

    backdrop: Backdrop
    actors: tuple[Actor, ...]
    camera: Camera
    laid: tuple[tuple[Sprite, Matrix], ...]
    people: tuple[tuple[Sprite, Matrix], ...] = ()
    free_hands: tuple[FreeHand, ...] = ()


def scene_pair(
    rng: np.random.Generator, assets: Assets, *, width: int, height: int
) -> tuple[tuple[Pixels, SceneTruth], tuple[Pixels, SceneTruth]]:
    """Two pictures (height, width, 3) of one show a short time apart, each with its truth; ids are the same in both."""
    scene, later_room = _first(rng, assets, width=width, height=height)
    later = _later(rng, scene, later_room, unit=float(np.sqrt(width * height)))
    return (
        render(scene, rng, width=width, height=height),
        render(later, rng, width=width, height=height),
    )


def render(scene: Scene, rng: np.random.Generator, *, width: int, height: int) -> tuple[Pixels, SceneTruth]:
    """The picture (height, width, 3) of a scene and its truth; rng draws only the camera's noise."""
    camera = scene.camera.matrix(width=width, height=height)
    picture = _background(scene.backdrop, camera, width=width, height=height)
    for sprite, matrix in scene.people:
        paste(picture, sprite, after(camera, matrix))
    if scene.backdrop.table is not None:
        _lay_table(picture, *scene.backdrop.table, camera=camera)
    for free in scene.free_hands:
        draw_free_hand(picture, free, camera)
    visible = _draw_actors(picture, scene.actors, camera)
    for sprite, matrix in scene.laid:
        paste(picture, sprite, matrix)
    truth = _truth(scene.actors, camera, visible, width=width, height=height)
    return expose(picture, scene.camera, rng), truth


def _draw_actors(picture: Pixels, actors: tuple[Actor, ...], camera: Matrix) -> Scores:
    """Draw the actors in place; (N,) the share of each that no later one covers."""
    owners = np.zeros(picture.shape[:2], np.uint8)  # number of the nearest actor from 1 on
    painted = np.zeros(len(actors) + 1, np.int64)
    seen = np.zeros(len(actors) + 1, np.int64)
    for number, actor in enumerate(actors, start=1):
        touched = draw_actor(picture, actor, camera)
        if touched is None:
            continue
        inside = touched[2] > 127
        region = owners[touched[0], touched[1]]
        seen -= np.bincount(region[inside], minlength=len(seen))
        region[inside] = number
        painted[number] = seen[number] = np.count_nonzero(inside)
    return np.asarray(seen[1:] / np.maximum(painted[1:], 1), np.float32)


def _truth(actors: tuple[Actor, ...], camera: Matrix, visible: Scores, *, width: int, height: int) -> SceneTruth:
    whole = np.array([box_of(a.sprite, after(camera, a.matrix())) for a in actors], np.float32).reshape(-1, 4)
    boxes = clip(whole, width=width, height=height)
    sides = boxes[:, 2:] - boxes[:, :2]
    # A close-up larger than the picture shows less than the least share of itself, and still fills the picture.
    enough = (areas(boxes) >= _LEAST_INSIDE * areas(whole)) | (areas(boxes) >= 0.5 * width * height)
    kept = np.flatnonzero((sides.min(-1) >= _LEAST_SIDE) & enough) if len(actors) else np.zeros(0, np.int64)
    return SceneTruth(
        boxes[kept],
        tuple(actors[index].article.product_id for index in kept),
        np.array([actors[index].article.leaf for index in kept], np.int64),
        np.array([actors[index].presented for index in kept], bool),
        np.asarray(visible[kept], np.float32),
    )


def _background(backdrop: Backdrop, camera: Matrix, *, width: int, height: int) -> Pixels:
    source = backdrop.picture
    size = np.array([source.shape[1], source.shape[0]], float)
    scale = float(np.max(np.array([width, height]) / size)) * backdrop.zoom
    room = (size * scale - (width, height)) / 2
    middle = np.array([width, height]) / 2 + np.array(backdrop.pan) * room
    flip = -1.0 if backdrop.mirrored else 1.0
    linear = np.diag([scale * flip, scale])
    matrix = after(camera, np.hstack([linear, (middle - linear @ (size / 2))[:, None]]))
    # A room that is blown up to twice its size or more loses nothing at half the picture's, and is quicker there.
    blown_up = float(np.sqrt(abs(np.linalg.det(matrix[:, :2]))))
    part = 2 if blown_up >= 2 and not (width % 2 or height % 2) else 1
    local = matrix / part
    local[:, 2] += (1 / part - 1) / 2
    small = cv2.warpAffine(
        source, local, (width // part, height // part), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT
    )
    out = small if part == 1 else cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR)
    if backdrop.blur > 0.4:
        out = cv2.GaussianBlur(out, (0, 0), backdrop.blur)
    return np.asarray(out, np.uint8)


def _lay_table(picture: Pixels, strip: Pixels, table_height: float, *, camera: Matrix) -> None:
    top = int(camera[1] @ np.array([picture.shape[1] / 2, picture.shape[0] - table_height, 1.0]))
    top = max(0, top)
    if top < picture.shape[0] - 1:
        picture[top:] = cv2.resize(strip, (picture.shape[1], picture.shape[0] - top), interpolation=cv2.INTER_LINEAR)


def _first(rng: np.random.Generator, assets: Assets, *, width: int, height: int) -> tuple[Scene, Pixels]:
    """A random scene, and the picture of its backdrop a moment later."""
    play = cast(rng, assets, width=width, height=height)
    pictures = _clip(rng, assets) if not play.close or rng.random() < 0.3 else (_one(rng, assets.rooms),) * 2
    blur = rng.uniform(2, 7) if play.close else float(rng.choice([0.0, rng.uniform(0.3, 3.0)], p=[0.7, 0.3]))
    photo = next((actor.sprite for actor in play.actors if actor.manner is Manner.PHOTO), None)
    if photo is not None:
        pictures, blur = (flatten(photo),) * 2, float(rng.uniform(3, 9))
    table = (_one(rng, assets.tables), play.table) if play.table > 0 else None
    pan = (float(rng.uniform(-0.6, 0.6)), float(rng.uniform(-1, 1)))
    backdrop = Backdrop(pictures[0], float(rng.uniform(1.0, 1.5)), pan, bool(rng.random() < 0.5), float(blur), table)
    laid = _overlays(rng, assets, play.actors, size=(width, height))
    return Scene(backdrop, play.actors, random_camera(rng, width=width, height=height), laid), pictures[1]


def _later(rng: np.random.Generator, scene: Scene, room: Pixels, *, unit: float) -> Scene:
    camera = scene.camera
    nudged = replace(
        camera,
        zoom=camera.zoom * float(np.exp(rng.normal(0, 0.03))),
        shift=(
            camera.shift[0] + float(rng.normal(0, 0.01 * unit)),
            camera.shift[1] + float(rng.normal(0, 0.01 * unit)),
        ),
        roll=camera.roll + float(rng.normal(0, 0.5)),
        exposure=camera.exposure * float(np.exp(rng.normal(0, 0.05))),
        motion=camera.motion if rng.random() < 0.5 else (0.0, 0.0),
    )
    actors = tuple(moved(rng, actor, unit=unit) for actor in scene.actors)
    return replace(scene, backdrop=replace(scene.backdrop, picture=room), actors=actors, camera=nudged)


def _overlays(
    rng: np.random.Generator, assets: Assets, actors: tuple[Actor, ...], *, size: tuple[int, int]
) -> tuple[tuple[Sprite, Matrix], ...]:
    width, height = size
    unit = float(np.sqrt(width * height))
    laid: list[tuple[Sprite, Matrix]] = []
    if rng.random() < 0.7:
        laid.append(_laid(_one(rng, assets.overlays.badges), (0.16 * width, 0.06 * height), unit * 0.05))
    if rng.random() < 0.5:
        stack = _one(rng, assets.overlays.comments)
        tall = unit * 0.05 * stack.size[1] / 57
        laid.append(_laid(stack, (0.1 * unit + tall * stack.size[0] / stack.size[1] / 3, height - tall * 0.7), tall))
    if rng.random() < 0.35:
        at = (float(rng.uniform(0.1, 0.95)) * width, float(rng.uniform(0.1, 0.9)) * height)
        laid.append(_laid(_one(rng, assets.overlays.prices), at, unit * float(rng.uniform(0.06, 0.13))))
    for actor in actors:
        if actor.presented and rng.random() < 0.25:
            at = (
                actor.centre[0] + float(rng.normal(0, 0.3)) * actor.width,
                actor.centre[1] + float(rng.normal(0, 0.3)) * actor.height,
            )
            laid.append(_laid(_one(rng, assets.overlays.stickers), at, unit * float(rng.uniform(0.07, 0.16))))
    return tuple(laid)


def _laid(sprite: Sprite, centre: tuple[float, float], height: float) -> tuple[Sprite, Matrix]:
    return sprite, placing(sprite, centre=centre, height=height, angle=0.0)


def _clip(rng: np.random.Generator, assets: Assets) -> tuple[Pixels, Pixels]:
    """Two pictures of one place: of a host's clip where there is one, else a room twice."""
    if not assets.hosts or rng.random() < 0.4:
        room = _one(rng, assets.rooms)
        return room, room
    clip_pictures = _one(rng, assets.hosts)
    at = int(rng.integers(len(clip_pictures)))
    then = min(len(clip_pictures) - 1, at + int(rng.integers(1, 4)))
    return clip_pictures[at], clip_pictures[then]


def _one(rng: np.random.Generator, options: tuple[_T, ...]) -> _T:
    return options[int(rng.integers(len(options)))]
