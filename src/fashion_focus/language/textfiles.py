"""Text files of words, read whole and bounded, whatever their line ends and byte order mark."""

from pathlib import Path

from fashion_focus.core.errors import WordsError

MAX_BYTES = 64 * 1024 * 1024
"""A day of dense speech with word times takes a third of this."""


def read_lines(path: Path) -> list[str]:
    """A file's lines without their ends; UTF-8 with or without a byte order mark, or UTF-16 with one.

    Raises WordsError where the file is missing, too large, or in another encoding.
    """
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise WordsError(f"cannot read {path}: {error.strerror or error}; check the path") from error
    if len(content) > MAX_BYTES:
        raise WordsError(f"cannot read {path}: it is larger than {MAX_BYTES >> 20} MB; split it by time")
    is_utf_16 = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        text = content.decode("utf-16" if is_utf_16 else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise WordsError(f"{path}:{line}: the text is not UTF-8; save the file as UTF-8") from error
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
