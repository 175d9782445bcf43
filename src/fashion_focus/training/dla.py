"""The joint detector and appearance network: DLA-34, iterative deep aggregation, and six small heads.

Backbone and aggregation: Yu et al., "Deep Layer Aggregation" (CVPR 2018), §3.1 and §3.2, table 1 (DLA-34). One network
for boxes and appearance: Zhan et al., "A Simple Baseline for Multi-Object Tracking" (FairMOT, 2020), §3. Ours is lean:
the stem halves the picture at once, the aggregation resizes by repetition instead of a transposed convolution, and
each head has 64 channels (docs/decisions and MODELS: a third of the cost on a CPU).
"""

import math
from collections import OrderedDict
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional

from fashion_focus.core.taxonomy import COARSE, LEAVES

STRIDE = 4
APPEARANCE_WIDTH = 64
OUTPUTS = ("heat", "box", "offset", "presented", "leaf", "appearance")
_LEVELS = (16, 32, 64, 128, 256, 512)
_MEAN = (0.485, 0.456, 0.406)
_DEVIATION = (0.229, 0.224, 0.225)
# Almost every cell is background (Lin et al. 2017, "Focal Loss", §4.1); boxes begin some 9 cells wide.
_FIRST_BIAS = {"heat": -math.log(99), "box": 1.5}


class Raw(NamedTuple):
    """The heads' maps (N, C, h, w) before their activations, as the losses want them; box in log cells."""

    heat: Tensor
    box: Tensor
    offset: Tensor
    presented: Tensor
    leaf: Tensor
    appearance: Tensor


