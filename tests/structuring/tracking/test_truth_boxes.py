"""The tracker on the true boxes of real streams, made as bad as a detector's: judged, never tuned."""

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.structuring.scenes import detections, look

from fashion_focus.core.tracklet import Detections
from fashion_focus.structuring import Tracker

STREAMS = Path(__file__).resolve().parents[4] / "shared" / "bench" / "streams"


def spoiled(truth: dict[str, Any], *, step: int) -> tuple[list[Detections], list[list[int]]]:
    """Every step-th frame's boxes with noise and dropouts, and whose they are."""
    rng = np.random.default_rng(20)
    frames, owners = [], []
    for number, frame in enumerate(truth["boxes"]["frames"][::step]):
        there = [o for o in frame["objects"] if o["visible"] > 0.3 and rng.random() > 0.1]
        boxes = np.array([o["box"] for o in there], np.float32).reshape(-1, 4)
        sides = np.tile(boxes[:, 2:] - boxes[:, :2], 2)
        boxes += rng.normal(0, 0.04, boxes.shape).astype(np.float32) * sides
        looks = [look(o["track_id"], noise=0.8, again=number) for o in there]
        frames.append(detections(frame["t"], boxes, looks, scores=list(rng.beta(6, 3, len(there)))))
        owners.append([o["track_id"] for o in there])
    return frames, owners


@pytest.mark.shared
@pytest.mark.parametrize("step", [1, 2], ids=["5 a second", "2.5 a second"])
def test_tracklets_of_real_motion_are_pure_and_long(step: int) -> None:
    if not STREAMS.is_dir():
        pytest.skip(f"no {STREAMS.parent.parent.name}/bench/streams beside the project")
    pure = total = n_tracklets = n_things = 0
    for path in sorted(STREAMS.glob("*/truth.json")):
        frames, owners = spoiled(json.loads(path.read_text(encoding="utf-8")), step=step)
        names: dict[str, list[int]] = defaultdict(list)
        tracker = Tracker()
        for frame, whose in zip(frames, owners, strict=True):
            for sighting in tracker.update(frame).visible:
                at = int(np.abs(frame.boxes - np.array(sighting.box, np.float32)).sum(1).argmin())
                names[sighting.tracklet_id].append(whose[at])
        pure += sum(max(map(column.count, set(column))) for column in names.values())
        total += sum(map(len, names.values()))
        n_tracklets += len(names)
        n_things += len({owner for whose in owners for owner in whose})
    assert pure / total > 0.985
    # Things leave the picture and come back, so that there are more tracklets than things anyhow.
    assert n_tracklets < 4 * n_things
