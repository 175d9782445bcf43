import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.export.shows import tracklet

from fashion_focus.export.overlay.boxes import Visible, box_at

THING = tracklet("t", start=10.0, n=5)  # until 11 s, 10 pixels to the right each quarter


@pytest.mark.parametrize(("time", "x0"), [(10.0, 310.04), (10.125, 315.04), (10.25, 320.04), (11.0, 350.04)])
def test_a_box_moves_on_a_straight_line(time: float, x0: float) -> None:
    box = box_at(THING, time)
    assert box is not None
    np.testing.assert_allclose(box, [x0, 120.0, x0 + 329.96, 560.5], atol=1e-3)


def test_a_box_stands_a_little_before_and_after() -> None:
    assert box_at(THING, 9.9) is None
    assert box_at(THING, 9.9, reach=0.15) is not None
    assert box_at(THING, 11.2, reach=0.15) is None


def test_nothing_is_drawn_through_a_long_hole() -> None:
    holed = tracklet("t", start=0.0, n=2)
    holed = type(holed)("t", holed.path, np.array([0.0, 3.0]), holed.boxes, holed.scores, holed.presented)
    assert box_at(holed, 1.5) is None


@given(st.lists(st.tuples(st.floats(0, 20), st.integers(1, 20)), max_size=6))
def test_playing_through_finds_what_looking_up_finds(things: list[tuple[float, int]]) -> None:
    tracklets = [tracklet(f"t{k}", start=start, n=n) for k, (start, n) in enumerate(things)]
    visible = Visible(tracklets, reach=0.1)
    for time in np.arange(0.0, 26.0, 0.5):
        seen = {t.id for t, _ in visible.at(float(time))}
        assert seen == {t.id for t in tracklets if box_at(t, float(time), reach=0.1) is not None}
