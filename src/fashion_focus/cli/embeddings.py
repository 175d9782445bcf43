"""`fashion-focus embed` and `search`."""

from functools import reduce
from pathlib import Path

import typer

from fashion_focus.catalog import PICTURE_SUFFIXES, read_catalog
from fashion_focus.cli.terminal import plain_table, progress, remark, show, tell, tell_json
from fashion_focus.core.errors import InputError
from fashion_focus.core.product import Catalog
from fashion_focus.gallery import embed_catalog
from fashion_focus.profiles import Models, load_models
from fashion_focus.retrieval import Calibration, Gallery, Shelf, load_gallery, save_gallery
from fashion_focus.searching import (
    Moment,
    embed_picture,
    embed_video,
    parse_query,
    search_moment,
    search_picture,
    search_text,
)

_VIDEOS = {".mp4", ".mov", ".m4v", ".mkv", ".webm", ".ts", ".m3u8", ".flv"}


def add_to(app: typer.Typer) -> None:
    """Hang this module's commands into the program."""
    app.command("embed", epilog="Example: fashion-focus embed products.csv --out gallery.npz")(embed)
    app.command("search", epilog="Example: fashion-focus search show.mp4@12.5 --catalog products.csv --top 5")(search)


def embed(
    inputs: list[Path] = typer.Argument(help="Catalogs, pictures, videos."),
    out: Path = typer.Option(Path("gallery.npz"), "--out", help="The gallery file to write."),
) -> None:
    """Turn catalogs, pictures and videos into one gallery of vectors."""
    models = load_models()
    parts = []
    with progress("embed", total=float(len(inputs))) as advance:
        for done, path in enumerate(inputs, start=1):
            parts.append(_embedded(path, models))
            advance(done, path.name)
    gallery = reduce(Gallery.joined, parts)
    save_gallery(gallery, out)
    tell(f"{out}: {len(gallery)} vectors of {gallery.model}")


def search(
    query: str = typer.Argument(help="A picture, VIDEO@TIME, VIDEO@TIME:x0,y0,x1,y1, or words."),
    catalog: Path = typer.Option(..., "--catalog", help="A product list, or a gallery that `embed` wrote."),
    top: int = typer.Option(5, "--top", min=1, help="How many products."),
    as_json: bool = typer.Option(False, "--json", help="Print one JSON object a line."),
) -> None:
    """Find the products that a picture, a moment of a video, or words name."""
    wanted = parse_query(query)
    products = None if catalog.suffix == ".npz" else read_catalog(catalog)
    if isinstance(wanted, str):
        if products is None:
            raise InputError(f"{catalog} holds no titles to search for words in; pass the product list itself")
        matches = search_text(wanted, products, top=top)
    else:
        models = load_models()
        shelf = _shelf(catalog, products, models)
        if isinstance(wanted, Moment):
            matches = search_moment(wanted, shelf, models, top=top)
        else:
            matches = search_picture(wanted, shelf, models, top=top)
    rows = [(rank, m.product_id, _title(products, m.product_id), m.probability) for rank, m in enumerate(matches, 1)]
    if as_json:
        for rank, product_id, title, probability in rows:
            tell_json({"rank": rank, "product_id": product_id, "title": title, "probability": round(probability, 4)})
        return
    if not rows:
        remark("no product fits")
        return
    table = plain_table("rank", "product", "title", "probability", right=("rank", "probability"))
    for rank, product_id, title, probability in rows:
        table.add_row(str(rank), product_id, title, f"{probability:.2f}")
    show(table)


def _embedded(path: Path, models: Models) -> Gallery:
    if path.suffix.lower() in _VIDEOS:
        return embed_video(path, models)
    if path.suffix.lower() in PICTURE_SUFFIXES and path.is_file():
        return embed_picture(path, models)
    embedded = embed_catalog(read_catalog(path), models.encoder)
    for note in embedded.notes:
        remark(f"note: {note.text}")
    return embedded.gallery


def _shelf(path: Path, products: Catalog | None, models: Models) -> Shelf:
    gallery = load_gallery(path) if products is None else embed_catalog(products, models.encoder).gallery
    if gallery.model != models.encoder.name:
        raise InputError(f"{path} was made with {gallery.model}, not {models.encoder.name}; embed the list anew")
    calibration: Calibration = models.calibration
    return Shelf.build(gallery, calibration)


def _title(products: Catalog | None, product_id: str) -> str:
    return products[product_id].title if products is not None and product_id in products else ""
