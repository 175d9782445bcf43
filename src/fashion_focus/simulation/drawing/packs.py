"""Packs: turned bodies (bottles, cans, jars, tubes, tubs) and folded ones (boxes, cartons, pouches), from any side."""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from fashion_focus.core.arrays import Pixels
from fashion_focus.simulation.drawing.labels import Colour, Print, face, wrapped

Curve = npt.NDArray[np.float32]
HEIGHT = 300  # px that a pack is drawn high


@dataclass(frozen=True, slots=True)
class Turned:
    """A turned body. profile: (height share, radius share) from the top down, radius 1 is the widest.

    slim: widest width as a share of the height. cap: share of the height, from the top, in the cap's colour; negative
    from the bottom. label: height shares between which the label lies. clear: whether the body shines like glass.
    """

    profile: tuple[tuple[float, float], ...]
    slim: float
    cap: float
    label: tuple[float, float]
    clear: bool = False


@dataclass(frozen=True, slots=True)
class Folded:
    """A box or pouch. wide and deep: shares of the height. gable: share of the height that slopes, as on a carton.

    soft: bulge of the edges, 0 for a box, 1 for a pouch.
    """

    wide: float
    deep: float
    gable: float = 0.0
    soft: float = 0.0


def draw_turned(body: Turned, printed: Print, caps: tuple[Colour, Colour], *, azimuth: float) -> Pixels:
    """RGBA of a turned body seen from azimuth (degrees). caps: colours of the cap and of the bare body."""
    width = max(12, round(HEIGHT * body.slim))
    rows = np.linspace(0, 1, HEIGHT, dtype=np.float32)
    shares, radii = zip(*body.profile, strict=True)
    radius = np.interp(rows, shares, radii).astype(np.float32) * width / 2
    across = (np.arange(width, dtype=np.float32) + 0.5 - width / 2)[None] / np.maximum(radius, 1)[:, None]
    inside = np.clip((1 - np.abs(across)) * np.maximum(radius, 1)[:, None], 0, 1)
    bulge = np.sqrt(np.clip(1 - across**2, 0, 1))
    texture = _surface(body, printed, caps, around=round(np.pi * width))
    turn = (np.arcsin(np.clip(across, -1, 1)) + np.deg2rad(azimuth)) / (2 * np.pi) % 1.0
    # A little of the camera's height bends printed lines downwards in the middle.
    down = np.clip(np.arange(HEIGHT, dtype=np.float32)[:, None] - 0.07 * width * (bulge - 0.6), 0, HEIGHT - 1)
    colour = cv2.remap(
        texture, (turn * (texture.shape[1] - 1)).astype(np.float32), down.astype(np.float32), cv2.INTER_LINEAR
    )
    glint = np.exp(-(((across + 0.45) / 0.12) ** 2)) * (70 if body.clear else 32)
    lit = colour * (0.5 + 0.52 * bulge)[..., None] + glint[..., None]
    return np.dstack([np.clip(lit, 0, 255), inside * 255]).astype(np.uint8)


def draw_folded(body: Folded, printed: Print, *, azimuth: float) -> Pixels:
    """RGBA of a box, carton or pouch seen from azimuth (degrees)."""
    turn = (azimuth + 180) % 360 - 180
    wide, deep = HEIGHT * body.wide, HEIGHT * body.deep
    back = abs(turn) > 90
    yaw = np.deg2rad(turn if not back else turn - np.sign(turn) * 180)
    front_width, side_width = abs(wide * np.cos(yaw)), abs(deep * np.sin(yaw))
    pad = 8
    out = np.zeros((HEIGHT + 2 * pad, int(front_width + side_width) + 2 * pad, 4), np.uint8)
    front = face(printed, width=max(16, int(wide)), height=HEIGHT, back=back)
    side = face(printed, width=max(16, int(deep)), height=HEIGHT, back=True)
    split = pad + (front_width if yaw >= 0 else side_width)
    left, right = (front, side) if yaw >= 0 else (side, front)
    tilt = 0.06 * HEIGHT * abs(np.sin(yaw))
    far = out.shape[1] - pad
    _panel(out, left, (pad, split), (tilt if yaw >= 0 else tilt * 1.5, 0.0), shade=1.0 if yaw >= 0 else 0.72)
    _panel(out, right, (split, far), (0.0, tilt * 1.5 if yaw >= 0 else tilt), shade=0.72 if yaw >= 0 else 1.0)
    if body.gable:
        out = _gable(out, body.gable, printed.ink)
    return _soften(out, body.soft) if body.soft else out


