"""The drawn range."""

import numpy as np

from fashion_focus.simulation.articles import Article


def draw_articles(rng: np.random.Generator, count: int, *, max_side: int) -> tuple[Article, ...]:
    """Drawn products."""
    return ()
