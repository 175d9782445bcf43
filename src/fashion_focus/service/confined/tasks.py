"""What a child can be asked: look at a video, read a product list, localize, search."""

from collections import OrderedDict
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any

from fashion_focus.core.frame import Frame
from fashion_focus.core.product import Catalog, Product
from fashion_focus.gallery import embed_catalog
from fashion_focus.media import open_video, probe
from fashion_focus.profiles import Models, load_models
from fashion_focus.retrieval import Shelf
from fashion_focus.searching import Moment, search_moment, search_picture
from fashion_focus.service.confined.cuts import find_cuts
from fashion_focus.service.confined.filmstrip import write_sheet
from fashion_focus.service.confined.lists import read_list
from fashion_focus.service.confined.localizing import localize
from fashion_focus.service.confined.stills import write_jpeg

# Requests and replies are JSON; the parent checks replies, and requests come from the parent alone.
Json = dict[str, Any]

_SHELVES_KEPT = 4
_POSTER_LONGEST = 960
_PLAYABLE = {"h264", "vp8", "vp9", "av1"}
_PLAYABLE_IN = {"mov", "matroska"}


class Hands:
    """What tasks work with: models, loaded when first needed, and the shelves of the last catalogs."""

    def __init__(self, threads: int, tell_progress: Callable[[Json], None]) -> None:
        self._threads = threads
        self._shelves: OrderedDict[str, Shelf] = OrderedDict()
        self.tell_progress = tell_progress

    @cached_property
    def models(self) -> Models:
        """The compact profile."""
        return load_models(threads=self._threads)

    def shelf(self, key: str, catalog: Catalog) -> Shelf:
        """The shelf of a catalog; key: changes whenever the catalog does."""
        if key not in self._shelves:
            gallery = embed_catalog(catalog, self.models.encoder).gallery
            self._shelves[key] = Shelf.build(gallery, self.models.calibration)
            while len(self._shelves) > _SHELVES_KEPT:
                self._shelves.popitem(last=False)
        return self._shelves[key]


def catalog_of(products: list[Json], file: str) -> Catalog:
    """The catalog that the parent sent."""
    return Catalog(
        tuple(
            Product(
                **{key: value for key, value in row.items() if key not in ("images", "category")},
                images=tuple(Path(image) for image in row["images"]),
                category=tuple(row["category"]),
            )
            for row in products
        ),
        file=file,
    )


def _probe(_: Hands, request: Json) -> Json:
    """A video's facts; a picture of it is written to `poster`."""
    path = Path(request["video"])
    facts = probe(path)
    with open_video(path, rate=1.0, sound=False, start=min(facts.duration * 0.2, 30.0)) as source:
        frame = next((piece for piece in source if isinstance(piece, Frame)), None)
    if frame is not None:
        write_jpeg(Path(request["poster"]), frame.pixels, longest=_POSTER_LONGEST)
    container = facts.container.split(",")[0]
    return {
        "duration": facts.duration,
        "size": list(facts.size),
        "fps": facts.fps,
        "video_codec": facts.video_codec,
        "audio_codec": facts.audio_codec,
        "container": container,
        "playable": facts.video_codec in _PLAYABLE and container in _PLAYABLE_IN,
    }


def _localize(hands: Hands, request: Json) -> Json:
    catalog = catalog_of(request["products"], request["catalog"])
    return localize(request, catalog, hands.models, hands.tell_progress)


def _search(hands: Hands, request: Json) -> Json:
    """Products that a picture, or a time of a video with a box, may show."""
    shelf = hands.shelf(request["key"], catalog_of(request["products"], ""))
    if "picture" in request:
        matches = search_picture(Path(request["picture"]), shelf, hands.models, top=request["top"])
    else:
        box = tuple(request["box"]) if request["box"] else None
        moment = Moment(Path(request["video"]), request["time"], box)
        matches = search_moment(moment, shelf, hands.models, top=request["top"])
    return {"matches": [{"product_id": match.product_id, "probability": match.probability} for match in matches]}


def _read_list(_: Hands, request: Json) -> Json:
    return read_list(request)


def _filmstrip(_: Hands, request: Json) -> Json:
    return write_sheet(request)


def _cuts(_: Hands, request: Json) -> Json:
    return find_cuts(request)


TASKS: dict[str, Callable[[Hands, Json], Json]] = {
    "probe": _probe,
    "read_list": _read_list,
    "localize": _localize,
    "search": _search,
    "filmstrip": _filmstrip,
    "cuts": _cuts,
}
"""Name -> what does it."""
