"""What does it look like? Draws sheets of every category's products and of ten streams of the named sets.

python -m bench.contact_sheets docs/benchmark
"""

import argparse
import sys
from pathlib import Path

import cv2
import numpy as np

from fashion_focus.core.arrays import Pixels
from fashion_focus.core.taxonomy import Category
from fashion_focus.files import write_atomically
from fashion_focus.simulation import SETS, Article, Assets, StreamRow, load_assets, rehearse
from fashion_focus.simulation.scenes import render
from fashion_focus.simulation.sprites import flatten

STREAMS = (
    "clothing-02", "shoe-05", "bag-03", "snack-01", "bottle-04", "beauty-10", "clothing-15", "bag-08", "shoe-12",
    "snack-20",
)  # fmt: skip
SET = "test"
MOST_BYTES = 150_000
CELL = 132  # px of a product's picture


def main() -> int:
    arguments = _arguments()
    named = SETS[SET]
    articles = named.articles()
    for category in Category if not arguments.streams else ():
        path = arguments.folder / f"products-{category.value}.jpg"
        _write(path, _products([a for a in articles if a.category is category]))
    rows = {row.name: row for row in named.streams}
    bare = load_assets(products=None, places=None, videos=None, split=named.split, drawn=0, seed=named.seed)
    for name in arguments.streams or STREAMS:
        _write(arguments.folder / f"stream-{name}.jpg", _stream(rows[name], bare))
    return 0


def _products(articles: list[Article]) -> Pixels:
    """Ten products of as many families in a row each: four sides and, of a garment, somebody who wears it."""
    families = {article.group: article for article in articles}
    chosen = list(families.values())[:10]
    rows = []
    for article in chosen:
        sides = [article.views[len(article.views) * turn // 8] for turn in (0, 1, 3, 4)] + list(article.worn[:1])
        cells = [_cell(flatten(side)) for side in sides]
        blank = np.full((CELL, CELL, 3), 255, np.uint8)
        rows.append(np.hstack([*cells, *[blank] * (5 - len(cells))]))
        article.forget()
    left, right = np.vstack(rows[:5]), np.vstack(rows[5:])
    return np.hstack([left, right])


def _cell(picture: Pixels) -> Pixels:
    scale = (CELL - 8) / max(picture.shape[:2])
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    out = np.full((CELL, CELL, 3), 255, np.uint8)
    top, left = (CELL - small.shape[0]) // 2, (CELL - small.shape[1]) // 2
    out[top : top + small.shape[0], left : left + small.shape[1]] = small
    return out


def _stream(row: StreamRow, bare: Assets) -> Pixels:
    """Moments of a stream, evenly spread. bare: the set's assets without its products."""
    assets = bare.with_articles(SETS[SET].articles())
    show = rehearse(row.settings, assets=assets, seed=row.seed)
    width, height = row.settings.size
    count, across = (12, 4) if width > height else (10, 5)
    pictures = []
    for number in range(count):
        time = (number + 0.5) * row.settings.seconds / count
        scene, _ = show.stage.scene(time, show.layers.at(time), talking=number % 2 == 0)
        picture, _ = render(scene, np.random.default_rng(0), width=width, height=height)
        scale = 300 / width if width > height else 200 / width
        pictures.append(cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA))
    return np.vstack([np.hstack(pictures[first : first + across]) for first in range(0, count, across)])


def _write(path: Path, picture: Pixels) -> None:
    """As JPEG of the best quality that keeps it small."""
    for quality in range(88, 30, -8):
        _, packed = cv2.imencode(".jpg", cv2.cvtColor(picture, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, quality])
        if len(packed) < MOST_BYTES:
            break
    write_atomically(path, np.asarray(packed).tobytes())
    print(f"{path}: {len(packed) // 1000} kB", flush=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="where the sheets go")
    parser.add_argument("--streams", nargs="*", help="only these streams; without it, ten of them and all products")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
