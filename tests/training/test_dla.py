"""The network's maps: shapes, ranges, size."""

import pytest
import torch

from fashion_focus.core.taxonomy import COARSE, LEAVES
from fashion_focus.training.dla import OUTPUTS, DetectorNetwork, activate

pytestmark = pytest.mark.training


@pytest.mark.parametrize(("height", "width"), [(96, 160), (160, 96)], ids=["landscape", "portrait"])
def test_every_output_is_a_map_at_a_quarter_of_the_size(height: int, width: int) -> None:
    network = DetectorNetwork(width=0.125).eval()
    maps = activate(network(torch.zeros(2, height, width, 3, dtype=torch.uint8)))
    channels = dict(zip(OUTPUTS, (len(COARSE), 4, 2, 1, len(LEAVES), 64), strict=True))
    for name in OUTPUTS:
        assert getattr(maps, name).shape == (2, channels[name], height // 4, width // 4), name


def test_probabilities_distances_and_vectors_keep_their_ranges() -> None:
    network = DetectorNetwork(width=0.125).eval()
    maps = activate(network(torch.randint(0, 256, (1, 64, 96, 3), dtype=torch.uint8)))
    assert maps.heat.min() >= 0
    assert maps.heat.max() <= 1
    assert maps.box.min() > 0
    assert torch.allclose(maps.appearance.norm(dim=1), torch.ones(1, 16, 24), atol=1e-4)


def test_the_full_network_has_the_parameters_of_a_lean_dla_34() -> None:
    n = sum(parameter.numel() for parameter in DetectorNetwork().parameters())
    assert n == pytest.approx(18.7e6, rel=0.01)
