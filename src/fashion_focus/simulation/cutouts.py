"""Cutting products out: from photographs on a plain or busy ground, and garments off the people who wear them."""

import cv2
import numpy as np
import numpy.typing as npt

from fashion_focus.core.arrays import Pixels

_WORK_SIDE = 128  # GrabCut is run this small: good enough for the outline of a sprite, and quick
_TOPS = {"top", "outerwear", "underwear"}
Bits = npt.NDArray[np.bool_]


def cut_photo(photo: Pixels) -> Pixels | None:
    """RGBA (H, W, 4) of the one thing in the middle of a photo (H, W, 3); None where the cut looks unsafe."""
    small = _at_work_size(photo)
    mask = np.full(small.shape[:2], cv2.GC_PR_BGD, np.uint8)
    height, width = small.shape[:2]
    mask[height // 8 : -height // 8, width // 8 : -width // 8] = cv2.GC_PR_FGD
    edge = max(2, min(height, width) // 40)
    mask[:edge] = mask[-edge:] = mask[:, :edge] = mask[:, -edge:] = cv2.GC_BGD
    found = _largest(_grab(small, mask))
    share = float(found.mean())
    rim = np.concatenate([found[edge], found[-edge - 1], found[:, edge], found[:, -edge - 1]])
    if not 0.08 <= share <= 0.7 or rim.mean() > 0.08:
        return None
    return _with_alpha(photo, found)


def garment_mask(rgba: Pixels, fine: str) -> Pixels | None:
    """Mask (H, W), 0 or 255, of the garment in a cut-out (H, W, 4) of the person wearing it; None where unsure.

    fine: the garment's class; it says where on the person to look.
    """
    small = _at_work_size(rgba)
    body = small[..., 3] >= 128
    rows = np.flatnonzero(body.any(1))
    if len(rows) < 40:
        return None
    seed = _seed_zone(body, rows[0], rows[-1], fine)
    sure = seed & body
    if sure.sum() < 40:
        return None
    mask = np.where(body, cv2.GC_PR_BGD, cv2.GC_BGD).astype(np.uint8)
    mask[body & _like(small[..., :3], sure)] = cv2.GC_PR_FGD
    mask[cv2.erode(sure.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0] = cv2.GC_FGD
    mask[body & _never(body.shape, rows[0], rows[-1], fine)] = cv2.GC_BGD
    found = _largest(_grab(np.ascontiguousarray(small[..., :3]), mask) & body)
    if not 0.12 <= found.sum() / body.sum() <= 0.92:
        return None
    return _smooth(found, rgba.shape[:2])


def take(rgba: Pixels, mask: Pixels) -> Pixels:
    """The part of a cut-out (H, W, 4) that a mask (H, W) keeps."""
    out = rgba.copy()
    out[..., 3] = np.minimum(out[..., 3], mask)
    return out


def _seed_zone(body: Bits, top: int, bottom: int, fine: str) -> Bits:
    """Where on the person the garment must be: a band about the body's middle."""
    low, high = (0.42, 0.68) if fine in _TOPS else ((0.16, 0.3) if fine == "shorts" else (0.14, 0.5))
    zone = np.zeros_like(body)
    for row in range(top + int((bottom - top) * low), top + int((bottom - top) * high)):
        columns = np.flatnonzero(body[row])
        if len(columns) > 8:
            middle, reach = int(np.median(columns)), max(2, len(columns) // 5)
            zone[row, middle - reach : middle + reach] = True
    return zone


def _never(shape: tuple[int, ...], top: int, bottom: int, fine: str) -> Bits:
    """Where the garment cannot be: the head over a top, the feet under trousers."""
    out = np.zeros(shape[:2], bool)
    span = bottom - top
    if fine in _TOPS:
        out[: top + int(span * 0.13)] = True
    elif fine == "shorts":
        out[top + int(span * 0.68) :] = True
    else:
        out[top + int(span * 0.94) :] = True
    return out


def _like(rgb: Pixels, sure: Bits) -> Bits:
    """Pixels whose colour is near one of the seed's main colours."""
    lab = cv2.cvtColor(np.ascontiguousarray(rgb), cv2.COLOR_RGB2LAB).astype(np.float32)
    lab[..., 0] *= 0.5  # folds change lightness more than hue
    samples = lab[sure]
    near = np.zeros(sure.shape, bool)
    for share in (0.25, 0.5, 0.75):
        centre = np.quantile(samples, share, axis=0)
        near |= np.linalg.norm(lab - centre, axis=-1) < 14
    return near


def _grab(rgb: Pixels, mask: Pixels) -> Bits:
    if not ((mask == cv2.GC_FGD) | (mask == cv2.GC_PR_FGD)).any() or not (mask == cv2.GC_BGD).any():
        return np.zeros(mask.shape, bool)
    cv2.setRNGSeed(1)
    cv2.grabCut(rgb, mask, (0, 0, 1, 1), np.zeros((1, 65)), np.zeros((1, 65)), 3, cv2.GC_INIT_WITH_MASK)
    return np.asarray((mask == cv2.GC_FGD) | (mask == cv2.GC_PR_FGD))


def _largest(found: Bits) -> Bits:
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (3, 3))
    opened = cv2.morphologyEx(found.astype(np.uint8), cv2.MORPH_OPEN, kernel)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(opened)
    if count < 2:
        return np.zeros_like(found)
    best = 1 + int(np.argmax(stats[1:, cv2.CC_STAT_AREA]))
    closed = cv2.morphologyEx((labels == best).astype(np.uint8), cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8))
    return np.asarray(closed > 0)


def _with_alpha(photo: Pixels, found: Bits) -> Pixels:
    return np.dstack([photo, _smooth(found, photo.shape[:2])])


def _smooth(found: Bits, shape: tuple[int, ...]) -> Pixels:
    soft = cv2.GaussianBlur(found.astype(np.float32), (0, 0), 1.0)
    large = cv2.resize(soft, (shape[1], shape[0]), interpolation=cv2.INTER_CUBIC)
    return np.asarray(np.clip((large - 0.35) * 4.0, 0, 1) * 255, np.uint8)


def _at_work_size(picture: Pixels) -> Pixels:
    factor = _WORK_SIDE / max(picture.shape[:2])
    size = (round(picture.shape[1] * factor), round(picture.shape[0] * factor))
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)
