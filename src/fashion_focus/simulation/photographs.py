"""Photographs of a product in use: where in them the product is, found by its pack shot or by its cut."""

from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from fashion_focus.core.arrays import Pixels
from fashion_focus.simulation.sprites import Sprite, make_sprite

_LEAST_PAIRS = 14  # matched points that agree on one plane; fewer come about by chance
_CLEARLY_NEARER = 0.75  # than the second-best match (Lowe 2004, §7.1)
_Points = npt.NDArray[np.float32]


class PackFinder:
    """Finds one printed pack in photographs by its flat pack shot (H, W, 4) with alpha."""

    def __init__(self, shot: Pixels) -> None:
        self._sift = cv2.SIFT.create(nfeatures=1500)
        self._shot = shot
        gray = cv2.cvtColor(shot[..., :3], cv2.COLOR_RGB2GRAY)
        solid = np.where(shot[..., 3] > 127, 255, 0).astype(np.uint8)
        self._points, self._features = self._sift.detectAndCompute(gray, solid)

    def mask(self, photo: Pixels) -> Pixels | None:
        """Mask (H, W), 0 or 255, of the pack in a photo (H, W, 3); None where it is not surely found."""
        points, features = self._sift.detectAndCompute(cv2.cvtColor(photo, cv2.COLOR_RGB2GRAY), None)
        if features is None or self._features is None or len(features) < 2:
            return None
        couples = cv2.BFMatcher().knnMatch(self._features, features, k=2)
        near = [pair[0] for pair in couples if len(pair) == 2 and pair[0].distance < _CLEARLY_NEARER * pair[1].distance]
        if len(near) < _LEAST_PAIRS:
            return None
        ours = np.array([self._points[match.queryIdx].pt for match in near], np.float32)
        theirs = np.array([points[match.trainIdx].pt for match in near], np.float32)
        plane, agree = cv2.findHomography(ours, theirs, cv2.RANSAC, 4.0)
        if plane is None or int(agree.sum()) < _LEAST_PAIRS or not self._plausible(plane, photo.shape):
            return None
        size = (photo.shape[1], photo.shape[0])
        return np.asarray(cv2.warpPerspective(self._shot[..., 3], plane, size), np.uint8)

    def _plausible(self, plane: npt.NDArray[Any], shape: tuple[int, ...]) -> bool:
        """Whether a plane keeps the pack's corners in order, and it fills a fair part of the photo."""
        height, width = self._shot.shape[:2]
        corners = np.array([[[0, 0]], [[width, 0]], [[width, height]], [[0, height]]], np.float32)
        quad = cv2.perspectiveTransform(corners, plane).astype(np.float32)
        share = abs(float(cv2.contourArea(quad))) / (shape[0] * shape[1])
        # A mirrored or folded quadrangle is a chance agreement.
        return bool(cv2.isContourConvex(quad)) and float(cv2.contourArea(quad, oriented=True)) > 0 and 0.06 < share < 1


def photo_sprite(photo: Pixels, mask: Pixels, *, max_side: int) -> Sprite | None:
    """A sprite of the whole photo (H, W, 3), whose product is where the mask (H, W) says."""
    opaque = np.full(photo.shape[:2], 255, np.uint8)
    return make_sprite(np.dstack([photo, opaque]), max_side=max_side, product=mask)
