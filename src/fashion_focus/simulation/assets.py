"""Everything a scene is made of, held in memory: products, rooms, hosts, tables, hands and overlays."""

import json
import logging
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import numpy as np

from fashion_focus.core.arrays import Pixels
from fashion_focus.core.errors import MediaError, SettingsError
from fashion_focus.core.taxonomy import COARSE, LEAVES, Category
from fashion_focus.simulation.articles import Article
from fashion_focus.simulation.classes import leaf_of_source
from fashion_focus.simulation.cutouts import cut_photo, garment_mask, take
from fashion_focus.simulation.drawing.range import Maker, draw_articles
from fashion_focus.simulation.photographs import PackFinder, photo_sprite
from fashion_focus.simulation.props.hands import Hand, draw_hands, draw_hangers
from fashion_focus.simulation.props.overlays import Overlays, draw_overlays
from fashion_focus.simulation.props.places import draw_tables, read_hosts, read_picture, read_rooms
from fashion_focus.simulation.props.rooms import draw_rooms
from fashion_focus.simulation.sprites import Sprite, make_sprite

logger = logging.getLogger(__name__)
_WORN_SOURCE = "magento"  # its garments are worn by people, cut out from white
_MOST_VIEWS = 17
_IN_SHOPS = "grocery"  # its packs have a pack shot and photographs of hands that hold them before shelves
_FIND_SIDE = 320  # px; print on smaller packs has too few points to find them by
_SIDE_VIEW = 0.75  # size of the further views, as a share of the first


@dataclass(frozen=True)
class Assets:
    """What scenes are drawn from; build it with load_assets and share it between threads or forked workers."""

    articles: tuple[Article, ...]
    rooms: tuple[Pixels, ...]
    hosts: tuple[tuple[Pixels, ...], ...]
    tables: tuple[Pixels, ...]
    hands: tuple[Hand, ...]
    hangers: tuple[Sprite, ...]
    overlays: Overlays

    def with_articles(self, articles: tuple[Article, ...]) -> "Assets":
        """The same stage with other products."""
        return replace(self, articles=articles)

    @cached_property
    def of_category(self) -> dict[Category, tuple[Article, ...]]:
        """The articles of each coarse category that has any."""
        found = {parent: tuple(a for a in self.articles if LEAVES[a.leaf][0] is parent) for parent in COARSE}
        return {parent: articles for parent, articles in found.items() if articles}

    @cached_property
    def photographed(self) -> tuple[tuple[Article, ...], tuple[Article, ...]]:
        """The articles with photographs: those with several, and those with one."""
        with_photos = [article for article in self.articles if article.photos]
        several = tuple(article for article in with_photos if len(article.photos) > 1)
        return several, tuple(article for article in with_photos if len(article.photos) == 1)


def load_assets(  # noqa: PLR0913 - three folders, three sizes and a maker, all by keyword
    *,
    products: Path | None,
    places: Path | None,
    videos: Path | None,
    split: str = "train",
    drawn: int = 300,
    seed: int = 0,
    max_side: int = 320,
    maker: Maker | None = None,
) -> Assets:
    """Read real material where folders are given, and draw the rest from the seed.

    products: folder of product sources, each with products.jsonl, and of `backgrounds`; only products of `split` are
    read. places: folder of pictures of rooms. videos: folder with `hosts` and `people`. drawn: number of drawn
    products. max_side: px of the longest side of a sprite. maker: of the drawn products.
    Raises SettingsError where a given folder is not there.
    """
    for folder in (products, places, videos):
        if folder is not None and not folder.is_dir():
            raise SettingsError(f"cannot read {folder}: no such folder; pass an existing one, or none to draw all")
    rng = np.random.default_rng(seed)
    articles = draw_articles(rng, drawn, max_side=max_side, maker=maker or Maker())
    if products is not None:
        articles += read_articles(products, split=split, max_side=max_side)
    rooms = read_rooms(_room_folders(products, places)) if products or places else ()
    return Assets(
        articles=articles,
        rooms=rooms + draw_rooms(rng, 12),
        hosts=read_hosts([videos / "hosts", videos / "people"]) if videos else (),
        tables=draw_tables(rng, 24),
        hands=draw_hands(rng, 28),
        hangers=draw_hangers(rng, 8),
        overlays=draw_overlays(rng, 24),
    )


