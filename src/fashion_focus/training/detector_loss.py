"""What the detector is taught, all heads at once."""

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from fashion_focus.core.taxonomy import COARSE, LEAVES
from fashion_focus.training.detector_targets import PARENTS
from fashion_focus.training.dla import Raw, distances

TERMS = ("heat", "box", "offset", "presented", "leaf", "appearance")


@dataclass(frozen=True, slots=True)
class Batch:
    """Pictures and targets as tensors; letters as in Targets with B pictures and N objects of all of them.

    pixels (B, H, W, 3) uint8; heat (B, 7, h, w); ignore, weight, presented, leaf (B, h, w); box (B, 4, h, w);
    objects (N, 3): picture, y, x of every centre; offsets (N, 2); products (N,): equal numbers are one product.
    """

    pixels: Tensor
    heat: Tensor
    ignore: Tensor
    box: Tensor
    weight: Tensor
    presented: Tensor
    leaf: Tensor
    objects: Tensor
    offsets: Tensor
    products: Tensor

    def to(self, device: torch.device) -> "Batch":
        """The same on another device."""
        return Batch(*(getattr(self, name).to(device, non_blocking=True) for name in self.__slots__))


@dataclass(frozen=True, slots=True)
class LossWeights:
    """Fixed shares of the terms.

    FairMOT (§3.4, eq. 5) learns them, which takes epochs to settle; a run of an hour has none to spare. heat and box as
    in TTFNet (§3.4: 1 and 5; ours is a mean over objects, so 2 suffices), the rest so that none outweighs the heat.
    """

    heat: float = 1.0
    box: float = 5.0
    offset: float = 0.1
    presented: float = 0.5
    leaf: float = 0.5
    appearance: float = 0.3


def focal_loss(raw: Tensor, target: Tensor, ignore: Tensor) -> Tensor:
    """Penalty-reduced focal loss of heat logits (Zhou et al. 2019, "Objects as Points", eq. 1), a sum over cells.

    raw, target (B, 7, h, w); ignore (B, h, w): cells that teach nothing.
    """
    log_p, log_q = functional.logsigmoid(raw), functional.logsigmoid(-raw)
    centre = target.ge(1.0).float()
    positive = centre * log_p * log_q.exp().pow(2)
    negative = (1 - target).pow(4) * log_q * log_p.exp().pow(2) * (1 - ignore.float()).unsqueeze(1)
    return -(positive + negative).sum()


def giou_loss(predicted: Tensor, target: Tensor) -> Tensor:
    """1 - generalised IoU (M,) of boxes around one point (Rezatofighi et al. 2019, eq. 5).

    predicted, target (M, 4): distances to the left, top, right and bottom side; not negative.
    """
    area = (predicted[:, 0] + predicted[:, 2]) * (predicted[:, 1] + predicted[:, 3])
    true_area = (target[:, 0] + target[:, 2]) * (target[:, 1] + target[:, 3])
    low, high = torch.minimum(predicted, target), torch.maximum(predicted, target)
    shared = (low[:, 0] + low[:, 2]) * (low[:, 1] + low[:, 3])
    hull = (high[:, 0] + high[:, 2]) * (high[:, 1] + high[:, 3])
    union = area + true_area - shared
    return 1 - shared / union.clamp_min(1e-6) + (hull - union) / hull.clamp_min(1e-6)


def contrastive_loss(vectors: Tensor, products: Tensor, *, temperature: float = 0.1) -> Tensor:
    """Supervised contrastive loss (Khosla et al. 2020, eq. 2) over objects of all pictures of a batch.

    vectors (N, 64), any length; products (N,): equal numbers attract one another, all others repel.
    """
    unit = functional.normalize(vectors, dim=1)
    itself = torch.eye(len(unit), dtype=torch.bool, device=unit.device)
    likeness = (unit @ unit.T / temperature).masked_fill(itself, -1e9)
    same = (products[:, None] == products[None, :]) & ~itself
    log_share = likeness - torch.logsumexp(likeness, 1, keepdim=True)
    n_same = same.sum(1)
    per_object = -(log_share * same).sum(1) / n_same.clamp_min(1)
    return per_object.sum() / (n_same > 0).sum().clamp_min(1)


class DetectorLoss(nn.Module):
    """The weighted sum of all terms; counts fine classes as it goes, so that rare ones weigh more."""

    seen: Tensor
    siblings: Tensor
    parents: Tensor

    def __init__(self, weights: LossWeights | None = None) -> None:
        super().__init__()
        self.weights = weights or LossWeights()
        parents = torch.from_numpy(PARENTS)
        self.register_buffer("seen", torch.ones(len(LEAVES)))
        self.register_buffer("parents", parents)
        self.register_buffer("siblings", torch.arange(len(COARSE))[:, None] == parents[None, :])

    def forward(self, raw: Raw, batch: Batch) -> tuple[Tensor, dict[str, Tensor]]:
        """The loss to descend, and its terms (detached, unweighted) by name."""
        n = max(len(batch.objects), 1)
        cells = batch.weight > 0
        share = batch.weight[cells]
        terms = {
            "heat": focal_loss(raw.heat, batch.heat, batch.ignore) / n,
            "box": (share * giou_loss(distances(_at(raw.box, cells)), _at(batch.box, cells))).sum() / n,
            "presented": (share * _presented(raw.presented, batch.presented, cells)).sum() / n,
            "leaf": (share * self._leaf(_at(raw.leaf, cells), batch.leaf[cells], share)).sum() / n,
        }
        at_centres = batch.objects.unbind(1)
        offsets = raw.offset[at_centres[0], :, at_centres[1], at_centres[2]]
        terms["offset"] = (offsets - batch.offsets).abs().sum() / (2 * n)
        vectors = raw.appearance[at_centres[0], :, at_centres[1], at_centres[2]]
        terms["appearance"] = contrastive_loss(vectors, batch.products)
        total = torch.stack([getattr(self.weights, name) * terms[name] for name in TERMS]).sum()
        return total, {name: terms[name].detach() for name in TERMS}

    def _leaf(self, logits: Tensor, leaf: Tensor, share: Tensor) -> Tensor:
        """Cross-entropy (M,) among all leaves; rare ones weigh more than their siblings.

        P(leaf) = P(parent) P(leaf | parent), so this teaches the softmax among siblings that users take (Redmon and
        Farhadi 2017, "YOLO9000", §4) and tells the parents apart as well. Balance by effective number of samples: Cui
        et al. 2019, eq. 2; with 0.99 it is mild, and over once a leaf was seen some hundred times.
        """
        self.seen.index_add_(0, leaf, share.detach())
        rarity = (1 - 0.99) / (1 - torch.pow(0.99, self.seen))
        # A leaf that the material lacks must not make all its siblings look common.
        family = self.siblings[self.parents[leaf]] & (self.seen > 1)
        mean = (rarity * family).sum(1) / family.sum(1).clamp_min(1)
        entropy = functional.cross_entropy(logits, leaf, reduction="none")
        return entropy * (rarity[leaf] / mean).clamp(0.2, 5.0)


def _at(maps: Tensor, cells: Tensor) -> Tensor:
    return maps.permute(0, 2, 3, 1)[cells]


def _presented(raw: Tensor, target: Tensor, cells: Tensor) -> Tensor:
    return functional.binary_cross_entropy_with_logits(raw[:, 0][cells], target[cells], reduction="none")
