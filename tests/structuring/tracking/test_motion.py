"""Beliefs about boxes over seconds."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.structuring.scenes import box_at

from fashion_focus.structuring.tracking.motion import Motion


def watched(speed: float, *, rate: float, seconds: float = 2.0) -> Motion:
    """A belief after watching a box go right at a speed in pixels a second."""
    times = np.arange(0, seconds, 1 / rate)
    motion = Motion.begin(np.array(box_at(100, 100), np.float32), 0.0)
    for time in times[1:]:
        motion = motion.at(float(time)).seen(np.array(box_at(100 + speed * time, 100), np.float32))
    return motion


@given(x=st.floats(-500, 500), y=st.floats(-500, 500), side=st.floats(2, 900), dt=st.floats(0.01, 2))
def test_what_was_seen_once_is_expected_where_it_was(x: float, y: float, side: float, dt: float) -> None:
    box = np.array(box_at(x, y, side), np.float32)
    np.testing.assert_allclose(Motion.begin(box, 0.0).at(dt).box, box, atol=0.05)


@pytest.mark.parametrize("rate", [2.0, 4.0, 12.5])
def test_a_moving_thing_is_expected_further_on_at_any_rate(rate: float) -> None:
    motion = watched(120.0, rate=rate)
    last = float((motion.box[0] + motion.box[2]) / 2)
    ahead = motion.at(motion.time + 0.25).box
    assert last + 5 < (ahead[0] + ahead[2]) / 2 < last + 35


def test_an_unseen_thing_slows_down_and_grows_uncertain() -> None:
    motion = watched(200.0, rate=4)
    near, far = motion.at(motion.time + 0.5), motion.at(motion.time + 5.0)
    assert abs(far.velocity[0]) < 0.01 * abs(motion.velocity[0])
    assert far.box[0] < motion.box[0] + 200.0
    assert (far.spread[0] > near.spread[0]).all()


@given(st.lists(st.tuples(st.floats(0.02, 1.0), st.floats(0, 1000), st.floats(5, 400)), min_size=1, max_size=12))
def test_variances_stay_variances(sights: list[tuple[float, float, float]]) -> None:
    motion = Motion.begin(np.array(box_at(500, 500), np.float32), 0.0)
    for dt, x, side in sights:
        motion = motion.at(motion.time + dt).seen(np.array(box_at(x, 500, side), np.float32))
        place, shared, speed = motion.spread
        assert (place > 0).all()
        assert (speed > 0).all()
        assert (place * speed >= shared**2 * (1 - 1e-9)).all()
