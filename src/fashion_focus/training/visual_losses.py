"""Losses for crops against shop pictures, with a memory of all products' latest vectors.

`contrast`: the noise-contrastive loss of CLIP (Radford et al. 2021) and InfoNCE (van den Oord et al. 2018).
`triplets`: FaceNet (Schroff et al., CVPR 2015), equation 3, with its semi-hard negatives, as Video2Shop uses it.
`Memory`: cross-batch memory (Wang et al., CVPR 2020): on a CPU batches are small, vectors drift slowly.
"""

import torch
from torch import Tensor
from torch.nn import functional as F


class Memory:
    """The latest vector of every product, one side; rows not yet seen take part in nothing."""

    def __init__(self, n_products: int, width: int) -> None:
        self.vectors = torch.zeros(n_products, width)
        self.seen = torch.zeros(n_products, dtype=torch.bool)

    def put(self, labels: Tensor, vectors: Tensor) -> None:
        """Remember vectors (B, D) of products (B,)."""
        self.vectors[labels] = vectors.detach()
        self.seen[labels] = True

    def scene(self) -> Tensor:
        """All products' vectors (P, D), without gradients.

        Gradients of this batch's rows alone would pull them to their partners and push them from this batch only,
        not from everything remembered: all vectors then crowd together (seen: mean cosine of strangers 0.49).
        """
        return self.vectors.clone()


def allowed(memory: Memory, *, labels: Tensor, groups: Tensor, all_groups: Tensor, shaded: Tensor) -> Tensor:
    """Which of P products may be compared with each of B queries (B, P).

    A product itself may; its near twins may not where the query's picture shows another shade (shaded false).
    """
    usable = memory.seen.clone()
    usable[labels] = True
    twins = groups[:, None] == all_groups[None]
    itself = labels[:, None] == torch.arange(len(all_groups))[None]
    return usable[None] & (itself | ~twins | shaded[:, None])


def contrast(queries: Tensor, products: Tensor, *, labels: Tensor, usable: Tensor, temperature: float) -> Tensor:
    """Cross entropy of each query (B, D) choosing its product among (P, D) unit rows; usable as `allowed` gives it."""
    logits = (queries @ products.T / temperature).masked_fill(~usable, float("-inf"))
    return F.cross_entropy(logits, labels)


def triplets(queries: Tensor, products: Tensor, *, labels: Tensor, usable: Tensor, margin: float) -> Tensor:
    """Hinge on squared distances with each query's hardest negative farther than its positive (else its nearest)."""
    distances = 2 - 2 * queries @ products.T
    positive = distances.gather(1, labels[:, None])
    negatives = distances.masked_fill(~usable, float("inf")).scatter(1, labels[:, None], float("inf"))
    semi = negatives.masked_fill(negatives <= positive, float("inf")).min(dim=1).values
    nearest = negatives.min(dim=1).values
    chosen = torch.where(torch.isfinite(semi), semi, nearest)
    return F.relu(positive[:, 0] - chosen + margin).mean()
