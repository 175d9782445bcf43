"""A show's product list, comments and transcript as files."""

import json
from pathlib import Path

import cv2
import numpy as np

from fashion_focus.catalog import write_catalog
from fashion_focus.core.product import Catalog, Product
from fashion_focus.files import write_atomically
from fashion_focus.simulation.articles import Article
from fashion_focus.simulation.sprites import Sprite, flatten
from fashion_focus.simulation.streams.talk import Typed
from fashion_focus.simulation.streams.voice import SaidLine

_BACK = 90.0  # degrees from the front past which a view is of the back


def write_shelf(folder: Path, shelf: tuple[Article, ...]) -> None:
    """catalog.csv and images/ in a folder: of each product a front on white and, where there is one, a back."""
    products = []
    for article in shelf:
        images = [folder / "images" / f"{article.product_id}.jpg"]
        _write_image(images[0], article.views[0])
        backs = [view for view in article.views if abs((view.azimuth + 180) % 360 - 180) > _BACK]
        if backs:
            images.append(folder / "images" / f"{article.product_id}_back.jpg")
            _write_image(images[1], backs[0])
        products.append(_product(article, tuple(images)))
    write_catalog(Catalog(tuple(products)), folder / "catalog.csv")


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


def _product(article: Article, images: tuple[Path, ...]) -> Product:
    return Product(
        id=article.product_id,
        title=article.title or article.product_id,
        images=tuple(image.resolve() for image in images),
        category=(article.category.value, article.fine),
        brand=article.brand,
        color=article.color,
        group=article.group,
    )


def _write_image(path: Path, view: Sprite) -> None:
    picture = flatten(view)
    margin = max(4, max(picture.shape[:2]) // 12)
    framed = cv2.copyMakeBorder(picture, margin, margin, margin, margin, cv2.BORDER_CONSTANT, value=(255, 255, 255))
    _, packed = cv2.imencode(".jpg", cv2.cvtColor(framed, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, 92])
    write_atomically(path, np.asarray(packed).tobytes())


def _clock(seconds: float) -> str:
    whole = round(seconds * 1000)
    return f"{whole // 3_600_000:02}:{whole // 60_000 % 60:02}:{whole // 1000 % 60:02},{whole % 1000:03}"
