"""What colours a picture has, as numbers that a network can carry: near twins differ in little else.

Features learnt to name things forget colour; a histogram keeps it (Swain and Ballard, "Color Indexing", IJCV 1991).
Bins overlap, so that a camera's small shifts move it a little only, and square roots are kept: their products compare
histograms as Hellinger's distance does.
"""

import torch
from torch import Tensor, nn
from torch.nn import functional as F

LIGHTNESS, OPPONENTS = 5, 7
COLOURS = LIGHTNESS * OPPONENTS * OPPONENTS
"""Length of a sketch."""
_REDUCED = 4  # pixels each way that count as one
_REACH = 0.35  # of the opponent axes, where full red against green is 1
_MIDDLE = 0.45  # deviation of the weight round the picture's middle, in halves of its side
_WHITE, _WHITE_SHARE = 0.9, 0.1  # from this value on a pixel may be ground, and white counts so much


class ColourSketch(nn.Module):
    """Pixels (N, H, W, 3) uint8 RGB to unit rows (N, COLOURS): lightness, red against green, yellow against blue.

    H and W are multiples of four. What lies in the middle counts most, plain white hardly.
    """

    def forward(self, pixels: Tensor) -> Tensor:
        """Soft histograms, square roots of their shares."""
        small = F.avg_pool2d(pixels.permute(0, 3, 1, 2).float() / 255, _REDUCED)
        red, green, blue = small[:, 0], small[:, 1], small[:, 2]
        light = _shares((red + green + blue) / 3, low=0.0, high=1.0, bins=LIGHTNESS)
        warm = _shares(red - green, low=-_REACH, high=_REACH, bins=OPPONENTS)
        yellow = _shares((red + green) / 2 - blue, low=-_REACH, high=_REACH, bins=OPPONENTS)
        weighted = light * self._weights(small)[:, None]
        both = (weighted[:, :, None] * warm[:, None]).flatten(1, 2).flatten(2)
        counts = torch.matmul(both, yellow.flatten(2).transpose(1, 2)).flatten(1)
        # The root's slope is without bounds at nothing; nothing here is learnt, but runtimes differ there.
        return (counts / counts.sum(1, keepdim=True).clamp(min=1e-6)).clamp(min=1e-12).sqrt()

    def _weights(self, small: Tensor) -> Tensor:
        """(N, h, w): near the middle and not white."""
        height, width = small.shape[2], small.shape[3]
        rows = torch.linspace(-1, 1, height)[:, None].square() + torch.linspace(-1, 1, width)[None].square()
        whiteness = ((small.amin(1) - _WHITE) / (1 - _WHITE)).clamp(0, 1)
        return torch.exp(-rows / (2 * _MIDDLE**2)) * (1 - (1 - _WHITE_SHARE) * whiteness)


def _shares(values: Tensor, *, low: float, high: float, bins: int) -> Tensor:
    """How far values (N, H, W), cut to a range, belong to each of some bins: (N, bins, H, W), summing to one."""
    middles = torch.linspace(low, high, bins)[None, :, None, None]
    step = (high - low) / (bins - 1)
    return F.relu(1 - (values.clamp(low, high)[:, None] - middles).abs() / step)
