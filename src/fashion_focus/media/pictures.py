"""Pictures that are converted when somebody looks at them, upright, at the size that is asked for."""

from dataclasses import dataclass
from fractions import Fraction

import cv2
import numpy as np
import numpy.typing as npt
from av.filter import Graph
from av.sidedata.sidedata import SideData
from av.video.format import VideoFormat
from av.video.frame import VideoFrame
from av.video.reformatter import Colorspace, Interpolation, VideoReformatter

from fashion_focus.core.arrays import Pixels

_UNSPECIFIED = 2  # AVCOL_SPC_UNSPECIFIED
_FIRST_HD_HEIGHT = 720
_PLANAR = ("yuv420p", "yuvj420p")
MATRICES = frozenset({1, _UNSPECIFIED, 4, 5, 6, 7, 9})
"""AVColorSpace of planes: BT.709, none named, FCC, BT.470, SMPTE 170M and 240M, BT.2020."""
RANGES = frozenset({0, 1, 2})
"""AVColorRange of planes: none named, limited, full."""


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


@dataclass(frozen=True, slots=True)
class Planes:
    """A picture as the decoder gave it, in YUV 4:2:0 of 8 bits, to be converted in another process as it would be here.

    yuv: (H * 3 / 2, W), the planes one under the other, as stored; W and H are even. full: whether the format says that
    values reach from 0 to 255. matrix, range: of MATRICES and RANGES.
    """

    yuv: npt.NDArray[np.uint8]
    full: bool = False
    matrix: int = _UNSPECIFIED
    range: int = 0
    orientation: Orientation = Orientation()

    def __post_init__(self) -> None:
        rows, width = self.yuv.shape
        if rows % 3 or width % 2 or not rows * width:
            raise ValueError(f"planes must be of even width and height, found {self.yuv.shape}")
        if self.matrix not in MATRICES or self.range not in RANGES:
            raise ValueError(f"planes of matrix {self.matrix} and range {self.range} are not converted")

    @property
    def stored_size(self) -> tuple[int, int]:
        """Width and height before the picture is turned upright."""
        return self.yuv.shape[1], self.yuv.shape[0] * 2 // 3


class PlanesReader:
    """Makes pictures of planes; one thread's."""

    def __init__(self) -> None:
        self._graphs: dict[tuple[str, tuple[int, int]], Graph] = {}

    def picture(self, planes: Planes) -> "DecodedPicture":
        """The picture; its pixels are those that the decoder's own frame would give."""
        name = _PLANAR[planes.full]
        frame = VideoFrame.from_ndarray(planes.yuv, format=name)
        frame.pts, frame.time_base = 0, Fraction(1, 1000)
        graph = self._graph(name, planes.stored_size)
        graph.push(frame)
        placed = graph.pull()
        assert isinstance(placed, VideoFrame)
        placed.colorspace, placed.color_range = planes.matrix, planes.range
        return DecodedPicture(placed, orientation=planes.orientation)

    def _graph(self, name: str, size: tuple[int, int]) -> Graph:
        """Says where colours lie between pixels, as decoders do and arrays cannot; scaling depends on it."""
        if (name, size) not in self._graphs:
            self._graphs.clear()
            graph = Graph()
            source = graph.add_buffer(
                width=size[0], height=size[1], format=VideoFormat(name), time_base=Fraction(1, 1000)
            )
            left, sink = graph.add("setparams", "chroma_location=left"), graph.add("buffersink")
            source.link_to(left)
            left.link_to(sink)
            graph.configure()
            self._graphs[name, size] = graph
        return self._graphs[name, size]


class DecodedPicture:
    """A picture over a decoder's frame, in its YUV; stays valid as long as it is kept.

    Each conversion goes straight from YUV to RGB at the wanted size, with the matrix and range that the frame names
    (where it names none: BT.709 from 720 lines on, else BT.601, as players do). Pixels are taken as square.
    """

    def __init__(self, frame: VideoFrame, *, orientation: Orientation | None = None) -> None:
        """orientation: by default what the frame itself says."""
        self._frame = frame
        self._orientation = Orientation.of(frame) if orientation is None else orientation

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

    def planes(self) -> Planes | None:
        """The picture for another process; None where its format, size or colours are none that planes have."""
        frame = self._frame
        matrix, range_ = int(frame.colorspace), int(frame.color_range)
        known = frame.format.name in _PLANAR and matrix in MATRICES and range_ in RANGES
        if not known or frame.width % 2 or frame.height % 2:
            return None
        yuv = np.asarray(frame.to_ndarray(), np.uint8)
        return Planes(yuv, frame.format.name == _PLANAR[True], matrix, range_, self._orientation)

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
