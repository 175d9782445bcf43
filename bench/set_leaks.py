"""Do two named sets have products that look alike? Prints the families to leave out of the later set.

python -m bench.set_leaks
"""

import sys
from itertools import combinations

import cv2
import numpy as np

from fashion_focus.evaluation.leaks import Fingerprints, fingerprint, near_duplicates
from fashion_focus.simulation import SETS, Article, NamedSet
from fashion_focus.simulation.drawing.range import TURNS
from fashion_focus.simulation.sprites import flatten

MARGIN = (1.02, 0.9)
"""Factors on outlines and colours: near duplicates to a fiftieth, or to a tenth, beyond what the guard calls so.

The guard sees pictures saved as JPEG; these are as they are drawn.
"""
VIEWS = {"front": 0, "back": len(TURNS) // 2}


def main() -> int:
    seen = {name: _seen(named) for name, named in SETS.items()}
    left_out: dict[str, set[str]] = {name: set() for name in SETS}
    for one, other in combinations(SETS, 2):
        owners, straight, _ = seen[one]
        others, *ways = seen[other]
        loose = Fingerprints(straight.outlines * MARGIN[0], straight.colours)
        for prints in ways:
            for row, column in near_duplicates(loose, prints):
                if owners[row][0].group not in left_out[one]:
                    left_out[other].add(others[column][0].group)
        print(f"{one} and {other}: {len(left_out[other])} families of {other} so far", flush=True)
    for name, groups in left_out.items():
        print(f"{name}: {len(seen[name][0])} pictures compared, to leave out: {sorted(groups)}")
    return int(any(left_out.values()))


def _seen(named: NamedSet) -> tuple[list[tuple[Article, str]], Fingerprints, Fingerprints]:
    """A set's products, each with the fingerprints of its front and back as they are and mirrored."""
    owners, straight, mirrored = [], [], []
    for article in named.articles():
        for side, view in VIEWS.items():
            picture = cv2.resize(flatten(article.views[view]), None, fx=0.8, fy=0.8, interpolation=cv2.INTER_AREA)
            owners.append((article, side))
            straight.append(fingerprint(picture))
            mirrored.append(fingerprint(np.ascontiguousarray(picture[:, ::-1])))
        article.forget()
    print(f"{named.name}: {len(owners)} pictures drawn", flush=True)
    return owners, _columns(straight), _columns(mirrored)


def _columns(parts: list[tuple[np.ndarray, np.ndarray]]) -> Fingerprints:
    """Fingerprints as columns; both sides of a comparison lose a part of their colour, for the margin."""
    outlines, colours = zip(*parts, strict=True)
    return Fingerprints(np.array(outlines, np.float32), np.array(colours, np.float32) * MARGIN[1])


if __name__ == "__main__":
    sys.exit(main())
