"""Class paths from the coarse category of a peak and the scores of all fine classes.

The rare fine class falls back on its parent: a leaf is named only when it is likelier than all its siblings together.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from fashion_focus.core.arrays import Indices
from fashion_focus.core.taxonomy import COARSE, LEAVES, ClassPath

_SIBLINGS: tuple[tuple[int, ...], ...] = tuple(
    tuple(i for i, (parent, _) in enumerate(LEAVES) if parent == category) for category in COARSE
)


def class_path(coarse: int, logits: npt.NDArray[np.floating], *, least: float = 0.5) -> ClassPath:
    """The path of one detection.

    coarse: index into COARSE. logits: (len(LEAVES),) scores of the fine classes; only the children of the coarse
    category compete, by softmax. least: probability above which the best child is named.
    """
    siblings = _SIBLINGS[coarse]
    scores = logits[list(siblings)].astype(np.float64)
    shares = np.zeros(len(LEAVES))
    shares[list(siblings)] = np.exp(scores - scores.max())
    return _path_within(coarse, shares, least=least)


def class_paths(coarse: Indices, logits: npt.NDArray[np.floating], *, least: float = 0.5) -> tuple[ClassPath, ...]:
    """The paths of N detections. coarse: (N,). logits: (N, len(LEAVES))."""
    return tuple(class_path(int(c), row, least=least) for c, row in zip(coarse, logits, strict=True))


def likely_paths(shares: npt.NDArray[np.floating], *, least: float = 0.5) -> tuple[ClassPath, ...]:
    """The paths of N things: the likeliest category, and its child that has over `least` of the category's share.

    shares: (N, len(LEAVES)) probabilities of the fine classes.
    """
    sums = np.stack([shares[:, list(siblings)].sum(1) for siblings in _SIBLINGS], 1)
    return tuple(
        _path_within(int(coarse), row, least=least) for coarse, row in zip(sums.argmax(1), shares, strict=True)
    )


def _path_within(coarse: int, shares: npt.NDArray[np.floating], *, least: float) -> ClassPath:
    siblings = _SIBLINGS[coarse]
    own = shares[list(siblings)]
    best, category = int(own.argmax()), COARSE[coarse].value
    return (category, LEAVES[siblings[best]][1]) if own[best] > least * own.sum() else (category,)


def elect(votes: Mapping[ClassPath, float]) -> ClassPath:
    """The path that most votes stand behind: the heaviest category, and its heaviest child if that has over half of it.

    Raises ValueError where there are no votes.
    """
    if not votes:
        raise ValueError("no votes to elect a class path from")
    category = _heaviest([(path[:1], weight) for path, weight in votes.items()])
    inside = [(path, weight) for path, weight in votes.items() if path[:1] == category]
    best = _heaviest(inside)
    total = sum(weight for _, weight in inside)
    return best if sum(weight for path, weight in inside if path == best) > total / 2 else category


def _heaviest(ballots: Sequence[tuple[ClassPath, float]]) -> ClassPath:
    sums: dict[ClassPath, float] = {}
    for path, weight in ballots:
        sums[path] = sums.get(path, 0.0) + weight
    return max(sums, key=lambda path: sums[path])
