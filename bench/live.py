"""How quick is the streaming engine, and how much does it carry? Latency, agreement with the file, streams held.

python -m bench.live                          # makes a minute of 720p25 first
python -m bench.live ../shared/bench/streams/s01 --seconds 30 --streams 1,2,4

A show is played in real time as a live stream (every picture on time, late ones thinned or dropped as from a network).
"""

import argparse
import json
import os
import platform
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from fashion_focus.catalog import read_catalog
from fashion_focus.core.interval import Interval, t_iou
from fashion_focus.engine import FINAL_STATES, Engine, StreamConfig, StreamStatus
from fashion_focus.evaluation import read_truth
from fashion_focus.localizing import ShowWords, localize
from fashion_focus.profiles import Models, load_models
from fashion_focus.session import SessionConfig
from fashion_focus.simulation import StreamSettings, simulate_stream
from fashion_focus.store.database import file_url, open_database

Found = list[tuple[str, Interval]]

_LOOK_EVERY = 0.02
_HELD_LAG = 1.0
"""Seconds of waiting pictures up to which a stream counts as held."""


@dataclass(frozen=True, slots=True)
class Usage:
    """Processor seconds and memory (bytes) of this process and its decode workers."""

    cpu: float
    memory: int


@dataclass(slots=True)
class Run:
    """One run of some streams. first: wall time of each stream's first picture; told: event bodies with wall times."""

    statuses: tuple[StreamStatus, ...] = ()
    first: dict[str, float] = field(default_factory=dict)
    told: list[tuple[float, dict[str, object]]] = field(default_factory=list)
    lags: list[float] = field(default_factory=list)
    seconds: float = 0.0
    cores: float = 0.0
    memory: int = 0


