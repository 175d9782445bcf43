"""The refining network: ImageNet features of a square, and a head that finds the one thing that it is about.

The features are EfficientNet-Lite0's at strides 16 and 32 and are not learnt: what a thing is, ImageNet knows better
than some thousand composed scenes teach; for the same reason the class is read here and not from the detector. The box
head is a small centre network (Zhou et al. 2019, "Objects as Points") whose cells near the centre learn the box (Liu et
al. 2020, "Training-Time-Friendly Network", eq. 2).
"""

from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional

from fashion_focus.core.taxonomy import LEAVES
from fashion_focus.structuring.refinement import CROP_SIDE
from fashion_focus.training.detector_loss import giou_loss
from fashion_focus.training.visual_network import Trunk

CELLS = CROP_SIDE // 16
FINE, COARSE = 112, 320
"""Channels of the features at strides 16 and 32."""
N_LEAVES = len(LEAVES)
_SPREAD = 0.15  # deviation of the centre's heat, in sides of the thing


class Features(NamedTuple):
    """fine (N, 112, c, c) and coarse (N, 320, c / 2, c / 2) maps of squares."""

    fine: Tensor
    coarse: Tensor


class Wanted(NamedTuple):
    """boxes (N, 4) in sides of the square; thing, presented (N,) 0 or 1; leaf (N,) index into LEAVES."""

    boxes: Tensor
    thing: Tensor
    presented: Tensor
    leaf: Tensor


class RefinerHead(nn.Module):
    """Features to raw maps (N, 6, c, c): centre heat, distances to the four sides (logarithms), presented."""

    def __init__(self, width: int = 128) -> None:
        super().__init__()
        self.drop = nn.Dropout2d(0.1)
        self.layers = nn.Sequential(
            *_layer(FINE + COARSE, width, kernel=1), *_layer(width, width, kernel=3), *_layer(width, width, kernel=3)
        )
        self.last = nn.Conv2d(width, 6, 1)
        with torch.no_grad():
            assert self.last.bias is not None
            self.last.bias.copy_(torch.tensor([-4.0, -1.0, -1.0, -1.0, -1.0, 0.0]))

    def forward(self, features: Features) -> Tensor:
        """(N, 6, c, c)."""
        raw: Tensor = self.last(self.layers(self.drop(_together(features))))
        return raw


def _together(features: Features) -> Tensor:
    """(N, 432, c, c): both maps at the finer one's size."""
    coarse = functional.interpolate(features.coarse, scale_factor=2.0, mode="nearest")
    return torch.cat([features.fine, coarse], 1)


