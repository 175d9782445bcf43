"""Axes are fitted so that a crop lies nearest to its own product's views."""

import pytest

torch = pytest.importorskip("torch", reason="needs the extra [train]")

from pathlib import Path  # noqa: E402 (after the skip)

from torch import Tensor  # noqa: E402

from fashion_focus.training.visual_axes import AxesTraining, fit_tail  # noqa: E402
from fashion_focus.training.visual_readings import Readings  # noqa: E402
from fashion_focus.training.visual_tail import Scale, Tail  # noqa: E402

pytestmark = pytest.mark.training

N_PRODUCTS, A_PRODUCT, WIDTH = 200, 6, 240
AS_THEY_ARE = Scale(torch.zeros(WIDTH), torch.ones(WIDTH))
FEW = AxesTraining(passes=2, batch=64, rivals=50)


def filmed(seed: int) -> Readings:
    """Products differ a little in some numbers; filming changes others much."""
    torch.manual_seed(seed)
    views = torch.zeros(N_PRODUCTS, WIDTH)
    views[:, :120] = torch.randn(N_PRODUCTS, 120)
    shown = torch.arange(N_PRODUCTS).repeat_interleave(A_PRODUCT)
    crops = views[shown] + 0.5 * torch.randn(len(shown), WIDTH)
    crops[:, 60:] += 6 * torch.randn(len(shown), WIDTH - 60)
    return Readings(crops.half(), views.half(), torch.arange(N_PRODUCTS), shown)


def recall(readings: Readings, tail: Tail | None) -> float:
    crops, views = (unit(part.float(), tail) for part in (readings.crops, readings.views))
    return float(((crops @ views.T).argmax(1) == readings.shown).float().mean())


def unit(rows: Tensor, tail: Tail | None) -> Tensor:
    with torch.no_grad():
        made: Tensor = torch.nn.functional.normalize(rows if tail is None else tail.axes(rows), dim=1)
    return made


@pytest.fixture(scope="module")
def tail() -> Tail:
    return fit_tail([filmed(0), filmed(1)], AS_THEY_ARE, FEW)


def test_what_filming_changes_is_damped(tail: Tail) -> None:
    strangers = filmed(2)
    assert recall(strangers, None) < 0.6
    assert recall(strangers, tail) > recall(strangers, None) + 0.2


def test_the_same_seed_fits_the_same_tail(tail: Tail) -> None:
    again = fit_tail([filmed(0), filmed(1)], AS_THEY_ARE, FEW)
    assert torch.allclose(again.axes.weight, tail.axes.weight, atol=1e-6)


def test_readings_are_kept_in_a_file(tmp_path: Path) -> None:
    readings = filmed(3)
    loaded = Readings.load(readings.saved(tmp_path / "some.pt"))
    assert torch.equal(loaded.crops, readings.crops)
    assert torch.equal(loaded.shown, readings.shown)
