"""A run writes its files, says how it goes, and goes on where it stopped."""

import json
from pathlib import Path

import pytest
import torch
from tests.training.painted_scenes import PaintedScenes

from fashion_focus.core.errors import ModelError
from fashion_focus.training.detector_batches import Stage, TimeBudget, draw_size
from fashion_focus.training.detector_trainer import DetectorTrainer, TrainerSettings, one_cycle

pytestmark = pytest.mark.training
STAGES = (Stage(0.0, ((96, 64),)),)


def _trainer(out: Path, *, max_steps: int, width: float = 0.125, initial: Path | None = None) -> DetectorTrainer:
    settings = TrainerSettings(
        minutes=10,
        max_steps=max_steps,
        teacher=0.0,
        pairs=1,
        workers=0,
        width=width,
        validation_pairs=1,
        validation_size=(96, 64),
        stages=STAGES,
        initial=initial,
    )
    return DetectorTrainer(settings, source=PaintedScenes(), held_out=PaintedScenes(), out=out)


def test_a_run_resumes_at_its_last_step(tmp_path: Path) -> None:
    _trainer(tmp_path, max_steps=2).run()
    _trainer(tmp_path, max_steps=3).run()
    lines = [json.loads(line) for line in (tmp_path / "log.jsonl").read_text().splitlines()]
    assert [line["step"] for line in lines if line["kind"] == "train"] == [1, 2, 3]
    assert [line["step"] for line in lines if line["kind"] == "validation"] == [2, 3]
    assert not list(tmp_path.glob("*.part"))


def test_a_checkpoint_of_another_network_is_refused(tmp_path: Path) -> None:
    _trainer(tmp_path, max_steps=1).run()
    with pytest.raises(ModelError, match="another folder"):
        _trainer(tmp_path, max_steps=1, width=0.25)


def test_a_new_run_starts_from_the_averaged_weights_of_an_earlier_one(tmp_path: Path) -> None:
    earlier = _trainer(tmp_path / "a", max_steps=1)
    earlier.run()
    later = _trainer(tmp_path / "b", max_steps=1, initial=earlier.checkpoint)
    later.save()
    states = [torch.load(trainer.checkpoint, weights_only=True) for trainer in (earlier, later)]
    assert states[1]["step"] == 0
    assert all(torch.equal(states[0]["average"][name], value) for name, value in states[1]["network"].items())


def test_an_earlier_run_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"cannot read .*none\.pt"):
        _trainer(tmp_path / "a", max_steps=1, initial=tmp_path / "none.pt")


def test_the_average_follows_the_network(tmp_path: Path) -> None:
    trainer = _trainer(tmp_path, max_steps=2)
    trainer.run()
    state = torch.load(trainer.checkpoint, weights_only=True)
    name = "heads.heat.1.weight"
    assert torch.isfinite(state["average"][name]).all()
    assert not torch.equal(state["average"][name], state["network"][name])


def test_the_learning_rate_rises_and_ends_at_nothing() -> None:
    rates = [one_cycle(i / 100) for i in range(101)]
    assert max(rates) == pytest.approx(1.0)
    assert rates.index(max(rates)) == 4
    assert rates[-1] == pytest.approx(0.0, abs=1e-6)


def test_pictures_grow_with_the_run_and_stand_or_lie() -> None:
    import numpy as np

    rng = np.random.default_rng(0)
    early = {draw_size(rng, 0.1) for _ in range(20)}
    late = {draw_size(rng, 0.99) for _ in range(40)}
    assert early == {(256, 160), (160, 256)}
    assert (416, 256) in late
    assert (256, 416) in late


def test_a_resumed_budget_counts_what_was_used_before() -> None:
    budget = TimeBudget(started=100.0, minutes=10.0, used=5.0)
    assert budget.progress(100.0) == 0.5
    assert budget.progress(100.0 + 600.0) == 1.0