def _surface(body: Turned, printed: Print, caps: tuple[Colour, Colour], *, around: int) -> Pixels:
    texture = np.empty((HEIGHT, max(32, around), 3), np.uint8)
    texture[:] = caps[1]
    top, bottom = (round(share * HEIGHT) for share in body.label)
    texture[top:bottom] = wrapped(printed, width=texture.shape[1], height=bottom - top)
    if body.cap:
        rows = slice(0, round(body.cap * HEIGHT)) if body.cap > 0 else slice(round((1 + body.cap) * HEIGHT), HEIGHT)
        texture[rows] = caps[0]
        ribs = (np.arange(texture.shape[1]) // 4 % 2 * 14).astype(np.uint8)
        texture[rows] = cv2.subtract(texture[rows], np.broadcast_to(ribs[None, :, None], texture[rows].shape).copy())
    return texture


def _panel(out: Pixels, art: Pixels, columns: tuple[float, float], drop: tuple[float, float], *, shade: float) -> None:
    """One face onto the canvas; drop: px by which its left and right edges are shorter at either end."""
    if columns[1] - columns[0] < 2:
        return
    pad, bottom = 8.0, out.shape[0] - 8.0
    corners = np.array(
        [
            [columns[0], pad + drop[0]],
            [columns[1], pad + drop[1]],
            [columns[1], bottom - drop[1]],
            [columns[0], bottom - drop[0]],
        ],
        np.float32,
    )
    height, width = art.shape[:2]
    source = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    matrix = cv2.getPerspectiveTransform(source, corners)
    lit = cv2.convertScaleAbs(art, alpha=shade)
    layer = np.dstack([lit, np.full(art.shape[:2], 255, np.uint8)])
    warped = cv2.warpPerspective(layer, matrix, (out.shape[1], out.shape[0]), flags=cv2.INTER_LINEAR)
    np.maximum(out, warped, out=out)


def _gable(picture: Pixels, share: float, ink: Colour) -> Pixels:
    """The top of the picture drawn together to a ridge, as a drink carton is folded."""
    height, width = picture.shape[:2]
    rows = np.arange(height, dtype=np.float32)[:, None]
    slope = np.clip(1 - rows / (share * height), 0, 1)
    wide = 1 - 0.16 * slope
    columns = (np.arange(width, dtype=np.float32)[None] - width / 2) / wide + width / 2
    out = cv2.remap(picture, columns, np.broadcast_to(rows, columns.shape).astype(np.float32), cv2.INTER_LINEAR)
    shade = np.where(slope > 0, 0.82 + 0.1 * slope, 1.0)
    out[..., :3] = np.clip(out[..., :3] * shade[..., None], 0, 255)
    ridge = round(0.3 * share * height)
    out[:ridge, :, :3] = np.clip(out[:ridge, :, :3] * 0.6 + 80, 0, 255)
    cap = (width // 2, round(0.62 * share * height))
    cv2.ellipse(out, cap, (max(3, width // 7), max(3, width // 11)), 0, 0, 360, (*ink, 255), -1, cv2.LINE_AA)
    return np.asarray(out, np.uint8)


def _soften(picture: Pixels, amount: float) -> Pixels:
    """Edges that bulge, crimped ends and creases, as of a pouch."""
    height, width = picture.shape[:2]
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    up, over = rows / height * 2 - 1, columns / width * 2 - 1
    reach = 1 - 0.1 * amount * np.abs(up) ** 3
    source_x = (over / reach + 1) / 2 * width
    source_y = rows + 0.02 * amount * height * np.sin(over * 9) * np.abs(up) ** 6
    out = cv2.remap(picture, source_x, source_y, cv2.INTER_LINEAR)
    rng = np.random.default_rng(height * 7 + width)
    creases = cv2.resize(rng.normal(0, 1, (14, 9)).astype(np.float32), (width, height), interpolation=cv2.INTER_CUBIC)
    light = (1 - 0.35 * np.abs(over) ** 2) * (1 + 0.13 * amount * creases)
    light[(np.abs(up) > 0.92) & (rows.astype(int) % 4 < 2)] *= 0.8
    out[..., :3] = np.clip(out[..., :3] * light[..., None], 0, 255)
    return np.asarray(out, np.uint8)
