"""Shelves and queries as a session meets them: tracklets of simulated streams, and what the truth says they show.

Composed scenes (`visual_shelves`) know strangers as pieces of rooms and people only. What a tracker follows beside
products is chosen to look like one: hands, sleeves, boxes and patterns. Here these are queries too.
"""

from collections import defaultdict
from pathlib import Path

import numpy as np

from fashion_focus.core.frame import Frame
from fashion_focus.core.geometry import iou_matrix
from fashion_focus.core.product import Catalog
from fashion_focus.core.tracklet import KeyFrame
from fashion_focus.embedding import SIDE, Encoder, letterbox, pool_tracklet
from fashion_focus.evaluation.truth import SeenFrame, StreamTruth, read_truth
from fashion_focus.gallery import embed_catalog
from fashion_focus.media import open_video
from fashion_focus.profiles import Models
from fashion_focus.structuring import StructuringStage
from fashion_focus.training.visual_shelves import Scene

_RATE = 4.0
_SHOWN = 0.3  # a tracklet that never was so surely shown is not asked for its identity
_SAME, _OTHER = 0.5, 0.25  # IoU from which a view is of a thing, and below which it is of none
_NONE = "none"


def stream_scene(folder: Path, models: Models, encoder: Encoder) -> Scene | None:
    """A stream's shelf, and as queries its tracklets that may be shown: the views of one product each, or of none.

    None where there are no such tracklets. Raises InputError or MediaError where the stream's files cannot be used.
    """
    truth = read_truth(folder)
    catalog = truth.catalog or Catalog(())
    gallery = embed_catalog(catalog, encoder).gallery
    answers, queries = [], []
    for views in _followed(folder / "video.mp4", models):
        for name, alike in _by_name(views, truth).items():
            known = name in gallery.products
            answers.append(gallery.products.index(name) if known else len(gallery.products))
            vectors = encoder.encode(np.stack([letterbox(view.crop, side=SIDE) for view in alike]))
            queries.append(pool_tracklet(vectors, np.array([view.quality for view in alike], np.float32)))
    if not queries:
        return None
    twinned = [answer < len(gallery.products) and _twins(catalog, gallery.products[answer]) for answer in answers]
    return Scene(gallery, np.stack(queries), np.array(answers), np.array(twinned, np.int64))


def _followed(video: Path, models: Models) -> list[list[KeyFrame]]:
    """The key frames of every tracklet that may be shown, as a session would keep them."""
    stage = StructuringStage(models.detector, refiner=models.refiner)
    kept: dict[str, dict[int, KeyFrame]] = defaultdict(dict)
    shown: dict[str, float] = defaultdict(float)
    with open_video(video, rate=_RATE, sound=False) as source:
        for piece in source:
            if not isinstance(piece, Frame):
                continue
            update = stage.update(piece)
            for wanted in update.wanted:
                kept[wanted.tracklet_id][wanted.slot] = wanted.key_frame
            for sighting in update.visible:
                shown[sighting.tracklet_id] = max(shown[sighting.tracklet_id], sighting.presented)
    return [list(views.values()) for name, views in kept.items() if shown[name] >= _SHOWN]


def _by_name(views: list[KeyFrame], truth: StreamTruth) -> dict[str, list[KeyFrame]]:
    """A tracklet's views by the product that they show; those of none only where it never shows any.

    A session parts a tracklet that comes to show another thing; what is half in the picture yet is neither.
    """
    named: dict[str, list[KeyFrame]] = defaultdict(list)
    for view in views:
        named[_shows(view, truth)].append(view)
    if set(named) == {_NONE}:
        return named
    return {name: alike for name, alike in named.items() if name not in {"", _NONE}}


def _shows(view: KeyFrame, truth: StreamTruth) -> str:
    """The product that a view shows, none, or "" where that is not sure."""
    nearest: SeenFrame = min(truth.frames, key=lambda frame: abs(frame.time - view.time))
    if not nearest.objects:
        return _NONE
    boxes = np.array([one.box for one in nearest.objects], np.float32)
    overlaps = iou_matrix(np.array([view.box], np.float32), boxes)[0]
    if overlaps.max() >= _SAME:
        return nearest.objects[int(overlaps.argmax())].product_id
    return _NONE if overlaps.max() < _OTHER else ""


def _twins(catalog: Catalog, product_id: str) -> bool:
    """Whether the shelf holds another product of the same group."""
    group = next(product.group for product in catalog if product.id == product_id)
    return bool(group) and sum(product.group == group for product in catalog) > 1
