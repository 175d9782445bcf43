"""Many views of one thing as one vector."""

import numpy as np

from fashion_focus.core.arrays import Scores, Vector, Vectors


def pool_tracklet(vectors: Vectors, weights: Scores) -> Vector:
    """One unit vector for a tracklet: the mean of its key frames' vectors, weighted by their quality.

    vectors: (T, D), unit rows. weights: (T,), not negative, not all zero.
    Raises ValueError where that does not hold, or where the vectors cancel out.
    """
    if vectors.ndim != 2 or weights.shape != (len(vectors),):
        raise ValueError(f"weights must be one a row of vectors {vectors.shape}, found {weights.shape}")
    if len(weights) == 0 or weights.min() < 0 or weights.max() <= 0:
        raise ValueError("weights must not be negative and not all zero")
    mean = weights @ vectors
    length = float(np.linalg.norm(mean))
    if length < 1e-6 * float(weights.sum()):
        raise ValueError("the vectors cancel out: they have no mean direction")
    return np.asarray(mean / length, np.float32)
