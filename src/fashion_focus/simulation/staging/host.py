"""A drawn host to the waist: hair, a face that talks and blinks, and a top; arms are drawn as they reach."""

from dataclasses import dataclass

import cv2
import numpy as np

from fashion_focus.core.arrays import Pixels
from fashion_focus.simulation.props.hands import Hand, Look, draw_hand, random_look
from fashion_focus.simulation.sprites import Sprite, make_sprite

_HAIR = ((28, 22, 20), (60, 38, 24), (112, 72, 40), (196, 158, 96), (150, 70, 36), (150, 148, 146))
_SIZE = (440, 540)  # width and height px
SHOULDERS = ((104.0, 372.0), (336.0, 372.0))
"""Where the arms begin, left and right in the picture, in px of the host's sprites."""
BONE, ARM_WIDTH, HAND = 165.0, 66.0, 84.0
"""Length of an upper arm or forearm, width of an arm, size of a hand: px of the host's sprites."""
_Rgba = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Host:
    """A drawn host. faces: [mouth open][eyes closed]; hand ends at the wrist; long_hand has an arm, for close-ups."""

    faces: tuple[tuple[Sprite, Sprite], tuple[Sprite, Sprite]]
    look: Look
    hand: Hand
    long_hand: Hand

    def face(self, *, talking: bool, blinking: bool) -> Sprite:
        """How the host looks just now; all faces have the same size."""
        return self.faces[int(talking)][int(blinking)]


def draw_host(rng: np.random.Generator) -> Host:
    """A random host; stands with the sprite's lower edge at the picture's."""
    look = random_look(rng)
    body = _body(rng, look)
    features = (int(rng.integers(3)), bool(rng.random() < 0.25))
    faces = tuple(
        tuple(_sprite(body, look, features, talking=talking, blinking=blinking) for blinking in (False, True))
        for talking in (False, True)
    )
    hands = (draw_hand(rng, wrapped=True, look=look, arm=arm) for arm in (False, True))
    return Host(((faces[0][0], faces[0][1]), (faces[1][0], faces[1][1])), look, *hands)


def _body(rng: np.random.Generator, look: Look) -> Pixels:
    width, height = _SIZE
    layer = np.zeros((height, width, 4), np.uint8)
    hair: _Rgba = (*_HAIR[rng.integers(len(_HAIR))], 255)
    middle = width // 2
    style = rng.integers(4)
    if style == 0:
        cv2.ellipse(layer, (middle, 200), (96, 165), 0, 0, 360, hair, -1, cv2.LINE_AA)
    elif style == 1:
        cv2.ellipse(layer, (middle, 170), (92, 112), 0, 0, 360, hair, -1, cv2.LINE_AA)
    elif style == 2:
        cv2.circle(layer, (middle, 58), 44, hair, -1, cv2.LINE_AA)
    top = _ink(look.sleeve, 1.0)
    shoulders = [[62, 540], [70, 400], [98, 345], [172, 316], [268, 316], [342, 345], [370, 400], [378, 540]]
    cv2.fillPoly(layer, [_smooth(shoulders)], top, cv2.LINE_AA)
    cv2.rectangle(layer, (middle - 33, 235), (middle + 33, 322), _ink(look.skin, 0.8), -1)
    cv2.ellipse(layer, (middle, 318), (50, 30), 0, 0, 180, _ink(look.skin, 0.88), -1, cv2.LINE_AA)
    cv2.ellipse(layer, (middle, 318), (52, 33), 0, 0, 180, _ink(look.sleeve, 0.7), 5, cv2.LINE_AA)
    for side in (-1, 1):
        cv2.ellipse(layer, (middle + side * 68, 172), (12, 20), 0, 0, 360, _ink(look.skin, 0.85), -1, cv2.LINE_AA)
    cv2.ellipse(layer, (middle, 168), (68, 90), 0, 0, 360, _ink(look.skin, 1.0), -1, cv2.LINE_AA)
    cv2.ellipse(layer, (middle, 196), (60, 66), 0, 0, 180, _ink(look.skin, 1.0), -1, cv2.LINE_AA)
    fringe = np.array([[146, 168], [142, 110], [176, 74], [220, 64], [266, 74], [298, 112], [295, 168], [280, 124]])
    parting = int(rng.integers(180, 262))
    cv2.fillPoly(layer, [_smooth([*fringe.tolist(), [parting, 104], [164, 124]])], hair, cv2.LINE_AA)
    return _lit(layer)


