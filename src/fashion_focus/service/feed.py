"""Changes as they happen: written to the log first, then told to whoever follows."""

import asyncio
import threading
from collections.abc import AsyncIterator
from typing import Any

from fashion_focus.store.library.changes import Change, ChangeStore

_LOOK_AGAIN_S = 5.0


class Feed:
    """The log of changes with its followers. Telling is safe from any thread."""

    def __init__(self, changes: ChangeStore) -> None:
        self._changes = changes
        self._lock = threading.Lock()
        self._followers: set[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = set()
        self._closed = False

    def tell(self, type_: str, subject: str, data: dict[str, Any]) -> None:
        """Something happened; it is in the log when this returns."""
        self._changes.append(type_, subject, data)
        self._wake()

    def last(self) -> int:
        """Number of the newest change."""
        return self._changes.last()

    def reaches(self, number: int) -> bool:
        """Whether everything after a number is still in the log."""
        return number >= self._changes.first() - 1 and number <= self._changes.last()

    async def follow(self, after: int) -> AsyncIterator[Change]:
        """Every change after a number, as it happens, until `close`."""
        wake = asyncio.Event()
        follower = (asyncio.get_running_loop(), wake)
        with self._lock:
            self._followers.add(follower)
        try:
            while not self._closed:
                wake.clear()
                changes = await asyncio.to_thread(self._changes.after, after)
                for change in changes:
                    after = change.number
                    yield change
                if not changes:
                    await _at_most(wake, _LOOK_AGAIN_S)
        finally:
            with self._lock:
                self._followers.discard(follower)

    def close(self) -> None:
        """Let all followers go."""
        self._closed = True
        self._wake()

    def count(self) -> int:
        """How many follow."""
        return len(self._followers)

    def _wake(self) -> None:
        with self._lock:
            for loop, event in self._followers:
                if not loop.is_closed():
                    loop.call_soon_threadsafe(event.set)


async def _at_most(event: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(event.wait(), seconds)
    except TimeoutError:
        return
