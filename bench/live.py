"""How quick is the streaming engine, and how much does it carry? Latency, agreement with the file, streams held.

python -m bench.live                          # makes three minutes of 720p25 first
python -m bench.live ../shared/bench/streams --seconds 30 --streams 1,2,4

Shows are broadcast in real time as MPEG-TS, one after the other for latency and agreement, then many at once.
"""

import argparse
import os
import platform
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from bench.live_runs import Run, play
from fashion_focus.catalog import read_catalog
from fashion_focus.core.interval import Interval, t_iou
from fashion_focus.engine import StreamConfig
from fashion_focus.evaluation import read_truth
from fashion_focus.localizing import ShowWords, localize
from fashion_focus.profiles import Models, load_models
from fashion_focus.session import SessionConfig
from fashion_focus.simulation import StreamSettings, simulate_stream

Found = list[tuple[str, Interval]]

_HELD_LAG = 1.0
"""Seconds of waiting pictures up to which a stream counts as held."""
_SAME = 0.8
_AFTER = 5.0
"""Seconds after an exhibit's end in which its focus still counts as said."""


@dataclass(slots=True)
class Tally:
    """All shows together. waits: seconds to each `focus.started`; same, found: focuses that agree, and all of them."""

    waits: list[float] = field(default_factory=list)
    exhibits: int = 0
    same: int = 0
    found: int = 0


