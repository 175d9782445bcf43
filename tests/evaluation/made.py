"""Truth and predictions made up by hand, in memory and as folders."""

import json
from pathlib import Path
from typing import Any

from fashion_focus.core.interval import Interval
from fashion_focus.core.product import Catalog, Product
from fashion_focus.evaluation import (
    Exhibit,
    PredictedFocus,
    PredictedTracklet,
    Prediction,
    SeenFrame,
    SeenObject,
    StreamTruth,
)

BOX = (10.0, 20.0, 110.0, 220.0)
STEP_S = 0.2


def exhibit(product_id: str, start: float, end: float, category: str = "bag") -> Exhibit:
    return Exhibit(product_id, category, Interval(start, end), "held", "full")


def truth(*exhibits: Exhibit, stream: str = "s1", duration: float = 60.0, shelf: str = "ABCD") -> StreamTruth:
    """A stream whose exhibited products stand at BOX, five pictures a second; A and B are twins."""
    frames = []
    for step in range(round(duration / STEP_S)):
        time = round(step * STEP_S, 3)
        shown = [(n, each) for n, each in enumerate(exhibits, start=1) if each.interval.contains(time)]
        things = (SeenObject(n, each.product_id, "exhibit", each.category, BOX) for n, each in shown)
        frames.append(SeenFrame(time, tuple(things)))
    catalog = Catalog(tuple(Product(name, f"product {name}", group="AB" if name in "AB" else "") for name in shelf))
    return StreamTruth(stream, duration, exhibits, tuple(frames), catalog)


def focus(product_id: str, start: float, end: float, confidence: float = 1.0, alternatives: str = "") -> PredictedFocus:
    return PredictedFocus(f"{product_id}{start:g}", product_id, start, end, confidence, tuple(alternatives))


def perfect(known: StreamTruth) -> Prediction:
    """Says exactly what the truth says, in certainty."""
    focuses = (focus(e.product_id, e.interval.start, e.interval.end) for e in known.exhibits)
    rows: dict[tuple[int, str], list[tuple[float, ...]]] = {}
    for frame in known.frames:
        for thing in frame.objects:
            rows.setdefault((thing.track_id, thing.category), []).append((frame.time, *thing.box, 1.0))
    tracklets = [PredictedTracklet(f"t{n}", category, tuple(table)) for (n, category), table in rows.items()]  # type: ignore[arg-type]  # rows of six
    return Prediction(known.stream, tuple(focuses), tuple(tracklets))


def truth_document(known: StreamTruth) -> dict[str, Any]:
    return {
        "stream": known.stream,
        "duration": known.duration,
        "exhibits": [
            {
                "product_id": e.product_id,
                "category": e.category,
                "start": e.interval.start,
                "end": e.interval.end,
                "mode": e.mode,
                "spoken": e.spoken,
            }
            for e in known.exhibits
        ],
        "boxes": {
            "hz": 5,
            "frames": [
                {
                    "t": frame.time,
                    "objects": [
                        {
                            "track_id": thing.track_id,
                            "product_id": thing.product_id,
                            "role": thing.role,
                            "category": thing.category,
                            "box": list(thing.box),
                            "visible": thing.visible,
                        }
                        for thing in frame.objects
                    ],
                }
                for frame in known.frames
            ],
        },
    }


def prediction_document(said: Prediction) -> dict[str, Any]:
    return {
        "schema_version": 1,
        "focuses": [
            {
                "id": f.id,
                "product_id": f.product_id,
                "start": f.start,
                "end": f.end,
                "confidence": f.confidence,
                "alternatives": [
                    {"product_id": name, "confidence": 0.1 / (n + 1)} for n, name in enumerate(f.alternatives)
                ],
            }
            for f in said.focuses
        ],
        "tracklets": [
            {"id": t.id, "category": [t.category], "boxes": [list(row) for row in t.rows]} for t in said.tracklets
        ],
    }


def write_truth(folder: Path, *known: StreamTruth) -> Path:
    for each in known:
        (folder / each.stream).mkdir(parents=True)
        (folder / each.stream / "truth.json").write_text(json.dumps(truth_document(each)))
        rows = "".join(f"{p.id},{p.title},,{p.group}\n" for p in each.catalog or ())
        (folder / each.stream / "catalog.csv").write_text("id,title,image_link,item_group_id\n" + rows)
    return folder


def write_predictions(folder: Path, *said: Prediction) -> Path:
    for each in said:
        (folder / each.stream).mkdir(parents=True, exist_ok=True)
        (folder / each.stream / "focus.json").write_text(json.dumps(prediction_document(each)))
    return folder
