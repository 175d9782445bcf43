"""Bytes of a list to text, whatever program saved it."""

import codecs
from pathlib import Path

from fashion_focus.catalog.formats.rows import Source
from fashion_focus.core.errors import CatalogError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_REMEDY = "save the list as UTF-8"


def decode(data: bytes, source: Source) -> tuple[str, str]:
    """The text and the name of its encoding; a guess is remarked upon. Raises CatalogError where it is no text."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(data, encoding, source.path), encoding
    _refuse_binary(data, source.path)
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return _guess(data, source)


def _strict(data: bytes, encoding: str, path: Path) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise CatalogError(f"cannot read {path}: it is marked as {encoding} and is not; {_REMEDY}") from error


def _refuse_binary(data: bytes, path: Path) -> None:
    if data.startswith(b"PK\x03\x04"):
        raise CatalogError(f"cannot read {path}: it is a workbook or an archive; save the list as CSV (UTF-8)")
    if b"\x00" in data[:4096]:
        raise CatalogError(f"cannot read {path}: it is no text; name a CSV, TSV, XML or JSON Lines file or a folder")


def _guess(data: bytes, source: Source) -> tuple[str, str]:
    text = data.decode("utf-8", errors="replace")
    n_broken = text.count("\ufffd")
    n_whole = sum(character > "\x7f" for character in text) - n_broken
    if n_whole >= 4 * n_broken:
        line = text.count("\n", 0, text.index("\ufffd")) + 1
        source.remarks.add("encoding", f"{n_broken} characters are broken UTF-8; {_REMEDY} again", line=line)
        return text, "utf-8"
    for encoding in ("gb18030", "cp1252"):
        guessed = _try(data, encoding)
        if guessed is not None:
            source.remarks.add("encoding", f"it is not UTF-8; read as {encoding}; {_REMEDY} if words look wrong")
            return guessed, encoding
    raise CatalogError(f"cannot read {source.path}: its encoding is unknown; {_REMEDY}")


def _try(data: bytes, encoding: str) -> str | None:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    return text if encoding != "gb18030" or _looks_chinese(text) else None


def _looks_chinese(text: str) -> bool:
    """True where nearly all characters are everyday ones: Western text read as Chinese gives rare ones."""
    foreign = [character for character in text if character > "\x7f"]
    everyday = sum(bool(character.encode("gb2312", errors="ignore")) for character in foreign)
    return everyday >= 0.9 * len(foreign)
