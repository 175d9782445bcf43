"""A store of filmed pairs as the trunk's front sees them: filmed once, learnt from several times.

The front is never trained, so its maps do not age; filming and the front cost twice what learning does.
"""

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from fashion_focus.core.arrays import Pixels
from fashion_focus.training.visual_network import Trunk
from fashion_focus.training.visual_pairs import Pairs


@dataclass(frozen=True, slots=True)
class Takes:
    """B pairs as maps (B, C, H, W), with labels, groups (B,) and shaded (B,) as in Pairs."""

    crops: Tensor
    views: Tensor
    labels: Tensor
    groups: Tensor
    shaded: Tensor

    def __len__(self) -> int:
        return len(self.labels)


class Reel:
    """The latest pairs, at most `capacity` of them, in half precision; about 45 kB a pair."""

    def __init__(self, trunk: Trunk, *, capacity: int, seed: int) -> None:
        self._trunk = trunk
        self._capacity = capacity
        self._rng = np.random.default_rng(seed)
        self._takes: list[Takes] = []

    def __len__(self) -> int:
        return sum(map(len, self._takes))

    def add(self, pairs: Pairs) -> None:
        """Store a batch; the oldest go when the reel is full."""
        labels, groups, shaded = map(torch.from_numpy, (pairs.labels, pairs.groups, pairs.shaded))
        self._takes.append(Takes(self._maps(pairs.crops), self._maps(pairs.views), labels, groups, shaded))
        while len(self) > self._capacity:
            self._takes.pop(0)

    @torch.no_grad()
    def _maps(self, squares: Pixels) -> Tensor:
        return self._trunk.front(torch.from_numpy(squares)).half()

    def draw(self, n_batches: int) -> Takes:
        """Some stored batches together, at random."""
        chosen = self._rng.choice(len(self._takes), min(n_batches, len(self._takes)), replace=False)
        return join([self._takes[int(one)] for one in chosen])

    def all(self) -> list[Takes]:
        """Every stored batch."""
        return list(self._takes)


def join(takes: list[Takes]) -> Takes:
    """Several batches as one, in single precision; a product that comes twice is kept once."""
    labels = torch.cat([one.labels for one in takes])
    keep = torch.from_numpy(np.unique(labels.numpy(), return_index=True)[1])
    crops, views = torch.cat([one.crops for one in takes]), torch.cat([one.views for one in takes])
    groups, shaded = torch.cat([one.groups for one in takes]), torch.cat([one.shaded for one in takes])
    return Takes(crops[keep].float(), views[keep].float(), labels[keep], groups[keep], shaded[keep])
