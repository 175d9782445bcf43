"""Video and sound in, with exact times: yields frames, sound and gaps; knows nothing of products."""

from fashion_focus.media.encode import VideoWriter
from fashion_focus.media.facts import MediaFacts, probe, sha256_of
from fashion_focus.media.pictures import ArrayPicture, DecodedPicture
from fashion_focus.media.sounds import open_sound
from fashion_focus.media.source import Piece, ScriptedSource, VideoSource, piece_time
from fashion_focus.media.video import VideoFile, open_video

__all__ = [
    "ArrayPicture",
    "DecodedPicture",
    "MediaFacts",
    "Piece",
    "ScriptedSource",
    "VideoFile",
    "VideoSource",
    "VideoWriter",
    "open_sound",
    "open_video",
    "piece_time",
    "probe",
    "sha256_of",
]
