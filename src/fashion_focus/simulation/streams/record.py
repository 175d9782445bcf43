"""The truth of a show, gathered picture by picture, and its file."""

import json

import numpy as np

from fashion_focus.core.arrays import Vector
from fashion_focus.core.geometry import areas, clip
from fashion_focus.simulation.actors import Actor
from fashion_focus.simulation.scenes import Scene, SceneTruth
from fashion_focus.simulation.sprites import after, box_of
from fashion_focus.simulation.streams.plan import StreamPlan
from fashion_focus.simulation.streams.voice import SaidLine

BOXES_HZ = 5
_HALF = 0.5  # share of a product that must be seen for it to be exhibited
_TENTH = 0.1  # share of the picture that a close-up larger than it must fill


class Record:
    """Collects boxes at BOXES_HZ, and from every picture when each exhibit is seen."""

    def __init__(self, plan: StreamPlan) -> None:
        self._plan = plan
        self._seen: list[list[float]] = [[] for _ in plan.exhibits]
        self._frames: list[dict[str, object]] = []

    def add(self, time: float, scene: Scene, truth: SceneTruth, tracks: tuple[int, ...]) -> None:
        """Take note of one picture. tracks: number of each of the scene's actors."""
        visible = dict(zip(truth.product_ids, truth.visible.tolist(), strict=True))
        exhibited = set()
        for actor, track in zip(scene.actors, tracks, strict=True):
            share = visible.get(actor.article.product_id, 0.0)
            if track < len(self._seen) and self._is_seen(actor, scene, share):
                self._seen[track].append(time)
                exhibited.add(actor.article.product_id)
        if time + 1e-6 >= len(self._frames) / BOXES_HZ:
            self._frames.append({"t": round(time, 3), "objects": _objects(scene, truth, tracks, exhibited)})

    def text(self, name: str, said: list[SaidLine]) -> str:
        """The truth as JSON; the same show gives the same bytes."""
        settings = self._plan.settings
        words = [{"start": s, "end": e, "word": word} for line in said for s, e, word in line.words()]
        whole = {
            "stream": name,
            "video": "video.mp4",
            "duration": settings.seconds,
            "fps": settings.fps,
            "size": list(settings.size),
            "exhibits": self._exhibits(),
            "boxes": {"hz": BOXES_HZ, "frames": self._frames},
            "words": words,
        }
        return json.dumps(whole, ensure_ascii=False) + "\n"

    def _exhibits(self) -> list[dict[str, object]]:
        return [
            {
                "product_id": exhibit.article.product_id,
                "category": exhibit.article.category.value,
                "start": round(times[0], 3),
                "end": round(times[-1] + 1 / self._plan.settings.fps, 3),
                "mode": exhibit.name,
                "spoken": exhibit.spoken.value,
            }
            for exhibit, times in zip(self._plan.exhibits, self._seen, strict=True)
            if times
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
