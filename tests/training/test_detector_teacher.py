"""The teacher asks for its own features and takes no part in what is saved or learnt."""

import pytest
import torch

from fashion_focus.training.detector_teacher import Teacher
from fashion_focus.training.dla import DetectorNetwork

pytestmark = pytest.mark.training


@pytest.fixture(scope="module")
def network() -> DetectorNetwork:
    torch.manual_seed(0)
    return DetectorNetwork(width=0.125)


def test_adapters_learn_to_read_the_teacher_from_the_pupil(network: DetectorNetwork) -> None:
    teacher = Teacher(network.channels[3:])
    pixels = torch.randint(0, 256, (2, 64, 96, 3), dtype=torch.uint8)
    optimiser = torch.optim.AdamW([*network.parameters(), *teacher.parameters()], 3e-3)
    errors = []
    for _ in range(8):
        error = teacher(pixels, network.look(pixels)[1:])
        optimiser.zero_grad()
        error.backward()
        optimiser.step()
        errors.append(error.item())
    assert errors[-1] < errors[0]


def test_only_the_adapters_are_learnt_and_saved(network: DetectorNetwork) -> None:
    teacher = Teacher(network.channels[3:])
    names = set(teacher.state_dict())
    assert {name.split(".")[0] for name in names} == {"adapters", "norms"}
    assert len(list(teacher.parameters())) == 6
