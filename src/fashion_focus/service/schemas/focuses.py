"""Shapes of focuses and corrections."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from fashion_focus.service.schemas.base import Id, Json, Seconds, Shape, example
from fashion_focus.service.shows.review import SHORTEST_S, Standing
from fashion_focus.store.library.corrections import CorrectionKind

ProductId = Annotated[str, Field(min_length=1, max_length=500)]


class FoundOut(Shape):
    """A focus as the machine found it; it stays whatever people say."""

    product_id: str
    start: float
    end: float
    confidence: float
    band: str
    state: str
    alternatives: list[Json]
    evidence: Json
    stills: list[str]


class FocusOut(Shape):
    """A focus as it stands. by: field -> who set it; found: None where a person added it."""

    id: str
    product_id: str
    start: float
    end: float
    standing: Standing
    by: dict[str, str]
    found: FoundOut | None


class FocusesOut(Shape):
    """A video's focuses; version: to be named with corrections made from them."""

    version: int
    focuses: list[FocusOut]


class Accept(Shape):
    """Shoppers may see this focus."""

    kind: Literal[CorrectionKind.ACCEPT]
    id: Id
    focus_id: Id


class Reject(Shape):
    """Shoppers never see this focus."""

    kind: Literal[CorrectionKind.REJECT]
    id: Id
    focus_id: Id
    reason: str = Field(default="", max_length=60)


class Relink(Shape):
    """Another product is shown here; this also accepts the focus."""

    kind: Literal[CorrectionKind.RELINK]
    id: Id
    focus_id: Id
    product_id: ProductId


class Move(Shape):
    """The exhibit starts or ends at another time."""

    kind: Literal[CorrectionKind.MOVE]
    id: Id
    focus_id: Id
    start: Seconds | None = None
    end: Seconds | None = None


class Add(Shape):
    """A focus that the machine has missed."""

    kind: Literal[CorrectionKind.ADD]
    id: Id
    focus_id: Id
    product_id: ProductId
    start: Seconds
    end: Seconds


class Split(Shape):
    """Two exhibits were taken for one: from `at` on it is a focus of its own, which stands as the whole did."""

    kind: Literal[CorrectionKind.SPLIT]
    id: Id
    focus_id: Id
    new_id: Id
    at: Seconds


class Join(Shape):
    """One exhibit was taken for two: the other one of the same product becomes part of this."""

    kind: Literal[CorrectionKind.JOIN]
    id: Id
    focus_id: Id
    other_id: Id


class Undo(Shape):
    """Another correction counts no more (undo), or again (redo)."""

    kind: Literal[CorrectionKind.UNDO, CorrectionKind.REDO]
    id: Id
    correction: Id


CorrectionIn = Annotated[Accept | Reject | Relink | Move | Add | Split | Join | Undo, Field(discriminator="kind")]


class CorrectionsIn(Shape):
    """Corrections in order. version: of the focuses that they were made from; force: even if somebody changed them."""

    version: int = Field(default=0, ge=0, le=2**53)
    force: bool = False
    corrections: list[CorrectionIn] = Field(min_length=1, max_length=500)

    model_config = ConfigDict(
        json_schema_extra=example(
            {
                "version": 3,
                "corrections": [
                    {"kind": "accept", "id": "op-1", "focus_id": "f1"},
                    {"kind": "move", "id": "op-2", "focus_id": "f1", "end": 42.5},
                    {"kind": "split", "id": "op-3", "focus_id": "f1", "new_id": "f1b", "at": 31.0},
                ],
            }
        )
    )


class CorrectionOut(Shape):
    """One entry of the log."""

    number: int
    id: str
    focus_id: str
    kind: CorrectionKind
    values: Json
    author: str
    created: datetime


MINIMUM_S = SHORTEST_S
"""A focus lasts at least so long."""
