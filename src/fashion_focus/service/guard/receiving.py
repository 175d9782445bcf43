"""Bodies that are files: written as they come, bounded, and on the disk before they count."""

import os
from pathlib import Path
from typing import BinaryIO

from fastapi import HTTPException, Request
from starlette.concurrency import run_in_threadpool

_KEEP_FREE = 512 * 1024**2
"""Bytes of disk that uploads leave to the database."""


async def receive_file(request: Request, target: Path, *, limit: int) -> int:
    """A whole body as a file; gives its length. Raises 413 where it is longer than `limit`, 503 where disk runs out."""
    await run_in_threadpool(target.parent.mkdir, parents=True, exist_ok=True)
    beside = target.with_name(f".{target.name[:100]}.part")
    try:
        with beside.open("wb") as file:
            n_bytes = await receive_into(request, file, limit=limit)
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)
    return n_bytes


async def receive_into(request: Request, file: BinaryIO, *, limit: int) -> int:
    """Append a body to an open file and sync it, also what came of a body that broke off; gives its length."""
    done = 0
    try:
        async for chunk in request.stream():
            done += len(chunk)
            if done > limit:
                raise HTTPException(413, f"this is more than the {limit} bytes that are left for it")
            check_disk(Path(file.name).parent, len(chunk))
            await run_in_threadpool(file.write, chunk)
    finally:
        await run_in_threadpool(_sync, file)
    return done


def check_disk(folder: Path, n_bytes: int) -> None:
    """Raises 503 where so many bytes would fill the disk."""
    state = os.statvfs(folder)
    if state.f_bavail * state.f_frsize < n_bytes + _KEEP_FREE:
        raise HTTPException(503, "there is not enough disk for this (FF-301); free some space in the data folder")


def _sync(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())
