"""The refining network: what it is taught fits what is read from it, and it learns."""

from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="needs the extra [train]")

from tests.training.painted_scenes import PaintedScenes  # noqa: E402 (after the skip)

from fashion_focus.core.frame import Frame  # noqa: E402
from fashion_focus.media import ArrayPicture  # noqa: E402
from fashion_focus.models import OnnxRuntime  # noqa: E402
from fashion_focus.structuring import BoxRefiner  # noqa: E402
from fashion_focus.structuring.refinement import CROP_SIDE  # noqa: E402
from fashion_focus.training.refiner_crops import draw_crops  # noqa: E402
from fashion_focus.training.refiner_export import OUTPUTS, export_refiner, quantize_refiner  # noqa: E402
from fashion_focus.training.refiner_network import (  # noqa: E402
    CELLS,
    ClassHead,
    Features,
    RefinerHead,
    RefinerNetwork,
    Wanted,
    class_loss,
    corners,
    refiner_loss,
)
from fashion_focus.training.visual_network import Trunk  # noqa: E402

pytestmark = pytest.mark.training


def test_proposals_are_cut_with_the_thing_they_mean() -> None:
    crops = draw_crops(np.random.default_rng(0), PaintedScenes().open(), least=60)
    assert crops.pixels.shape[1:] == (CROP_SIDE, CROP_SIDE, 3)
    assert 0.3 < crops.thing.mean() < 1.0
    assert not (crops.presented & ~crops.thing).any()
    assert (crops.overlap[crops.thing] >= 0.15).all()


def test_a_head_learns_one_batch_by_heart() -> None:
    torch.manual_seed(0)
    head = RefinerHead(width=32)
    features = Features(torch.rand(6, 112, CELLS, CELLS), torch.rand(6, 320, CELLS // 2, CELLS // 2))
    boxes = torch.tensor([[0.2, 0.3, 0.7, 0.9], [0.4, 0.1, 0.9, 0.6]] * 3)
    wanted = Wanted(boxes, torch.ones(6), torch.tensor([1.0, 0.0] * 3), torch.tensor([0, 9] * 3))
    optimiser = torch.optim.Adam(head.parameters(), lr=3e-3)
    for _ in range(150):
        loss, _ = refiner_loss(head(features), wanted)
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]  # torch has no types for it
        optimiser.step()
    raw = head.eval()(features)
    best = raw[:, 0].flatten(1).argmax(1)
    found = corners(raw).flatten(2)[torch.arange(6), :, best]
    assert (found - boxes).abs().max() < 0.12
    assert ((raw[:, 5].flatten(1)[torch.arange(6), best] > 0) == (wanted.presented > 0.5)).all()


def test_nothing_there_teaches_no_box() -> None:
    raw = torch.zeros(2, 6, CELLS, CELLS, requires_grad=True)
    loss, terms = refiner_loss(raw, Wanted(torch.rand(2, 4), torch.zeros(2), torch.zeros(2), torch.zeros(2).long()))
    loss.backward()  # type: ignore[no-untyped-call]  # torch has no types for it
    assert terms["box"] == 0.0
    assert raw.grad is not None
    assert raw.grad[:, 1:5].abs().max() == 0.0


def test_classes_are_learnt_of_things_alone_and_leave_the_heat_as_it_is() -> None:
    torch.manual_seed(0)
    head = ClassHead(width=32)
    features = Features(torch.rand(8, 112, CELLS, CELLS), torch.rand(8, 320, CELLS // 2, CELLS // 2))
    heat = torch.rand(8, CELLS, CELLS, requires_grad=True)
    leaves = torch.tensor([0, 3, 9, 12] * 2)
    wanted = Wanted(torch.rand(8, 4), torch.tensor([1.0] * 4 + [0.0] * 4), torch.zeros(8), leaves)
    optimiser = torch.optim.Adam(head.parameters(), lr=1e-2)
    for _ in range(60):
        loss = class_loss(head(features, heat), wanted)
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]  # torch has no types for it
        optimiser.step()
    assert heat.grad is None
    assert (head.eval()(features, heat)[:4].argmax(1) == leaves[:4]).all()
    assert float(class_loss(head(features, heat)[4:], Wanted(*(column[4:] for column in wanted))).detach()) == 0.0


def test_the_files_say_what_the_network_says(tmp_path: Path) -> None:
    torch.manual_seed(1)
    network = RefinerNetwork(Trunk().eval(), RefinerHead(width=16), ClassHead(width=16)).eval()
    squares = np.random.default_rng(3).integers(0, 255, (4, CROP_SIDE, CROP_SIDE, 3)).astype(np.uint8)
    file = export_refiner(network, tmp_path / "refinement.onnx")
    found = OnnxRuntime(file, threads=1).run({"pixels": squares})
    with torch.inference_mode():
        expected = network(torch.from_numpy(squares))
    for name, values in zip(OUTPUTS, expected, strict=True):
        assert found[name] == pytest.approx(values.numpy(), abs=2e-3)
    small = quantize_refiner(file, squares, out=tmp_path / "refinement.int8.onnx")
    assert small.stat().st_size < 0.5 * file.stat().st_size
    refiner = BoxRefiner(OnnxRuntime(small, threads=1))
    looked = refiner.look(Frame(ArrayPicture(squares[0]), 0.0), np.array([[10, 10, 90, 120]], np.float32))
    assert looked.boxes.shape == (1, 4)
