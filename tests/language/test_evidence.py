"""Words add up over time: bounded, near the interval asked about, and without spam."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fashion_focus.core.interval import Interval
from fashion_focus.core.product import Catalog, Product
from fashion_focus.core.words import Comment, Utterance
from fashion_focus.language import CommentMiner, EvidenceSettings, MiningSettings, WordEvidence, WordMatcher

SHELF = Catalog(
    tuple(Product(f"p{i}", title) for i, title in enumerate(["Boat Shoe", "Baseball Cap", "Enamel Mug", "Vest"]))
)
INTERVAL = Interval(20.0, 26.0)
LIMIT = EvidenceSettings().speech_bound + EvidenceSettings().comment_bound


def evidence(*pieces: Utterance | Comment, settings: EvidenceSettings | None = None) -> WordEvidence:
    stage = WordEvidence(WordMatcher(SHELF), settings)
    for piece in pieces:
        stage.update(piece)
    return stage


def said(time: float, text: str = "the enamel mug") -> Utterance:
    return Utterance(time, time + 2.0, text)


def test_speech_in_an_interval_speaks_for_what_it_names() -> None:
    support = evidence(said(22.0)).support(INTERVAL)
    assert support.shape == (4,)
    assert support[2] > 1.0
    assert support[[0, 1, 3]].tolist() == [0, 0, 0]


@pytest.mark.parametrize(
    ("time", "share"),
    [
        pytest.param(22.0, 1.0, id="inside"),
        pytest.param(16.0, 0.5, id="just before"),
        pytest.param(25.6, 0.5, id="just after"),
        pytest.param(10.0, 0.0, id="long before"),
        pytest.param(29.0, 0.0, id="later"),
    ],
)
def test_speech_near_an_interval_counts_half(time: float, share: float) -> None:
    support = evidence(said(time)).support(INTERVAL, ["p2"])[0]
    inside = evidence(said(22.0)).support(INTERVAL, ["p2"])[0]
    assert (support == inside) == (share == 1.0)
    assert (support > 0) == (share > 0)


def test_comments_speak_of_what_was_shown_before_them() -> None:
    stage = evidence(Comment(30.0, "mia", "love the mug"))
    assert stage.support(Interval(22.0, 28.0))[2] > 0.3
    assert stage.support(Interval(29.0, 36.0))[2] == 0.0


def test_support_comes_in_the_order_asked_for() -> None:
    stage = evidence(said(22.0))
    assert stage.support(INTERVAL, ["p2", "p0"]).tolist() == stage.support(INTERVAL)[[2, 0]].tolist()
    with pytest.raises(KeyError):
        stage.support(INTERVAL, ["unknown"])


@given(st.lists(st.tuples(st.floats(0, 60), st.sampled_from(["enamel mug", "boat shoe", "cap, cap!"])), max_size=60))
@settings(max_examples=30, deadline=None)
def test_words_never_add_more_than_their_bound(rows: list[tuple[float, str]]) -> None:
    pieces: list[Utterance | Comment] = [said(time, text) for time, text in rows]
    pieces += [Comment(time, str(time), text) for time, text in rows]
    support = evidence(*pieces).support(INTERVAL)
    assert np.all(support >= 0)
    assert np.all(support <= LIMIT)


def test_a_second_mention_adds_less_than_the_first() -> None:
    once = evidence(said(21.0)).support(INTERVAL)[2]
    twice = evidence(said(21.0), said(23.5)).support(INTERVAL)[2]
    assert once < twice < 1.5 * once


def test_the_evidence_panel_gets_words_and_comments_in_order() -> None:
    stage = evidence(said(23.0), said(21.0, "an enamel one"), Comment(28.0, "mia", "nice mug"), said(22.0, "a cap"))
    words, comments = stage.explain("p2", INTERVAL)
    assert [word.text for word in words] == ["enamel", "enamel", "mug"]
    assert [comment.text for comment in comments] == ["nice mug"]


def test_state_survives_json_at_any_point() -> None:
    pieces: list[Utterance | Comment] = [
        said(18.0),
        Comment(21.0, "mia", "the mug!"),
        Comment(22.0, "mia", "the mug!"),
        said(24.0, "boat shoe"),
    ]
    whole = evidence(*pieces)
    for cut in range(len(pieces) + 1):
        resumed = evidence()
        resumed.restore(json.loads(json.dumps(evidence(*pieces[:cut]).to_dict())))
        for piece in pieces[cut:]:
            resumed.update(piece)
        assert resumed.to_dict() == whole.to_dict()
        assert resumed.support(INTERVAL).tolist() == whole.support(INTERVAL).tolist()
        assert resumed.explain("p2", INTERVAL) == whole.explain("p2", INTERVAL)


def test_the_count_of_mentions_is_bounded_and_says_so() -> None:
    stage = evidence(*(said(10.0 * i) for i in range(12)), settings=EvidenceSettings(max_mentions=5))
    assert len(stage.to_dict()["mentions"]) == 5
    assert [(note.code, note.count) for note in stage.notes] == [("words-dropped", 7)]
    assert stage.support(Interval(110.0, 112.0))[2] > 0


def test_old_mentions_are_forgotten_in_silence() -> None:
    stage = evidence(said(10.0), said(500.0), settings=EvidenceSettings(keep=100.0))
    assert len(stage.to_dict()["mentions"]) == 1
    assert stage.notes == ()


def test_what_is_settled_can_be_forgotten() -> None:
    stage = evidence(said(10.0), said(50.0))
    stage.forget_before(40.0)
    assert stage.support(Interval(9.0, 12.0))[2] == 0.0
    assert stage.support(Interval(49.0, 52.0))[2] > 0.0


@pytest.fixture
def miner() -> CommentMiner:
    return CommentMiner(WordMatcher(SHELF))


def test_a_user_counts_once_a_product(miner: CommentMiner) -> None:
    assert miner.accept(Comment(1.0, "mia", "the mug"))
    assert miner.accept(Comment(2.0, "mia", "i want the mug")) == []
    assert miner.accept(Comment(60.0, "mia", "the mug"))


def test_a_user_who_names_many_products_counts_less_with_each(miner: CommentMiner) -> None:
    first = miner.accept(Comment(1.0, "mia", "vest"))[0]
    second = miner.accept(Comment(2.0, "mia", "cap and baseball"))[0]
    alone = CommentMiner(WordMatcher(SHELF)).accept(Comment(2.0, "mia", "cap and baseball"))[0]
    assert first.product_id == "p3"
    assert second.strength == pytest.approx(alone.strength / 2)


def test_a_copied_text_counts_little(miner: CommentMiner) -> None:
    first = miner.accept(Comment(1.0, "mia", "the mug"))[0]
    copy = miner.accept(Comment(2.0, "finn", "The Mug!!"))[0]
    assert copy.strength == pytest.approx(first.strength * MiningSettings().copied_weight)


def test_a_flooding_user_is_not_listened_to(miner: CommentMiner) -> None:
    for i in range(MiningSettings().flood):
        miner.accept(Comment(float(i), "spam", f"hello {i}"))
    assert miner.accept(Comment(9.0, "spam", "the mug")) == []
    assert miner.accept(Comment(9.0, "mia", "the mug"))