def main() -> int:
    arguments = _arguments()
    folders = _folders(arguments.shows)
    models = load_models(threads=arguments.threads)
    print(f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    if not arguments.no_latency:
        tally = Tally()
        speech = "off" if arguments.no_speech else "on"
        print(f"one stream at a time, {arguments.rate_of_one:g} pictures/s, speech {speech}")
        for folder in folders:
            _tell_show(folder, models, tally, speech=not arguments.no_speech, rate=arguments.rate_of_one)
        _tell_all(tally)
    for n in arguments.streams:
        _tell_streams(folders, models, n=n, seconds=arguments.seconds, rate=arguments.rate)
    return 0


def _tell_show(folder: Path, models: Models, tally: Tally, *, speech: bool, rate: float) -> None:
    """One show, live and as a file: how soon a product on screen is told, and whether both say the same."""
    config = StreamConfig("live", "push:", str(folder / "catalog.csv"), rate=rate, speech=speech)
    run = play([(config, folder / "video.mp4")], models)
    report = localize(
        folder / "video.mp4",
        read_catalog(folder / "catalog.csv"),
        models=models,
        words=ShowWords(speech=speech),
        config=SessionConfig(rate=rate),
    )
    exhibits = read_truth(folder).exhibits
    waits = _waits([(one.product_id, one.interval) for one in exhibits], run)
    from_file, live = [(focus.product_id, focus.interval) for focus in report.focuses], _ended(run)
    pairs = _pairs(from_file, live)
    found = len(from_file) + len(live) - len(pairs)
    print(f"  {folder.name}: {_quantiles(waits)}, {len(waits)} of {len(exhibits)} exhibits said; {_facts(run)}")
    print(f"    {len(pairs)} of {found} focuses agree")
    for name, alone, paired in (("file", from_file, 0), ("live", live, 1)):
        for index, (product, span) in enumerate(alone):
            if index not in {pair[paired] for pair in pairs}:
                print(f"    only the {name}: {product} {span.start:.2f}-{span.end:.2f}")
    sys.stdout.flush()
    tally.waits += waits
    tally.exhibits += len(exhibits)
    tally.same += len(pairs)
    tally.found += found


def _tell_all(tally: Tally) -> None:
    said = f"{len(tally.waits)} of {tally.exhibits} exhibits said"
    print(f"on screen -> focus.started: {_quantiles(tally.waits)} ({said})")
    share = f" ({100 * tally.same / tally.found:.0f} %)" if tally.found else ""
    print(f"{tally.same} of {tally.found} focuses agree{share} (same product, tIoU >= {_SAME:g}, file and live)\n")


def _tell_streams(folders: Sequence[Path], models: Models, *, n: int, seconds: float, rate: float) -> None:
    """Some streams at once for a while: whether they are held without lag."""
    shows = [folders[k % len(folders)] for k in range(n)]
    configs = [
        StreamConfig(f"s{k}", "push:", str(show / "catalog.csv"), rate=rate, least_rate=min(1.0, rate), speech=False)
        for k, show in enumerate(shows)
    ]
    run = play([(config, show / "video.mp4") for config, show in zip(configs, shows, strict=True)], models, seconds)
    pace = sum(run.pictures.values()) / max(run.seconds, 1e-9) / n
    lag = float(np.percentile(run.lags, 95)) if run.lags else 0.0
    lost = sum(sum(status.drops.values()) for status in run.statuses)
    held = "held" if lag <= _HELD_LAG and lost == 0 and pace > 0.9 * rate else "NOT held"
    print(f"{n} streams at {rate:g} pictures/s: {held}; {pace:.2f} pictures/s each, lag p95 {lag:.2f} s, {_facts(run)}")
    sys.stdout.flush()


def _waits(exhibits: Found, run: Run) -> list[float]:
    """Seconds from each exhibit's begin on screen to the commit of its focus.started, where there is one."""
    waits = []
    for product, span in exhibits:
        for wall, event in run.told:
            data = event["data"]
            if event["type"] != "focus.started" or not isinstance(data, dict):
                continue
            since = wall - run.began["live"] - span.start
            if data["product_id"] == product and 0 <= since <= span.duration + _AFTER:
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


def _pairs(first: Found, second: Found) -> list[tuple[int, int]]:
    """Indices of focuses that say the same, each in one pair at most, the most alike first."""
    alike = [
        (t_iou(one[1], other[1]), i, k)
        for i, one in enumerate(first)
        for k, other in enumerate(second)
        if one[0] == other[0]
    ]
    pairs: list[tuple[int, int]] = []
    for share, i, k in sorted(alike, reverse=True):
        if share >= _SAME and all(i != a and k != b for a, b in pairs):
            pairs.append((i, k))
    return pairs


def _quantiles(waits: Sequence[float]) -> str:
    if not waits:
        return "p50 -, p95 -"
    p50, p95 = np.percentile(waits, [50, 95])
    return f"p50 {p50:.1f} s, p95 {p95:.1f} s"


def _facts(run: Run) -> str:
    drops: dict[str, int] = {}
    for status in run.statuses:
        for cause, n in status.drops.items():
            drops[cause] = drops.get(cause, 0) + n
    lost = ", ".join(f"{n} {cause}" for cause, n in sorted(drops.items())) or "none"
    slowest = min((status.rate for status in run.statuses), default=0.0)
    behind = f"pictures {np.median(run.behind):.1f} s behind, " if run.behind else ""
    thinned = f"{run.thinned} thinned, " if run.thinned else ""
    return f"{behind}{run.cores:.2f} cores, {run.memory / 2**20:.0f} MiB, {thinned}lost {lost}, slowest {slowest:.3g}/s"


def _folders(shows: Path | None) -> list[Path]:
    """The show, or every show of a folder, or one that is made."""
    if shows is None:
        return [_made_show()]
    if (shows / "video.mp4").exists():
        return [shows]
    found = sorted(path.parent for path in shows.glob("*/truth.json"))
    if not found:
        raise SystemExit(
            f"{shows} holds no shows; give a folder with video.mp4, catalog.csv and truth.json, or of such"
        )
    return found


def _made_show() -> Path:
    folder = Path("out/bench-live/three-minutes")
    if (folder / "truth.json").exists():
        return folder
    folder.mkdir(parents=True, exist_ok=True)
    settings = StreamSettings(seconds=180.0, size=(1280, 720), n_products=16, n_exhibits=18)
    return simulate_stream(folder, settings, seed=5)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shows", type=Path, nargs="?", help="a show (video.mp4, catalog.csv, truth.json) or many")
    parser.add_argument("--streams", type=_numbers, default=[1, 2, 4, 8], help="numbers of streams to try")
    parser.add_argument("--seconds", type=float, default=30.0, help="how long each number of streams runs")
    parser.add_argument("--rate", type=float, default=2.0, help="analysed pictures a second of the many streams")
    parser.add_argument("--rate-of-one", type=float, default=4.0, help="the same of the one stream")
    parser.add_argument("--threads", type=int, default=2, help="threads of each network")
    parser.add_argument("--no-latency", action="store_true", help="only count streams")
    parser.add_argument("--no-speech", action="store_true", help="do not listen in the latency runs")
    return parser.parse_args()


def _numbers(text: str) -> list[int]:
    return [int(part) for part in text.split(",") if part]


if __name__ == "__main__":
    sys.exit(main())
