"""Running streams on the terminal: a table that renews itself, or a line now and then."""

import dataclasses
import json
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import TracebackType
from typing import Protocol, Self

from rich.console import Console
from rich.live import Live
from rich.table import Table

from fashion_focus.cli.terminal import LINE_EVERY_S, Reporting, clock, plain_table, stderr
from fashion_focus.engine import StreamState, StreamStatus

_REFRESH_EVERY = 0.5
_STYLES = {
    StreamState.RUNNING: "green",
    StreamState.STARTING: "cyan",
    StreamState.WAITING: "yellow",
    StreamState.FAILED: "red",
}


class View(Protocol):
    """Shows how streams are."""

    def show(self, statuses: Sequence[StreamStatus]) -> None:
        """Called several times a second."""
        ...


class QuietView:
    """Shows nothing."""

    def show(self, statuses: Sequence[StreamStatus]) -> None:
        """Nothing."""


class TableView:
    """A table on a terminal, in `with`."""

    def __init__(self, console: Console) -> None:
        self._live = Live(console=console, auto_refresh=False, transient=False)
        self._next = 0.0

    def show(self, statuses: Sequence[StreamStatus]) -> None:
        """Draw the table anew, twice a second at most."""
        if time.monotonic() >= self._next:
            self._next = time.monotonic() + _REFRESH_EVERY
            self._live.update(stream_table(statuses), refresh=True)

    def __enter__(self) -> Self:
        self._live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._live.stop()


class LinesView:
    """A line a stream, each ten seconds and whenever a state changes; as_json: as objects."""

    def __init__(self, *, as_json: bool) -> None:
        self._as_json = as_json
        self._next: dict[str, float] = {}
        self._states: dict[str, StreamState] = {}

    def show(self, statuses: Sequence[StreamStatus]) -> None:
        """Print what is due."""
        for status in statuses:
            changed = self._states.get(status.id) is not status.state
            if changed or time.monotonic() >= self._next[status.id]:
                self._states[status.id] = status.state
                self._next[status.id] = time.monotonic() + LINE_EVERY_S
                print(self._line(status), file=sys.stderr, flush=True)

    def _line(self, status: StreamStatus) -> str:
        if self._as_json:
            return json.dumps(dataclasses.asdict(status), ensure_ascii=False)
        error = f"  {status.error}" if status.error else ""
        facts = f"{clock(status.media_time)}  {status.focuses} found  {status.rate:.3g}/s"
        return f"  {status.id}  {status.state.value}  {facts}{error}"


def stream_table(statuses: Sequence[StreamStatus]) -> Table:
    """One row a stream."""
    table = plain_table(
        "stream",
        "state",
        "time",
        "found",
        "pictures/s",
        "lag",
        "lost",
        "again",
        "",
        right=("found", "pictures/s", "lag"),
    )
    for status in statuses:
        style = _STYLES.get(status.state, "")
        table.add_row(
            status.id,
            f"[{style}]{status.state.value}[/]" if style else status.state.value,
            clock(status.media_time),
            str(status.focuses),
            f"{status.rate:.3g}",
            f"{status.lag:.1f} s",
            ", ".join(f"{n} {cause}" for cause, n in sorted(status.drops.items())) or "0",
            str(status.reconnects),
            status.error or status.label,
        )
    return table


@contextmanager
def open_view(how: Reporting) -> Iterator[View]:
    """The view that fits: a table on a terminal, lines elsewhere, objects or nothing where that was asked for."""
    if how is Reporting.QUIET:
        yield QuietView()
    elif how is Reporting.AUTO and stderr.is_terminal:
        with TableView(stderr) as view:
            yield view
    else:
        yield LinesView(as_json=how is Reporting.JSON)
