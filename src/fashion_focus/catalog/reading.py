"""A product list of any known format to a checked catalog."""

import re
import urllib.parse
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from textwrap import shorten
from typing import Literal

from fashion_focus.catalog.formats import CatalogFormat, Row, Source, open_list
from fashion_focus.catalog.limits import CatalogLimits
from fashion_focus.catalog.pictures import check_picture
from fashion_focus.catalog.remarks import Remarks
from fashion_focus.core.errors import CatalogError
from fashion_focus.core.product import Catalog, Product

Fetch = Callable[[str], Path]
"""An address to the file that holds its picture; raises CatalogError."""

_WEB = re.compile(r"https?://", re.IGNORECASE)
_LEFT_OUT = "the picture is left out"


@dataclass(frozen=True, slots=True)
class Reading:
    """A catalog with what was met on the way. rows: how many the list has, good ones and bad."""

    catalog: Catalog
    format: CatalogFormat
    rows: int


def read_catalog(
    path: Path,
    *,
    limits: CatalogLimits | None = None,
    images: Literal["check", "skip"] = "check",
    fetch: Fetch | None = None,
) -> Catalog:
    """The products of a list: merchant feed (CSV, TSV, XML), Shopify CSV, JSON Lines, or a folder of images.

    images: "check" decodes each picture once; "skip" only looks whether it is there. fetch: how pictures with web
    addresses are come by, such as a PictureFetcher; without it they are left out. Pictures are absolute paths; what
    was left out stands in the catalog's notes. Raises CatalogError where the list as a whole cannot be used: it is
    missing, empty or no list, lacks a column, has one id twice, or is beyond the limits.
    """
    return survey_catalog(path, limits=limits, images=images, fetch=fetch).catalog


def survey_catalog(
    path: Path,
    *,
    limits: CatalogLimits | None = None,
    images: Literal["check", "skip"] = "check",
    fetch: Fetch | None = None,
) -> Reading:
    """As `read_catalog`, with the format and the number of rows."""
    source = Source(path, Remarks(str(path)), limits or CatalogLimits())
    opened = open_list(source)
    rows = _named_rows(opened.rows, source)
    pictures = _Pictures(source, images=images, fetch=fetch)
    products = tuple(_product(row, pictures, source) for row in rows.kept)
    if not products:
        raise CatalogError(f"{path} has no products{_first_fault(source)}; write one row with id and title a product")
    return Reading(Catalog(products, str(path), source.remarks.notes()), opened.format, rows.n_read)


@dataclass(frozen=True, slots=True)
class _Rows:
    kept: list[Row]
    n_read: int


def _named_rows(rows: Iterable[Row], source: Source) -> _Rows:
    """The rows with an id. Raises CatalogError where two have the same, or there are too many."""
    kept: dict[str, Row] = {}
    twice: list[str] = []
    n_read = 0
    for n_read, row in enumerate(rows, start=1):
        if n_read > source.limits.products:
            raise CatalogError(f"{source.path} has more than {source.limits.products} products; split the list")
        name = row.values.get("id", "")
        if not name:
            source.remarks.add("no-id", "the row has no id and was left out", line=row.line)
        elif name in kept:
            twice.append(f"id {name!r} on lines {kept[name].line} and {row.line}")
        else:
            kept[name] = row
    if twice:
        more = f" and {len(twice) - 1} more" if len(twice) > 1 else ""
        raise CatalogError(f"{source.path} has {twice[0]}{more}; give each product an id of its own")
    return _Rows(list(kept.values()), n_read)


def _product(row: Row, pictures: "_Pictures", source: Source) -> Product:
    values = row.values
    title = values.get("title", "")
    if not title:
        source.remarks.add(
            "no-title", "the row has no title; its id stands in, and words cannot name it", line=row.line
        )
    return Product(
        id=values["id"],
        title=title or values["id"],
        images=pictures.of(row),
        description=values.get("description", ""),
        category=tuple(part.strip() for part in values.get("product_type", "").split(">") if part.strip()),
        brand=values.get("brand", ""),
        color=values.get("color", ""),
        size=values.get("size", ""),
        price=values.get("price", ""),
        link=values.get("link", ""),
        group=values.get("item_group_id", ""),
        number=values.get("number", ""),
    )


class _Pictures:
    """Finds and checks the pictures of rows; a fault costs that picture only."""

    def __init__(self, source: Source, *, images: Literal["check", "skip"], fetch: Fetch | None) -> None:
        self._source = source
        self._folder = source.path.parent.resolve()
        self._check = images == "check"
        self._fetch = fetch

    def of(self, row: Row) -> tuple[Path, ...]:
        """Absolute paths of the row's pictures that can be used, each once, in the row's order."""
        limit = self._source.limits.pictures
        wanted = list(dict.fromkeys(row.images))
        if len(wanted) > limit:
            text = f"{len(wanted)} pictures for one product; only the first {limit} are used"
            self._source.remarks.add("many-pictures", text, line=row.line)
        found = [self._usable(image, row.line) for image in wanted[:limit]]
        usable = tuple(dict.fromkeys(path for path in found if path))
        if not usable:
            text = "the product has no usable picture; it is matched by words only"
            self._source.remarks.add("no-picture", text, line=row.line)
        return usable

    def _usable(self, image: str, line: int) -> Path | None:
        if _WEB.match(image):
            return self._from_web(image, line)
        path = self._local(image)
        if path is None:
            self._source.remarks.add("missing-picture", f"{shorten(image, 120)} is missing; {_LEFT_OUT}", line=line)
            return None
        return path if self._opens(path, line) else None

    def _from_web(self, url: str, line: int) -> Path | None:
        if self._fetch is None:
            text = f"{shorten(url, 120)} is on the web; {_LEFT_OUT} unless it is fetched (--fetch-images)"
            self._source.remarks.add("web-picture", text, line=line)
            return None
        try:
            return self._fetch(url).resolve()
        except CatalogError as error:
            self._source.remarks.add("fetch-failed", f"{error}; {_LEFT_OUT}", line=line)
            return None

    def _local(self, image: str) -> Path | None:
        """The file that is meant: as written, or with %20 and the like, a file:// address, or Windows separators."""
        plain = re.sub(r"^file://(localhost)?(?=/)", "", image, flags=re.IGNORECASE)
        for spelling in (image, urllib.parse.unquote(plain), plain.replace("\\", "/")):
            path = self._folder / spelling
            if "\x00" not in spelling and _is_file(path):
                return path.resolve()
        return None

    def _opens(self, path: Path, line: int) -> bool:
        if not self._check:
            return True
        try:
            check_picture(path, limits=self._source.limits)
        except CatalogError as error:
            self._source.remarks.add("broken-picture", f"{error}; {_LEFT_OUT}", line=line)
            return False
        return True


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:
        # A name that no file system takes, such as one of thousands of letters.
        return False


def _first_fault(source: Source) -> str:
    notes = source.remarks.notes()
    return f" ({notes[0].text})" if notes else ""
