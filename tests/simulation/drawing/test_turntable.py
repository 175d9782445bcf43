"""Views that are drawn when they are looked at: as many, as right and as lasting as a tuple's."""

import pickle

import numpy as np

from fashion_focus.simulation.drawing.range import TURNS, Maker, draw_articles
from fashion_focus.simulation.drawing.turntable import Turntable
from fashion_focus.simulation.sprites import Sprite, make_sprite


def table(drawn: list[float]) -> Turntable:
    """Two views that note when they are drawn."""

    def make(azimuth: float) -> Sprite | None:
        drawn.append(azimuth)
        return make_sprite(np.full((20, 20, 4), 255, np.uint8), max_side=20, azimuth=azimuth)

    return Turntable(make, (0.0, 90.0))


def test_a_view_is_drawn_once_and_only_when_it_is_looked_at() -> None:
    drawn: list[float] = []
    views = table(drawn)
    assert (len(views), drawn) == (2, [])
    assert views[1] is views[-1]
    assert drawn == [90.0]
    views.forget()
    assert [view.azimuth for view in views] == [0.0, 90.0]
    assert drawn == [90.0, 0.0, 90.0]


def test_pickled_it_is_a_tuple_of_its_views() -> None:
    made = pickle.loads(pickle.dumps(table([])))
    assert isinstance(made, tuple)
    assert [view.azimuth for view in made] == [0.0, 90.0]


def test_makers_of_different_parts_share_no_brand() -> None:
    ranges = [
        draw_articles(np.random.default_rng(0), 300, max_side=64, maker=Maker(f"m{part}", (part, 3), azimuths=TURNS))
        for part in range(3)
    ]
    brands = [{article.brand for article in articles} for articles in ranges]
    assert not brands[0] & brands[1]
    assert not brands[1] & brands[2]


def test_titles_follow_from_what_is_drawn() -> None:
    for article in draw_articles(np.random.default_rng(2), 200, max_side=64):
        assert article.brand in article.title
        assert article.brand in article.title_zh
        assert article.color in article.about.lower()
        mark = article.product_id.split("-", 2)[2].replace("-", " ")
        assert mark in article.title.lower()