def _convolution(n_in: int, n_out: int, *, size: int = 3, stride: int = 1) -> nn.Sequential:
    convolution = nn.Conv2d(n_in, n_out, size, stride, size // 2, bias=False)
    return nn.Sequential(convolution, nn.BatchNorm2d(n_out), nn.ReLU(inplace=True))


class ResidualBlock(nn.Module):
    """Two 3x3 convolutions around a shortcut that the caller may supply."""

    def __init__(self, n_in: int, n_out: int, *, stride: int = 1) -> None:
        super().__init__()
        self.first = _convolution(n_in, n_out, stride=stride)
        norm = nn.BatchNorm2d(n_out)
        # A residual block that begins as its shortcut lets a deep net start fast (Goyal et al. 2017, §5.1).
        nn.init.zeros_(norm.weight)
        self.second = nn.Sequential(nn.Conv2d(n_out, n_out, 3, 1, 1, bias=False), norm)

    def forward(self, x: Tensor, shortcut: Tensor | None = None) -> Tensor:
        """Features (N, n_out, H / stride, W / stride)."""
        return functional.relu(self.second(self.first(x)) + (x if shortcut is None else shortcut))


class AggregationTree(nn.Module):
    """Hierarchical deep aggregation of 2^depth blocks: every subtree's output meets again at the root (§3.2, eq. 3)."""

    def __init__(self, n_in: int, n_out: int, *, depth: int, stride: int, n_extra: int = 0, keep: bool = False) -> None:
        """n_extra: channels that the callers hand to the root; keep: the downsampled input goes there as well."""
        super().__init__()
        self.keep = keep
        self.pool = nn.MaxPool2d(stride, stride) if stride > 1 else nn.Identity()
        n_root = n_extra + (n_in if keep else 0)
        self.left: ResidualBlock | AggregationTree
        self.right: ResidualBlock | AggregationTree
        if depth == 1:
            self.project = (
                nn.Sequential(nn.Conv2d(n_in, n_out, 1, bias=False), nn.BatchNorm2d(n_out))
                if n_in != n_out
                else nn.Identity()
            )
            self.left = ResidualBlock(n_in, n_out, stride=stride)
            self.right = ResidualBlock(n_out, n_out)
            self.root = _convolution(2 * n_out + n_root, n_out, size=1)
        else:
            self.left = AggregationTree(n_in, n_out, depth=depth - 1, stride=stride)
            self.right = AggregationTree(n_out, n_out, depth=depth - 1, stride=1, n_extra=n_root + n_out)

    def forward(self, x: Tensor, extra: tuple[Tensor, ...] = ()) -> Tensor:
        """Features (N, n_out, H / stride, W / stride)."""
        if self.keep:
            extra = (*extra, self.pool(x))
        if isinstance(self.left, AggregationTree):
            left = self.left(x)
            return self.right(left, (*extra, left))
        left = self.left(x, self.project(self.pool(x)))
        return self.root(torch.cat([self.right(left), left, *extra], 1))


class Backbone(nn.Module):
    """DLA-34 with a stem of stride 2: feature maps at strides 4, 8, 16 and 32."""

    def __init__(self, channels: tuple[int, ...]) -> None:
        super().__init__()
        c0, c1, c2, c3, c4, c5 = channels
        self.stem = nn.Sequential(_convolution(3, c0, size=7, stride=2), _convolution(c0, c0), _convolution(c0, c1))
        self.stages = nn.ModuleList(
            [
                AggregationTree(c1, c2, depth=1, stride=2),
                AggregationTree(c2, c3, depth=2, stride=2, keep=True),
                AggregationTree(c3, c4, depth=2, stride=2, keep=True),
                AggregationTree(c4, c5, depth=1, stride=2, keep=True),
            ]
        )

    def forward(self, x: Tensor) -> list[Tensor]:
        """Four maps (N, C, H / stride, W / stride), finest first."""
        x = self.stem(x)
        maps = []
        for stage in self.stages:
            x = stage(x)
            maps.append(x)
        return maps


class IterativeAggregation(nn.Module):
    """Coarser maps join the finest one after another (§3.1, eq. 1), each projected, resized and smoothed."""

    def __init__(self, channels: list[int], *, n_out: int, factors: list[int]) -> None:
        """channels: of the maps, finest first; factors: how much coarser each is than the first (which is 1)."""
        super().__init__()
        self.factors = factors[1:]
        self.projections = nn.ModuleList([_convolution(n, n_out) for n in channels[1:]])
        self.nodes = nn.ModuleList([_convolution(n_out, n_out) for _ in channels[1:]])

    def forward(self, maps: list[Tensor]) -> list[Tensor]:
        """The joined maps, each with n_out channels at the finest size; the last has seen everything."""
        joined = [maps[0]]
        for factor, project, node, coarse in zip(self.factors, self.projections, self.nodes, maps[1:], strict=True):
            resized = functional.interpolate(project(coarse), scale_factor=float(factor), mode="nearest")
            joined.append(node(resized + joined[-1]))
        return joined[1:]


class Neck(nn.Module):
    """Two rounds of iterative aggregation bring strides 4 to 32 together at stride 4."""

    def __init__(self, channels: list[int]) -> None:
        super().__init__()
        c2, c3, c4, c5 = channels
        self.deepest = IterativeAggregation([c4, c5], n_out=c4, factors=[1, 2])
        self.deep = IterativeAggregation([c3, c4, c4], n_out=c3, factors=[1, 2, 2])
        self.fine = IterativeAggregation([c2, c3, c3, c3], n_out=c2, factors=[1, 2, 2, 2])
        self.last = IterativeAggregation([c2, c3, c4], n_out=c2, factors=[1, 2, 4])

    def forward(self, maps: list[Tensor]) -> Tensor:
        """One map (N, 64 x width, H / 4, W / 4)."""
        fine, middle, coarse, coarsest = maps
        deepest = self.deepest([coarse, coarsest])
        deep = self.deep([middle, coarse, deepest[-1]])
        finest = self.fine([fine, middle, *deep])
        return self.last([finest[-1], deep[-1], deepest[-1]])[-1]


class DetectorNetwork(nn.Module):
    """Where products are, which class they have, whether they are shown, and how they look.

    width scales every channel count (1.0 is the network that ships; tests use less).
    """

    scale: Tensor
    shift: Tensor

    def __init__(self, *, width: float = 1.0) -> None:
        super().__init__()
        self.width = width
        channels = tuple(max(8, round(n * width)) for n in _LEVELS)
        self.channels = channels
        self.backbone = Backbone(channels)
        self.neck = Neck(list(channels[2:]))
        n = channels[2]
        sizes = {"heat": len(COARSE), "box": 4, "offset": 2, "presented": 1, "leaf": len(LEAVES)}
        sizes["appearance"] = APPEARANCE_WIDTH
        self.heads = nn.ModuleDict(
            OrderedDict((name, nn.Sequential(_convolution(n, n), nn.Conv2d(n, sizes[name], 1))) for name in OUTPUTS)
        )
        self.register_buffer("scale", torch.tensor([1 / (255 * s) for s in _DEVIATION]).view(1, 3, 1, 1))
        self.register_buffer(
            "shift", torch.tensor([-m / s for m, s in zip(_MEAN, _DEVIATION, strict=True)]).view(1, 3, 1, 1)
        )
        self._initialise()

    def _initialise(self) -> None:
        for module in self.modules():
            if isinstance(module, nn.Conv2d):
                nn.init.kaiming_normal_(module.weight, mode="fan_out", nonlinearity="relu")
        for name in OUTPUTS:
            last = self.heads[name].get_submodule("1")
            assert isinstance(last, nn.Conv2d)
            assert last.bias is not None
            nn.init.normal_(last.weight, std=0.01 if name != "appearance" else 0.1)
            nn.init.constant_(last.bias, _FIRST_BIAS.get(name, 0.0))

    def forward(self, pixels: Tensor) -> Raw:
        """Raw maps of pixels uint8 (N, H, W, 3) RGB; H and W are multiples of 32."""
        return self.read(self.look(pixels))

    def look(self, pixels: Tensor) -> list[Tensor]:
        """The backbone's maps at strides 4, 8, 16 and 32."""
        x = pixels.permute(0, 3, 1, 2).float() * self.scale + self.shift
        return self.backbone(x.contiguous(memory_format=torch.channels_last))

    def read(self, maps: list[Tensor]) -> Raw:
        """What the heads make of the backbone's maps."""
        features = self.neck(maps)
        return Raw(*(self.heads[name](features).float() for name in OUTPUTS))


def distances(raw_box: Tensor) -> Tensor:
    """Left, top, right and bottom distances (N, 4, h, w) in input pixels from raw log cells; never negative."""
    return STRIDE * torch.exp(raw_box.clamp(-4.0, 6.0))


def activate(raw: Raw) -> Raw:
    """The maps as every user of the network sees them: probabilities, pixels, logits (leaf) and unit vectors."""
    norm = raw.appearance.pow(2).sum(1, keepdim=True).add(1e-12).sqrt()
    return Raw(
        heat=raw.heat.sigmoid(),
        box=distances(raw.box),
        offset=raw.offset,
        presented=raw.presented.sigmoid(),
        leaf=raw.leaf,
        appearance=raw.appearance / norm,
    )
