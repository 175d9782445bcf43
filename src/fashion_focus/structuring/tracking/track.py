"""One thing while it is being followed."""

from dataclasses import dataclass, replace

import numpy as np

from fashion_focus.core.arrays import Boxes, Vector
from fashion_focus.core.state import StateTree
from fashion_focus.core.taxonomy import ClassPath
from fashion_focus.core.tracklet import Detections, Tracklet
from fashion_focus.structuring.hierarchy import elect
from fashion_focus.structuring.tracking.motion import Motion


@dataclass(frozen=True, slots=True)
class Sighting:
    """A followed thing as it is seen in one frame.

    box: xyxy in the frame's pixels. presented: probability that it is being shown. path: its class so far.
    appearance: (A,) unit, as the detector gave it in this frame.
    """

    tracklet_id: str
    box: tuple[float, float, float, float]
    score: float
    presented: float
    path: ClassPath
    appearance: Vector


class Track:
    """The boxes of one thing so far, where it should be next, and how it looks; owned by one tracker.

    id is "" until the tracker is sure that this is a thing.
    """

    def __init__(self, detections: Detections, index: int, *, epoch: int) -> None:
        self.id = ""
        self.epoch = epoch
        self._times = [detections.time]
        self._boxes: list[Boxes] = [detections.boxes[index]]
        self._scores = [float(detections.scores[index])]
        self._presented = [float(detections.presented[index])]
        self._votes = {detections.paths[index]: self._scores[0]}
        self._motion = Motion.begin(detections.boxes[index], detections.time)
        self._slow: Vector = detections.appearance[index]
        self._fast: Vector = detections.appearance[index]

    def __len__(self) -> int:
        return len(self._times)

    @property
    def last_seen(self) -> float:
        """Time of its last box."""
        return self._times[-1]

    @property
    def span_s(self) -> float:
        """Seconds from its first to its last box."""
        return self._times[-1] - self._times[0]

    @property
    def last_box(self) -> Boxes:
        """Its last box (4,)."""
        return self._boxes[-1]

    @property
    def last_score(self) -> float:
        """Score of its last box."""
        return self._scores[-1]

    @property
    def last_presented(self) -> float:
        """Probability that it was shown at its last box."""
        return self._presented[-1]

    @property
    def slow(self) -> Vector:
        """Running mean of its appearance (A,)."""
        return self._slow

    @property
    def fast(self) -> Vector:
        """Its appearance (A,) when last seen well."""
        return self._fast

    @property
    def path(self) -> ClassPath:
        """Its class, by all its detections' votes."""
        return elect(self._votes)

    def expected(self, time: float) -> Boxes:
        """Where it should be (4,) at a time."""
        return self._motion.at(time).box

    def add(self, detections: Detections, index: int, *, memory: float | None) -> None:
        """Go on with a detection. memory: share of the old appearance that stays; None keeps all of it."""
        score = float(detections.scores[index])
        path = detections.paths[index]
        self._motion = self._motion.at(detections.time).seen(detections.boxes[index])
        self._times.append(detections.time)
        self._boxes.append(detections.boxes[index])
        self._scores.append(score)
        self._presented.append(float(detections.presented[index]))
        self._votes[path] = self._votes.get(path, 0.0) + score
        if memory is not None:
            self._fast = detections.appearance[index]
            mixed = memory * self._slow + (1 - memory) * self._fast
            self._slow = np.asarray(mixed / max(float(np.linalg.norm(mixed)), 1e-9), np.float32)

    def sighting(self, appearance: Vector) -> Sighting:
        """How it stands at its last box; appearance: (A,) of that very detection."""
        x0, y0, x1, y1 = (float(v) for v in self._boxes[-1])
        return Sighting(self.id, (x0, y0, x1, y1), self._scores[-1], self._presented[-1], self.path, appearance)

    def tracklet(self) -> Tracklet:
        """All of it so far."""
        return Tracklet(
            id=self.id,
            path=self.path,
            times=np.array(self._times, np.float64),
            boxes=np.array(self._boxes, np.float32),
            scores=np.array(self._scores, np.float32),
            presented=np.array(self._presented, np.float32),
            epoch=self.epoch,
        )

    def part(self, new_id: str) -> Tracklet:
        """All of it before its last box; the last box begins another thing under another id.

        Raises ValueError where there is one box only.
        """
        if len(self) == 1:
            raise ValueError(f"{self.id} has one box only and cannot be parted")
        whole = self.tracklet()
        before = replace(
            whole,
            times=whole.times[:-1],
            boxes=whole.boxes[:-1],
            scores=whole.scores[:-1],
            presented=whole.presented[:-1],
        )
        self.id = new_id
        for rows in (self._times, self._boxes, self._scores, self._presented):
            del rows[:-1]
        self._votes = {self.path: self._scores[0]}
        self._slow = self._fast
        return before

    def state(self) -> StateTree:
        """Everything, as plain data."""
        return {
            "id": self.id,
            "epoch": self.epoch,
            "times": np.array(self._times, np.float64),
            "boxes": np.array(self._boxes, np.float32),
            "scores": np.array(self._scores, np.float64),
            "presented": np.array(self._presented, np.float64),
            "votes": [[list(path), weight] for path, weight in self._votes.items()],
            "motion": np.stack([self._motion.place, self._motion.velocity, *self._motion.spread]),
            "motion_time": self._motion.time,
            "appearance": np.stack([self._slow, self._fast]),
        }

    @classmethod
    def restored(cls, state: StateTree) -> "Track":
        """The track that `state` was taken of."""
        track = cls.__new__(cls)
        track.id, track.epoch = state["id"], state["epoch"]
        track._times = [float(t) for t in state["times"]]
        track._boxes = list(np.asarray(state["boxes"], np.float32))
        track._scores = [float(v) for v in state["scores"]]
        track._presented = [float(v) for v in state["presented"]]
        track._votes = {tuple(path): float(weight) for path, weight in state["votes"]}
        place, velocity, *spread = np.asarray(state["motion"], np.float64)
        track._motion = Motion(float(state["motion_time"]), place, velocity, np.stack(spread))
        track._slow, track._fast = np.asarray(state["appearance"], np.float32)
        return track
