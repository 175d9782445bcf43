"""What is known of a video before it is worked on: `probe`, and the file's hash."""

import hashlib
import re
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import av.error
from av.audio.stream import AudioStream
from av.stream import Stream
from av.video.frame import VideoFrame

from fashion_focus.core.errors import MediaError
from fashion_focus.core.focus import VideoFacts
from fashion_focus.media.pictures import Orientation
from fashion_focus.media.track import MAX_PIXELS, Track, open_pictures, picture_stream, sound_stream

_CLOCK = re.compile(r"(\d+):(\d\d):(\d\d(?:\.\d+)?)")


@dataclass(frozen=True, slots=True)
class MediaFacts:
    """A video file as it declares itself, but for `size` and `start`, which its first picture tells.

    duration: seconds from the first picture to the end of the longer track. size: width and height of the upright
    picture. fps: average, 0 where unknown. rotation: clockwise quarter turns that make a picture upright, in degrees.
    audio_codec: "" where there is no sound. start: the first picture's presentation time in the file's own clock, in
    seconds; the media clock's 0.
    """

    file: str
    duration: float
    size: tuple[int, int]
    fps: float
    rotation: int
    video_codec: str
    has_audio: bool
    audio_codec: str
    audio_rate_hz: int
    n_video_streams: int
    container: str
    start: Fraction

    def summary(self, *, sha256: str = "") -> VideoFacts:
        """The facts that a report carries."""
        return VideoFacts(self.file, self.duration, self.size, self.fps, sha256)


def probe(path: Path, *, max_pixels: int = MAX_PIXELS) -> MediaFacts:
    """Facts of a video file; its first picture is decoded, so that a video that opens can also be read.

    Raises MediaError where it is missing, unreadable, no video, without pictures, unsupported, or too large.
    """
    with open_pictures(path, max_pixels=max_pixels) as track:
        first = first_picture(track, path)
        pictures, sound = picture_stream(track.container, path), sound_stream(track.container)
        start = (first.pts or 0) * track.time_base
        orientation = Orientation.of(first)
        rate = pictures.average_rate or pictures.guessed_rate
        return MediaFacts(
            file=str(path),
            duration=float(_end(track, sound) - start),
            size=orientation.size(first.width, first.height),
            fps=float(rate) if rate else 0.0,
            rotation=_rotation(orientation),
            video_codec=pictures.codec_context.name,
            has_audio=sound is not None,
            audio_codec=sound.codec_context.name if sound else "",
            audio_rate_hz=sound.codec_context.sample_rate if sound else 0,
            n_video_streams=len(track.container.streams.video),
            container=track.container.format.name,
            start=start,
        )


def first_picture(track: Track[VideoFrame], path: Path) -> VideoFrame:
    """The picture that is presented first. Raises MediaError where none can be decoded."""
    try:
        first = next(track.frames(lambda _: None), None)
    except av.error.FFmpegError as error:
        raise MediaError(f"cannot read {path}: {error.strerror or error}; convert it to H.264 in MP4") from error
    if first is None:
        raise MediaError(f"cannot read {path}: none of its pictures can be decoded; record or copy it again")
    return first


def sha256_of(path: Path) -> str:
    """SHA-256 of a file's bytes, in hexadecimal. Raises MediaError where it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise MediaError(f"cannot read {path}: {error.strerror or error}; check the path") from error


def declared_end(stream: Stream) -> Fraction | None:
    """When a track says that it ends, in seconds of the file's own clock; None where only the whole file says it."""
    if stream.duration is not None and stream.time_base is not None:
        return (stream.start_time or 0) * stream.time_base + stream.duration * stream.time_base
    found = _CLOCK.match(stream.metadata.get("DURATION", ""))
    if found:
        hours, minutes, seconds = found.groups()
        return Fraction(int(hours) * 3600 + int(minutes) * 60) + Fraction(seconds)
    return None


def _end(pictures: Track[VideoFrame], sound: AudioStream | None) -> Fraction:
    """When the longer of two tracks ends; where neither says so, when the file does."""
    ends = [end for end in (declared_end(pictures.stream), declared_end(sound) if sound else None) if end is not None]
    if ends:
        return max(ends)
    container = pictures.container
    return Fraction((container.duration or 0) + (container.start_time or 0), av.time_base)


def _rotation(orientation: Orientation) -> int:
    if not orientation.transposed:
        return 180 if orientation.mirror_x and orientation.mirror_y else 0
    return 90 if orientation.mirror_x else 270
