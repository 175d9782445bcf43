"""Who the tracklets in sight may be: views embedded as they come, pooled, matched against the shelf.

Where things on the shelf carry print, the words on a tracklet are read too, and weighed with its looks.
"""

from collections import OrderedDict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from fashion_focus.core.arrays import Scores, Vector
from fashion_focus.core.state import StateTree
from fashion_focus.core.tracklet import KeyFrame
from fashion_focus.core.words import PrintedLine
from fashion_focus.embedding import SIDE, Encoder, letterbox, pool_tracklet
from fashion_focus.language import PrintedWords, TextReader
from fashion_focus.localization import Identity
from fashion_focus.retrieval import Shelf
from fashion_focus.structuring import WantedCrop

MAX_CLOSED = 256
"""Closed tracklets that are remembered until the focuses that rest on them are settled."""

SAME_COSINE = 0.45
"""A view that is less alike than this to all earlier ones of its tracklet shows another thing.

On simulated `val` streams 0.997 of the views of one product are more alike, 0.96 of those of others are less.
"""

MAX_READ = 3
"""Views of a tracklet that are read: each costs some 40 ms."""

_WORTH_READING = 0.03
"""Probability of all products with print together from which a tracklet's own print may tell."""

_NONE = np.zeros((0, 0, 3), np.uint8)


@dataclass(slots=True)
class _Views:
    """What is known of one tracklet: a vector and a picture for each slot that the key frame policy gave.

    read: what stood on the views that were read; n_read: how many those were.
    """

    vectors: dict[int, Vector] = field(default_factory=dict)
    key_frames: dict[int, KeyFrame] = field(default_factory=dict)
    read: tuple[PrintedLine, ...] = ()
    n_read: int = 0
    identity: Identity | None = None

    def pooled(self) -> Vector:
        """One vector for the tracklet, its views weighted by their quality."""
        qualities = np.array([self.key_frames[slot].quality for slot in self.vectors], np.float32)
        return pool_tracklet(np.stack(list(self.vectors.values())), np.maximum(qualities, 1e-3))


@dataclass(frozen=True, slots=True)
class Reading:
    """How print is read and weighed. printed: of the shelf's products, in the shelf's order."""

    reader: TextReader
    printed: PrintedWords


