"""What is kept of a run between two lives of the engine, beside its session's own checkpoint."""

import json
from collections import deque
from dataclasses import asdict, dataclass, field

from fashion_focus.core.errors import StoreError
from fashion_focus.engine.source.intake import Position

_KEPT_ENDED = 1024


@dataclass(slots=True)
class Progress:
    """How far a run's session has come; saved in the same transaction as its events.

    epoch, time, heard, marks: as in Position. shelf: product ids in the order of the session's columns. ended: ids of
    focuses whose end was told. n_states: states told so far. n_pictures, n_focuses: looked at and begun.
    """

    epoch: int = -1
    time: float | None = None
    heard: float = 0.0
    marks: list[int] = field(default_factory=list)
    shelf: list[str] = field(default_factory=list)
    ended: deque[str] = field(default_factory=lambda: deque(maxlen=_KEPT_ENDED))
    n_states: int = 0
    n_pictures: int = 0
    n_focuses: int = 0

    def position(self) -> Position:
        """From where the source is read on."""
        position = Position(self.epoch, self.time, self.heard)
        position.marks.extend(self.marks)
        return position

    def to_bytes(self, session: bytes) -> bytes:
        """A checkpoint of the whole run: one line of JSON, then the session's."""
        tree = {**asdict(self), "ended": list(self.ended)}
        return json.dumps(tree).encode() + b"\n" + session

    @classmethod
    def from_bytes(cls, data: bytes) -> "tuple[Progress, bytes]":
        """Progress and the session's checkpoint. Raises StoreError where they are none of ours."""
        head, _, session = data.partition(b"\n")
        try:
            tree = json.loads(head)
            ended = deque(tree.pop("ended"), maxlen=_KEPT_ENDED)
            return cls(**tree, ended=ended), session
        except (ValueError, TypeError, KeyError) as error:
            raise StoreError("the stream's checkpoint is damaged; stop the stream and start it anew") from error
