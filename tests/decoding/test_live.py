"""The same film as a file and as a live stream: the same pictures are analysed, at the same times, to the last bit."""

import io
from pathlib import Path

import av
import numpy as np
import pytest
from av.video.frame import VideoFrame

from fashion_focus.core.frame import Frame
from fashion_focus.decoding.addresses import open_live
from fashion_focus.decoding.live import LiveReader
from fashion_focus.decoding.wire import Kind, Message, Order
from fashion_focus.media import PlanesReader, open_video


def film(path: Path, *, fps: int, seconds: float = 3.0) -> Path:
    chance = np.random.default_rng(1)
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=fps, options={"preset": "veryfast", "bf": "2", "g": "30"})
        stream.width, stream.height, stream.pix_fmt = 320, 180, "yuv420p"
        for _ in range(round(seconds * fps)):
            coarse = chance.integers(0, 255, (18, 32, 3), np.uint8)
            picture = VideoFrame.from_ndarray(coarse.repeat(10, 0).repeat(10, 1), format="rgb24")
            container.mux(stream.encode(picture))
        container.mux(stream.encode())
    return path


def broadcast(path: Path) -> io.BytesIO:
    """The film's packets as MPEG-TS."""
    channel = io.BytesIO()
    with av.open(str(path)) as source, av.open(channel, "w", format="mpegts") as sink:
        track = sink.add_stream_from_template(source.streams.video[0])
        for packet in source.demux(video=0):
            if packet.dts is not None:
                packet.stream = track
                sink.mux(packet)
    channel.seek(0)
    return channel


@pytest.mark.parametrize("rate", [2.0, 4.0])
@pytest.mark.parametrize("fps", [12, 25, 30])
def test_a_live_stream_is_analysed_as_its_file(tmp_path: Path, fps: int, rate: float) -> None:
    path = film(tmp_path / "show.mp4", fps=fps)
    sent: list[Message] = []
    order = Order("push", "", rate, sound=False, engine=0)
    with open_live(order, broadcast(path)) as container:
        LiveReader(container, order, sent.append).run()
    live = [message for message in sent if message.kind is Kind.PICTURE]
    with open_video(path, rate=rate, sound=False) as video:
        expected = [piece for piece in video if isinstance(piece, Frame)]
    assert [message.time for message in live] == pytest.approx([frame.time for frame in expected], abs=2e-5)
    reader = PlanesReader()
    for message, frame in zip(live, expected, strict=True):
        assert message.planes is not None
        seen = reader.picture(message.planes)
        for size in ((320, 180), (160, 90), (112, 63)):
            np.testing.assert_array_equal(seen.resized(*size), frame.picture.resized(*size))