def read_articles(products: Path, *, split: str, max_side: int) -> tuple[Article, ...]:
    """The real products of one split that can be cut out of their pictures; the log counts those that cannot."""
    found: list[Article] = []
    left_out = 0
    for listing in sorted(products.glob("*/products.jsonl")):
        for line in listing.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if row["split"] != split:
                continue
            article = _article(row, listing.parent, max_side=max_side)
            if article is None:
                left_out += 1
            else:
                found.append(article)
    logger.info("%d real products of split %s, %d could not be cut out", len(found), split, left_out)
    return tuple(found)


def _article(row: dict[str, object], folder: Path, *, max_side: int) -> Article | None:
    category, fine, title = str(row["category"]), str(row["fine"]), str(row["title"])
    leaf = leaf_of_source(category, fine, title=title)
    worn_source = row["source"] == _WORN_SOURCE and category == Category.CLOTHING
    views: list[Sprite] = []
    worn: list[Sprite] = []
    photos: list[Sprite] = []
    images = row["images"] if isinstance(row["images"], list) else []
    if row["source"] == _IN_SHOPS:
        photos = _photos_of_pack([folder / image["file"] for image in images], max_side=max_side)
    for image in images[:_MOST_VIEWS]:
        if image["role"] == "closeup" or not (image["rgba"] or row["source"] in {"clothing", "sockshop"}):
            continue
        picture = _picture(folder / image["file"], max_side=max_side)
        if picture is None:
            continue
        azimuth = float(image.get("azimuth_deg", 180.0 if image["role"] == "back" else 0.0))
        if worn_source:
            _add_worn(picture, LEAVES[leaf][1], (views, worn), azimuth=azimuth)
        else:
            # The shop's own view is the one that close-ups need sharp.
            cut = _cut(picture)
            if cut is None:
                continue
            views += _sprite(cut, azimuth, round(max_side * _SIDE_VIEW) if views else max_side)
            if picture.shape[2] == 3:
                photo = photo_sprite(picture, cut[..., 3], max_side=max_side)
                photos += [photo] if photo else []
    if not views:
        return None
    color = str(row["attributes"].get("color", "")) if isinstance(row["attributes"], dict) else ""
    return Article(
        str(row["id"]),
        leaf,
        tuple(views),
        worn=tuple(worn),
        photos=tuple(photos),
        title=title,
        group=str(row["group"]),
        color=color,
    )


def _photos_of_pack(files: list[Path], *, max_side: int) -> list[Sprite]:
    """The photographs in which a pack is surely found; the first file is its pack shot."""
    side = max(max_side, _FIND_SIDE)
    shot = _picture(files[0], max_side=side)
    if shot is None or shot.shape[2] != 4:
        return []
    finder = PackFinder(shot)
    pictures = [_picture(file, max_side=side) for file in files[1:]]
    found = [
        photo_sprite(photo, mask, max_side=max_side)
        for photo in pictures
        if photo is not None and (mask := finder.mask(photo)) is not None
    ]
    return [sprite for sprite in found if sprite is not None]


def _picture(path: Path, *, max_side: int) -> Pixels | None:
    try:
        return read_picture(path, max_side=int(max_side * 1.25))
    except MediaError as error:
        logger.warning("%s", error)
        return None


def _cut(picture: Pixels) -> Pixels | None:
    return picture if picture.shape[2] == 4 else cut_photo(picture)


def _sprite(rgba: Pixels, azimuth: float, max_side: int) -> list[Sprite]:
    sprite = make_sprite(rgba, max_side=max_side, azimuth=azimuth)
    return [] if sprite is None else [sprite]


def _add_worn(picture: Pixels, fine: str, into: tuple[list[Sprite], list[Sprite]], *, azimuth: float) -> None:
    """Of a garment on a person: the garment alone to the views, and the whole person to the worn sprites."""
    mask = garment_mask(picture, fine) if picture.shape[2] == 4 else None
    if mask is None:
        return
    side = max(picture.shape[:2])
    alone = make_sprite(take(picture, mask), max_side=side, azimuth=azimuth)
    person = make_sprite(picture, max_side=side, product=np.minimum(mask, picture[..., 3]), azimuth=azimuth)
    if alone is not None and person is not None:
        into[0].append(alone)
        into[1].append(person)


def _room_folders(products: Path | None, places: Path | None) -> list[Path]:
    folders = [products / "backgrounds" / "images"] if products else []
    return [folder for folder in [*folders, *([places] if places else [])] if folder.is_dir()]
