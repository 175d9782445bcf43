"""Corrections over what the machine found: later ones win field by field, undone ones do not count."""

from datetime import datetime
from typing import Any

import pytest

from fashion_focus.service.shows.review import SHORTEST_S, ReviewedFocus, Standing, conflicts, reviewed, touched
from fashion_focus.store.library.corrections import Correction, CorrectionKind
from fashion_focus.store.library.focuses import FoundFocus

FOUND = [FoundFocus("f1", "bag", 10.0, 20.0, 0.9, "final"), FoundFocus("f2", "shoe", 30.0, 40.0, 0.5, "undecided")]


def log(*entries: tuple[str, str, dict[str, Any]], author: str = "Mei") -> list[Correction]:
    """Entries (kind, focus, values), numbered from 1, with ids c1, c2 …"""
    return [
        Correction(n, f"c{n}", "v", focus, CorrectionKind(kind), values, author, datetime(2026, 11, 20, 12))
        for n, (kind, focus, values) in enumerate(entries, 1)
    ]


def after(*entries: tuple[str, str, dict[str, Any]]) -> dict[str, ReviewedFocus]:
    return {focus.id: focus for focus in reviewed(FOUND, log(*entries))}


def test_without_corrections_strong_ones_are_proposed_and_others_undecided() -> None:
    assert [focus.standing for focus in after().values()] == [Standing.PROPOSED, Standing.UNDECIDED]


@pytest.mark.parametrize(
    ("entries", "standing"),
    [
        pytest.param([("accept", "f2", {})], Standing.ACCEPTED, id="accepted"),
        pytest.param([("accept", "f2", {}), ("reject", "f2", {})], Standing.REJECTED, id="the later decision counts"),
        pytest.param([("relink", "f2", {"product_id": "hat"})], Standing.CHANGED, id="another product is a decision"),
        pytest.param([("move", "f2", {"end": 35.0})], Standing.UNDECIDED, id="moving an edge decides nothing"),
        pytest.param(
            [("move", "f2", {"end": 35.0}), ("accept", "f2", {})], Standing.CHANGED, id="moved, then accepted"
        ),
        pytest.param([("accept", "f2", {}), ("undo", "", {"correction": "c1"})], Standing.UNDECIDED, id="undone"),
        pytest.param(
            [("accept", "f2", {}), ("undo", "", {"correction": "c1"}), ("redo", "", {"correction": "c1"})],
            Standing.ACCEPTED,
            id="redone",
        ),
    ],
)
def test_decisions(entries: list[tuple[str, str, dict[str, Any]]], standing: Standing) -> None:
    assert after(*entries)["f2"].standing is standing


def test_the_original_stays_beside_what_people_made_of_it() -> None:
    focus = after(("relink", "f1", {"product_id": "hat"}), ("move", "f1", {"start": 11.0}))["f1"]
    assert (focus.product_id, focus.start, focus.end) == ("hat", 11.0, 20.0)
    assert focus.found == FOUND[0]
    assert focus.by == {"product": "Mei", "decision": "Mei", "start": "Mei"}


def test_undoing_one_correction_leaves_what_others_did_since() -> None:
    entries: list[tuple[str, str, dict[str, Any]]]
    entries = [("move", "f1", {"start": 12.0}), ("move", "f1", {"end": 19.0}), ("undo", "", {"correction": "c1"})]
    focus = after(*entries)["f1"]
    assert (focus.start, focus.end) == (10.0, 19.0)


def test_a_focus_added_by_hand_can_be_moved_and_undone() -> None:
    add = ("add", "p1", {"product_id": "hat", "start": 1.0, "end": 5.0})
    assert list(after(add)) == ["p1", "f1", "f2"]
    assert after(add, ("move", "p1", {"end": 6.0}))["p1"].end == 6.0
    assert "p1" not in after(add, ("undo", "", {"correction": "c1"}))


def test_two_edges_moved_across_each_other_leave_a_focus_of_the_shortest_length() -> None:
    focus = after(("move", "f1", {"start": 19.0}), ("move", "f1", {"end": 12.0}))["f1"]
    assert focus.end - focus.start == SHORTEST_S


def test_the_same_field_conflicts_and_another_does_not() -> None:
    theirs = log(("move", "f1", {"end": 18.0}), author="Li Na")
    assert conflicts({"end": 17.0}, CorrectionKind.MOVE, theirs) == theirs[0]
    assert conflicts({"start": 9.0}, CorrectionKind.MOVE, theirs) is None
    assert conflicts({}, CorrectionKind.ACCEPT, theirs) is None


SPLIT = ("split", "f1", {"new_id": "f1b", "at": 14.0})


def test_a_split_focus_is_two_of_the_same_standing_that_a_person_has_cut() -> None:
    focuses = after(SPLIT)
    assert [(focuses[name].start, focuses[name].end) for name in ("f1", "f1b")] == [(10.0, 14.0), (14.0, 20.0)]
    assert {focuses[name].standing for name in ("f1", "f1b")} == {Standing.PROPOSED}
    assert (focuses["f1"].by, focuses["f1b"].by) == ({"end": "Mei"}, {"start": "Mei"})
    assert focuses["f1b"].found == FOUND[0]


def test_halves_are_decided_one_by_one_and_undoing_the_split_forgets_the_second() -> None:
    focuses = after(SPLIT, ("accept", "f1", {}), ("reject", "f1b", {}))
    assert (focuses["f1"].standing, focuses["f1b"].standing) == (Standing.CHANGED, Standing.REJECTED)
    whole = after(SPLIT, ("reject", "f1b", {}), ("undo", "", {"correction": "c1"}))
    assert list(whole) == ["f1", "f2"]
    assert (whole["f1"].end, whole["f1"].standing) == (20.0, Standing.PROPOSED)


def test_joined_focuses_are_one_and_undoing_gives_both_back() -> None:
    add = ("add", "p1", {"product_id": "bag", "start": 22.0, "end": 26.0})
    join = ("join", "f1", {"other_id": "p1"})
    joined = after(add, ("accept", "f1", {}), join)
    assert (joined["f1"].start, joined["f1"].end, joined["f1"].standing) == (10.0, 26.0, Standing.CHANGED)
    assert "p1" not in joined
    assert set(after(add, join, ("undo", "", {"correction": "c2"}))) == {"f1", "f2", "p1"}


def test_what_nobody_accepted_is_not_accepted_by_joining() -> None:
    add = ("add", "p1", {"product_id": "bag", "start": 22.0, "end": 26.0})
    assert after(add, ("join", "p1", {"other_id": "f1"}))["p1"].standing is Standing.PROPOSED


def test_a_join_conflicts_with_whatever_was_done_to_either() -> None:
    theirs = log(("accept", "f2", {}), author="Li Na")
    assert conflicts({"other_id": "f2"}, CorrectionKind.JOIN, theirs) == theirs[0]
    assert touched("f1", {"other_id": "f2"}) == {"f1", "f2"}
