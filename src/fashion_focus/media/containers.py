"""Files opened safely: only the formats we mean, only the file itself, and errors that say what to do.

A demuxer is chosen by a file's content, and some (HLS, ffconcat) read other files that the content names. So the
formats are an allow-list, the one protocol is `file`, and a playlist is opened only where its name ends in `.m3u8`
and all that it lists lies in its own folder (see `check_playlist`).
"""

import re
from pathlib import Path

import av
import av.error
from av.container import InputContainer

from fashion_focus.core.errors import MediaError

VIDEO_FORMATS = ("mov", "matroska", "mpegts", "mpeg", "flv", "avi", "ogg")
SOUND_FORMATS = ("wav", "flac", "mp3", "aac", *VIDEO_FORMATS)
PLAYLIST_FORMATS = ("hls", "mpegts", "mov", "aac")

_PLAYLIST_BYTES = 1 << 20
_PLAYLIST_DEPTH = 2
_URI = re.compile(r'URI="([^"]*)"')
_PICTURE_BRANDS = {b"heic": "HEIC", b"heix": "HEIC", b"mif1": "HEIC", b"msf1": "HEIC", b"avif": "AVIF", b"avis": "AVIF"}
_PICTURE_STARTS = {
    b"\xff\xd8\xff": "JPEG",
    b"\x89PNG\r\n\x1a\n": "PNG",
    b"GIF8": "GIF",
    b"BM": "BMP",
    b"II*\x00": "TIFF",
    b"MM\x00*": "TIFF",
}
_SOUND_STARTS = (b"fLaC", b"ID3", b"\xff\xfb", b"\xff\xf1")


def open_container(path: Path, *, formats: tuple[str, ...] = VIDEO_FORMATS) -> InputContainer:
    """A local file, opened for reading; the caller closes it.

    Raises MediaError where it is missing, may not be read, is a picture, or is in no format of `formats`.
    """
    head = _head(path)
    kind = picture_kind(head)
    if kind:
        raise MediaError(f"cannot use {path}: it is a picture ({kind}), not a video; give a video file")
    options = {"protocol_whitelist": "file", "format_whitelist": ",".join(formats)}
    playlist = path.suffix.lower() == ".m3u8"
    if playlist:
        check_playlist(path)
        options["format_whitelist"] = ",".join(PLAYLIST_FORMATS)
    try:
        # The prefix keeps a name such as "tcp:x.mp4" from being read as an address.
        return av.open(
            f"file:{path.absolute()}",
            mode="r",
            format="hls" if playlist else None,
            options=options,
            metadata_errors="replace",
        )
    except av.error.FFmpegError as error:
        reason = (
            "one of its segments is damaged or no video; copy the whole folder again"
            if playlist
            else _reason(head, error)
        )
        raise MediaError(f"cannot read {path}: {reason}") from error


def picture_kind(head: bytes) -> str:
    """Name of the still picture format that a file's first 16 bytes tell, or "" where they tell none."""
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "WebP"
    if head[4:8] == b"ftyp":
        return _PICTURE_BRANDS.get(head[8:12], "")
    return next((kind for start, kind in _PICTURE_STARTS.items() if head.startswith(start)), "")


def check_playlist(path: Path, *, depth: int = 0) -> None:
    """Make sure that an HLS playlist lists nothing but files in its own folder (or below it).

    FFmpeg's own limits are no border here: a playlist opened from disk could read any other local file.
    Raises MediaError.
    """
    if depth > _PLAYLIST_DEPTH:
        raise MediaError(
            f"cannot use {path}: its playlists lead to further playlists; give the one that lists segments"
        )
    for entry in _entries(path):
        target = path.parent / entry
        inside = target.resolve().is_relative_to(path.parent.resolve())
        if ":" in entry or "\\" in entry or Path(entry).is_absolute() or not inside:
            raise MediaError(f"cannot use {path}: it lists {entry!r}, which is not a file in the playlist's folder")
        if not target.is_file():
            raise MediaError(f"cannot use {path}: its segment {entry!r} is missing; copy the whole folder")
        if target.suffix.lower() == ".m3u8":
            check_playlist(target, depth=depth + 1)


def _entries(path: Path) -> list[str]:
    """What a playlist lists: its segments, and whatever a tag's URI names."""
    if path.stat().st_size > _PLAYLIST_BYTES:
        raise MediaError(f"cannot use {path}: a playlist has at most {_PLAYLIST_BYTES >> 20} MiB")
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise MediaError(f"cannot read {path}: it is not a playlist in UTF-8; give an HLS playlist") from error
    if not lines or not lines[0].startswith("#EXTM3U"):
        raise MediaError(f"cannot read {path}: it does not start with #EXTM3U; give an HLS playlist")
    if any(line.startswith("#EXT-X-KEY") and "METHOD=NONE" not in line for line in lines):
        raise MediaError(f"cannot use {path}: its segments are encrypted; save the stream without encryption")
    named = [uri for line in lines if line.startswith("#") for uri in _URI.findall(line)]
    return named + [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def _head(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise MediaError(f"cannot read {path}: it is a folder; give one video file")
        if path.exists() and not path.is_file():
            raise MediaError(f"cannot read {path}: it is not a regular file; give a video file")
        with path.open("rb") as file:
            head = file.read(16)
    except FileNotFoundError as error:
        raise MediaError(f"cannot read {path}: it does not exist; check the path") from error
    except OSError as error:
        raise MediaError(
            f"cannot read {path}: {error.strerror or error}; check the file and its permissions"
        ) from error
    if not head:
        raise MediaError(f"cannot read {path}: it is empty; copy or record it again")
    return head


def _reason(head: bytes, error: av.error.FFmpegError) -> str:
    if head[4:8] == b"ftyp":
        return "it is damaged or was cut off before its index was written; record or copy it again"
    if head.startswith((b"#EXTM3U", b"ffconcat")):
        return "it is a playlist, not a video; name an HLS playlist .m3u8, or give the video itself"
    if head.startswith(_SOUND_STARTS) or head[:4] + head[8:12] == b"RIFFWAVE":
        return "it is sound only, without pictures; give a video"
    if isinstance(error, av.error.InvalidDataError | av.error.ArgumentError):
        return "it is no video in a known format (MP4, MOV, MKV, WebM, TS, MPG, FLV, AVI, OGG); convert it to MP4"
    return f"{error.strerror or error}; check the file"
