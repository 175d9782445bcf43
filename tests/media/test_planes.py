"""Pictures that are carried to another process are seen there as they would have been seen here, to the last bit."""

from pathlib import Path

import av
import numpy as np
import pytest
from av.video.frame import VideoFrame

from fashion_focus.media import DecodedPicture, Orientation, Planes, PlanesReader


@pytest.fixture(scope="module")
def decoded(tmp_path_factory: pytest.TempPathFactory) -> VideoFrame:
    """A frame of H.264 with much colour."""
    path: Path = tmp_path_factory.mktemp("planes") / "noise.mp4"
    chance = np.random.default_rng(3)
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=5, options={"preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = 320, 180, "yuv420p"
        coarse = chance.integers(0, 255, (45, 80, 3), np.uint8)
        picture = VideoFrame.from_ndarray(coarse.repeat(4, 0).repeat(4, 1), format="rgb24")
        for packet in (*stream.encode(picture), *stream.encode()):
            container.mux(packet)
    with av.open(str(path)) as container:
        return next(container.decode(video=0))


@pytest.mark.parametrize("size", [(320, 180), (160, 90), (112, 63), (33, 17), (640, 352)])
@pytest.mark.parametrize(
    "orientation", [Orientation(), Orientation(transposed=True, mirror_x=True)], ids=["upright", "turned"]
)
def test_each_conversion_is_the_same(decoded: VideoFrame, size: tuple[int, int], orientation: Orientation) -> None:
    here = DecodedPicture(decoded, orientation=orientation)
    planes = here.planes()
    assert planes is not None
    there = PlanesReader().picture(planes)
    assert there.size == here.size
    np.testing.assert_array_equal(there.resized(*size), here.resized(*size))


@pytest.mark.parametrize("name", ["yuv444p", "yuv420p10le", "rgb24"])
def test_other_formats_have_no_planes(name: str) -> None:
    frame = VideoFrame.from_ndarray(np.zeros((8, 8, 3), np.uint8), format="rgb24").reformat(format=name)
    assert DecodedPicture(frame).planes() is None


@pytest.mark.parametrize("shape", [(0, 4), (4, 4), (6, 3)])
def test_planes_of_odd_sides_are_refused(shape: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="even"):
        Planes(np.zeros(shape, np.uint8))
