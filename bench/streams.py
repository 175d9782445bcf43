"""How well is it localized? Runs every stream of a bench folder through `localize` and scores the results.

python -m bench.streams ../shared/bench/streams --scorer ../shared/bench/score.py --out out/bench
"""

import argparse
import subprocess
import sys
import time
from pathlib import Path

from fashion_focus.catalog import read_catalog
from fashion_focus.export import write_focus_json
from fashion_focus.localizing import ShowWords, localize
from fashion_focus.profiles import load_models


def main() -> int:
    arguments = _arguments()
    models = load_models(runtime=arguments.runtime, reads=False if arguments.no_reading else None)
    for folder in sorted(path.parent for path in arguments.streams.glob("*/truth.json")):
        began = time.monotonic()
        report = localize(
            folder / "video.mp4", read_catalog(folder / "catalog.csv"), models=models, words=_words(folder)
        )
        seconds = time.monotonic() - began
        write_focus_json(report, arguments.out / folder.name / "focus.json")
        pace = report.video.duration / seconds
        print(
            f"{folder.name}: {len(report.focuses)} focuses, {len(report.undecided)} to decide, {pace:.1f} x real time"
        )
    print(f"\n$ python -m bench.streams {' '.join(sys.argv[1:])}")
    command = [sys.executable, str(arguments.scorer), str(arguments.streams), str(arguments.out)]
    return subprocess.run(command, check=False).returncode


def _words(folder: Path) -> ShowWords:
    transcript, comments = folder / "transcript.srt", folder / "comments.jsonl"
    return ShowWords(
        transcript=transcript if transcript.exists() else None,
        comments=comments if comments.exists() else None,
    )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("streams", type=Path, help="folder of streams, each with video.mp4, catalog.csv, truth.json")
    parser.add_argument("--scorer", type=Path, required=True, help="score.py of the bench")
    parser.add_argument("--out", type=Path, default=Path("out/bench"))
    parser.add_argument("--runtime", default="auto", choices=["auto", "onnxruntime", "openvino"])
    parser.add_argument("--no-reading", action="store_true", help="do not read what is printed on products")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
