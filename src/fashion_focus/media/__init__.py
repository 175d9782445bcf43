"""Video and sound in, with exact times: yields frames, sound and gaps; knows nothing of products."""

from fashion_focus.media.encode import VideoWriter
from fashion_focus.media.facts import MediaFacts, probe, sha256_of
from fashion_focus.media.frames import Grid
from fashion_focus.media.pictures import (
    MATRICES,
    RANGES,
    ArrayPicture,
    DecodedPicture,
    Orientation,
    Planes,
    PlanesReader,
)
from fashion_focus.media.sampling import RATE_HZ, Resampler, SampleClock
from fashion_focus.media.sounds import mono, open_sound
from fashion_focus.media.source import Piece, ScriptedSource, VideoSource, piece_time
from fashion_focus.media.video import VideoFile, open_video

__all__ = [
    "MATRICES",
    "RANGES",
    "RATE_HZ",
    "ArrayPicture",
    "DecodedPicture",
    "Grid",
    "MediaFacts",
    "Orientation",
    "Piece",
    "Planes",
    "PlanesReader",
    "Resampler",
    "SampleClock",
    "ScriptedSource",
    "VideoFile",
    "VideoSource",
    "VideoWriter",
    "mono",
    "open_sound",
    "open_video",
    "piece_time",
    "probe",
    "sha256_of",
]
