"""A made-up show for a first look: simulated, uploaded and localized on this machine like any other."""

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from fashion_focus.service.library import Library
from fashion_focus.service.schemas.catalogs import ProductOut
from fashion_focus.simulation import StreamSettings, simulate_stream
from fashion_focus.store.library.catalogs import StoredProduct
from fashion_focus.store.library.videos import VideoState

TITLE = "Demo show"

# Small enough to be made in a minute or two; the browser shows it well at this size.
_SHOW = StreamSettings(seconds=45.0, size=(854, 480), fps=15, n_products=10, n_exhibits=5)


def has_demo(library: Library) -> bool:
    """Whether the demo show is there already."""
    return any(video.title == TITLE for video in library.videos.all())


def put_demo(
    library: Library,
    progress: Callable[[float], None],
    *,
    settings: StreamSettings = _SHOW,
    seed: int = 1,
) -> str:
    """Make the show and queue it to be localized; gives the video's id. progress: told the share done.

    Raises SettingsError, StoreError.
    """
    with tempfile.TemporaryDirectory() as made:
        folder = simulate_stream(Path(made) / "show", settings, seed=seed, progress=progress)
        return put_show(library, folder, title=TITLE)


def put_show(library: Library, folder: Path, *, title: str) -> str:
    """Take in a folder of video.mp4, catalog.csv and perhaps comments.jsonl, and queue it; gives the video's id."""
    answer = library.children.reading.call("read_list", _list_request(library, folder))
    rows = [ProductOut.model_validate(row) for row in answer["products"]]
    products = [
        StoredProduct(
            **row.model_dump(exclude={"category", "pictures"}),
            category=tuple(row.category),
            pictures=tuple(row.pictures),
        )
        for row in rows
    ]
    catalog = library.catalogs.add(title, products, answer["notes"])
    source = folder / "video.mp4"
    video = library.videos.add(title, source.name, source.stat().st_size)
    home = library.folders.video(video.id)
    home.mkdir(parents=True)
    shutil.copyfile(source, library.folders.content(video.id))
    if (folder / "comments.jsonl").is_file():
        shutil.copyfile(folder / "comments.jsonl", home / "comments.jsonl")
    request = {"video": str(library.folders.content(video.id)), "poster": str(home / "poster.jpg")}
    facts = library.children.looking.call("probe", request)
    library.videos.change(video.id, state=VideoState.READY, facts=facts, offset=video.n_bytes, catalog_id=catalog.id)
    library.jobs.add(video.id, catalog.id, {"speech": True, "rate": 4.0, "headline": ""}, total=facts["duration"])
    return video.id


def _list_request(library: Library, folder: Path) -> dict[str, object]:
    return {
        "folder": str(folder),
        "pictures": str(library.folders.pictures),
        "bytes": library.settings.limits.catalog_bytes,
        "files": library.settings.limits.catalog_files,
        "fetch": False,
        "allow_private": False,
    }
