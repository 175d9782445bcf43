"""How fast is it? One video through the whole pipeline without sound, its parts, its memory, and the detector alone.

python -m bench.speed                        # makes a minute of 720p25 first
python -m bench.speed --video show.mp4 --catalog products.csv
"""

import argparse
import cProfile
import os
import platform
import pstats
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np

from fashion_focus.catalog import read_catalog
from fashion_focus.core.product import Catalog
from fashion_focus.language import RapidReader
from fashion_focus.localizing import ShowWords, localize
from fashion_focus.media import probe
from fashion_focus.models import model_file, open_model, openvino_is_installed
from fashion_focus.profiles import Models, load_models
from fashion_focus.simulation import StreamSettings, simulate_stream

PARTS = {
    "decode": ("media/video.py", "_pieces"),
    "detect": ("center_detector.py", "detect"),
    "look again": ("refinement.py", "look"),
    "track": ("tracker.py", "update"),
    "key frames": ("stage.py", "_wanted"),
    "embed": ("embedding/encoder.py", "encode"),
    "read": ("printed/reader.py", "read"),
    "retrieve": ("shelf.py", "match"),
    "localize": ("localizer.py", "update"),
}
"""Part -> end of the file's name and the function whose whole time counts."""


def main() -> int:
    arguments = _arguments()
    print(f"$ python -m bench.speed {' '.join(sys.argv[1:])}".rstrip())
    print(f"{_processor()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    with tempfile.TemporaryDirectory() as folder:
        video, products = _show(arguments, Path(folder))
        _whole(video, products, load_models(runtime=arguments.runtime, reads=False if arguments.no_reading else None))
    _detector_alone()
    return 0


def _show(arguments: argparse.Namespace, folder: Path) -> tuple[Path, Catalog]:
    if arguments.video is not None:
        return arguments.video, read_catalog(arguments.catalog)
    settings = StreamSettings(seconds=60.0, size=(1280, 720), n_products=12, n_exhibits=7)
    made = simulate_stream(folder / "show", settings, seed=11)
    return made / "video.mp4", read_catalog(made / "catalog.csv")


def _whole(video: Path, products: Catalog, models: Models) -> None:
    facts = probe(video)
    _run(video, products, models)
    began, cpu = time.perf_counter(), time.process_time()
    _run(video, products, models)
    seconds, cpu_seconds = time.perf_counter() - began, time.process_time() - cpu
    profile = cProfile.Profile()
    profile.runcall(_run, video, products, models)
    print(
        f"\n{facts.duration:.1f} s of {facts.size[0]}x{facts.size[1]} at {facts.fps:g} fps, 4 analysed frames a second"
    )
    print(f"whole: {seconds:.2f} s wall, {cpu_seconds:.2f} CPU-s: {facts.duration / seconds:.1f} x real time")
    stats = pstats.Stats(profile)
    for part, (file, function) in PARTS.items():
        spent = _spent(stats, file, function)
        print(f"  {part:<11}{spent:7.2f} s wall  {1000 * spent / (4 * facts.duration):6.2f} ms an analysed frame")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory: {peak:.0f} MB")


def _run(video: Path, products: Catalog, models: Models) -> None:
    # A reader remembers what it has read, and so would be done at once the second time.
    unread = replace(models, reader=models.reader and RapidReader(threads=2))
    localize(video, products, models=unread, words=ShowWords(speech=False))


def _spent(stats: pstats.Stats, file: str, function: str) -> float:
    # pstats keeps its table untyped: (file, line, function) -> (calls, _, own time, whole time, callers).
    table = stats.stats  # type: ignore[attr-defined]
    return float(sum(row[3] for key, row in table.items() if key[0].endswith(file) and key[2] == function))


def _detector_alone() -> None:
    pixels = np.random.default_rng(0).integers(0, 255, (1, 352, 640, 3), dtype=np.uint8)
    print("\nthe detector alone, 640x352, 2 threads, best of 20 (ms)")
    times: dict[str, float] = {}
    if (network := _pytorch()) is not None:
        times["PyTorch fp32"] = _best(lambda: network(pixels))
    model = open_model("structuring", runtime="onnxruntime", threads=2)
    times["onnxruntime INT8"] = _best(lambda: model.run({"pixels": pixels}))
    if openvino_is_installed():
        fast = open_model("structuring", runtime="openvino", threads=2)
        times["OpenVINO INT8"] = _best(lambda: fast.run({"pixels": pixels}))
    for name, milliseconds in times.items():
        ratio = f"{times['PyTorch fp32'] / milliseconds:5.1f} x" if "PyTorch fp32" in times else ""
        print(f"  {name:<18}{milliseconds:7.1f}  {ratio}")
    print(f"  file: {model_file('structuring').name}")


def _pytorch() -> "Callable[[np.ndarray], object] | None":
    """The same network with random weights: speed does not depend on them. None without the extra [train]."""
    try:
        import torch

        from fashion_focus.training.dla import DetectorNetwork
    except ImportError:
        return None
    torch.set_num_threads(2)
    network = DetectorNetwork().eval()

    def run(pixels: np.ndarray) -> object:
        with torch.inference_mode():
            return network(torch.from_numpy(pixels))

    return run


def _best(call: Callable[[], object], repeats: int = 20) -> float:
    times = []
    for _ in range(repeats):
        began = time.perf_counter()
        call()
        times.append(time.perf_counter() - began)
    return 1000 * min(times)


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.processor()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--video", type=Path)
    parser.add_argument("--catalog", type=Path)
    parser.add_argument("--runtime", default="auto", choices=["auto", "onnxruntime", "openvino"])
    parser.add_argument("--no-reading", action="store_true", help="do not read what is printed on products")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
