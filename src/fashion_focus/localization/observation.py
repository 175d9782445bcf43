"""What localization is told of one frame: which tracklets are in sight and who they may be."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from fashion_focus.core.arrays import Scores


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a tracklet is taken for. probabilities: (P,) over the shelf; they and `none` sum to 1.

    similarities: (P,) raw, for the evidence panel. n_views: how many views of the tracklet this rests on.
    """

    probabilities: Scores
    none: float
    similarities: Scores
    n_views: int

    def __post_init__(self) -> None:
        total = float(self.probabilities.sum()) + self.none
        if not abs(total - 1.0) < 1e-3:
            raise ValueError(f"probabilities and none must sum to 1, found {total:.4f}")


@dataclass(frozen=True, slots=True)
class Observation:
    """One tracklet in one frame. presented: probability that it is shown to viewers; identity: None until known."""

    tracklet_id: str
    presented: float
    identity: Identity | None


def outshine(observations: Sequence[Observation], *, share: float) -> list[Observation]:
    """The observations of one frame, each less presented by how much more surely another is, times share.

    What stands about looks shown until something is held up beside it; two things that are held up stay as they are.
    """
    best = max((one.presented for one in observations), default=0.0)
    return [replace(one, presented=one.presented * (1 - share * (best - one.presented))) for one in observations]


def pool(identities: list[Identity]) -> Identity:
    """One identity for several tracklets of one thing: the geometric mean, weighted by views, made to sum to 1.

    The geometric mean (a logarithmic opinion pool: Genest and Zidek 1986) never grows surer than its members.
    Raises ValueError for an empty list.
    """
    if not identities:
        raise ValueError("no identity to pool")
    weights = np.array([max(1, i.n_views) for i in identities], np.float64)
    weights /= weights.sum()
    table = np.array([np.append(i.probabilities, i.none) for i in identities], np.float64)
    logs = weights @ np.log(np.maximum(table, 1e-6))
    shares = np.exp(logs - logs.max())
    shares /= shares.sum()
    similarities = np.max([i.similarities for i in identities], axis=0)
    n_views = sum(i.n_views for i in identities)
    return Identity(shares[:-1].astype(np.float32), float(shares[-1]), similarities.astype(np.float32), n_views)


def with_support(identity: Identity, support: Scores, *, bound: float) -> Identity:
    """The identity after words have spoken. support: (P,) log-odds, cut to +-bound.

    Words shift mass among products only: the share of "none of these" stays, so that talk alone confirms nothing.
    """
    if not len(support) or not np.any(support):
        return identity
    known = 1.0 - identity.none
    raised = identity.probabilities.astype(np.float64) * np.exp(np.clip(support, -bound, bound))
    total = raised.sum()
    if total <= 0.0:
        return identity
    shares = (raised / total * known).astype(np.float32)
    return Identity(shares, 1.0 - float(shares.sum()), identity.similarities, identity.n_views)