class TrackletIdentities:
    """Keeps what was seen of each tracklet and says who it may be; one batch of the encoder a frame at most.

    reading: None where print is not read. keep_pictures: False forgets crops once they are embedded, and closed
    tracklets at once.
    """

    def __init__(
        self, encoder: Encoder, shelf: Shelf, *, reading: Reading | None = None, keep_pictures: bool = True
    ) -> None:
        self._encoder = encoder
        self._shelf = shelf
        self._reading = reading
        self._keep_pictures = keep_pictures
        self._open: dict[str, _Views] = {}
        self._closed: OrderedDict[str, _Views] = OrderedDict()
        self._strange: dict[str, _Views] = {}

    def look(self, wanted: Iterable[WantedCrop], *, shown: Collection[str] = ()) -> tuple[str, ...]:
        """Embed new views and judge their tracklets anew. shown: tracklets whose print is worth its price.

        Gives back the tracklets whose new view shows another thing than all views before: those stay as they were, and
        the view waits for `begin`, until the next look.
        """
        views = list(wanted)
        self._strange.clear()
        if not views:
            return ()
        squares = np.stack([letterbox(view.key_frame.crop, side=SIDE) for view in views])
        vectors = self._encoder.encode(squares)
        for view, vector in zip(views, vectors, strict=True):
            kept = view.key_frame if self._keep_pictures else replace(view.key_frame, crop=_NONE)
            known = self._open.setdefault(view.tracklet_id, _Views())
            if known.vectors and max(float(vector @ earlier) for earlier in known.vectors.values()) < SAME_COSINE:
                self._strange[view.tracklet_id] = _Views({0: vector}, {0: kept})
                continue
            known.vectors[view.slot] = vector
            known.key_frames[view.slot] = kept
        names = {view.tracklet_id for view in views} - self._strange.keys()
        self._judge(names)
        for view in views:
            if view.tracklet_id in names and view.tracklet_id in shown:
                self._read(view)
        return tuple(self._strange)

    def begin(self, tracklet_id: str, *, after: str) -> None:
        """A tracklet that goes on where another was parted, with the view that showed it. Raises KeyError without."""
        self._open[tracklet_id] = self._strange.pop(after)
        self._judge({tracklet_id})

    def of(self, tracklet_id: str) -> Identity | None:
        """Who a tracklet in sight may be; None while it has not been looked at."""
        views = self._open.get(tracklet_id)
        return views.identity if views else None

    def close(self, tracklet_id: str) -> None:
        """The tracklet is gone; it is remembered for a while."""
        views = self._open.pop(tracklet_id, None)
        if views is not None and self._keep_pictures:
            self._closed[tracklet_id] = views
            if len(self._closed) > MAX_CLOSED:
                self._closed.popitem(last=False)

    def key_frames(self, tracklet_ids: Sequence[str], *, limit: int) -> tuple[KeyFrame, ...]:
        """The best views of some tracklets, at most `limit`, in order of time; none where pictures are not kept."""
        if not self._keep_pictures:
            return ()
        views = [self._open.get(name) or self._closed.get(name) for name in tracklet_ids]
        frames = [frame for view in views if view for frame in view.key_frames.values()]
        best = sorted(frames, key=lambda frame: -frame.quality)[:limit]
        return tuple(sorted(best, key=lambda frame: frame.time))

    def read(self, tracklet_ids: Sequence[str], product_id: str) -> tuple[PrintedLine, ...]:
        """Lines on some tracklets that name a product, the surest first; stickers and bubbles are read too."""
        if self._reading is None:
            return ()
        views = [self._open.get(name) or self._closed.get(name) for name in tracklet_ids]
        lines = [line for view in views if view for line in view.read]
        return self._reading.printed.carried(lines, self._shelf.products.index(product_id))

    def _read(self, view: WantedCrop) -> None:
        """Read a view where that may tell whom its tracklet shows, and judge it anew."""
        known = self._open[view.tracklet_id]
        if self._reading is None or known.identity is None or known.n_read >= MAX_READ:
            return
        if known.identity.probabilities[self._reading.printed.has_print].sum() < _WORTH_READING:
            return
        known.n_read += 1
        lines = self._reading.reader.read(view.key_frame.crop)
        if lines:
            known.read += lines
            self._judge({view.tracklet_id})

    def _judge(self, tracklet_ids: set[str]) -> None:
        if not tracklet_ids:
            return
        names = sorted(tracklet_ids)
        found = self._shelf.match(np.stack([self._open[name].pooled() for name in names]))
        for k, name in enumerate(names):
            views = self._open[name]
            probabilities, none = np.asarray(found.probabilities[k], np.float32), float(found.none[k])
            if self._reading is not None and views.read:
                probabilities, none = _with_print(probabilities, none, self._reading.printed.support(views.read))
            views.identity = Identity(probabilities, none, found.similarities[k], len(views.vectors))

    def state(self) -> StateTree:
        """All that changes, as a plain tree."""
        return {
            "open": {name: _to_tree(views) for name, views in self._open.items()},
            "closed": [[name, _to_tree(views)] for name, views in self._closed.items()],
        }

    def restore(self, state: StateTree) -> None:
        """Take up what `state` gave; identities are judged anew, which gives the same ones."""
        self._open = {name: _from_tree(tree) for name, tree in state["open"].items()}
        self._closed = OrderedDict((name, _from_tree(tree)) for name, tree in state["closed"])
        if self._open:
            self._judge({name for name, views in self._open.items() if views.vectors})


def _with_print(probabilities: Scores, none: float, support: Scores) -> tuple[Scores, float]:
    """Both after print has spoken for products; unlike what is said aloud, it also speaks against "none of these"."""
    raised = probabilities.astype(np.float64) * np.exp(support.astype(np.float64))
    total = raised.sum() + none
    return np.asarray(raised / total, np.float32), none / float(total)


def _to_tree(views: _Views) -> StateTree:
    return {
        "slots": list(views.vectors),
        "vectors": list(views.vectors.values()),
        "key_frames": [views.key_frames[slot] for slot in views.vectors],
        "read": views.read,
        "n_read": views.n_read,
    }


def _from_tree(tree: StateTree) -> _Views:
    slots = tree["slots"]
    vectors, key_frames = (dict(zip(slots, tree[name], strict=True)) for name in ("vectors", "key_frames"))
    return _Views(vectors, key_frames, tuple(tree["read"]), tree["n_read"])
