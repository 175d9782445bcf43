"""What commands say: results on stdout, progress and complaints on stderr, one line per fault."""

import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum

from rich.console import Console
from rich.progress import BarColumn, Progress, ProgressColumn, Task, TextColumn
from rich.table import Table
from rich.text import Text

stderr = Console(stderr=True, highlight=False, soft_wrap=True)
stdout = Console(highlight=False, soft_wrap=True)
_UNCUT = 240  # columns

LINE_EVERY_S = 10.0
"""Without a terminal, progress is one line per so many seconds."""


def clock(seconds: float) -> str:
    """A duration as people write it: 1:08 or 6:02:14."""
    whole = int(seconds)
    hours, minutes = whole // 3600, whole // 60 % 60
    return f"{hours}:{minutes:02}:{whole % 60:02}" if hours else f"{minutes}:{whole % 60:02}"


def complain(message: object) -> None:
    """One line on stderr that says what is wrong and what to do."""
    print(f"error: {message}", file=sys.stderr)


def remark(message: str) -> None:
    """A line on stderr that is no result."""
    print(message, file=sys.stderr)


def tell(text: str) -> None:
    """A line of result on stdout."""
    print(text, flush=True)


def tell_json(document: object) -> None:
    """One object on stdout, on one line."""
    print(json.dumps(document, ensure_ascii=False))


def show(table: Table) -> None:
    """A table of results on stdout; in a file nothing of it is cut to a terminal's width."""
    if not stdout.is_terminal:
        stdout.width = _UNCUT
    stdout.print(table)


def plain_table(*columns: str, right: tuple[str, ...] = ()) -> Table:
    """An unboxed table; the columns named in `right` are numbers."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(column, justify="right" if column in right else "left")
    return table


class _Left(ProgressColumn):
    """A range instead of a false exactness: "about 9-14 min left", from 5 % on."""

    def render(self, task: Task) -> Text:
        left = task.time_remaining
        if left is None or task.percentage < 5:
            return Text("")
        low, high = left * 0.8, left * 1.25
        if high < 90:
            return Text(f"about {max(1, round(low))}-{max(2, round(high))} s left")
        return Text(f"about {round(low / 60)}-{round(high / 60) or 1} min left")


class Reporting(StrEnum):
    """How progress is told: a bar or lines, one JSON object a step, or not at all."""

    AUTO = "auto"
    JSON = "json"
    QUIET = "quiet"


@contextmanager
def progress(title: str, *, total: float, how: Reporting = Reporting.AUTO) -> Iterator["Advance"]:
    """A live bar on a terminal, else a line each ten seconds; call the result with how far it is and a remark."""
    if how is Reporting.QUIET:
        yield Advance()
    elif how is Reporting.JSON:
        yield _JsonAdvance(title, total)
    elif stderr.is_terminal:
        columns = (TextColumn("  {task.description}"), BarColumn(24), TextColumn("{task.percentage:>3.0f} %"))
        with Progress(*columns, _Left(), TextColumn("{task.fields[remark]}"), console=stderr) as bar:
            task = bar.add_task(title, total=total, remark="")
            yield _BarAdvance(bar, task)
    else:
        yield _LineAdvance(title, total)


class Advance:
    """Takes in how far the work is; this one keeps it to itself."""

    def __call__(self, done: float, remark: str = "") -> None:
        """done: in the units of total."""


class _BarAdvance(Advance):
    def __init__(self, bar: Progress, task: "int") -> None:
        self._bar, self._task = bar, task

    def __call__(self, done: float, remark: str = "") -> None:
        self._bar.update(self._task, completed=done, remark=remark)  # type: ignore[arg-type]  # rich's own TaskID is an int


class _JsonAdvance(Advance):
    def __init__(self, title: str, total: float) -> None:
        self._title, self._total = title, total

    def __call__(self, done: float, remark: str = "") -> None:
        step = {"stage": self._title, "done": round(done, 3), "total": self._total, "remark": remark}
        print(json.dumps(step, ensure_ascii=False), file=sys.stderr, flush=True)


class _LineAdvance(Advance):
    def __init__(self, title: str, total: float) -> None:
        self._title, self._total = title, total
        self._next = time.monotonic() + LINE_EVERY_S

    def __call__(self, done: float, remark: str = "") -> None:
        if time.monotonic() >= self._next:
            self._next = time.monotonic() + LINE_EVERY_S
            share = 100 * done / self._total if self._total else 0.0
            print(f"  {self._title}  {share:.0f} %  {remark}".rstrip(), file=sys.stderr)
