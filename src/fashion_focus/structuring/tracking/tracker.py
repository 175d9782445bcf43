"""Detections of frame after frame in, tracklets out, online.

Association as in ByteTrack (Zhang et al. 2022, §3.1): strong detections by appearance and place together (FairMOT,
Zhang et al. 2020, §3.3), then by overlap alone; weak ones by overlap alone, only to go on. All limits are in seconds,
for 2 to 25 analysed frames a second. A tracklet never crosses a cut or an epoch.
"""

import logging
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from fashion_focus.core.state import StateTree
from fashion_focus.core.tracklet import Detections, Tracklet
from fashion_focus.structuring.settings import TrackerSettings
from fashion_focus.structuring.tracking import association
from fashion_focus.structuring.tracking.association import Cost, Followed
from fashion_focus.structuring.tracking.track import Sighting, Track

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class TrackUpdate:
    """What one frame changed. visible: things seen in it. closed: tracklets that will not grow any more."""

    visible: tuple[Sighting, ...] = ()
    closed: tuple[Tracklet, ...] = ()


class Tracker:
    """Follows things through the frames of one video; ids are "t1", "t2", ... in order of appearance."""

    def __init__(self, settings: TrackerSettings | None = None) -> None:
        self._settings = settings or TrackerSettings()
        self._tracks: list[Track] = []
        self._n_named = 0
        self._n_left_out = 0
        self._last: tuple[int, float] | None = None

    @property
    def n_left_out(self) -> int:
        """Detections that would have started a tracklet, had there not been too many at once."""
        return self._n_left_out

    def update(self, detections: Detections, *, cut: bool = False, epoch: int = 0) -> TrackUpdate:
        """Go on with the next frame's detections.

        cut: whether a new shot begins with this frame. epoch: the frame's; a new one ends all tracklets. Raises
        ValueError where the time does not grow inside an epoch.
        """
        new_epoch = self._check_time(detections.time, epoch)
        closed = self._close_all() if cut or new_epoch else self._close_old(detections.time)
        seen = self._follow(detections)
        seen.update(self._begin(detections, taken=list(seen), epoch=epoch))
        return TrackUpdate(self._sightings(detections, seen), closed)

    def expected(self, time: float) -> Detections:
        """The things that were seen lately, where they should be at a time, scored as when last seen."""
        tracks = [track for track in self._tracks if time - track.last_seen <= self._settings.patience_s]
        if not tracks:
            return Detections.none(time)
        return Detections(
            time,
            np.stack([track.expected(time) for track in tracks]).astype(np.float32),
            np.array([track.last_score for track in tracks], np.float32),
            np.array([track.last_presented for track in tracks], np.float32),
            tuple(track.path for track in tracks),
            np.stack([track.fast for track in tracks]),
        )

    def part(self, tracklet_id: str) -> tuple[Tracklet, Sighting]:
        """End a tracklet before its last box: another thing has taken its place, and is named and followed from there.

        Raises KeyError where no such thing is followed, ValueError where it has one box only.
        """
        track = next((track for track in self._tracks if track.id == tracklet_id), None)
        if track is None:
            raise KeyError(tracklet_id)
        before = track.part(f"t{self._n_named + 1}")
        self._n_named += 1
        return before, track.sighting(track.fast)

    def finish(self) -> tuple[Tracklet, ...]:
        """Close everything: no further frame will come."""
        return self._close_all()

    def state(self) -> StateTree:
        """Everything that the next update depends on, as plain data."""
        return {
            "n_named": self._n_named,
            "n_left_out": self._n_left_out,
            "last": list(self._last) if self._last else None,
            "tracks": [track.state() for track in self._tracks],
        }

    def restore(self, state: StateTree) -> None:
        """Go on from a state as if nothing had happened."""
        self._n_named, self._n_left_out = int(state["n_named"]), int(state["n_left_out"])
        last = state["last"]
        self._last = (int(last[0]), float(last[1])) if last else None
        self._tracks = [Track.restored(one) for one in state["tracks"]]

    def _check_time(self, time: float, epoch: int) -> bool:
        last, self._last = self._last, (epoch, time)
        if last is None or last[0] != epoch:
            return last is not None
        if time <= last[1]:
            raise ValueError(f"frame at {time} s follows one at {last[1]} s: times must grow inside an epoch")
        return False

    def _follow(self, detections: Detections) -> dict[int, Track]:
        """Go on with what is followed; returns which detection went to which track."""
        seen: dict[int, Track] = {}
        if not self._tracks or not len(detections):
            return seen
        settings, tracks = self._settings, list(self._tracks)
        strong = detections.scores >= settings.strong_score
        for cost, among in self._stages(detections, strong):
            free = np.array([i for i in np.flatnonzero(among) if i not in seen], np.int64)
            idle = np.array([i for i, track in enumerate(tracks) if track.last_seen < detections.time], np.int64)
            for row, column in association.assign(cost[np.ix_(idle, free)]):
                index = int(free[column])
                seen[index] = tracks[idle[row]]
                # A weak detection is often half hidden: it says where the thing is, not how it looks.
                seen[index].add(detections, index, memory=settings.appearance_memory if strong[index] else None)
        return seen

    def _stages(
        self, detections: Detections, strong: npt.NDArray[np.bool_]
    ) -> list[tuple[Cost, npt.NDArray[np.bool_]]]:
        """Costs (T, N) with the detections that they are for, in order of trust."""
        settings, followed = self._settings, self._followed(detections.time)
        veto = settings.veto_cosine
        return [
            (association.joint_cost(followed, detections, settings), strong),
            (association.place_cost(followed, detections, least_iou=settings.least_iou, veto_cosine=veto), strong),
            (
                association.place_cost(followed, detections, least_iou=settings.least_weak_iou, veto_cosine=veto),
                ~strong,
            ),
        ]

    def _followed(self, time: float) -> Followed:
        tracks = self._tracks
        return Followed(
            expected=np.stack([track.expected(time) for track in tracks]),
            last=np.stack([track.last_box for track in tracks]),
            slow=np.stack([track.slow for track in tracks]),
            fast=np.stack([track.fast for track in tracks]),
            unseen_s=np.array([time - track.last_seen for track in tracks], np.float32),
            coarse=tuple(track.path[0] for track in tracks),
        )

    def _begin(self, detections: Detections, *, taken: list[int], epoch: int) -> dict[int, Track]:
        """Start a track for each detection that is strong enough and that nothing claimed."""
        order = np.argsort(-detections.scores, kind="stable")
        fresh = [int(i) for i in order if detections.scores[i] >= self._settings.new_score and i not in taken]
        room = self._settings.max_open - len(self._tracks)
        if len(fresh) > room:
            self._leave_out(len(fresh) - room)
        begun = {i: Track(detections, i, epoch=epoch) for i in fresh[:room]}
        self._tracks.extend(begun.values())
        return begun

    def _leave_out(self, n: int) -> None:
        if not self._n_left_out:
            logger.warning("more than %d things at once: the weakest are not followed", self._settings.max_open)
        self._n_left_out += n

    def _sightings(self, detections: Detections, seen: dict[int, Track]) -> tuple[Sighting, ...]:
        """What is surely a thing, with a name from now on, in the order of the detections."""
        sightings = []
        for index, track in sorted(seen.items()):
            if not track.id and self._is_sure(track):
                self._n_named += 1
                track.id = f"t{self._n_named}"
            if track.id:
                sightings.append(track.sighting(detections.appearance[index]))
        return tuple(sightings)

    def _is_sure(self, track: Track) -> bool:
        return len(track) >= self._settings.least_boxes and track.span_s >= self._settings.least_s

    def _close_old(self, time: float) -> tuple[Tracklet, ...]:
        settings = self._settings
        ended = {
            id(track)
            for track in self._tracks
            if time - track.last_seen > settings.patience_s or track.span_s >= settings.longest_s
        }
        closed = tuple(track.tracklet() for track in self._tracks if id(track) in ended and track.id)
        self._tracks = [track for track in self._tracks if id(track) not in ended]
        return closed

    def _close_all(self) -> tuple[Tracklet, ...]:
        closed = tuple(track.tracklet() for track in self._tracks if track.id)
        self._tracks = []
        return closed
