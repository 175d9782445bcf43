"""What is known of a video now: what the machine found, with what people said of it laid over."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from fashion_focus.store.library.corrections import Correction, CorrectionKind
from fashion_focus.store.library.focuses import FoundFocus

SHORTEST_S = 0.5
"""A focus lasts at least so long."""


class Standing(StrEnum):
    """Where a focus stands: proposed ones are strong and wait for one confirmation; undecided ones for a decision."""

    PROPOSED = "proposed"
    UNDECIDED = "undecided"
    ACCEPTED = "accepted"
    CHANGED = "changed"
    REJECTED = "rejected"


SHOWN = (Standing.ACCEPTED, Standing.CHANGED)
"""What may be published; nothing else ever is."""


@dataclass(frozen=True, slots=True)
class ReviewedFocus:
    """A focus as it stands. by: field -> who set it, for fields that a person set.

    found: as the machine found it; None where a person added it.
    """

    id: str
    product_id: str
    start: float
    end: float
    standing: Standing
    found: FoundFocus | None
    by: dict[str, str] = field(default_factory=dict)


def in_force(log: Sequence[Correction]) -> list[Correction]:
    """The corrections that count: those that were not undone, or redone after that."""
    undone: dict[str, bool] = {}
    for entry in log:
        if entry.kind in (CorrectionKind.UNDO, CorrectionKind.REDO):
            undone[str(entry.values.get("correction"))] = entry.kind is CorrectionKind.UNDO
    acting = [entry for entry in log if entry.kind not in (CorrectionKind.UNDO, CorrectionKind.REDO)]
    return [entry for entry in acting if not undone.get(entry.id, False)]


def reviewed(found: Iterable[FoundFocus], log: Sequence[Correction]) -> list[ReviewedFocus]:
    """Every focus as it stands, in order of time. Later corrections win, field by field."""
    focuses = {
        focus.id: ReviewedFocus(focus.id, focus.product_id, focus.start, focus.end, _first_standing(focus), focus)
        for focus in found
    }
    for entry in in_force(log):
        if entry.kind is CorrectionKind.ADD:
            focuses[entry.focus_id] = _added(entry)
        elif entry.kind is CorrectionKind.SPLIT:
            _split(focuses, entry)
        elif entry.kind is CorrectionKind.JOIN:
            _join(focuses, entry)
        elif entry.focus_id in focuses:
            focuses[entry.focus_id] = _corrected(focuses[entry.focus_id], entry)
    return sorted(focuses.values(), key=lambda focus: (focus.start, focus.end, focus.id))


def conflicts(entry_values: dict[str, Any], kind: CorrectionKind, later: Iterable[Correction]) -> Correction | None:
    """The newest of somebody's later corrections that set the same field of the same focus, or None.

    later: corrections in force of the same focus, by others, since the version that the new one was made from.
    """
    wanted = _fields(kind, entry_values)
    same = [entry for entry in later if wanted & _fields(entry.kind, entry.values)]
    return same[-1] if same else None


def touched(focus_id: str, values: dict[str, Any]) -> set[str]:
    """The focuses that a correction is about."""
    return {focus_id, *(str(values[name]) for name in ("new_id", "other_id") if name in values)}


def _fields(kind: CorrectionKind, values: dict[str, Any]) -> set[str]:
    if kind is CorrectionKind.MOVE:
        return {name for name in ("start", "end") if name in values}
    if kind is CorrectionKind.RELINK:
        return {"product", "decision"}
    if kind is CorrectionKind.SPLIT:
        return {"start", "end"}
    if kind is CorrectionKind.JOIN:
        return {"start", "end", "product", "decision"}
    return {"decision"} if kind in (CorrectionKind.ACCEPT, CorrectionKind.REJECT) else set()


def _first_standing(focus: FoundFocus) -> Standing:
    return Standing.PROPOSED if focus.state == "final" else Standing.UNDECIDED


def _added(entry: Correction) -> ReviewedFocus:
    """By hand; a pin of a live stream was seen as it is by shoppers, so that nothing of it is changed yet."""
    values = entry.values
    standing = Standing.ACCEPTED if values.get("pinned") else Standing.CHANGED
    by = dict.fromkeys(("product", "start", "end", "decision"), entry.author)
    return ReviewedFocus(entry.focus_id, values["product_id"], values["start"], values["end"], standing, None, by)


def _split(focuses: dict[str, ReviewedFocus], entry: Correction) -> None:
    """Both halves stand as the whole did; where the whole has become too short meanwhile, it stays whole."""
    whole, at, new_id = focuses.get(entry.focus_id), float(entry.values["at"]), str(entry.values["new_id"])
    if whole is None or at - whole.start < SHORTEST_S or whole.end - at < SHORTEST_S:
        return
    standing = Standing.CHANGED if whole.standing is Standing.ACCEPTED else whole.standing
    by = {**whole.by, "end": entry.author}
    focuses[whole.id] = replace(whole, end=at, standing=standing, by=by)
    by = {**whole.by, "start": entry.author}
    focuses[new_id] = replace(whole, id=new_id, start=at, standing=standing, by=by)


def _join(focuses: dict[str, ReviewedFocus], entry: Correction) -> None:
    """From the earlier start to the later end; open where either was, since nobody has accepted all of it."""
    first, second = focuses.get(entry.focus_id), focuses.get(str(entry.values["other_id"]))
    if first is None or second is None or first.id == second.id:
        return
    del focuses[second.id]
    still_open = [one.standing for one in (first, second) if one.standing not in SHOWN]
    focuses[first.id] = replace(
        first,
        start=min(first.start, second.start),
        end=max(first.end, second.end),
        standing=still_open[0] if still_open else Standing.CHANGED,
        by={**first.by, "start": entry.author, "end": entry.author},
    )


def _corrected(focus: ReviewedFocus, entry: Correction) -> ReviewedFocus:
    by = {**focus.by, **dict.fromkeys(_fields(entry.kind, entry.values), entry.author)}
    if entry.kind is CorrectionKind.REJECT:
        return replace(focus, standing=Standing.REJECTED, by=by)
    if entry.kind is CorrectionKind.ACCEPT:
        changed = bool({"product", "start", "end"} & by.keys())
        return replace(focus, standing=Standing.CHANGED if changed else Standing.ACCEPTED, by=by)
    if entry.kind is CorrectionKind.RELINK:
        return replace(focus, product_id=entry.values["product_id"], standing=Standing.CHANGED, by=by)
    moved = replace(focus, start=entry.values.get("start", focus.start), end=entry.values.get("end", focus.end), by=by)
    if moved.end - moved.start < SHORTEST_S:
        # Two people moved one edge each; the later one's stands, and the other makes room.
        moved = replace(moved, end=moved.start + SHORTEST_S)
    return replace(moved, standing=Standing.CHANGED) if focus.standing is Standing.ACCEPTED else moved