def main() -> int:
    arguments = _arguments()
    folder = arguments.show or _made_show()
    models = load_models(threads=arguments.threads)
    print(f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    print(f"show: {folder.name}\n")
    if not arguments.no_latency:
        _tell_latency(folder, models, speech=not arguments.no_speech)
    for n in arguments.streams:
        _tell_streams(folder, models, n=n, seconds=arguments.seconds, rate=arguments.rate)
    return 0


def _tell_latency(folder: Path, models: Models, *, speech: bool) -> None:
    """One stream at the default rate: how soon a product on screen is told, and whether the file says the same."""
    config = StreamConfig("live", str(folder / "video.mp4"), str(folder / "catalog.csv"), speech=speech)
    run = _play([config], models)
    waits = _waits(folder, run)
    print(f"one stream, 4 pictures/s, speech {'on' if speech else 'off'}: {_facts(run)}")
    if waits:
        p50, p95 = np.percentile(waits, [50, 95])
        print(f"  on screen -> focus.started: p50 {p50:.1f} s, p95 {p95:.1f} s ({len(waits)} exhibits)")
    report = localize(
        folder / "video.mp4",
        read_catalog(folder / "catalog.csv"),
        models=models,
        words=ShowWords(speech=speech),
        config=SessionConfig(rate=config.rate),
    )
    from_file = [(focus.product_id, focus.interval) for focus in report.focuses]
    live = _ended(run)
    same = sum(_agrees(one, live) for one in from_file) + sum(_agrees(one, from_file) for one in live)
    total = len(from_file) + len(live)
    share = f"{100 * same / total:.0f} %" if total else "-"
    print(f"  file {len(from_file)} focuses, live {len(live)}: {share} agree (same product, tIoU 0.8)\n", flush=True)


def _tell_streams(folder: Path, models: Models, *, n: int, seconds: float, rate: float) -> None:
    """Some streams at once for a while: whether they are held without lag."""
    video, catalog = str(folder / "video.mp4"), str(folder / "catalog.csv")
    configs = [
        StreamConfig(f"s{k}", video, catalog, rate=rate, least_rate=min(1.0, rate), speech=False) for k in range(n)
    ]
    run = _play(configs, models, seconds=seconds)
    pace = sum(status.pictures for status in run.statuses) / max(run.seconds, 1e-9) / n
    lag = float(np.percentile(run.lags, 95)) if run.lags else 0.0
    lost = sum(sum(status.drops.values()) for status in run.statuses)
    held = "held" if lag <= _HELD_LAG and lost == 0 and pace > 0.9 * rate else "NOT held"
    print(f"{n} streams at {rate:g} pictures/s: {held}; {pace:.2f} pictures/s each, lag p95 {lag:.2f} s, {_facts(run)}")
    sys.stdout.flush()


def _play(configs: Sequence[StreamConfig], models: Models, *, seconds: float = float("inf")) -> Run:
    """Run streams in an engine of their own, to their end or for some seconds after all have begun."""
    run = Run()
    with tempfile.TemporaryDirectory(prefix="bench-live-") as folder:
        database = open_database(file_url(Path(folder)))
        with Engine(database, models=models, catalogs=lambda name: read_catalog(Path(name))) as engine:
            for config in configs:
                engine.start(config)
            over = threading.Event()
            reader = threading.Thread(target=_read, args=(engine, run, over))
            reader.start()
            for _ in _until_all_see(engine, run, configs):
                pass
            began, used = time.monotonic(), _usage()
            while time.monotonic() - began < seconds and not _all_over(engine):
                run.lags.extend(status.lag for status in engine.streams())
                run.memory = max(run.memory, _usage().memory)
                time.sleep(0.25)
            run.seconds = time.monotonic() - began
            run.cores = (_usage().cpu - used.cpu) / run.seconds
            run.statuses = engine.streams()
            over.set()
            reader.join()
        database.dispose()
    return run


def _until_all_see(engine: Engine, run: Run, configs: Sequence[StreamConfig]) -> Iterator[None]:
    while len(run.first) < len(configs) and not _all_over(engine):
        for status in engine.streams():
            if status.pictures and status.id not in run.first:
                run.first[status.id] = time.monotonic() - status.media_time
        time.sleep(_LOOK_EVERY)
        yield


def _all_over(engine: Engine) -> bool:
    return all(status.state in FINAL_STATES for status in engine.streams())


def _read(engine: Engine, run: Run, over: threading.Event) -> None:
    for event in engine.events.follow(until=over.is_set):
        run.told.append((time.monotonic(), json.loads(event.body)))


def _waits(folder: Path, run: Run) -> list[float]:
    """Seconds from each exhibit's begin on screen to the commit of its focus.started, where there is one."""
    waits = []
    for exhibit in read_truth(folder).exhibits:
        span = exhibit.interval
        for wall, event in run.told:
            data = event["data"]
            if event["type"] != "focus.started" or not isinstance(data, dict):
                continue
            since = wall - run.first["live"] - span.start
            if data["product_id"] == exhibit.product_id and 0 <= since <= span.duration + 5.0:
                waits.append(since)
                break
    return waits


def _ended(run: Run) -> Found:
    ends = [event["data"] for _, event in run.told if event["type"] == "focus.ended"]
    return [
        (str(data["product_id"]), Interval(data["start"], data["end"]))
        for data in ends
        if isinstance(data, dict) and data["state"] == "final"
    ]


def _agrees(one: tuple[str, Interval], others: Found) -> bool:
    return any(one[0] == product and t_iou(one[1], interval) >= 0.8 for product, interval in others)


def _facts(run: Run) -> str:
    drops: dict[str, int] = {}
    for status in run.statuses:
        for cause, n in status.drops.items():
            drops[cause] = drops.get(cause, 0) + n
    lost = ", ".join(f"{n} {cause}" for cause, n in sorted(drops.items())) or "none"
    slowest = min((status.rate for status in run.statuses), default=0.0)
    return f"{run.cores:.2f} cores, {run.memory / 2**20:.0f} MiB, lost {lost}, rate at the end {slowest:.3g}/s"


def _usage() -> Usage:
    """From /proc: this process, and the decode workers among its children."""
    cpu, memory = 0.0, 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:
            continue
        if int(stat.parent.name) == os.getpid() or int(fields[1]) == os.getpid():
            cpu += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
            memory += int(fields[21]) * os.sysconf("SC_PAGE_SIZE")
    return Usage(cpu, memory)


def _made_show() -> Path:
    folder = Path("out/bench-live/show")
    if (folder / "truth.json").exists():
        return folder
    folder.mkdir(parents=True, exist_ok=True)
    settings = StreamSettings(seconds=60.0, size=(1280, 720), n_products=12, n_exhibits=6)
    return simulate_stream(folder, settings, seed=5)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("show", type=Path, nargs="?", help="folder with video.mp4, catalog.csv and truth.json")
    parser.add_argument("--streams", type=_numbers, default=[1, 2, 4, 8], help="numbers of streams to try")
    parser.add_argument("--seconds", type=float, default=30.0, help="how long each number of streams runs")
    parser.add_argument("--rate", type=float, default=2.0, help="analysed pictures a second of the many streams")
    parser.add_argument("--threads", type=int, default=2, help="threads of each network")
    parser.add_argument("--no-latency", action="store_true", help="only count streams")
    parser.add_argument("--no-speech", action="store_true", help="do not listen in the latency run")
    return parser.parse_args()


def _numbers(text: str) -> list[int]:
    return [int(part) for part in text.split(",")]


if __name__ == "__main__":
    sys.exit(main())
