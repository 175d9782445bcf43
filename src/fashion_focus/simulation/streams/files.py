"""A show's product list, comments and transcript as files."""

import json
import shutil
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np

from fashion_focus.catalog import write_catalog
from fashion_focus.core.arrays import Pixels
from fashion_focus.core.product import Catalog, Product
from fashion_focus.files import write_atomically
from fashion_focus.simulation.articles import Article
from fashion_focus.simulation.sprites import Sprite, flatten
from fashion_focus.simulation.talking.comments import Typed
from fashion_focus.simulation.talking.voice import SaidLine

_BACK = 90.0  # degrees from the front past which a view is of the back


def write_shelf(folder: Path, shelf: Sequence[Article], *, language: str = "en", pictures: Path | None = None) -> None:
    """catalog.csv and images/ in a folder: of each product a front on white and, where there is one, a back.

    language: of the titles and descriptions. pictures: an images/ folder in which the shelf's pictures are already;
    then the folder's are links to them, or copies where the disk knows no links.
    """
    if pictures is None:
        write_pictures(folder / "images", shelf)
    elif pictures != folder / "images":
        _link_pictures(folder / "images", shelf, pictures)
    products = [_product(article, folder / "images", language) for article in shelf]
    write_catalog(Catalog(tuple(products)), folder / "catalog.csv")


def write_pictures(folder: Path, shelf: Sequence[Article]) -> None:
    """The pictures of a shelf's products in a folder."""
    for article in shelf:
        for name, view in _pictured(article):
            _write_image(folder / name, article.views[view])
        article.forget()


def shop_pictures(article: Article) -> list[Pixels]:
    """What a shop shows of a product, as it is written: a front on white and, where there is one, a back."""
    pictures = [_framed(article.views[view]) for _, view in _pictured(article)]
    article.forget()
    return pictures


def write_typed(path: Path, comments: list[Typed]) -> None:
    """Comments as JSON Lines."""
    rows = [{"t": typed.time, "user": typed.user, "text": typed.text} for typed in comments]
    write_atomically(path, "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))


def write_transcript(path: Path, said: list[SaidLine]) -> None:
    """What was said as SRT."""
    blocks = [
        f"{number}\n{_clock(line.start)} --> {_clock(line.end)}\n{line.text}\n" for number, line in enumerate(said, 1)
    ]
    write_atomically(path, "\n".join(blocks))


def _link_pictures(folder: Path, shelf: Sequence[Article], pictures: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name in (name for article in shelf for name, _ in _pictured(article)):
        (folder / name).unlink(missing_ok=True)
        try:
            (folder / name).hardlink_to(pictures / name)
        except OSError:
            shutil.copyfile(pictures / name, folder / name)


def _pictured(article: Article) -> list[tuple[str, int]]:
    """Names of a product's pictures, each with the place of its view."""
    backs = [place for place, azimuth in enumerate(article.azimuths) if abs((azimuth + 180) % 360 - 180) > _BACK]
    whole = min(backs, key=lambda place: abs(article.azimuths[place] % 360 - 180), default=None)
    front = [(f"{article.product_id}.jpg", 0)]
    return front if whole is None else [*front, (f"{article.product_id}_back.jpg", whole)]


def _product(article: Article, folder: Path, language: str) -> Product:
    return Product(
        id=article.product_id,
        title=article.title_in(language) or article.product_id,
        images=tuple((folder / name).resolve() for name, _ in _pictured(article)),
        description=article.about_in(language),
        category=(article.category.value, article.fine),
        brand=article.brand,
        color=article.color,
        group=article.group,
    )


def _framed(view: Sprite) -> Pixels:
    picture = flatten(view)
    margin = max(4, max(picture.shape[:2]) // 12)
    white = (255, 255, 255)
    framed = cv2.copyMakeBorder(picture, margin, margin, margin, margin, cv2.BORDER_CONSTANT, value=white)
    return np.asarray(framed, np.uint8)


def _write_image(path: Path, view: Sprite) -> None:
    bgr = cv2.cvtColor(_framed(view), cv2.COLOR_RGB2BGR)
    _, packed = cv2.imencode(".jpg", bgr, [cv2.IMWRITE_JPEG_QUALITY, 92])
    write_atomically(path, np.asarray(packed).tobytes())


def _clock(seconds: float) -> str:
    whole = round(seconds * 1000)
    return f"{whole // 3_600_000:02}:{whole // 60_000 % 60:02}:{whole // 1000 % 60:02},{whole % 1000:03}"
