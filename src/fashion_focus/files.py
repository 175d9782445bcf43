"""Output files that appear whole or not at all: written beside their place, synced, then renamed."""

import errno
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fashion_focus.core.errors import StoreError

_FULL = {errno.ENOSPC, errno.EDQUOT}
_DISK = _FULL | {errno.EFBIG, errno.EIO, errno.EROFS}


def write_atomically(path: Path, data: bytes | str) -> None:
    """Put `data` (text as UTF-8, line ends as they are) at `path`; folders on the way are made.

    Raises StoreError where it cannot be written; then whatever stood at `path` before still stands there.
    """
    content = data.encode("utf-8") if isinstance(data, str) else data
    with replacing(path) as beside:
        beside.write_bytes(content)


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A fresh empty file beside `path`, with its suffix, to be written by any library; it takes its place at the end.

    Where the block raises, the file is removed and `path` stays as it was. A link is followed, not replaced.
    Raises StoreError where the folder, the disk or the place forbids it; other errors of the block pass as they are.
    """
    target = Path(os.path.realpath(path))
    if target.exists() and not target.is_file():
        raise StoreError(f"cannot write {path}: something that is not a plain file stands there; name another file")
    beside = target.with_name(f".{target.stem[:100]}.{secrets.token_hex(4)}{target.suffix}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _create(beside)
        yield beside
        _sync(beside)
        beside.replace(target)
        _sync(target.parent)
    except OSError as error:
        if _is_ours(error, beside, target):
            raise StoreError(_message(path, error)) from error
        raise
    finally:
        _remove(beside)


def check_folder(path: Path) -> Path:
    """Make a folder for results, or see that one can be written to; gives it back.

    Raises StoreError where neither is so: better before an hour's work than after it.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
        probe = path / f".{secrets.token_hex(4)}"
        _create(probe)
        probe.unlink()
    except OSError as error:
        raise StoreError(f"cannot write to the folder {path}: {error.strerror}; choose another with --out") from error
    return path


def _create(path: Path) -> None:
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError:
        # The folder itself is gone or unreachable: then nothing half-written can be met there either.
        return


def _is_ours(error: OSError, beside: Path, target: Path) -> bool:
    """True for a fault of the place written to; a file that the block reads keeps its own error."""
    if error.errno in _DISK:
        return True
    places = {beside, target, *target.parents}
    return any(Path(os.fsdecode(name)) in places for name in (error.filename, error.filename2) if name)


def _message(path: Path, error: OSError) -> str:
    if error.errno in _FULL:
        return f"cannot write {path}: the disk is full; free some space or write elsewhere"
    return f"cannot write {path}: {error.strerror or error}; check the folder and your rights to it"
