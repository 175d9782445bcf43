"""The judgement of what is shown, fitted on noted looks."""

from dataclasses import replace

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="needs the extra [train]")

from fashion_focus.structuring import LookCalibration, LookJudge  # noqa: E402 (after the skip)
from fashion_focus.training.look_calibration import Looks, fit_looks, told_apart  # noqa: E402

pytestmark = pytest.mark.training

TRUE = LookCalibration(
    shown=0.8, shown_thing=1.2, shown_before=0.3, shown_constant=-1.0,
    unasked=0.4, unasked_thing=0.6, unasked_last=0.9, unasked_constant=-0.5,
    away=4.0,
)  # fmt: skip


@pytest.fixture(scope="module")
def looks() -> Looks:
    rng = np.random.default_rng(3)
    seen = np.concatenate([rng.normal(0, 1.5, (12_000, 3)), rng.uniform(0, 0.5, (12_000, 1))], 1)
    asked = rng.random(len(seen)) < 0.5
    judge = LookJudge(TRUE)
    probable = np.where(asked, judge.shown(seen, asked=True), judge.shown(seen, asked=False))
    return Looks(seen, asked, rng.random(len(seen)) < probable)


def test_the_weights_that_made_the_looks_are_found(looks: Looks) -> None:
    fitted = fit_looks(looks, LookCalibration(away=TRUE.away))
    for name in ("shown", "shown_thing", "shown_before", "shown_constant", "unasked", "unasked_thing", "unasked_last"):
        assert getattr(fitted, name) == pytest.approx(getattr(TRUE, name), abs=0.12)


def test_fitted_weights_tell_better_than_wrong_ones(looks: Looks) -> None:
    wrong = replace(LookCalibration(), shown=-0.5, unasked_last=-0.5)
    before, after = told_apart(looks, wrong), told_apart(looks, fit_looks(looks, wrong))
    assert after["asked"] > before["asked"]
    assert after["unasked"] > before["unasked"] + 0.1
