"""Do two named sets have products that look alike? Prints the families to leave out of the later set.

python -m bench.set_leaks
"""

import argparse
import sys
from itertools import combinations

import cv2
import numpy as np

from fashion_focus.evaluation.leaks import Fingerprints, fingerprint, near_duplicates
from fashion_focus.simulation import SETS, Article, NamedSet
from fashion_focus.simulation.drawing.range import TURNS
from fashion_focus.simulation.sprites import flatten

MARGIN = (1.02, 0.9)
"""With --margin, factors on outlines and colours: what is a fiftieth, or a tenth, beyond a near duplicate counts too.

The guard sees pictures saved as JPEG; these are as they are drawn.
"""
BACK = len(TURNS) // 2


def main() -> int:
    arguments = _arguments()
    outline, colour = MARGIN if arguments.margin else (1.0, 1.0)
    views = (0, BACK) if arguments.backs else (0,)
    seen = {name: _seen(named, views, colour) for name, named in SETS.items()}
    left_out: dict[str, set[str]] = {name: set() for name in SETS}
    for one, other in combinations(SETS, 2):
        owners, straight, _ = seen[one]
        others, *ways = seen[other]
        loose = Fingerprints(straight.outlines * np.float32(outline), straight.colours)
        for prints in ways:
            for row, column in near_duplicates(loose, prints):
                if owners[row].group not in left_out[one]:
                    left_out[other].add(others[column].group)
    for name, groups in left_out.items():
        print(f"{name}: {len(seen[name][0])} pictures compared, to leave out: {sorted(groups)}")
    return int(any(left_out.values()))


def _seen(named: NamedSet, views: tuple[int, ...], colour: float) -> tuple[list[Article], Fingerprints, Fingerprints]:
    """A set's products, with the fingerprints of their views as they are and mirrored."""
    owners, straight, mirrored = [], [], []
    for article in named.articles():
        for view in views:
            large = flatten(article.views[view])
            picture = np.asarray(cv2.resize(large, None, fx=0.8, fy=0.8, interpolation=cv2.INTER_AREA), np.uint8)
            owners.append(article)
            straight.append(fingerprint(picture))
            mirrored.append(fingerprint(np.ascontiguousarray(picture[:, ::-1])))
        article.forget()
    print(f"{named.name}: {len(owners)} pictures drawn", flush=True)
    return owners, _columns(straight, colour), _columns(mirrored, colour)


def _columns(parts: list[tuple[np.ndarray, np.ndarray]], colour: float) -> Fingerprints:
    """Fingerprints as columns. colour: factor on the colours of both sides of a comparison."""
    outlines, colours = zip(*parts, strict=True)
    return Fingerprints(np.array(outlines, np.float32), np.array(colours, np.float32) * np.float32(colour))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--margin", action="store_true", help="count what is a little beyond a near duplicate, too")
    parser.add_argument("--backs", action="store_true", help="compare the products' backs, too")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