def _sprite(body: Pixels, look: Look, features: tuple[int, bool], *, talking: bool, blinking: bool) -> Sprite:
    layer = body.copy()
    lips, glasses = features
    middle = _SIZE[0] // 2
    dark = (45, 32, 28, 255)
    for side in (-1, 1):
        eye = (middle + side * 27, 166)
        if blinking:
            cv2.ellipse(layer, eye, (11, 4), 0, 0, 180, dark, 2, cv2.LINE_AA)
        else:
            cv2.ellipse(layer, eye, (11, 7), 0, 0, 360, (244, 244, 242, 255), -1, cv2.LINE_AA)
            cv2.circle(layer, eye, 6, (70, 52, 40, 255), -1, cv2.LINE_AA)
            cv2.circle(layer, (eye[0] - 2, eye[1] - 2), 2, (250, 250, 250, 255), -1, cv2.LINE_AA)
            cv2.ellipse(layer, eye, (12, 8), 0, 190, 350, dark, 2, cv2.LINE_AA)
        cv2.ellipse(layer, (eye[0], 154), (15, 7), 0, 200, 340, dark, 3, cv2.LINE_AA)
        cv2.circle(layer, (middle + side * 40, 196), 13, _ink(look.skin, 1.0, red=14), -1, cv2.LINE_AA)
        if glasses:
            cv2.circle(layer, eye, 21, (30, 30, 34, 255), 3, cv2.LINE_AA)
    if glasses:
        cv2.line(layer, (middle - 6, 164), (middle + 6, 164), (30, 30, 34, 255), 3)
    cv2.ellipse(layer, (middle, 194), (9, 6), 0, 10, 170, _ink(look.skin, 0.72), 2, cv2.LINE_AA)
    red = ((176, 74, 78, 255), (150, 84, 74, 255), (196, 52, 70, 255))[lips]
    if talking:
        cv2.ellipse(layer, (middle, 222), (17, 11), 0, 0, 360, (92, 34, 38, 255), -1, cv2.LINE_AA)
        cv2.ellipse(layer, (middle, 222), (18, 12), 0, 0, 360, red, 4, cv2.LINE_AA)
    else:
        cv2.ellipse(layer, (middle, 216), (22, 10), 0, 12, 168, red, 5, cv2.LINE_AA)
    sprite = make_sprite(layer, max_side=_SIZE[1])
    if sprite is None:
        raise RuntimeError("a drawn host is empty; this is a fault of the drawing")
    return sprite


def _lit(layer: Pixels) -> Pixels:
    """Light from one side, darker rims and soft folds."""
    depth = cv2.GaussianBlur(layer[..., 3], (0, 0), 14).astype(np.float32) / 255
    edges = cv2.GaussianBlur(layer[..., 1], (0, 0), 5).astype(np.float32) - layer[..., 1]
    side = np.linspace(0.9, 1.1, layer.shape[1], dtype=np.float32)[None]
    colour = np.clip(layer[..., :3] * ((0.62 + 0.42 * depth) * side)[..., None] + 0.12 * edges[..., None], 0, 255)
    return np.dstack([colour, layer[..., 3]]).astype(np.uint8)


def _smooth(points: list[list[int]]) -> np.ndarray[tuple[int, ...], np.dtype[np.int32]]:
    """The outline with its corners cut."""
    outline = np.array(points, float)
    for _ in range(2):
        after = np.roll(outline, -1, axis=0)
        outline = np.stack([outline * 0.8 + after * 0.2, outline * 0.2 + after * 0.8], 1).reshape(-1, 2)
    return outline.astype(np.int32)


def _ink(colour: tuple[int, int, int], light: float, *, red: int = 0) -> _Rgba:
    first, second, third = (int(np.clip(value * light, 0, 255)) for value in colour)
    return min(255, first + red), second, third, 255
