"""Pictures that are converted when somebody looks at them, upright, at the size that is asked for."""

from dataclasses import dataclass

import cv2
import numpy as np
from av.sidedata.sidedata import SideData
from av.video.frame import VideoFrame
from av.video.reformatter import Colorspace, Interpolation, VideoReformatter

from fashion_focus.core.arrays import Pixels

_UNSPECIFIED = 2  # AVCOL_SPC_UNSPECIFIED
_FIRST_HD_HEIGHT = 720


@dataclass(frozen=True, slots=True)
class Orientation:
    """How a stored picture is turned to stand upright: transposed first, then mirrored."""

    transposed: bool = False
    mirror_x: bool = False
    mirror_y: bool = False

    @classmethod
    def of(cls, frame: VideoFrame) -> "Orientation":
        """What a frame's display matrix says (ISO/IEC 14496-12, 8.3.2), to the nearest quarter turn."""
        data = frame.side_data.get("DISPLAYMATRIX")
        if not isinstance(data, SideData):
            return cls()
        (a, b, _), (c, d, _), _ = np.frombuffer(bytes(data), np.int32).reshape(3, 3).tolist()
        if abs(b) + abs(c) > abs(a) + abs(d):
            return cls(transposed=True, mirror_x=c < 0, mirror_y=b < 0)
        return cls(mirror_x=a < 0, mirror_y=d < 0)

    def size(self, width: int, height: int) -> tuple[int, int]:
        """Upright size of a stored picture, or stored size of an upright one."""
        return (height, width) if self.transposed else (width, height)

    def upright(self, pixels: Pixels) -> Pixels:
        """A stored picture (H, W, 3), upright."""
        if self.transposed:
            pixels = pixels.transpose(1, 0, 2)
        return np.ascontiguousarray(pixels[:: -1 if self.mirror_y else 1, :: -1 if self.mirror_x else 1])


class DecodedPicture:
    """A picture over a decoder's frame, in its YUV; stays valid as long as it is kept.

    Each conversion goes straight from YUV to RGB at the wanted size, with the matrix and range that the frame names
    (where it names none: BT.709 from 720 lines on, else BT.601, as players do). Pixels are taken as square.
    """

    def __init__(self, frame: VideoFrame) -> None:
        self._frame = frame
        self._orientation = Orientation.of(frame)

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the upright picture, in pixels."""
        return self._orientation.size(self._frame.width, self._frame.height)

    def pixels(self) -> Pixels:
        """The upright picture (H, W, 3), RGB, at its own size."""
        return self.resized(*self.size)

    def resized(self, width: int, height: int) -> Pixels:
        """The whole upright picture stretched to (height, width, 3), RGB."""
        stored_width, stored_height = self._orientation.size(width, height)
        # A reformatter of its own: one kept on the frame would hold megabytes for as long as the frame lives.
        converted = VideoReformatter().reformat(
            self._frame,
            stored_width,
            stored_height,
            "rgb24",
            src_colorspace=self._matrix(),
            interpolation=Interpolation.AREA,
            threads=1,
        )
        return self._orientation.upright(np.asarray(converted.to_ndarray(), np.uint8))

    def _matrix(self) -> int | None:
        if self._frame.colorspace != _UNSPECIFIED:
            return None
        hd = min(self._frame.width, self._frame.height) >= _FIRST_HD_HEIGHT
        return int(Colorspace.ITU709 if hd else Colorspace.ITU601)


class ArrayPicture:
    """A picture over an array (H, W, 3), RGB, uint8, which is marked read-only and not copied."""

    def __init__(self, pixels: Pixels) -> None:
        if pixels.ndim != 3 or pixels.shape[2] != 3 or pixels.dtype != np.uint8 or 0 in pixels.shape:
            raise ValueError(f"pixels must be uint8 of shape (H, W, 3), found {pixels.dtype} {pixels.shape}")
        self._pixels = pixels.view()
        self._pixels.flags.writeable = False

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self._pixels.shape[1], self._pixels.shape[0]

    def pixels(self) -> Pixels:
        """The picture (H, W, 3), RGB, at its own size; read-only."""
        return self._pixels

    def resized(self, width: int, height: int) -> Pixels:
        """The whole picture stretched to (height, width, 3), RGB."""
        if (width, height) == self.size:
            return self._pixels.copy()
        smaller = width <= self.size[0] and height <= self.size[1]
        method = cv2.INTER_AREA if smaller else cv2.INTER_LINEAR
        return np.asarray(cv2.resize(self._pixels, (width, height), interpolation=method), np.uint8)
