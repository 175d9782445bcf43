"""What changes between two documents of a show, and what no document has."""

from datetime import datetime

import pytest

from fashion_focus.service.shows.differences import ChangeKind, Reason, difference, fingerprint, withheld
from fashion_focus.service.shows.publishing import Document, document_of
from fashion_focus.service.shows.review import ReviewedFocus, Standing
from fashion_focus.store.library.catalogs import StoredProduct
from fashion_focus.store.library.videos import StoredVideo, VideoState

VIDEO = StoredVideo(
    *("v", "Autumn bags", "a.mp4", 1, 1, VideoState.READY, "", {"duration": 60.0}, "c", 0, 0.0, datetime(2026, 11, 20))
)
SHELF = [StoredProduct("bag", "Tan bag", price="¥99"), StoredProduct("shoe", "White shoe")]


def one(
    name: str = "f1", product: str = "bag", start: float = 1.0, standing: Standing = Standing.ACCEPTED
) -> ReviewedFocus:
    return ReviewedFocus(name, product, start, start + 5.0, standing, None)


def document(*focuses: ReviewedFocus, shelf: list[StoredProduct] = SHELF) -> Document:
    return document_of(VIDEO, focuses, shelf)


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        pytest.param([], [one()], ChangeKind.ADDED, id="accepted since"),
        pytest.param([one()], [one(standing=Standing.REJECTED)], ChangeKind.REMOVED, id="rejected since"),
        pytest.param([one()], [one(start=2.0)], ChangeKind.MOVED, id="other edges"),
        pytest.param([one()], [one(product="shoe")], ChangeKind.RELINKED, id="another product"),
        pytest.param([one()], [one(product="shoe", start=2.0)], ChangeKind.RELINKED, id="another product, elsewhere"),
    ],
)
def test_each_kind_of_change_is_named(old: list[ReviewedFocus], new: list[ReviewedFocus], kind: ChangeKind) -> None:
    found = difference(document(*old), document(*new))
    assert [(change.kind, change.focus_id) for change in found.changes] == [(kind, "f1")]


def test_what_was_is_told_with_what_will_be() -> None:
    (change,) = difference(document(one()), document(one(product="shoe", start=2.0))).changes
    assert change.was is not None
    assert (change.was.title, change.was.start) == ("Tan bag", 1.0)
    assert (change.place.title, change.place.start) == ("White shoe", 2.0)


def test_a_removed_exhibit_keeps_the_title_that_shoppers_know() -> None:
    (change,) = difference(document(one()), document(shelf=[])).changes
    assert (change.kind, change.place.title) == (ChangeKind.REMOVED, "Tan bag")


def test_nobody_has_seen_anything_before_the_first_version() -> None:
    found = difference(None, document(one(), one("f2", start=9.0)))
    assert [change.kind for change in found.changes] == [ChangeKind.ADDED] * 2
    assert (found.products, found.retitled) == ((), False)


def test_a_new_price_is_told_and_another_exhibit_of_a_product_is_not_one() -> None:
    dearer = [StoredProduct("bag", "Tan bag", price="¥199"), SHELF[1]]
    assert difference(document(one()), document(one(), shelf=dearer)).products == ("Tan bag",)
    assert difference(document(one()), document(one(), one("f2", start=9.0))).products == ()


def test_everything_is_either_published_or_withheld() -> None:
    rows = [one(f"f{k}", standing=standing) for k, standing in enumerate(Standing)] + [one("lost", product="gone")]
    kept = {row.focus_id: row.reason for row in withheld(rows, SHELF)}
    shown = {row["id"] for row in document(*rows)["focuses"]}
    assert shown.isdisjoint(kept)
    assert shown | kept.keys() == {row.id for row in rows}
    assert kept["lost"] is Reason.NO_PRODUCT


def test_a_fingerprint_is_that_of_the_content() -> None:
    assert fingerprint(document(one())) == fingerprint(document(one()))
    assert fingerprint(document(one())) != fingerprint(document(one(start=2.0)))
