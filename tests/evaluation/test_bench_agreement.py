"""The bench's own scorer and ours give the same numbers on perturbed truth, intervals included."""

import importlib.util
import json
import random
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from fashion_focus.evaluation import evaluate_folders, to_document

BENCH = Path(__file__).parents[3] / "shared" / "bench"
needs_bench = pytest.mark.skipif(not BENCH.is_dir(), reason="the bench is not beside the project (../shared/bench)")


def scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("bench_score", BENCH / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def perturbed(truth: dict[str, Any], rng: random.Random) -> dict[str, Any]:
    """The truth as a middling run would have it: missed, doubled, shifted, mistaken, with shaken boxes."""
    names = sorted({e["product_id"] for e in truth["exhibits"]})
    focuses: list[dict[str, Any]] = []
    for e in truth["exhibits"]:
        for _ in range(rng.choice([0, 1, 1, 1, 2])):
            start = e["start"] + rng.gauss(0, 1.5)
            others = [{"product_id": rng.choice(names), "confidence": rng.random()} for _ in range(6)]
            product = e["product_id"] if rng.random() < 0.7 else rng.choice(names)
            times = {"start": start, "end": max(start, e["end"] + rng.gauss(0, 1.5))}
            part = {"id": f"f{len(focuses)}", "product_id": product, "confidence": rng.random(), "alternatives": others}
            focuses.append(part | times)
    rows = []
    for frame in truth["boxes"]["frames"]:
        for thing in frame["objects"]:
            x0, y0, x1, y1 = (side + rng.gauss(0, 12) for side in thing["box"])
            if x0 <= x1 and y0 <= y1 and rng.random() < 0.8:
                rows.append([frame["t"] + rng.uniform(-0.3, 0.3), x0, y0, x1, y1, rng.random()])
    return {"schema_version": 1, "focuses": focuses, "tracklets": [{"id": "t1", "category": ["bag"], "boxes": rows}]}


def differences(theirs: Any, ours: Any, place: str = "") -> list[str]:
    """Places in which ours lacks, or has another value than, what they have."""
    if isinstance(theirs, dict):
        return [d for key in theirs for d in differences(theirs[key], (ours or {}).get(key), f"{place}/{key}")]
    if isinstance(theirs, list):
        return [d for a, b in zip(theirs, ours, strict=True) for d in differences(a, b, place)]
    return [] if theirs == pytest.approx(ours, abs=1e-9) else [f"{place}: {theirs} and {ours}"]


@pytest.mark.shared
@needs_bench
def test_our_figures_are_those_of_the_bench(tmp_path: Path) -> None:
    rng = random.Random(1)
    streams, said = tmp_path / "streams", tmp_path / "said"
    streams.mkdir()
    for path in sorted((BENCH / "streams").glob("*/truth.json"))[:4]:
        (streams / path.parent.name).symlink_to(path.parent)
        (said / path.parent.name).mkdir(parents=True)
        document = perturbed(json.loads(path.read_text(encoding="utf-8")), rng)
        (said / path.parent.name / "focus.json").write_text(json.dumps(document), encoding="utf-8")
    theirs = scorer().score(streams, said)
    ours = to_document(evaluate_folders(streams, said))
    for part in ("overall", "categories", "streams"):
        assert differences(theirs[part], ours[part]) == []
