"""Shopify product exports: several rows a product, one a variant or a further picture."""

import html
import re
from collections.abc import Iterable, Iterator, Sequence

from fashion_focus.catalog.formats.rows import Row

# Both generations of the export's header, by our own names.
_NAMES = {
    "handle": "handle",
    "url handle": "handle",
    "title": "title",
    "body (html)": "description",
    "description": "description",
    "vendor": "brand",
    "product category": "category",
    "type": "type",
    "variant sku": "sku",
    "sku": "sku",
    "variant price": "price",
    "price": "price",
    "image src": "image",
    "product image url": "image",
    "variant image": "variant_image",
    "variant image url": "variant_image",
    **{f"option{n} {part}": f"option{n}_{part}" for n in (1, 2, 3) for part in ("name", "value")},
}
_COLOR_NAMES = {"color", "colour", "farbe", "couleur", "kleur", "colore", "cor", "颜色", "顏色"}
_SIZE_NAMES = {"size", "größe", "taille", "maat", "taglia", "talla", "尺码", "尺碼"}

Cells = dict[str, str]
Lines = list[tuple[int, Cells]]


def knows(name: str) -> bool:
    """True for a column of a Shopify export that we read."""
    return name.strip().lower() in _NAMES


def recognises(header: Sequence[str]) -> bool:
    """True where the header has a handle and a picture, as no merchant feed has."""
    ours = {_NAMES.get(name.strip().lower()) for name in header}
    return {"handle", "title", "image"} <= ours


def shopify_rows(header: Sequence[str], cells: Iterable[tuple[int, list[str]]]) -> Iterator[Row]:
    """One row a product, or one a colour where every colour has a picture of its own."""
    names = [_NAMES.get(name.strip().lower(), "") for name in header]
    products: dict[str, Lines] = {}
    for line, values in cells:
        named = {name: value.strip() for name, value in zip(names, values, strict=True) if name}
        products.setdefault(named["handle"], []).append((line, named))
    for handle, lines in products.items():
        yield from _product_rows(handle, lines)


def _product_rows(handle: str, lines: Lines) -> Iterator[Row]:
    colors = _by_color(lines)
    if len(colors) > 1 and all(_values(rows, "variant_image") for rows in colors.values()):
        for color, rows in colors.items():
            images = _values(rows, "variant_image")
            yield _row(f"{handle}-{_slug(color)}", lines, rows, color=color, images=images)
        return
    images = _values(lines, "image") or _values(lines, "variant_image")
    yield _row(handle, lines, lines, color=", ".join(colors), images=images)


def _row(product_id: str, product: Lines, variants: Lines, *, color: str, images: list[str]) -> Row:
    """product: all its lines; variants: those of the things that this row is about."""
    title = _first(product, "title")
    is_variant = variants is not product
    skus = _values(variants, "sku")
    values = {
        "id": product_id,
        "title": f"{title} - {color}" if is_variant else title,
        "description": _plain(_first(product, "description")),
        "product_type": _first(product, "type") or _first(product, "category"),
        "brand": _first(product, "brand"),
        "color": color,
        "size": ", ".join(_options(variants, _SIZE_NAMES, _option_names(product))),
        "price": _first(variants, "price"),
        "item_group_id": _first(product, "handle"),
        "number": skus[0] if len(skus) == 1 else "",
    }
    return Row(variants[0][0], values, tuple(images))


def _by_color(lines: Lines) -> dict[str, Lines]:
    names = _option_names(lines)
    colors: dict[str, Lines] = {}
    for line, cells in lines:
        for color in _options([(line, cells)], _COLOR_NAMES, names):
            colors.setdefault(color, []).append((line, cells))
    return colors


def _option_names(lines: Lines) -> dict[int, str]:
    """What each of the three options is called; only a product's first line says so."""
    return {n: _first(lines, f"option{n}_name").casefold() for n in (1, 2, 3)}


def _options(lines: Lines, wanted: set[str], names: dict[int, str]) -> list[str]:
    return [value for n, name in names.items() if name in wanted for value in _values(lines, f"option{n}_value")]


def _values(lines: Lines, name: str) -> list[str]:
    """The values of a column without repetitions and gaps, in order."""
    return list(dict.fromkeys(cells[name] for _, cells in lines if cells.get(name)))


def _first(lines: Lines, name: str) -> str:
    return next(iter(_values(lines, name)), "")


def _slug(text: str) -> str:
    return re.sub(r"\W+", "-", text.casefold()).strip("-") or "variant"


def _plain(markup: str) -> str:
    """A description without its tags."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^<>]*>", " ", markup))).strip()
