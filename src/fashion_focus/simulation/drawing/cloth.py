"""Cloth: silhouettes filled with colour, pattern, folds and seams."""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from fashion_focus.core.arrays import Pixels
from fashion_focus.simulation.drawing.labels import Colour, Print, contrast, face

Points = npt.NDArray[np.float64]
SIDE = 300  # px of the square that cloth is drawn in

# Right halves of the outlines, from the top of the middle to its foot, in shares of the square; mirrored for the left.
OUTLINES: dict[str, tuple[tuple[float, float], ...]] = {
    "tee": ((0.5, 0.1), (0.6, 0.07), (0.78, 0.13), (0.98, 0.33), (0.85, 0.44), (0.76, 0.36), (0.77, 0.95), (0.5, 0.96)),
    "tank": ((0.5, 0.2), (0.58, 0.17), (0.62, 0.05), (0.7, 0.05), (0.71, 0.24), (0.8, 0.36), (0.8, 0.95), (0.5, 0.96)),
    "shirt": ((0.5, 0.09), (0.6, 0.05), (0.75, 0.11), (0.9, 0.45), (0.97, 0.86), (0.86, 0.89), (0.77, 0.5),
        (0.78, 0.95), (0.5, 0.95)),
    "hoodie": ((0.5, 0.03), (0.62, 0.05), (0.67, 0.15), (0.8, 0.2), (0.95, 0.55), (0.98, 0.9), (0.86, 0.92),
        (0.8, 0.55), (0.79, 0.93), (0.5, 0.94)),
    "coat": ((0.5, 0.08), (0.62, 0.04), (0.78, 0.1), (0.93, 0.45), (0.98, 0.74), (0.86, 0.77), (0.78, 0.45),
        (0.82, 0.98), (0.5, 0.98)),
    "trousers": ((0.5, 0.03), (0.68, 0.03), (0.72, 0.25), (0.72, 0.97), (0.57, 0.97), (0.51, 0.36), (0.5, 0.34)),
    "shorts": ((0.5, 0.18), (0.74, 0.18), (0.83, 0.75), (0.54, 0.79), (0.505, 0.52), (0.5, 0.5)),
    "dress": ((0.5, 0.14), (0.56, 0.12), (0.6, 0.03), (0.66, 0.03), (0.66, 0.17), (0.7, 0.24), (0.62, 0.45),
        (0.84, 0.94), (0.5, 0.97)),
    "skirt": ((0.5, 0.15), (0.66, 0.15), (0.88, 0.83), (0.5, 0.87)),
    "bra": ((0.5, 0.42), (0.56, 0.4), (0.63, 0.2), (0.68, 0.2), (0.68, 0.38), (0.78, 0.48), (0.78, 0.68), (0.5, 0.7)),
    "beanie": ((0.5, 0.2), (0.68, 0.25), (0.79, 0.48), (0.8, 0.78), (0.5, 0.8)),
    "scarf": ((0.5, 0.05), (0.6, 0.05), (0.62, 0.5), (0.6, 0.96), (0.5, 0.96)),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cloth:
    """A garment's design. shape: a key of OUTLINES. pattern: plain, stripes, bars, checks, dots or heather.

    cut: factors on the outline's width and height. zipped: a zip or buttons down the front. printed: a picture on the
    chest, or None.
    """

    shape: str
    color: Colour
    accent: Colour
    pattern: str
    cut: tuple[float, float]
    seed: int
    zipped: bool = False
    printed: Print | None = None


def draw_cloth(cloth: Cloth, *, azimuth: float) -> Pixels:
    """RGBA (SIDE, SIDE, 4) of a garment laid flat or on a hanger, from the front (0) or the back (180), or between."""
    back = abs((azimuth + 180) % 360 - 180) > 90
    outline = _outline(cloth)
    mask = np.zeros((SIDE, SIDE), np.uint8)
    cv2.fillPoly(mask, [np.round(outline * 16).astype(np.int32)], 255, cv2.LINE_AA, 4)
    out = np.clip(_fabric(cloth), 0, 255).astype(np.uint8)
    _details(out, cloth, outline, back=back)
    lit = out * _folds(cloth, mask, back=back)[..., None]
    rgba = np.dstack([np.clip(lit, 0, 255), mask]).astype(np.uint8)
    squeeze = max(0.45, abs(np.cos(np.deg2rad(azimuth))))
    return rgba if squeeze > 0.98 else np.asarray(cv2.resize(rgba, (round(SIDE * squeeze), SIDE)), np.uint8)


def smooth(points: Points, rounds: int = 2) -> Points:
    """A closed outline (K, 2) with its corners cut so many times."""
    for _ in range(rounds):
        after = np.roll(points, -1, axis=0)
        points = np.stack([points * 0.88 + after * 0.12, points * 0.12 + after * 0.88], 1).reshape(-1, 2)
    return points


def _outline(cloth: Cloth) -> Points:
    right = np.array(OUTLINES[cloth.shape])
    left = right[::-1] * (-1, 1) + (1, 0)
    whole = np.vstack([right, left[1:-1]]) - 0.5
    rng = np.random.default_rng(cloth.seed)
    whole = whole * cloth.cut + 0.5 + rng.normal(0, 0.006, whole.shape)
    return smooth(np.clip(whole, 0.01, 0.99) * SIDE)


def _fabric(cloth: Cloth) -> npt.NDArray[np.float32]:
    rng = np.random.default_rng(cloth.seed)
    rows, columns = np.mgrid[0:SIDE, 0:SIDE].astype(np.float32)
    step = float(rng.uniform(14, 46))
    on = np.zeros((SIDE, SIDE), bool)
    if cloth.pattern in {"stripes", "checks"}:
        on |= rows % step < step * 0.4
    if cloth.pattern in {"bars", "checks"}:
        on ^= columns % step < step * 0.4
    if cloth.pattern == "dots":
        on |= np.hypot(rows % step - step / 2, columns % step - step / 2) < step * 0.25
    out = np.where(on[..., None], np.array(cloth.accent, np.float32), np.array(cloth.color, np.float32))
    grain = rng.normal(0, 16 if cloth.pattern == "heather" else 4, (SIDE, SIDE, 1))
    return np.asarray(out + cv2.GaussianBlur(grain.astype(np.float32), (3, 3), 0)[..., None], np.float32)


def _details(out: Pixels, cloth: Cloth, outline: Points, *, back: bool) -> None:
    seam = tuple(int(value * 0.6) for value in cloth.color)
    middle = SIDE // 2
    top = int(outline[np.abs(outline[:, 0] - middle) < 12][:, 1].min(initial=SIDE * 0.1))
    if cloth.zipped and not back:
        cv2.line(out, (middle, top), (middle, SIDE), cloth.accent, 5)
        for y in range(top + 16, SIDE, 32):
            cv2.circle(out, (middle, y), 4, contrast(cloth.accent), -1, cv2.LINE_AA)
    if cloth.shape in {"trousers", "shorts", "skirt", "beanie"}:
        low = top + 18 if cloth.shape != "beanie" else SIDE * 60 // 100
        cv2.line(out, (0, low), (SIDE, low), seam, 3)
    if cloth.shape in {"tee", "shirt", "hoodie", "coat", "tank", "dress"}:
        depth = 8 if back else 20
        cv2.ellipse(out, (middle, top - 4), (SIDE // 9, depth), 0, 0, 180, cloth.accent, 5, cv2.LINE_AA)
    if cloth.shape in {"hoodie", "coat"} and not back:
        cv2.polylines(out, [np.array([[100, 250], [112, 195], [188, 195], [200, 250]])], False, seam, 3, cv2.LINE_AA)
    if cloth.printed is not None and not back:
        art = face(cloth.printed, width=84, height=84)
        out[92:176, middle - 42 : middle + 42] = art


def _folds(cloth: Cloth, mask: Pixels, *, back: bool) -> npt.NDArray[np.float32]:
    """Factor on the light (SIDE, SIDE): folds that run down, and darker edges."""
    rng = np.random.default_rng(cloth.seed + (991 if back else 0))
    coarse = rng.normal(0, 1, (3, 15)).astype(np.float32)
    fine = rng.normal(0, 1, (6, 30)).astype(np.float32)
    folds = sum(
        cv2.resize(grid, (SIDE, SIDE), interpolation=cv2.INTER_CUBIC) * weight
        for grid, weight in ((coarse, 0.1), (fine, 0.05))
    )
    depth = cv2.GaussianBlur(mask, (0, 0), 7).astype(np.float32) / 255
    return np.asarray(0.68 + 0.36 * depth + folds, np.float32)
