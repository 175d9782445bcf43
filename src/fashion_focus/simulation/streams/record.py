"""The truth of a show, gathered picture by picture in bounded memory, and its file."""

import json
from pathlib import Path

import numpy as np

from fashion_focus.core.arrays import Vector
from fashion_focus.core.geometry import areas, clip
from fashion_focus.files import replacing
from fashion_focus.simulation.actors import Actor
from fashion_focus.simulation.scenes import Scene, SceneTruth
from fashion_focus.simulation.sprites import after, box_of
from fashion_focus.simulation.streams.plan import StreamPlan
from fashion_focus.simulation.talking.comments import Typed
from fashion_focus.simulation.talking.voice import SaidLine

BOXES_HZ = 5
_HALF = 0.5  # share of a product that must be seen for it to be exhibited
_TENTH = 0.1  # share of the picture that a close-up larger than it must fill


class Record:
    """Collects boxes at BOXES_HZ, and from every picture when each exhibit is seen.

    spool: a file beside the truth's that takes the boxes until the end, as those of hours do not fit into memory;
    `write` removes it.
    """

    def __init__(self, plan: StreamPlan, spool: Path) -> None:
        self._plan = plan
        self._spool = spool
        self._boxes = spool.open("w", encoding="utf-8")
        self._seen: list[tuple[float, float] | None] = [None] * len(plan.exhibits)
        self._n_frames = 0

    def add(self, time: float, scene: Scene, truth: SceneTruth, tracks: tuple[int, ...]) -> None:
        """Take note of one picture. tracks: number of each of the scene's actors."""
        visible = dict(zip(truth.product_ids, truth.visible.tolist(), strict=True))
        exhibited = set()
        for actor, track in zip(scene.actors, tracks, strict=True):
            share = visible.get(actor.article.product_id, 0.0)
            if track < len(self._seen) and self._is_seen(actor, scene, share):
                first = self._seen[track] or (time, time)
                self._seen[track] = (first[0], time)
                exhibited.add(actor.article.product_id)
        if time + 1e-6 >= self._n_frames / BOXES_HZ:
            row = {"t": round(time, 3), "objects": _objects(scene, truth, tracks, exhibited)}
            self._boxes.write(("" if self._n_frames == 0 else ",\n") + json.dumps(row, ensure_ascii=False))
            self._n_frames += 1

    def write(self, path: Path, name: str, said: list[SaidLine], comments: list[Typed]) -> None:
        """The truth as JSON; the same show gives the same bytes. Raises StoreError where it cannot be written."""
        self._boxes.close()
        settings = self._plan.settings
        head = {
            "stream": name,
            "video": "video.mp4",
            "duration": settings.seconds,
            "fps": settings.fps,
            "size": list(settings.size),
            "exhibits": self._exhibits(),
        }
        words = [{"start": s, "end": e, "word": word} for line in said for s, e, word in line.words()]
        typed = [{"t": c.time, "user": c.user, "kind": c.kind, "product_id": c.about} for c in comments]
        with replacing(path) as beside, beside.open("w", encoding="utf-8") as out:
            out.write(json.dumps(head, ensure_ascii=False)[:-1])
            out.write(f', "boxes": {{"hz": {BOXES_HZ}, "frames": [\n')
            with self._spool.open(encoding="utf-8") as rows:
                out.writelines(rows)
            out.write(f']}}, "words": {json.dumps(words, ensure_ascii=False)}')
            out.write(f', "comments": {json.dumps(typed, ensure_ascii=False)}}}\n')
        self.discard()

    def discard(self) -> None:
        """Give up: the spool is removed."""
        self._boxes.close()
        self._spool.unlink(missing_ok=True)

    def _exhibits(self) -> list[dict[str, object]]:
        return [
            {
                "product_id": exhibit.article.product_id,
                "category": exhibit.article.category.value,
                "start": round(seen[0], 3),
                "end": round(seen[1] + 1 / self._plan.settings.fps, 3),
                "mode": exhibit.name,
                "spoken": exhibit.spoken.value,
            }
            for exhibit, seen in zip(self._plan.exhibits, self._seen, strict=True)
            if seen is not None
        ]

    def _is_seen(self, actor: Actor, scene: Scene, visible: float) -> bool:
        if not actor.presented:
            return False
        width, height = self._plan.settings.size
        whole = _whole_box(actor, scene, size=(width, height))[None]
        inside = float(areas(clip(whole, width=width, height=height))[0])
        share = inside / max(float(areas(whole)[0]), 1e-6)
        return share * visible >= _HALF or (share < _HALF and inside >= _TENTH * width * height and visible >= _HALF)


def _objects(scene: Scene, truth: SceneTruth, tracks: tuple[int, ...], exhibited: set[str]) -> list[dict[str, object]]:
    track_of = {actor.article.product_id: track for actor, track in zip(scene.actors, tracks, strict=True)}
    category_of = {actor.article.product_id: actor.article.category.value for actor in scene.actors}
    return [
        {
            "track_id": track_of[product] + 1,
            "product_id": product,
            "role": "exhibit" if product in exhibited else "distractor",
            "category": category_of[product],
            "box": [round(float(value), 1) for value in box],
            "visible": round(float(share), 2),
        }
        for product, box, share in zip(truth.product_ids, truth.boxes, truth.visible, strict=True)
    ]


def _whole_box(actor: Actor, scene: Scene, *, size: tuple[int, int]) -> Vector:
    camera = scene.camera.matrix(width=size[0], height=size[1])
    return np.asarray(box_of(actor.sprite, after(camera, actor.matrix())), np.float32)
