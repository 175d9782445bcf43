"""A catalog to a merchant feed's CSV."""

import csv
import io
import urllib.parse
from collections.abc import Sequence
from pathlib import Path

from fashion_focus.catalog.formats import COLUMNS
from fashion_focus.core.product import Catalog, Product
from fashion_focus.files import write_atomically


def write_catalog(catalog: Catalog, path: Path) -> None:
    """Writes all products as CSV (UTF-8) that `read_catalog` reads to the same products.

    Pictures in the list's folder are written relative to it, others with their whole path. Raises StoreError.
    """
    text = io.StringIO(newline="")
    table = csv.writer(text, lineterminator="\r\n")
    table.writerow(COLUMNS)
    folder = path.parent.resolve()
    table.writerows(_cells(product, folder) for product in catalog)
    write_atomically(path, text.getvalue())


def _cells(product: Product, folder: Path) -> Sequence[str]:
    links = [_link(image, folder) for image in product.images]
    return (
        product.id,
        product.title,
        product.description,
        links[0] if links else "",
        ",".join(map(_listed, links[1:])),
        " > ".join(product.category),
        product.brand,
        product.color,
        product.size,
        product.price,
        product.link,
        product.group,
        product.number,
    )


def _link(image: Path, folder: Path) -> str:
    return str(image.relative_to(folder) if image.is_relative_to(folder) else image)


def _listed(link: str) -> str:
    """A link as one of several: a comma would part it."""
    return urllib.parse.quote(link, safe=" /:\\") if "," in link else link
