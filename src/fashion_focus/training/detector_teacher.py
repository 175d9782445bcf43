"""A network that has seen ImageNet shows the detector's backbone what to look for.

An hour on two cores is too short to learn edges, textures and things from boxes alone. EfficientNet-Lite0, a twentieth
of the detector's cost, looks at the same pictures, and the backbone's maps are asked to hold what its maps hold.
"""

import torch
from torch import Tensor, nn
from torch.nn import functional

from fashion_focus.training.visual_network import Trunk

# Blocks of EfficientNet-Lite0 that end strides 8, 16 and 32, with their channels (Tan and Le 2019, table 1).
_TAPS = {4: 40, 10: 112, 15: 320}


class Teacher(nn.Module):
    """The teacher, frozen, and the linear maps that read its features from the pupil's."""

    def __init__(self, channels: tuple[int, ...]) -> None:
        """channels: of the pupil's maps at strides 8, 16 and 32."""
        super().__init__()
        # In a list, so that the frozen weights are neither saved nor handed to the optimiser.
        self._trunk = [Trunk.from_imagenet().eval().requires_grad_(requires_grad=False)]
        self.adapters = nn.ModuleList(nn.Conv2d(n, m, 1) for n, m in zip(channels, _TAPS.values(), strict=True))
        self.norms = nn.ModuleList(nn.BatchNorm2d(m, affine=False) for m in _TAPS.values())

    def forward(self, pixels: Tensor, maps: list[Tensor]) -> Tensor:
        """Mean squared error of the teacher's standardised features (Romero et al. 2015, "FitNets", eq. 3).

        pixels (N, H, W, 3) uint8; maps: the pupil's at strides 8, 16 and 32.
        """
        errors = []
        for seen, ours, adapt, norm in zip(self._look(pixels), maps, self.adapters, self.norms, strict=True):
            with torch.no_grad():
                wanted = norm(seen.float())
            errors.append(functional.mse_loss(adapt(ours).float(), wanted.clamp(-4, 4)))
        return torch.stack(errors).mean()

    @torch.no_grad()
    def _look(self, pixels: Tensor) -> list[Tensor]:
        trunk = self._trunk[0].to(pixels.device)
        x = functional.relu6(trunk.stem((pixels.permute(0, 3, 1, 2).float() - 127) / 128))
        taps = []
        for index, block in enumerate(trunk.blocks):
            x = block(x)
            if index in _TAPS:
                taps.append(x)
        return taps
