"""The stage: hands hold what is shown, the camera never looks past the scene, and time leaves nothing behind."""

from dataclasses import replace

import numpy as np
import pytest

from fashion_focus.simulation import Assets, Show, StreamSettings, rehearse
from fashion_focus.simulation.actors import Manner
from fashion_focus.simulation.drawing.turntable import Turntable
from fashion_focus.simulation.props.arms import reach

SIZE = (320, 180)


@pytest.fixture(scope="module")
def show(drawn_assets: Assets) -> Show:
    settings = StreamSettings(seconds=120.0, size=SIZE, n_products=16, n_exhibits=12)
    return rehearse(settings, assets=drawn_assets, seed=5)


def test_what_is_held_is_held_by_hands(show: Show) -> None:
    held = 0
    for time in np.arange(0.0, 120.0, 1.0):
        scene, _ = show.stage.scene(float(time), ())
        for actor in scene.actors:
            if actor.manner in {Manner.HELD, Manner.CLOSEUP}:
                held += 1
                assert actor.grips
    assert held > 10


def test_the_host_has_two_arms_at_most(show: Show) -> None:
    for time in np.arange(0.0, 120.0, 1.0):
        scene, _ = show.stage.scene(float(time), ())
        arms = sum(grip.arm is not None for actor in scene.actors for grip in actor.grips)
        assert arms + len(scene.free_hands) == (2 if scene.people else 0)


def test_the_camera_never_looks_past_the_scene(show: Show) -> None:
    width, height = SIZE
    for time in np.arange(0.0, 120.0, 0.5):
        camera = show.stage.scene(float(time), ())[0].camera
        assert abs(camera.shift[0]) <= (camera.zoom - 1) * width / 2 + 1e-6
        assert abs(camera.shift[1]) <= (camera.zoom - 1) * height / 2 + 1e-6


def test_there_are_cuts_or_zooms_and_the_light_drifts(show: Show) -> None:
    cameras = [show.stage.scene(float(time), ())[0].camera for time in np.arange(0.0, 120.0, 1.0)]
    assert max(camera.zoom for camera in cameras) > 1.15
    assert np.ptp([camera.exposure for camera in cameras]) > 0.01
    assert np.ptp([camera.cast[0] for camera in cameras]) > 0.005


def test_beside_a_filmed_host_hands_come_from_outside_the_picture(drawn_assets: Assets) -> None:
    filmed = replace(drawn_assets, hosts=(drawn_assets.rooms[:3],))
    settings = StreamSettings(seconds=60.0, size=SIZE, n_products=16, n_exhibits=6)
    stage = rehearse(settings, assets=filmed, seed=5).stage
    scenes = [stage.scene(float(time), ())[0] for time in np.arange(0.0, 60.0, 1.0)]
    grips = [grip for scene in scenes for actor in scene.actors for grip in actor.grips]
    assert grips
    assert all(grip.arm is None and grip.hand is grips[0].hand for grip in grips)
    assert not any(scene.people or scene.free_hands for scene in scenes)


@pytest.mark.parametrize("goal", [(50.0, 10.0), (400.0, 300.0), (0.0, 0.0)], ids=["near", "too far", "none"])
def test_an_arm_reaches_its_goal(goal: tuple[float, float]) -> None:
    elbow, wrist, angle = reach((0.0, 0.0), goal, bone=60.0, outward=1.0)
    assert np.isfinite([*elbow, *wrist, angle]).all()
    assert np.hypot(wrist[0] - goal[0], wrist[1] - goal[1]) == pytest.approx(0.36 * 60, abs=1e-6) or goal == (0.0, 0.0)


def test_an_hour_s_products_are_let_go_when_they_have_gone(drawn_assets: Assets) -> None:
    settings = StreamSettings(seconds=3600.0, size=SIZE, n_products=40, n_exhibits=90)
    long = rehearse(settings, assets=drawn_assets, seed=1)
    drawn = []
    for time in np.arange(0.0, 3600.0, 45.0):
        long.stage.scene(float(time), ())
        views = [a.views for a in long.plan.shelf if isinstance(a.views, Turntable)]
        drawn.append(sum(table.n_drawn for table in views))
    standing = len(long.plan.about)
    assert max(drawn[len(drawn) // 2 :]) <= max(drawn[: len(drawn) // 2]) + 3
    assert max(drawn[1:]) < standing + 15
