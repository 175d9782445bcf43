"""What a phone and a stream do to a picture: exposure, colour cast, blur, noise, too few pixels, hard compression."""

from dataclasses import dataclass

import cv2
import numpy as np

from fashion_focus.core.arrays import Pixels
from fashion_focus.simulation.sprites import Matrix


@dataclass(frozen=True, slots=True)
class Camera:
    """One picture's camera. Every field's default leaves the picture alone.

    zoom: factor about the middle. shift: px. roll: degrees. exposure: factor. cast: gain of red, green, blue.
    motion: length in px and direction in radians of the motion blur. detail: share of the pixels' sides that survives.
    noise: standard deviation in grey levels. quality: JPEG quality, 0 for none.
    """

    zoom: float = 1.0
    shift: tuple[float, float] = (0.0, 0.0)
    roll: float = 0.0
    exposure: float = 1.0
    cast: tuple[float, float, float] = (1.0, 1.0, 1.0)
    motion: tuple[float, float] = (0.0, 0.0)
    detail: float = 1.0
    noise: float = 0.0
    quality: int = 0

    def matrix(self, *, width: int, height: int) -> Matrix:
        """Matrix (2, 3) from the stage to the picture."""
        matrix = np.asarray(cv2.getRotationMatrix2D((width / 2, height / 2), self.roll, self.zoom), np.float64)
        matrix[:, 2] += np.array(self.shift)
        return matrix


def random_camera(rng: np.random.Generator, *, width: int, height: int) -> Camera:
    """A hand-held camera that is somewhat off in every way, seldom in all."""
    unit = float(np.sqrt(width * height))
    return Camera(
        zoom=float(rng.uniform(1.0, 1.15)),
        shift=(float(rng.normal(0, 0.012) * unit), float(rng.normal(0, 0.012) * unit)),
        roll=float(rng.normal(0, 1.2)),
        exposure=float(np.exp(rng.normal(0, 0.16))),
        cast=(float(np.exp(rng.normal(0, 0.06))), 1.0, float(np.exp(rng.normal(0, 0.06)))),
        motion=(float(rng.uniform(2, 0.03 * unit)), float(rng.uniform(0, np.pi))) if rng.random() < 0.2 else (0.0, 0.0),
        detail=float(rng.uniform(0.35, 0.9)) if rng.random() < 0.4 else 1.0,
        noise=float(rng.uniform(1, 9)) if rng.random() < 0.5 else 0.0,
        quality=int(rng.integers(18, 90)) if rng.random() < 0.75 else 0,
    )


def expose(picture: Pixels, camera: Camera, rng: np.random.Generator) -> Pixels:
    """The picture (H, W, 3) as the camera and the stream hand it on; geometry is not touched."""
    out = _tone(picture, camera)
    if camera.motion[0] > 1.5:
        out = _motion_blur(out, *camera.motion)
    if camera.detail < 1.0:
        small = cv2.resize(out, None, fx=camera.detail, fy=camera.detail, interpolation=cv2.INTER_AREA)
        out = np.asarray(cv2.resize(small, (out.shape[1], out.shape[0]), interpolation=cv2.INTER_LINEAR), np.uint8)
    if camera.noise > 0:
        out = _grain(out, camera.noise, rng)
    if camera.quality > 0:
        # Channel order does not matter to the blocks; one conversion is saved on either side.
        _, packed = cv2.imencode(".jpg", out, [cv2.IMWRITE_JPEG_QUALITY, camera.quality])
        out = np.asarray(cv2.imdecode(packed, cv2.IMREAD_COLOR), np.uint8)
    return out


def _tone(picture: Pixels, camera: Camera) -> Pixels:
    gains = [camera.exposure * cast for cast in camera.cast]
    if max(abs(gain - 1) for gain in gains) < 0.01:
        return picture
    return np.asarray(cv2.transform(picture, np.diag(gains).astype(np.float32)), np.uint8)


def _motion_blur(picture: Pixels, length: float, direction: float) -> Pixels:
    size = int(length) | 1
    kernel = np.zeros((size, size), np.float32)
    reach = np.array([np.cos(direction), np.sin(direction)]) * (size - 1) / 2
    middle = np.array([size // 2, size // 2])
    start, end = (np.round(middle - reach).astype(int), np.round(middle + reach).astype(int))
    cv2.line(kernel, (int(start[0]), int(start[1])), (int(end[0]), int(end[1])), 1.0)
    return np.asarray(cv2.filter2D(picture, -1, kernel / kernel.sum()), np.uint8)


def _grain(picture: Pixels, sigma: float, rng: np.random.Generator) -> Pixels:
    noise = np.empty(picture.shape[:2], np.int16)
    cv2.setRNGSeed(int(rng.integers(2**31 - 1)))
    cv2.randn(noise, np.zeros(1), np.full(1, sigma))
    return np.asarray(cv2.add(picture, cv2.merge([noise] * 3), dtype=cv2.CV_8U), np.uint8)
