"""Speech and comments: they name products as the plan says, in its language."""

from dataclasses import replace

import numpy as np
import pytest

from fashion_focus.simulation import Assets, StreamSettings
from fashion_focus.simulation.streams.plan import Spoken, StreamPlan, plan_stream
from fashion_focus.simulation.talking.comments import write_comments
from fashion_focus.simulation.talking.lines import write_lines
from fashion_focus.simulation.talking.names import noun_of


def plan(assets: Assets, *, language: str = "en", spoken: Spoken = Spoken.FULL) -> StreamPlan:
    settings = StreamSettings(seconds=120.0, n_products=20, n_exhibits=8, language=language)
    made = plan_stream(np.random.default_rng(3), assets, settings)
    return replace(made, exhibits=tuple(replace(exhibit, spoken=spoken) for exhibit in made.exhibits))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_fully_named_exhibit_is_named_while_it_is_shown(drawn_assets: Assets, language: str) -> None:
    made = plan(drawn_assets, language=language)
    lines = write_lines(np.random.default_rng(1), made)
    for exhibit in made.exhibits:
        title = exhibit.article.title_in(language).replace(" - ", " in ")
        assert any(title in line.text for line in lines if exhibit.start <= line.start < exhibit.end)


def test_a_wrongly_named_exhibit_is_not_named(drawn_assets: Assets) -> None:
    made = plan(drawn_assets, spoken=Spoken.WRONG)
    lines = write_lines(np.random.default_rng(1), made)
    exhibit = made.exhibits[0]
    said = [line.text for line in lines if exhibit.start <= line.start < exhibit.start + 0.9]
    assert said
    assert not any(exhibit.article.title.replace(" - ", " in ") in text for text in said)


def test_lines_are_in_order_and_of_two_voices(drawn_assets: Assets) -> None:
    lines = write_lines(np.random.default_rng(1), plan(drawn_assets))
    starts = [line.start for line in lines]
    assert starts == sorted(starts)
    assert {line.speaker for line in lines} == {0, 1}


def test_comments_lag_repeat_spam_and_ask_about_other_things(drawn_assets: Assets) -> None:
    made = plan(drawn_assets)
    comments = write_comments(np.random.default_rng(2), made)
    assert {typed.kind for typed in comments} == {"ask", "talk", "spam", "repeat"}
    asked = [typed for typed in comments if typed.kind == "ask"]
    shown = {exhibit.article.product_id: exhibit.start for exhibit in reversed(made.exhibits)}
    assert all(typed.time >= shown[typed.about] + 1.99 for typed in asked if typed.about in shown)
    now = [
        any(e.article.product_id == typed.about and e.start <= typed.time < e.start + 8.1 for e in made.exhibits)
        for typed in asked
    ]
    assert 0.4 < np.mean(now) < 1.0


def test_a_product_s_short_name_has_neither_brand_nor_colour(drawn_assets: Assets) -> None:
    for article in drawn_assets.articles:
        assert article.brand.lower() not in noun_of(article)
        assert article.brand not in noun_of(article, "zh")