def _layer(inputs: int, outputs: int, *, kernel: int) -> tuple[nn.Module, ...]:
    convolution = nn.Conv2d(inputs, outputs, kernel, padding=kernel // 2, bias=False)
    return convolution, nn.BatchNorm2d(outputs), nn.ReLU()


class ClassHead(nn.Module):
    """Features, averaged where the centre's heat is, to raw scores of the fine classes (N, len(LEAVES))."""

    def __init__(self, width: int = 128) -> None:
        super().__init__()
        channels = FINE + COARSE
        self.layers = nn.Sequential(
            nn.BatchNorm1d(channels), nn.Dropout(0.2), nn.Linear(channels, width), nn.ReLU(), nn.Linear(width, N_LEAVES)
        )

    def forward(self, features: Features, heat: Tensor) -> Tensor:
        """heat: (N, c, c) probabilities of the centre, which learn nothing from the classes."""
        share = heat.detach()[:, None]
        total = share.sum((2, 3)).clamp_min(1e-6)
        mean = (_together(features) * share).sum((2, 3)) / total
        scores: Tensor = self.layers(mean)
        return scores


class RefinerNetwork(nn.Module):
    """Squares (N, S, S, 3) uint8 RGB to heat, presented (N, c, c), box (N, 4, c, c) and classes (N, len(LEAVES))."""

    def __init__(self, trunk: Trunk, head: RefinerHead, classes: ClassHead) -> None:
        super().__init__()
        self.trunk = trunk
        self.head = head
        self.classes = classes

    def features(self, pixels: Tensor) -> Features:
        """What the head learns from; the trunk is never trained here."""
        fine = self.trunk.front(pixels)
        return Features(fine, self.trunk.tail(fine))

    def forward(self, pixels: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Activated maps and probabilities, as structuring.refinement reads them."""
        features = self.features(pixels)
        raw = self.head(features)
        heat = raw[:, 0].sigmoid()
        return heat, corners(raw), raw[:, 5].sigmoid(), self.classes(features, heat).softmax(1)


def cell_middles() -> tuple[Tensor, Tensor]:
    """x and y (c, c) of the cells' middles, in sides of the square."""
    steps = (torch.arange(CELLS) + 0.5) / CELLS
    y, x = torch.meshgrid(steps, steps, indexing="ij")
    return x, y


def corners(raw: Tensor) -> Tensor:
    """Boxes (N, 4, c, c) of raw maps, in sides of the square."""
    x, y = cell_middles()
    left, top, right, bottom = _distances(raw).unbind(1)
    return torch.stack([x - left, y - top, x + right, y + bottom], 1)


def _distances(raw: Tensor) -> Tensor:
    return raw[:, 1:5].clamp(-5.0, 2.0).exp()


def refiner_loss(raw: Tensor, wanted: Wanted) -> tuple[Tensor, dict[str, float]]:
    """The loss to descend, and its terms: focal loss of the centre, GIoU of the box, cross-entropy of presented."""
    heat = _heat(wanted)
    log_p, log_q = functional.logsigmoid(raw[:, 0]), functional.logsigmoid(-raw[:, 0])
    centre = (heat > 0.8).float()
    focal = centre * log_p * log_q.exp().pow(2) + (1 - centre) * (1 - heat).pow(4) * log_q * log_p.exp().pow(2)
    share = heat.square() * (heat > 0.2)
    total = share.sum().clamp_min(1.0)
    near = share > 0
    box = (share[near] * giou_loss(_at(_distances(raw), near), _at(_aims(wanted), near))).sum() / total
    target = wanted.presented[:, None, None].expand_as(heat)
    presented = functional.binary_cross_entropy_with_logits(raw[:, 5], target, reduction="none")
    terms = {
        "heat": -focal.sum() / centre.sum().clamp_min(1.0),
        "box": box,
        "presented": (share * presented).sum() / total,
    }
    loss = terms["heat"] + 3 * terms["box"] + 0.5 * terms["presented"]
    return loss, {name: float(value.detach()) for name, value in terms.items()}


def class_loss(scores: Tensor, wanted: Wanted) -> Tensor:
    """Cross-entropy of the fine class, over the proposals that are about a thing."""
    there = wanted.thing > 0.5
    if not bool(there.any()):
        return scores.sum() * 0.0
    return functional.cross_entropy(scores[there], wanted.leaf[there])


def _heat(wanted: Wanted) -> Tensor:
    """Gaussians (N, c, c) around the centres, their highest cell 1; nothing where there is no thing."""
    x, y = cell_middles()
    middle = ((wanted.boxes[:, :2] + wanted.boxes[:, 2:]) / 2).clamp(0.02, 0.98)[:, :, None, None]
    spread = (wanted.boxes[:, 2:] - wanted.boxes[:, :2]).clamp(0.15, 1.2)[:, :, None, None] * _SPREAD
    away = ((torch.stack([x, y]) - middle) / spread).square().sum(1)
    heat = (-away / 2).exp()
    return heat / heat.amax((1, 2), keepdim=True).clamp_min(1e-9) * wanted.thing[:, None, None]


def _aims(wanted: Wanted) -> Tensor:
    """Distances (N, 4, c, c) from the cells to the box's sides; outside the box the least one."""
    x, y = cell_middles()
    x0, y0, x1, y1 = (side[:, None, None] for side in wanted.boxes.unbind(1))
    return torch.stack([x - x0, y - y0, x1 - x, y1 - y], 1).clamp_min(1e-3)


def _at(maps: Tensor, cells: Tensor) -> Tensor:
    return maps.permute(0, 2, 3, 1)[cells]
