"""What publishing would change for shoppers: two documents of one show side by side, and what stays private."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from fashion_focus.service.shows.publishing import Document
from fashion_focus.service.shows.review import SHOWN, ReviewedFocus, Standing
from fashion_focus.store.library.catalogs import StoredProduct


class ChangeKind(StrEnum):
    """What becomes of a focus between two documents; a relinked one may also have moved."""

    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    RELINKED = "relinked"


class Reason(StrEnum):
    """Why a focus stays private."""

    UNDECIDED = "undecided"
    PROPOSED = "proposed"
    REJECTED = "rejected"
    NO_PRODUCT = "no-product"


@dataclass(frozen=True, slots=True)
class Place:
    """Where shoppers find which product. title: as its document has it, "" where no product is known."""

    product_id: str
    title: str
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Change:
    """A focus that differs. place: as the new document has it, or as the old one had it where it is removed.

    was: as the old document had it, where it is moved or relinked.
    """

    kind: ChangeKind
    focus_id: str
    place: Place
    was: Place | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """From one document to another. products: titles of those that are told otherwise (words, price, link, picture)."""

    changes: tuple[Change, ...]
    products: tuple[str, ...]
    retitled: bool


@dataclass(frozen=True, slots=True)
class Withheld:
    """A focus that shoppers will not get, and why."""

    focus_id: str
    place: Place
    reason: Reason


def difference(old: Document | None, new: Document) -> Difference:
    """What changes for shoppers who see `old` (None: nothing), in order of time."""
    before, after = _places(old), _places(new)
    changes = [*_removed(before, after), *_kept(before, after)]
    was, now = _products(old), _products(new)
    told = tuple(str(now[name]["title"]) for name in now if name in was and was[name] != now[name])
    retitled = old is not None and old["title"] != new["title"]
    return Difference(tuple(sorted(changes, key=lambda one: (one.place.start, one.focus_id))), told, retitled)


def withheld(focuses: Sequence[ReviewedFocus], products: Sequence[StoredProduct]) -> list[Withheld]:
    """The focuses that no document of the show has: open, rejected, or of a product that the catalog has not."""
    titles = {product.id: product.title for product in products}
    return [
        Withheld(
            focus.id,
            Place(focus.product_id, titles.get(focus.product_id, ""), focus.start, focus.end),
            Reason.NO_PRODUCT if focus.standing in SHOWN else _REASONS[focus.standing],
        )
        for focus in focuses
        if focus.standing not in SHOWN or focus.product_id not in titles
    ]


def fingerprint(document: Document) -> str:
    """Equal for equal documents: what somebody has looked at is named by it."""
    text = json.dumps(document, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:32]


_REASONS = {
    Standing.UNDECIDED: Reason.UNDECIDED,
    Standing.PROPOSED: Reason.PROPOSED,
    Standing.REJECTED: Reason.REJECTED,
}


def _places(document: Document | None) -> dict[str, Place]:
    titles = {name: str(product["title"]) for name, product in _products(document).items()}
    return {
        row["id"]: Place(row["product_id"], titles.get(row["product_id"], ""), row["start"], row["end"])
        for row in (document["focuses"] if document else ())
    }


def _products(document: Document | None) -> dict[str, Document]:
    """Products by id, without when they are shown: that the focuses tell."""
    rows = document["products"] if document else ()
    return {row["id"]: {name: value for name, value in row.items() if name != "starts"} for row in rows}


def _removed(before: dict[str, Place], after: dict[str, Place]) -> Iterator[Change]:
    return (Change(ChangeKind.REMOVED, name, place) for name, place in before.items() if name not in after)


def _kept(before: dict[str, Place], after: dict[str, Place]) -> Iterator[Change]:
    for name, place in after.items():
        was = before.get(name)
        if was is None:
            yield Change(ChangeKind.ADDED, name, place)
        elif was.product_id != place.product_id:
            yield Change(ChangeKind.RELINKED, name, place, was)
        elif (was.start, was.end) != (place.start, place.end):
            yield Change(ChangeKind.MOVED, name, place, was)
