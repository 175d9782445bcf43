"""Readings (`visual_tail`) of crops and of the shop's views of the same products: what axes are fitted on."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from fashion_focus.training.visual_pairs import PairSampler
from fashion_focus.training.visual_shows import FilmedShows, Seen
from fashion_focus.training.visual_tail import Reader

_BATCH = 32


@dataclass(frozen=True, slots=True)
class Readings:
    """Of N crops and M views: crops (N, R), views (M, R), kept in half floats. labels: (M,) the product of each view.

    shown: (N,) the view to which a crop's change is measured: its product's main one.
    """

    crops: Tensor
    views: Tensor
    labels: Tensor
    shown: Tensor

    @property
    def crop_labels(self) -> Tensor:
        """The product of each crop (N,)."""
        return self.labels[self.shown]

    def saved(self, file: Path) -> Path:
        """The file, with these readings in it."""
        torch.save({"crops": self.crops, "views": self.views, "labels": self.labels, "shown": self.shown}, file)
        return file

    @classmethod
    def load(cls, file: Path) -> "Readings":
        """What `saved` wrote."""
        return cls(**torch.load(file, weights_only=True))


def read_films(reader: Reader, sampler: PairSampler, *, n: int) -> Readings:
    """Of about n pairs of composed crops and other photos; every pair has its own view."""
    crops, views, labels = [], [], []
    for _ in range(-(-n // _BATCH)):
        pairs = sampler.draw(_BATCH)
        crops.append(reader.read(pairs.crops).half())
        views.append(reader.read(pairs.views).half())
        labels.append(torch.from_numpy(pairs.labels))
    number = torch.unique(torch.cat(labels), return_inverse=True)[1]
    return Readings(torch.cat(crops), torch.cat(views), number, torch.arange(len(number)))


def read_shows(reader: Reader, shows: FilmedShows, filmed: Iterable[Seen]) -> Readings:
    """Of what was cut out of shows, and of all views of the products seen."""
    crops: list[Tensor] = []
    views: list[Tensor] = []
    labels: list[int] = []
    first: dict[str, int] = {}
    shown: list[int] = []
    for seen in filmed:
        for product in seen.products:
            if product not in first:
                pictures = shows.views(product)
                labels += [len(first)] * len(pictures)
                first[product] = len(labels) - len(pictures)
                views.append(reader.read(pictures).half())
            shown.append(first[product])
        if len(seen.squares):
            crops.append(reader.read(seen.squares).half())
    return Readings(torch.cat(crops), torch.cat(views), torch.tensor(labels), torch.from_numpy(np.array(shown)))
